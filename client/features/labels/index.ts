/** What other features may use of labels. */
import { lazy } from "solid-js";

export const LabelsScreen = lazy(() => import("./labels-screen"));
