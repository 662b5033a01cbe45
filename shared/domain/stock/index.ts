export { countStock, receiveStock, stockMovement } from "./stock-commands";
export type { CountStock, StockChange } from "./stock-commands";
export { reportAssets, reportStock } from "./report-commands";
export type { ReportAssets, ReportStock } from "./report-commands";
export { countAsBulk, giveCodes } from "./convert-commands";
export type { CountAsBulk, GiveCodes } from "./convert-commands";
export { isBelowMinimum, stockCounted } from "./minimum";
export { bulkReasons, reportReasons } from "./report-kinds";
export type { BulkReason, ReportKind } from "./report-kinds";
