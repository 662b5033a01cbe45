export { ExportSection } from "./export-section";
