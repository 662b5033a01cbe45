export {
  accessory,
  alternative,
  asset,
  assetCost,
  code,
  customValue,
  depreciations,
  inclusions,
  kitPart,
  location,
  locationKinds,
  product,
  productValue,
  temporaryKinds,
  temporaryStock,
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
  CustomValue,
  CustomValueId,
  Depreciation,
  Inclusion,
  KitPart,
  KitPartId,
  Location,
  LocationId,
  Product,
  ProductId,
  ProductValue,
  ProductValueId,
  TemporaryKind,
  TemporaryStock,
  TemporaryStockId,
  Tracking,
} from "./types";
export { assetMerge, productMerge } from "./merge-types";
export type { AssetMerge, AssetMergeId, ProductMerge, ProductMergeId } from "./merge-types";
export { foldMerges, noMerges, tiesBetween } from "./merge-fold";
export type { MergeFact, Merges } from "./merge-fold";
export { mergeProducts, separateProducts, whyNotMerged } from "./merge-commands";
export type { MergeHindrance, MergeProblem, MergeProducts, SeparateProducts } from "./merge-commands";
export { mergeAssets, separateAssets, whyPiecesStayApart } from "./asset-merge-commands";
export type { AssetMergeProblem, MergeAssets, PieceHindrance, SeparateAssets } from "./asset-merge-commands";
export {
  comparedFields,
  differingFields,
  differingPieceFields,
  likelyDuplicates,
  likelySamePieces,
} from "./merge-compare";
export type { ComparedField, ComparedPieceField, FieldChoice, PieceChoice } from "./merge-compare";
export type { InventoryProblem } from "./errors";
export { checkValues } from "./check-values";
export { createProduct, editProduct, removeProduct } from "./product-commands";
export type { EditProduct, NewProduct, ProductPatch } from "./product-commands";
export {
  addAssets,
  addCode,
  createAssets,
  editAsset,
  removeAssets,
  removeEveryRecordOf,
  removeCode,
} from "./asset-commands";
export type { AddAssets, AddCode, AssetPatch, EditAsset, NewAsset, RemoveAssets } from "./asset-commands";
export { assignLabels, claimLabel, disputedLabels, takeLabelOff } from "./label-commands";
export type { AssignLabels, ClaimLabel, TakeLabelOff } from "./label-commands";
export { addAccessory, editAccessory, removeAccessory } from "./accessory-commands";
export type { AccessoryPatch, AddAccessory, EditAccessory } from "./accessory-commands";
export { addKitPart, removeKitPart, setKitPartQuantity } from "./kit-commands";
export type { AddKitPart, SetKitPartQuantity } from "./kit-commands";
export { createKitBook } from "./kits";
export type { KitBook } from "./kits";
export { addTemporaryStock, editTemporaryStock, removeTemporaryStock } from "./temporary-commands";
export type { NewTemporaryStock, TemporaryStockPatch } from "./temporary-commands";
export { setCustomValue } from "./custom-commands";
export type { SetCustomValue } from "./custom-commands";
export { addAlternative, removeAlternative } from "./alternative-commands";
export { createLocation, editLocation, moveLocation, removeLocation } from "./location-commands";
export type { EditLocation, LocationPatch, MoveLocation, NewLocation } from "./location-commands";
export {
  openMoney,
  setAssetCost,
  setProductValue,
  writeAssetCost,
  writeProductValue,
} from "./money-commands";
export type { AssetCostPatch, ProductValuePatch, SetAssetCost, SetProductValue } from "./money-commands";
export { bookValue } from "./book-value";
export type { Bought, DepreciationRule } from "./book-value";
export { createStockSearch } from "./stock-search";
export type { StockHit, StockSearch } from "./stock-search";
export { foldText, squeezeText } from "./search-words";
export { codeKey, locationPath, locationTree, nextCodes, takenCodes } from "./queries";
export type { LocationNode } from "./queries";
