/** What the app and other features may use of conflicts. */
import { lazy } from "solid-js";

export const ConflictsScreen = lazy(() => import("./conflicts-screen"));
export { createConflictCount } from "./conflict-index";
