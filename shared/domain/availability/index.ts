export { createAvailabilityIndex } from "./availability-index";
export type { AvailabilityIndex } from "./availability-index";
export { kitsFree } from "./kits";
export type { KitsFree } from "./kits";
export { coverLines } from "./shortages";
export type { LineCover } from "./shortages";
export { holdsStock, stockMeanings } from "./status-meaning";
export type { StockMeaning } from "./status-meaning";
export type {
  Availability,
  AvailabilityQuestion,
  Capacity,
  ClaimSource,
  Deduction,
  EventDemand,
  PieceOutOfUse,
  PiecesOut,
  Step,
  TemporaryPieces,
} from "./types";
