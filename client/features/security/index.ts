/** How safe the company stands: the log of membership, what a lost device wrote, and a device that was cut off. */
import { lazy } from "solid-js";

export const SecurityScreen = lazy(() => import("./security-screen"));
export const RootKeysScreen = lazy(() => import("./root-keys-screen"));
export const DeviceReviewScreen = lazy(() => import("./device-review-screen"));
export const MembershipLog = lazy(() => import("./membership-log"));
export { RemovalNote, RevokedNotice } from "./revoked-notice";
