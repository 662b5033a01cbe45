/** What other features may use of cases. */
import { lazy } from "solid-js";

export const CaseScreen = lazy(() => import("./case-screen"));
export const EventCasesScreen = lazy(() => import("./event-cases-screen"));
