export {
  clockFact,
  movement,
  movementKinds,
  movementOrigins,
  movementReasons,
  retirements,
  settled,
} from "./types";
export type {
  ClockFact,
  ClockFactId,
  Movement,
  MovementId,
  MovementKind,
  MovementOrigin,
  MovementReason,
  Retirement,
  Settled,
  SettledId,
} from "./types";
export type { FactTime, OfRecord, TimedFact, LoggedClockFact, LoggedMovement, LoggedSettled } from "./facts";
export type { TimeSources } from "./fact-times";
export { recordOf, retirementOf } from "./facts";
export { currentDecisions, standingDecisions } from "./chain";
export type { Fork } from "./chain";
export type { ContainmentLoop } from "./containment";
export type { BulkOnEvent, BulkStock } from "./bulk-stock";
export type { Piece, PieceStatus, Place } from "./whereabouts";
export { createPositions, restingPosition } from "./positions";
export type { AssetPosition, EventPieces, FactBatch, Positions } from "./positions";
export { countsForEvent, linesToFill, noPieces } from "./event-counts";
export type { EventCounts, LineNeed, NotListed, PieceCounts, Unlisted } from "./event-counts";
export { sameNotListed, scansOfNotListed } from "./not-listed";
export { createCodeIndex, normalCode } from "./code-index";
export type { CodeIndex, CodeOwner, SharedCode } from "./code-index";
export { hasHiddenCharacters, readQuantityCode, readScan, shownText } from "./read-scan";
export type { LabelReading, ScanReading } from "./read-scan";
export { controlText, largestQuantity, readControlCode, scanModes } from "./control-code";
export type { ControlCode } from "./control-code";
export { isTagNumber, mostTags, readTagFile } from "./tag-reads";
export { scanRules } from "./scan-rules";
export type { ScanMeaning, ScanRule, ScanSentence, ScanSignal } from "./scan-rules";
export { isNoteworthy, mannerOf } from "./manner";
export { decideScan } from "./decide-scan";
export type {
  CaseKnowledge,
  NewFact,
  PieceCondition,
  ScanAnswer,
  ScanContext,
  ScanDecision,
  ScanDetail,
  ScanMode,
  ScanState,
  ScanSubject,
} from "./scan-decision";
export { recordMovements, reopenDecisions, settleMovements, takeBackFacts, undoMovements } from "./commands";
export type { RecordMovements, ReopenDecisions, SettleMovements, UndoMovements } from "./commands";
