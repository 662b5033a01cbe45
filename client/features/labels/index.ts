/** What other features may use of labels. */
import { lazy } from "solid-js";

export { CaseLabelSizeChoice } from "./case-label-size";
export { createCaseLabelPrinting } from "./print-case-labels";
export type { CaseLabelPrinting } from "./print-case-labels";
export const LabelsScreen = lazy(() => import("./labels-screen"));
/** What any PDF is begun with; the library comes with it. */
export const loadPdf = () => import("./label-pdf");
export { latinText } from "./latin-text";
