/** What screens may use of the data layer. */
export { ReplicaProvider, useFiles, useReplica } from "./replica-context";
export type { Failure } from "./replica-context";
export { createIds, createIdsOf, createRow, createRows, createRowsOf } from "./rows";
export type { Maybe, RowSelection } from "./rows";
export {
  createIsWhole,
  createObserved,
  createRescues,
  createSyncState,
  createUndoSteps,
  holdDocument,
  holdOwnLog,
} from "./observables";
export { createFastVerify } from "./fast-verify";
export { createMay, scopeOf } from "./rights";
export type { May } from "./rights";
export { useCommands } from "./commands";
export type { Commands, Problem, RunOptions } from "./commands";
export { createIndex, createIndexLater, createWhenIdle, defineIndex } from "./indexes";
export type { IndexDefinition, IndexSource, Steps, UseIndex } from "./indexes";
export type { BegunFile } from "./files/begun";
export type { CompanyFiles, Content, FilesState, PinProgress, ReadProblem, SendProblem } from "./files/types";
export type { Companies, CompanyEntry, OpenProblem, StorageState } from "./companies";
