export { createArchive } from "./archive";
export type { Archive, LastEntry } from "./archive";
export { historyHead, historyRow, recordTable, withColumns } from "./tables";
export type { ChangedField, TableRows } from "./tables";
export { archiveLimits, archivePaths, openArchive } from "./open-archive";
export type { ArchiveProblem, OpenedArchive } from "./open-archive";
