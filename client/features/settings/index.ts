import { lazy } from "solid-js";

export const SettingsScreen = lazy(() => import("./settings-screen"));
export const DeviceScreen = lazy(() => import("./device-screen"));
export const PeopleScreen = lazy(() => import("./people-screen"));
export const PaperKeyScreen = lazy(() => import("./paper-key-screen"));
export { JoinPrompt } from "./join-prompt";
export { NameThisDevice, createDeviceNames } from "./device-names";
export { createMemberNames, createMembership } from "./membership";
export type { FollowedMembership } from "./membership";
