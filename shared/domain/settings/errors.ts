/** Why a settings command did not run. Nothing was written. */
export type SettingsProblem =
  | { readonly type: "NameMissing" }
  | { readonly type: "NameTooLong"; readonly max: number }
  /** Not a code of three capital letters (ISO 4217). */
  | { readonly type: "CurrencyUnknown" }
  | { readonly type: "CompanyAlreadySetUp" }
  | { readonly type: "ProfileMissing" }
  | { readonly type: "PersonMissing" }
  | { readonly type: "CategoryMissing" }
  | { readonly type: "CategoryHoldsOthers" }
  | { readonly type: "CustomFieldMissing" }
  /** A choice needs something to choose from. */
  | { readonly type: "ChoicesMissing" }
  /** Its address or its key is none. */
  | { readonly type: "HallRelayUnsound" }
  | { readonly type: "HallRelayKnown" }
  /** Its key or its address is that of the company's own relay. */
  | { readonly type: "HallRelayIsHome" }
  | { readonly type: "HallRelaysTooMany"; readonly max: number }
  | { readonly type: "HallRelayMissing" };
