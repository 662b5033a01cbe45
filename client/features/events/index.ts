/** What other features may use of events. */
import { lazy } from "solid-js";

export const EventsScreen = lazy(() => import("./events-screen"));
export const EventScreen = lazy(() => import("./event-screen"));
export { EventFrame } from "./event-frame";
export type { EventTab } from "./event-frame";
export { EventDot, StatusBadge } from "./status";
export { eventsPalette } from "./palette";
