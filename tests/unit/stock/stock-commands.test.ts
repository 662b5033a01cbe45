import { describe, expect, test } from "vitest";
import { newId } from "#shared/kernel/ids";
import type { ThingId } from "#shared/kernel/ids";
import { must } from "#shared/kernel/result";
import type { LocationId, ProductId } from "#shared/domain/inventory";
import { createPositions, movement } from "#shared/domain/scanning";
import { countStock, receiveStock } from "#shared/domain/stock";
import { createPlainDocuments, seededRandom } from "#tests/support/plain-drafts";

const random = seededRandom(3);
const product = newId<ProductId>(random);
const log = newId<ThingId>(random);
const shelf = newId<LocationId>(random);

const world = () => {
  const documents = createPlainDocuments();
  const owned = (): number => {
    const positions = createPositions();
    positions.apply({ movements: documents.all(movement).map((fact) => ({ ...fact, thing: log })) });
    return positions.bulkOf(product).owned;
  };
  return { documents, owned };
};

describe("bulk stock", () => {
  test("[INV-02] what there is follows from what was received and counted", () => {
    const { documents, owned } = world();
    must(documents.run(receiveStock, { product, location: shelf, quantity: 100 }));
    must(documents.run(countStock, { product, location: shelf, counted: 97, shown: 100 }));
    expect(owned()).toBe(97);
    expect(documents.all(movement).map((fact) => [fact.kind, fact.quantity, fact.location])).toEqual([
      ["received", 100, shelf],
      ["counted", -3, shelf],
    ]);
  });

  test("[INV-17] two people who find different shortages both count: differences add up instead of overwriting", () => {
    const { documents, owned } = world();
    must(documents.run(receiveStock, { product, location: shelf, quantity: 100 }));
    must(documents.run(countStock, { product, location: shelf, counted: 97, shown: 100 }));
    must(documents.run(countStock, { product, location: shelf, counted: 99, shown: 100 }));
    expect(owned()).toBe(96);
  });

  test("a count that agrees writes nothing; impossible quantities are refused", () => {
    const { documents } = world();
    expect(must(documents.run(countStock, { product, counted: 5, shown: 5 })).movement).toBeNull();
    expect(documents.run(receiveStock, { product, quantity: 0 })).toMatchObject({
      ok: false,
      error: { type: "QuantityNotPositive" },
    });
    expect(documents.run(countStock, { product, counted: -1, shown: 5 })).toMatchObject({ ok: false });
    expect(documents.all(movement)).toEqual([]);
  });
});
