/** What other features may use of scanning. */
import { lazy } from "solid-js";

export const ScanScreen = lazy(() => import("./scan-screen"));
export { positionsIndex } from "./positions-index";
export { createCaseSource } from "./case-index";
export { codeIndex } from "./code-index";
export { createConditions, localDay, maintenanceIndex, recordOf } from "./condition-index";
export type { Conditions } from "./condition-index";
export { createFactUndoToast, createUndone } from "./fact-undo";
export { createFormerWords } from "./former-words";
export { createNames } from "./names";
export type { Names } from "./names";
export { createMovementTeller } from "./movement-telling";
export { AssetHistory } from "./movement-history";
/** The pieces another kind of scanning is made of. */
export { AloudChoices } from "./aloud-choices";
export { CameraView } from "./camera-view";
export { beDark, cardStyles, listStyles, screenStyles } from "./hall-look";
export { followHandScanner } from "./hand-scanner";
export { oneAfterAnother } from "./one-after-another";
export { createScanAloud } from "./scan-aloud";
export { createLabelReader, createScanKnowledge } from "./scan-knowledge";
export { signals } from "./scan-session";
export { createSightings } from "./sightings";
export { TypeCode } from "./type-code";
export { startScanner } from "./camera/scanner";
export type { CameraProblem, RunningScanner, StartScanner } from "./camera/scanner";
