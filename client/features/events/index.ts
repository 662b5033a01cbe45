/** What other features may use of events. */
import { lazy } from "solid-js";

export const EventsScreen = lazy(() => import("./events-screen"));
export { EventFrame } from "./event-frame";
export type { EventTab } from "./event-frame";
export { EventDot, StatusBadge } from "./status";
