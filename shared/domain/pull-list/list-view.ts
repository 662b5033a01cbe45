/** A pull list in reading order, and its sums. */
import { compareByOrder } from "#shared/kernel/order-key";
import { hasPieces } from "./kit-lines";
import type { Line, LineGroup } from "./types";

export interface Section<L extends Line = Line, G extends LineGroup = LineGroup> {
  /** Undefined for lines in no group, or in one that is gone. */
  readonly group: G | undefined;
  readonly lines: readonly L[];
}

/** Lines without a group first, then group by group; empty groups are kept, removed records are not. */
export const listSections = <L extends Line, G extends LineGroup>(
  lines: Iterable<L>,
  groups: Iterable<G>,
): readonly Section<L, G>[] => {
  const inOrder = [...groups].filter(({ removedAt }) => removedAt === undefined).sort(compareByOrder);
  const known = new Set<string>(inOrder.map(({ id }) => id));
  const byGroup = new Map<string | undefined, L[]>();
  for (const line of lines) {
    if (line.removedAt !== undefined) continue;
    const home = line.group !== undefined && known.has(line.group) ? line.group : undefined;
    const there = byGroup.get(home);
    if (there === undefined) byGroup.set(home, [line]);
    else there.push(line);
  }
  const sorted = (home: string | undefined): readonly L[] => (byGroup.get(home) ?? []).sort(compareByOrder);
  const loose = sorted(undefined);
  const grouped = inOrder.map((group) => ({ group, lines: sorted(group.id) }));
  return loose.length > 0 ? [{ group: undefined, lines: loose }, ...grouped] : grouped;
};

export interface ListTotals {
  readonly lines: number;
  /** This and the sums below are of what has pieces: a kit counts by its parts. */
  readonly pieces: number;
  readonly weightG: number;
  readonly powerW: number;
  /** Pieces of lines without a weight: the sum says less than the truth by these. */
  readonly unweighed: number;
}

export const totalsOf = (
  lines: readonly Pick<Line, "quantity" | "weightG" | "powerW" | "isKit">[],
): ListTotals => {
  const totals = { lines: lines.length, pieces: 0, weightG: 0, powerW: 0, unweighed: 0 };
  for (const { quantity, weightG, powerW } of lines.filter(hasPieces)) {
    totals.pieces += quantity;
    totals.weightG += quantity * (weightG ?? 0);
    totals.powerW += quantity * (powerW ?? 0);
    if (weightG === undefined) totals.unweighed += quantity;
  }
  return totals;
};
