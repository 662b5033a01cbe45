import { describe, expect, test } from "vitest";
import { addAssets, asset, createProduct, product } from "#shared/domain/inventory";
import type { LocationId } from "#shared/domain/inventory";
import { createPositions, movement } from "#shared/domain/scanning";
import type { LoggedMovement } from "#shared/domain/scanning";
import { countAsBulk, giveCodes, receiveStock } from "#shared/domain/stock";
import { newId } from "#shared/kernel/ids";
import type { ThingId } from "#shared/kernel/ids";
import { must } from "#shared/kernel/result";
import { createPlainDocuments, seededRandom } from "#tests/support/plain-drafts";

const random = seededRandom(3);
const shelf = newId<LocationId>(random);
const log = newId<ThingId>(random);

const world = () => {
  const documents = createPlainDocuments();
  const { product: id } = must(documents.run(createProduct, { name: "Schuko 10 m", tracking: "bulk" }));
  const positions = () => {
    const fold = createPositions();
    fold.apply({
      movements: documents.all(movement).map((fact): LoggedMovement => ({ ...fact, thing: log })),
    });
    return fold;
  };
  return { documents, id, positions };
};

describe("a quantity and pieces", () => {
  test("[INV-03] pieces leave the quantity and are assets at the same place; the sum stays", () => {
    const { documents, id, positions } = world();
    must(documents.run(receiveStock, { product: id, location: shelf, quantity: 10 }));
    const codes = ["S-001", "S-002", "S-003"];
    const { assets } = must(documents.run(giveCodes, { product: id, location: shelf, codes }));
    expect(positions().bulkOf(id)).toMatchObject({ owned: 7, byLocation: new Map([[shelf, 7]]) });
    for (const each of assets) expect(positions().of(each).place).toEqual({ type: "home", location: shelf });
    expect(documents.all(asset).map(({ code, home }) => [code, home])).toEqual(
      codes.map((code) => [code, shelf]),
    );
    expect(documents.all(product)).toMatchObject([{ tracking: "bulk" }]);
  });

  test("[INV-03] and back: what a piece lived through stays readable, and it says what it became", () => {
    const { documents, id, positions } = world();
    must(documents.run(receiveStock, { product: id, location: shelf, quantity: 2 }));
    const { assets } = must(
      documents.run(giveCodes, { product: id, location: shelf, codes: ["S-1", "S-2"], becomes: "assets" }),
    );
    expect(documents.all(product)).toMatchObject([{ tracking: "assets" }]);
    const pieces = assets.map((each) => ({
      asset: each,
      location: shelf,
      after: positions().of(each).last?.id,
    }));
    must(documents.run(countAsBulk, { product: id, assets: pieces, becomes: "bulk" }));
    expect(documents.all(product)).toMatchObject([{ tracking: "bulk" }]);
    expect(positions().bulkOf(id)).toMatchObject({ owned: 2, byLocation: new Map([[shelf, 2]]) });
    for (const each of assets) {
      expect(positions().of(each)).toMatchObject({ place: { type: "gone", reason: "converted" }, forks: [] });
      expect(
        positions()
          .factsOf(each)
          .map(({ kind }) => kind)
          .sort(),
      ).toEqual(["received", "retired"]);
    }
    expect(documents.all(asset)).toHaveLength(2);
  });

  test("[INV-03] a code twice, no pieces or a foreign piece: nothing happens", () => {
    const { documents, id } = world();
    must(documents.run(addAssets, { product: id, assets: [{ code: "S-1" }] }));
    expect(documents.run(giveCodes, { product: id, codes: ["S-2", "S-1"] })).toEqual({
      ok: false,
      error: { type: "CodeTwice", code: "S-1" },
    });
    expect(documents.run(giveCodes, { product: id, codes: [] })).toMatchObject({ ok: false });
    const foreign = { asset: newId<never>(random), location: undefined, after: undefined };
    expect(documents.run(countAsBulk, { product: id, assets: [foreign] })).toMatchObject({
      error: { type: "AssetMissing" },
    });
    expect(documents.all(movement)).toEqual([]);
  });
});
