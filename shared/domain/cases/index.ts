export { caseBan, caseSlot } from "./types";
export type { CaseBan, CaseBanId, CaseSlot, CaseSlotId } from "./types";
export type { CaseProblem } from "./errors";
export { createCaseBook } from "./case-book";
export type { CaseBook } from "./case-book";
export type { CaseSource } from "./case-source";
export { packingOf } from "./packing";
export type { PackedSlot, Packing } from "./packing";
export { banAgainst } from "./bans";
export { byCode, contentsRevision, contentsTree, grossWeight } from "./contents";
export type { ContentsNode, GrossWeight } from "./contents";
export { looseOf } from "./loose";
export type { LooseList } from "./loose";
export { createCaseKnowledge } from "./knowledge";
export {
  addCaseBan,
  addCaseSlots,
  editCaseSlot,
  removeCaseBan,
  removeCaseSlot,
  replaceCaseSlots,
} from "./commands";
export type { CaseRef, SlotValues } from "./commands";
