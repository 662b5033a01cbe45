/** What other features may use of events. */
import { lazy } from "solid-js";

export const EventsScreen = lazy(() => import("./events-screen"));
