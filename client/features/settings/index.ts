import { lazy } from "solid-js";

export const SettingsScreen = lazy(() => import("./settings-screen"));
export const DeviceScreen = lazy(() => import("./device-screen"));
export const PaperKeyScreen = lazy(() => import("./paper-key-screen"));
/** Loaded with the first camera or code shown. */
export const CodeCamera = lazy(() => import("./code-camera"));
export const QrCode = lazy(async () => ({ default: (await import("./qr-code")).QrCode }));
export { NameThisDevice, createDeviceNames } from "./device-names";
export { SettingsLayout } from "./layout";
export { PaperCheck, PaperSheet } from "./paper-sheet";
export {
  createKnownNames,
  createMemberNames,
  createMembership,
  createMembershipWords,
  createPatience,
  isLastOwnerDevice,
  presentMembers,
  shortKey,
} from "./membership";
export type { FollowedMembership } from "./membership";
export { reasonMessages } from "./reason-messages";
