export { transfer, transferStates } from "./types";
export type { Transfer, TransferId, TransferState } from "./types";
export { moveThings, startTransfer, stepTransfer } from "./commands";
export type { MovedThing, MoveThings, StartTransfer, StepTransfer, TransferProblem } from "./commands";
export { transferSheet } from "./sheet";
export type { TransferLine, TransferSheet } from "./sheet";
