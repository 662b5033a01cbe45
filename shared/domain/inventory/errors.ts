/** Why an inventory command did not run. Nothing was written. */
export type InventoryProblem =
  | { readonly type: "ProductMissing" }
  | { readonly type: "AssetMissing" }
  | { readonly type: "CodeMissing" }
  | { readonly type: "AccessoryMissing" }
  | { readonly type: "AlternativeMissing" }
  | { readonly type: "KitPartMissing" }
  /** Only a kit is made of parts. */
  | { readonly type: "NotAKit" }
  /** The part is the kit itself, or a kit it lies in at some depth. */
  | { readonly type: "KitInsideItself" }
  /** A kit has no pieces, codes or stock. */
  | { readonly type: "KitHasNoBody" }
  | { readonly type: "TemporaryStockMissing" }
  /** The last day lies before the first. */
  | { readonly type: "DaysReversed" }
  /** A product does not go along with itself or stand in for itself. */
  | { readonly type: "ProductItself" }
  /** The product is on that list already. */
  | { readonly type: "ProductListed" }
  | { readonly type: "LocationMissing" }
  | { readonly type: "LocationInsideItself" }
  | { readonly type: "LocationHoldsOthers" }
  | { readonly type: "TextMissing"; readonly field: string }
  /** The value is of the wrong kind, too long or out of range for the field. */
  | { readonly type: "ValueRefused"; readonly field: string }
  | { readonly type: "CodeTwice"; readonly code: string }
  | { readonly type: "QuantityNotPositive" }
  | { readonly type: "LabelTaken"; readonly label: string };
