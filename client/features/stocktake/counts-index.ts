/** The counts of every stocktake, kept current from rows: one per open company, shared by every screen. */
import { count, createCounts } from "#shared/domain/stocktake";
import type { CountId, Counts } from "#shared/domain/stocktake";
import { parseId } from "#shared/kernel/ids";
import { defineIndex } from "#client/data";

/** So many records are taken in before the page may breathe. */
const recordsPerStep = 2_000;

export const countsIndex = defineIndex<Counts>({
  types: [count],
  build: function* (rows) {
    const counts = createCounts();
    let n = 0;
    for (const row of (yield* rows.allInSteps(count)).values()) {
      counts.put(row);
      if (++n % recordsPerStep === 0) yield;
    }
    return counts;
  },
  apply: (counts, changes, rows) => {
    for (const change of changes) {
      const id = parseId<CountId>(change.id);
      const row = id === undefined ? undefined : rows.get(count, id);
      if (row !== undefined) counts.put(row);
      else if (id !== undefined) counts.drop(id);
    }
  },
});
