export { line, lineGroup } from "./types";
export type { Line, LineGroup, LineGroupId, LineId } from "./types";
export { lineItemOf } from "./line-item";
export type { AccessoryRule, LineItem, NewAccessory, NewLine } from "./line-item";
export { piecesAlong, planLines, ruledQuantity } from "./accessory-lines";
export {
  addAccessories,
  addLines,
  moveLines,
  removeLines,
  setItem,
  setNote,
  setQuantity,
} from "./line-commands";
export type {
  AddAccessories,
  AddLines,
  MoveLines,
  RemoveLines,
  SetItem,
  SetNote,
  SetQuantity,
} from "./line-commands";
export { accessoriesFor } from "./accessories-of-product";
export type { AccessorySource } from "./accessories-of-product";
export { hasPieces, kitLinesIn } from "./kit-lines";
export type { KitLines, KitPartLine } from "./kit-lines";
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
export { groupForProduct } from "./group-for-product";
export { listSections, totalsOf } from "./list-view";
export type { ListTotals, Section } from "./list-view";
export { parsePastedRows, parseTypedLine } from "./typed-lines";
export type { TypedLine } from "./typed-lines";
