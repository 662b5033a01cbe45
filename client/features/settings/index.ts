import { lazy } from "solid-js";

export const SettingsScreen = lazy(() => import("./settings-screen"));
export const DeviceScreen = lazy(() => import("./device-screen"));
export const PeopleScreen = lazy(() => import("./people-screen"));
export const PaperKeyScreen = lazy(() => import("./paper-key-screen"));
/** Loaded with the first camera or code shown. */
export const CodeCamera = lazy(() => import("./code-camera"));
export const QrCode = lazy(async () => ({ default: (await import("./qr-code")).QrCode }));
export { JoinPrompt } from "./join-prompt";
export { NameThisDevice, createDeviceNames } from "./device-names";
export { createMemberNames, createMembership } from "./membership";
export type { FollowedMembership } from "./membership";
