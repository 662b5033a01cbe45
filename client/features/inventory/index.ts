/** What other features may use of inventory. */
import { lazy } from "solid-js";

export const StockScreen = lazy(() => import("./stock-screen"));
export const ProductScreen = lazy(() => import("./product-screen"));
export const AssetScreen = lazy(() => import("./asset-screen"));
export const LocationsScreen = lazy(() => import("./locations-screen"));
export const ClaimLabelDialog = lazy(() => import("./claim-label-dialog"));
export { createShownValues } from "./custom-values";
export { assetListIndex, stockSearchIndex } from "./stock-index";
export type { AssetList } from "./stock-index";
export { kitIndex } from "./kit-index";
export { stockPalette } from "./palette";
