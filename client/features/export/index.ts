import { lazy } from "solid-js";

export { ExportSection } from "./export-section";
export { BringInSection } from "./bring-in-section";
export { BringInProgress } from "./bring-in-progress";
/** Asks the store, so it is fetched beside the screen that shows it. */
export const UnfinishedBringIn = lazy(() => import("./unfinished-bring-in"));
export { bringInArchive, checkArchive, sourceOfFile } from "./bring-in-archive";
export type { Progress, ReadyArchive } from "./bring-in-archive";
export { createBringInWords } from "./bring-in-words";
