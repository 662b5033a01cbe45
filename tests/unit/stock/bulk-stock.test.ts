import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { brand } from "#shared/kernel/brand";
import { newId } from "#shared/kernel/ids";
import { must } from "#shared/kernel/result";
import type { LocationId, ProductId } from "#shared/domain/inventory";
import { movement } from "#shared/domain/scanning";
import type { Movement, MovementId } from "#shared/domain/scanning";
import { countStock, createBulkStock, receiveStock } from "#shared/domain/stock";
import { createPlainDocuments, seededRandom } from "#tests/support/plain-drafts";

const random = seededRandom(3);
const product = newId<ProductId>(random);
const shelf = newId<LocationId>(random);
const van = newId<LocationId>(random);

const factOf = (
  kind: Movement["kind"],
  quantity: number,
  location?: LocationId,
  undoes?: MovementId,
): Movement =>
  brand<Movement>({
    id: newId<MovementId>(random),
    kind,
    quantity,
    product,
    location,
    undoes,
    at: 0,
    origin: "hand",
  });

describe("bulk stock", () => {
  test("[INV-02] [INV-06] what there is follows from movements, per place", () => {
    const stock = createBulkStock();
    for (const fact of [
      factOf("received", 100, shelf),
      factOf("received", 20, van),
      factOf("counted", -3, shelf),
      factOf("lost", 2, shelf),
      factOf("found", 1, shelf),
      factOf("out", 40, shelf),
      factOf("in", 10, van),
    ])
      stock.put(fact);
    expect(stock.of(product)).toMatchObject({ owned: 116, out: 30 });
    expect(new Map(stock.of(product).places.map((place) => [place.location, place.owned]))).toEqual(
      new Map([
        [shelf, 96],
        [van, 20],
      ]),
    );
  });

  test("a fact that is taken back counts for nothing, whichever arrives first, and again once that is removed", () => {
    const received = factOf("received", 50, shelf);
    const undo = factOf("counted", 0, shelf, received.id);
    for (const order of [
      [received, undo],
      [undo, received],
    ]) {
      const stock = createBulkStock();
      for (const fact of order) stock.put(fact);
      expect(stock.of(product).owned).toBe(0);
      stock.put({ ...undo, removedAt: 1 });
      expect(stock.of(product).owned).toBe(50);
      stock.put({ ...received, removedAt: 1 });
      expect(stock.of(product).owned).toBe(0);
    }
  });

  test("two people counting at once both count: differences add up instead of overwriting", () => {
    const documents = createPlainDocuments();
    must(documents.run(receiveStock, { product, location: shelf, quantity: 100 }));
    must(documents.run(countStock, { product, location: shelf, counted: 97, shown: 100 }));
    must(documents.run(countStock, { product, location: shelf, counted: 99, shown: 100 }));
    expect(
      must(documents.run(countStock, { product, location: shelf, counted: 5, shown: 5 })).movement,
    ).toBeNull();
    const stock = createBulkStock();
    for (const fact of documents.all(movement)) stock.put(fact);
    expect(stock.of(product).owned).toBe(96);
    expect(documents.run(receiveStock, { product, quantity: 0 })).toEqual({
      ok: false,
      error: { type: "QuantityNotPositive" },
    });
  });

  test("sums do not depend on the order in which facts arrive or how often", () => {
    const facts = Array.from({ length: 12 }, (_, i) =>
      factOf(
        (["received", "out", "in", "counted", "lost"] as const)[i % 5] ?? "found",
        i + 1,
        i % 2 === 0 ? shelf : van,
      ),
    );
    const undo = factOf("counted", 0, undefined, facts[3]?.id);
    const all = [...facts, undo];
    const sum = (order: readonly Movement[]) => {
      const stock = createBulkStock();
      for (const fact of order) stock.put(fact);
      return stock.of(product);
    };
    const expected = sum(all);
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), fc.nat(11), (order, again) => {
        expect(sum([...order, ...order.slice(again)])).toEqual(expected);
      }),
      { seed: 20261121, numRuns: 200 },
    );
  });
});
