/** What other features may use of inventory. */
import { lazy } from "solid-js";

export const StockScreen = lazy(() => import("./stock-screen"));
export { assetListIndex, stockSearchIndex } from "./stock-index";
export type { AssetList } from "./stock-index";
export { stockPalette } from "./palette";
