import type { BadValue } from "#shared/kernel/check-values";

/** Why a command about a stocktake did not run. Nothing was written. */
export type StocktakeProblem =
  BadValue | { readonly type: "StocktakeMissing" } | { readonly type: "StocktakeClosed" };
