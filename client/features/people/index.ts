/** Members, their roles and devices, invitations. */
import { lazy } from "solid-js";

export const PeopleScreen = lazy(() => import("./people-screen"));
export const MemberScreen = lazy(() => import("./member-screen"));
export const RolesScreen = lazy(() => import("./roles-screen"));
export const RoleScreen = lazy(() => import("./role-screen"));
export { JoinPrompt } from "./join-prompt";
export { peoplePalette } from "./palette";
export { createRoleWords } from "./role-words";
export type { RoleWords } from "./role-words";
/** Loaded when somebody is about to remove a device. */
export const RevokeDialog = lazy(async () => ({ default: (await import("./revoke-dialog")).RevokeDialog }));
