export { countStock, receiveStock, stockMovement } from "./stock-commands";
export type { CountStock, StockChange } from "./stock-commands";
