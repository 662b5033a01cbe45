export {
  loopConflicts,
  movementConflicts,
  settledConflicts,
  settlingFor,
  surplusConflicts,
} from "./movement-conflicts";
export type {
  LoopConflict,
  MovementConflict,
  MovementSide,
  SettledConflict,
  SurplusConflict,
} from "./movement-conflicts";
export { classOfField, editedTypes, fieldConflictsOf, settleFieldOf } from "./field-conflicts";
export type { FieldConflict, FieldSide, SettleField, SettleFieldProblem } from "./field-conflicts";
export { createLivingBulk } from "./bulk-counts";
export { bulkOutForLines, doubleConflicts, scannedApart, strayConflicts } from "./event-conflicts";
export type { BulkOut, DoubleConflict, JobState, ScanStillOut, StrayConflict } from "./event-conflicts";
