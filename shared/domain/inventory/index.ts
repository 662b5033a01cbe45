export { asset, assetCost, code, location, locationKinds, product, productValue, trackings } from "./types";
export type {
  Asset, AssetCost, AssetCostId, AssetId, Code, CodeId, Location, LocationId, Product, ProductId, ProductValue, ProductValueId, Tracking,
} from "./types";
