export { restoreRecords } from "./restore-records";
export type {
  RestoreArgs,
  RestoreCommand,
  RestoredField,
  RestoredRecord,
  RestoreProblem,
} from "./restore-records";
export { plannedRestore } from "./plan-restore";
export type { RestorePlan } from "./plan-restore";
