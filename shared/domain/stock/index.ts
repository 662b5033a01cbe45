export { createBulkStock } from "./bulk-stock";
export type { BulkQuantity, BulkStock, PlaceQuantity } from "./bulk-stock";
export { countStock, receiveStock, stockMovement } from "./stock-commands";
export type { CountStock, StockChange } from "./stock-commands";
