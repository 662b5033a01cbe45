/** Expected pieces that came: stock from the same moment on in which they are expected no more. */
import { expect, test } from "vitest";
import { addAssets, addTemporaryStock, asset, createProduct, temporaryStock } from "#shared/domain/inventory";
import type { LocationId, TemporaryKind, Tracking } from "#shared/domain/inventory";
import { createPositions, movement } from "#shared/domain/scanning";
import type { LoggedMovement } from "#shared/domain/scanning";
import { takeInExpected } from "#shared/domain/stock";
import { newId } from "#shared/kernel/ids";
import type { ThingId } from "#shared/kernel/ids";
import { must } from "#shared/kernel/result";
import { createPlainDocuments, seededRandom } from "#tests/support/plain-drafts";

const random = seededRandom(7);
const shelf = newId<LocationId>(random);
const log = newId<ThingId>(random);

const world = (tracking: Tracking, kind: TemporaryKind = "purchase") => {
  const documents = createPlainDocuments();
  const { product } = must(documents.run(createProduct, { name: "Schuko 10 m", tracking }));
  const { stock } = must(documents.run(addTemporaryStock, { product, quantity: 10, kind }));
  const positions = () => {
    const fold = createPositions();
    const facts = documents.all(movement).map((fact): LoggedMovement => ({ ...fact, thing: log }));
    fold.apply({ movements: facts });
    return fold;
  };
  const expected = () =>
    documents.all(temporaryStock).flatMap((row) => (row.removedAt === undefined ? [row.quantity] : []));
  return { documents, product, stock, positions, expected };
};

test("[INV-22] what came of a quantity is stock at its place, what did not is expected on", () => {
  const { documents, product, stock, positions, expected } = world("bulk");
  must(documents.run(takeInExpected, { product, stock, quantity: 4, location: shelf }));
  expect(positions().bulkOf(product)).toMatchObject({ owned: 4, byLocation: new Map([[shelf, 4]]) });
  expect(expected()).toEqual([6]);
  must(documents.run(takeInExpected, { product, stock, quantity: 6 }));
  expect(positions().bulkOf(product)).toMatchObject({ owned: 10 });
  expect(expected()).toEqual([]);
  // Pressed on another device meanwhile.
  expect(documents.run(takeInExpected, { product, stock, quantity: 6 })).toMatchObject({
    error: { type: "TemporaryStockMissing" },
  });
});

test("[INV-22] pieces that came get codes and a home, and each says when it was received", () => {
  const { documents, product, stock, positions, expected } = world("assets");
  const codes = ["S-1", "S-2"];
  const { assets } = must(
    documents.run(takeInExpected, { product, stock, quantity: 2, location: shelf, codes }),
  );
  expect(documents.all(asset).map(({ code, home }) => [code, home])).toEqual(
    codes.map((code) => [code, shelf]),
  );
  for (const each of assets) expect(positions().of(each).place).toEqual({ type: "home", location: shelf });
  expect(positions().bulkOf(product)).toMatchObject({ owned: 0 });
  expect(expected()).toEqual([8]);
});

test("[INV-22] more than was expected, a code twice or borrowed pieces: nothing happens", () => {
  const { documents, product, stock, expected } = world("assets");
  must(documents.run(addAssets, { product, assets: [{ code: "S-1" }] }));
  const refused = (args: { readonly quantity: number; readonly codes?: readonly string[] }) =>
    documents.run(takeInExpected, { product, stock, ...args });
  expect(refused({ quantity: 11 })).toMatchObject({ error: { type: "QuantityNotPositive" } });
  expect(refused({ quantity: 0 })).toMatchObject({ error: { type: "QuantityNotPositive" } });
  expect(refused({ quantity: 2, codes: ["S-3"] })).toMatchObject({ error: { type: "QuantityNotPositive" } });
  expect(refused({ quantity: 2, codes: ["S-2", "S-1"] })).toMatchObject({ error: { type: "CodeTwice" } });
  expect(expected()).toEqual([10]);
  const borrowed = world("bulk", "loan");
  expect(
    borrowed.documents.run(takeInExpected, { product: borrowed.product, stock: borrowed.stock, quantity: 1 }),
  ).toMatchObject({ error: { type: "TemporaryStockMissing" } });
  for (const { documents: each } of [{ documents }, borrowed]) expect(each.all(movement)).toEqual([]);
});
