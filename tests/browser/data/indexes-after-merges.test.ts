/** What screens fold from rows, after things were merged and taken apart again: as if it were read for the first time. */
import { describe, expect, test } from "vitest";
import { createRowSignals } from "#client/data/row-signals";
import { stockSearchIndex } from "#client/features/inventory/stock-index";
import { asset, code, product, productMerge } from "#shared/domain/inventory";
import type { AssetId, CodeId, ProductId, ProductMergeId } from "#shared/domain/inventory";
import type { MemberId } from "#shared/kernel/ids";
import { newId, thingOf } from "#shared/kernel/ids";
import { MergedRows } from "#shared/replica/merged-rows";
import { createMemoryRows } from "#tests/support/memory-rows";
import { seededRandom } from "#tests/support/plain-drafts";

const world = () => {
  const random = seededRandom(21);
  const raw = createMemoryRows();
  const rows = new MergedRows(raw);
  const by = newId<MemberId>(random);
  const make = (name: string, pieces: readonly string[], barcode: string): ProductId => {
    const id = newId<ProductId>(random);
    const thing = thingOf(id);
    raw.put(product, { id, thing, name, tracking: "assets", turnaroundMinutes: 0 });
    for (const each of pieces)
      raw.put(asset, { id: newId<AssetId>(random), thing, product: id, code: each, isCase: false });
    raw.put(code, { id: newId<CodeId>(random), thing, product: id, value: barcode });
    return id;
  };
  const spot = make("Spot", ["S-1"], "4047001");
  const double = make("Double", ["D-1"], "4047002");
  const search = stockSearchIndex.liveFor(rows, createRowSignals(rows));
  const merge = { id: newId<ProductMergeId>(random), thing: thingOf(double), product: double, into: spot };
  return {
    ...{ spot, double },
    find: (text: string) =>
      search
        .finish()
        .find(text, 10)
        .map((hit) => hit.product),
    merge: () => raw.put(productMerge, { ...merge, at: 5, by }),
    separate: () => raw.put(productMerge, { ...merge, at: 5, by, removedAt: 6 }),
  };
};

describe("what is folded from rows", () => {
  test("[INV-21] a code leads to the one that goes on, and after taking apart to its own again", () => {
    const { spot, double, find, merge, separate } = world();
    expect(find("4047002")).toEqual([double]);
    merge();
    expect(find("4047002")).toEqual([spot]);
    expect(find("spot D-1")).toEqual([spot]);
    separate();
    expect(find("4047002")).toEqual([double]);
    expect(find("spot D-1")).toEqual([]);
    expect(find("double D-1")).toEqual([double]);
  });
});
