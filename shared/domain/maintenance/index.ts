export {
  costKinds,
  damageSeverities,
  fault,
  faultEffects,
  faultEntry,
  faultPriorities,
  faultStates,
  repairCost,
} from "./types";
export type {
  CostKind,
  DamageSeverity,
  Fault,
  FaultEffect,
  FaultEntry,
  FaultEntryId,
  FaultId,
  FaultPriority,
  FaultState,
  LoggedFault,
  LoggedFaultEntry,
  RepairCost,
  RepairCostId,
} from "./types";
export {
  assetTest,
  defectKinds,
  examinationBases,
  inspection,
  inspectionMethods,
  liftingReport,
  limitSets,
  protectionClasses,
  testVerdicts,
  usage,
} from "./test-types";
export type {
  AssetTest,
  DefectKind,
  ExaminationBasis,
  Inspection,
  InspectionId,
  InspectionMethod,
  LiftingReport,
  LiftingReportId,
  LimitSet,
  LoggedLiftingReport,
  LoggedTest,
  LoggedUsage,
  ProtectionClass,
  TestId,
  TestVerdict,
  Usage,
  UsageId,
} from "./test-types";
export type { MaintenanceProblem } from "./errors";
export { weightOf } from "./fault-state";
export type { FaultCase, SaidOfPhoto, TimeOf } from "./fault-state";
export { certifiedValues, readCertifiedReport, readCertifiedTest } from "./certified";
export { createMaintenanceBook } from "./book";
export type { MaintenanceBook } from "./book";
export { conditionOf, outOfUse } from "./condition";
export type { Condition, OutOfUse } from "./condition";
export {
  addMonths,
  dayAt,
  dueOf,
  dueStates,
  isOverdue,
  minutesSince,
  replacements,
  soonDays,
  standingTests,
  withoutUndone,
} from "./due";
export type { AssetRecord, Due, DueQuestion, DueState } from "./due";
export { readPatResults } from "./pat-columns";
export type { PatTable, RawResult } from "./pat-columns";
export { patSource, planPatResults, stillFailed } from "./pat-plan";
export type { PatKnowledge, PatProblem, PatRow } from "./pat-plan";
export { judgeReadings, limitsFor, measurements, verdictOf } from "./electrical";
export type { Judged, Limits, Measurement, Readings, StandardSet } from "./electrical";
export {
  addFaultEntry,
  addRepairCost,
  effectOfSeverity,
  removeRepairCost,
  reportDamage,
  reportFault,
  undoFaultEntry,
  withdrawFault,
} from "./fault-commands";
export type { NewEntry, NewFault, ReportDamage } from "./fault-commands";
export {
  addInspection,
  editInspection,
  recordLiftingReport,
  recordTest,
  recordTests,
  recordUsage,
  removeInspection,
  undoUsage,
  voidLiftingReport,
  voidTests,
} from "./test-commands";
export type { NewLiftingReport, NewTest, RecordTest, RecordedTests } from "./test-commands";
