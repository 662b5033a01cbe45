/** What other features may use of import. */
import { lazy } from "solid-js";

export const ImportScreen = lazy(() => import("./import-screen"));
