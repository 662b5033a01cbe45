export { createArchive } from "./archive";
export type { Archive } from "./archive";
export { historyHead, historyRow, recordTable } from "./tables";
export type { ChangedField, TableRows } from "./tables";
