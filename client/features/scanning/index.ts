/** What other features may use of scanning. */
import { lazy } from "solid-js";

export const ScanScreen = lazy(() => import("./scan-screen"));
export { positionsIndex } from "./positions-index";
export { codeIndex } from "./code-index";
export { createNames } from "./names";
export type { Names } from "./names";
export { createMovementTeller } from "./movement-telling";
export { AssetHistory } from "./movement-history";
export { startScanner } from "./camera/scanner";
export type { CameraProblem, RunningScanner, StartScanner } from "./camera/scanner";
