/** What can be reported of equipment beside scanning, and for which reasons. */
import type { MovementKind, MovementReason } from "#shared/domain/scanning";

/** Lost and found again; or off stock for good. */
export type ReportKind = MovementKind & ("lost" | "found" | "retired");

export const reportReasons = {
  lost: ["not-found", "stolen"],
  found: ["found-again"],
  retired: ["sold", "written-off", "decommissioned"],
} as const satisfies Readonly<Record<ReportKind, readonly MovementReason[]>>;

/** What makes a quantity less: the reason says which fact it is. */
export const bulkReasons = {
  "used-up": "retired",
  broken: "retired",
  sold: "retired",
  "written-off": "retired",
  decommissioned: "retired",
  "not-found": "lost",
  stolen: "lost",
} as const satisfies Partial<Readonly<Record<MovementReason, ReportKind>>>;
export type BulkReason = keyof typeof bulkReasons;
