export {
  accessory,
  alternative,
  asset,
  assetCost,
  code,
  inclusions,
  location,
  locationKinds,
  product,
  productValue,
  trackings,
} from "./types";
export type {
  Accessory,
  AccessoryId,
  Alternative,
  AlternativeId,
  Asset,
  AssetCost,
  AssetCostId,
  AssetId,
  Code,
  CodeId,
  Inclusion,
  Location,
  LocationId,
  Product,
  ProductId,
  ProductValue,
  ProductValueId,
  Tracking,
} from "./types";
export type { InventoryProblem } from "./errors";
export { checkValues } from "./check-values";
export { createProduct, editProduct, removeProduct } from "./product-commands";
export type { EditProduct, NewProduct, ProductPatch } from "./product-commands";
export { addAssets, addCode, assignLabels, editAsset, removeAssets, removeCode } from "./asset-commands";
export type {
  AddAssets,
  AddCode,
  AssetPatch,
  AssignLabels,
  EditAsset,
  NewAsset,
  RemoveAssets,
} from "./asset-commands";
export { addAccessory, editAccessory, removeAccessory } from "./accessory-commands";
export type { AccessoryPatch, AddAccessory, EditAccessory } from "./accessory-commands";
export { addAlternative, removeAlternative } from "./alternative-commands";
export { createLocation, editLocation, moveLocation, removeLocation } from "./location-commands";
export type { EditLocation, LocationPatch, MoveLocation, NewLocation } from "./location-commands";
export { openMoney, setPurchase, setReplacement, writePurchase, writeReplacement } from "./money-commands";
export type { SetPurchase, SetReplacement } from "./money-commands";
export { createStockSearch } from "./stock-search";
export type { StockHit, StockSearch } from "./stock-search";
export { foldText, squeezeText } from "./search-words";
export { codeKey, locationPath, locationTree, nextCodes } from "./queries";
export type { LocationNode } from "./queries";
