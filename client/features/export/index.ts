export { ExportSection } from "./export-section";
export { BringInSection } from "./bring-in-section";
