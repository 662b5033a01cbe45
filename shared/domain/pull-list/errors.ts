import type { BadValue } from "#shared/kernel/check-values";

/** Why a pull-list command did not run. Nothing was written. */
export type PullListProblem =
  | BadValue
  | { readonly type: "EventMissing" }
  | { readonly type: "LineMissing" }
  | { readonly type: "GroupMissing" };
