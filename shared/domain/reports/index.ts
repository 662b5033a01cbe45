export { stockAccuracy } from "./accuracy";
export type { Accuracy, AccuracyEntry, ClosedResult } from "./accuracy";
export { dormantStock, lastOut } from "./dormant";
export type { Dormant, LastOut, StockOfProduct } from "./dormant";
export { endOfLifeForecast, endOfUse } from "./end-of-life";
export type { AgingPiece, EndOfLife } from "./end-of-life";
