export { line, lineGroup } from "./types";
export type { Line, LineGroup, LineGroupId, LineId } from "./types";
export { addLines, lineItemOf, moveLines, removeLines, setItem, setNote, setQuantity } from "./line-commands";
export type {
  AddLines,
  LineItem,
  MoveLines,
  NewLine,
  RemoveLines,
  SetItem,
  SetNote,
  SetQuantity,
} from "./line-commands";
export { addGroup, moveGroup, removeGroup, renameGroup } from "./group-commands";
export type { AddGroup, MoveGroup, RemoveGroup, RenameGroup } from "./group-commands";
export { addLinesFromPlan } from "./plan-commands";
export type { AddLinesFromPlan, PlanGroup, PlanLine, PlanOutcome } from "./plan-commands";
export { duplicateEvent } from "./duplicate-event";
export type { DuplicateEvent } from "./duplicate-event";
export { substitute } from "./substitute";
export type { Substitute } from "./substitute";
export type { PullListProblem } from "./errors";
export type { Behind } from "./placing";
export { listSections, totalsOf } from "./list-view";
export type { ListTotals, Section } from "./list-view";
export { parsePastedRows, parseTypedLine } from "./typed-lines";
export type { TypedLine } from "./typed-lines";
