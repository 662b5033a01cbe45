import type { BadValue } from "#shared/kernel/check-values";

/** Why an event command did not run. Nothing was written. */
export type EventProblem =
  | BadValue
  | { readonly type: "EventMissing" }
  | { readonly type: "PhaseMissing" }
  /** The end is not after the beginning. */
  | { readonly type: "WindowNotPositive" }
  | { readonly type: "ZoneUnknown"; readonly zone: string };
