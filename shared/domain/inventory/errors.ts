/** Why an inventory command did not run. Nothing was written. */
export type InventoryProblem =
  | { readonly type: "ProductMissing" }
  | { readonly type: "AssetMissing" }
  | { readonly type: "CodeMissing" }
  | { readonly type: "LocationMissing" }
  | { readonly type: "LocationInsideItself" }
  | { readonly type: "LocationHoldsOthers" }
  | { readonly type: "TextMissing"; readonly field: string }
  /** The value is of the wrong kind, too long or out of range for the field. */
  | { readonly type: "ValueRefused"; readonly field: string }
  | { readonly type: "CodeTwice"; readonly code: string }
  | { readonly type: "QuantityNotPositive" }
  | { readonly type: "LabelTaken"; readonly label: string };
