/** What other features may use of activity: the history of anything, and the list of everything. */
import { lazy } from "solid-js";

export const ActivityScreen = lazy(() => import("./activity-screen"));
export { createHistoryWords } from "./history-words";
export type { HistoryWords } from "./history-words";
export { HistoryButton, HistoryDialog, HistoryPanel } from "./history-panel";
/** What one device wrote since a moment. */
export const DeviceWrites = lazy(() => import("./device-writes"));
