import type { InventoryProblem } from "#shared/domain/inventory";

export type CaseProblem =
  | InventoryProblem
  /** The asset is no case, or the line would put it into itself. */
  | { readonly type: "NotACase" }
  | { readonly type: "SlotMissing" }
  | { readonly type: "BanMissing" }
  /** A rule names a category or a beginning of codes, one of them. */
  | { readonly type: "BanEmpty" };
