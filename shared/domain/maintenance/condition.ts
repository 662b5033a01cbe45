/** What a scan must know of a piece: out of use, usable with a fault, due. From the facts of that one asset. */
import type { Day } from "#shared/kernel/record";
import type { AssetId } from "#shared/domain/inventory";
import type { AssetRecord, Due, DueQuestion } from "./due";
import { dueOf, isOverdue } from "./due";
import type { MaintenanceBook } from "./book";
import type { FaultCase } from "./fault-state";
import type { Inspection } from "./test-types";

export interface Condition {
  /** Out of use by this fault, the newest of them. */
  readonly blockedBy: FaultCase | undefined;
  /** Usable, with this fault. */
  readonly flaggedBy: FaultCase | undefined;
  /** The inspection that is over, or that it failed or never had. */
  readonly overdue: Due | undefined;
}

export const conditionOf = (
  book: MaintenanceBook,
  asset: AssetId,
  inspections: readonly Inspection[],
  record: AssetRecord,
  question: DueQuestion,
): Condition => {
  const open = book.openFaultsOf(asset);
  return {
    blockedBy: open.find(({ effect }) => effect === "block"),
    flaggedBy: open.find(({ effect }) => effect === "flag"),
    overdue: inspections
      .filter(({ removedAt }) => removedAt === undefined)
      .map((one) => dueOf(one, record, question))
      .find(isOverdue),
  };
};

/** Days a piece is out of use, for availability: from the report on; without an end until it is resolved. */
export interface OutOfUse {
  readonly asset: AssetId;
  readonly from: number;
  readonly until: Day | undefined;
}

/** One stretch per blocked asset: from the first report that still blocks it to the last end anybody named. */
export const outOfUse = (book: MaintenanceBook, asset: AssetId): OutOfUse | undefined => {
  const blocking = book.openFaultsOf(asset).filter(({ effect }) => effect === "block");
  const [first, ...others] = blocking;
  if (first === undefined) return undefined;
  const ends = blocking.map(({ until }) => until);
  return {
    asset,
    from: Math.min(first.from, ...others.map(({ from }) => from)),
    until: ends.includes(undefined)
      ? undefined
      : ends.reduce((last, end) => (last === undefined || (end !== undefined && end > last) ? end : last)),
  };
};
