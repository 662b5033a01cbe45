/** How safe the company stands: the log of membership, what a lost device wrote, and a device that was cut off. */
import { lazy } from "solid-js";

export const SecurityScreen = lazy(() => import("./security-screen"));
export const AgreeScreen = lazy(() => import("./agree-screen"));
/** For holders whose device does not belong to the company, and for a device that asks to come back. */
export const ProposalDesk = lazy(() => import("./proposal-desk"));
export const ProposalHandOver = lazy(() => import("./proposal-hand-over"));
export const CompareCode = lazy(async () => ({ default: (await import("./proposal-words")).CompareCode }));
export const RootKeysScreen = lazy(() => import("./root-keys-screen"));
export const DeviceReviewScreen = lazy(() => import("./device-review-screen"));
export const MembershipLog = lazy(() => import("./membership-log"));
export { RemovalNote, RevokedNotice } from "./revoked-notice";
