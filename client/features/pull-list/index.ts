/** What other features may use of pull lists. */
import { lazy } from "solid-js";

export { accessoriesWith } from "./accessory-source";
export const PullListScreen = lazy(() => import("./pull-list-screen"));
