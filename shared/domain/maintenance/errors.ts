import type { BadValue } from "#shared/kernel/check-values";

/** Why a command about maintenance did not run. Nothing was written. */
export type MaintenanceProblem =
  | BadValue
  | { readonly type: "FaultClosed" }
  | { readonly type: "NothingToRecord" }
  | { readonly type: "IntervalMissing" }
  | { readonly type: "InspectionMissing" };
