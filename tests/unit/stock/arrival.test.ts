/** Expected pieces that came: stock from the same moment on in which they are expected no more. */
import { expect, test } from "vitest";
import { addAssets, addTemporaryStock, asset, createProduct, temporaryStock } from "#shared/domain/inventory";
import type { LocationId, TemporaryKind, Tracking } from "#shared/domain/inventory";
import { createPositions, movement } from "#shared/domain/scanning";
import type { LoggedMovement } from "#shared/domain/scanning";
import type { TakeInExpected } from "#shared/domain/stock";
import { expectationOf, takeBackArrival, takeInExpected } from "#shared/domain/stock";
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
    const otherWay = createPositions();
    for (const fact of facts.toReversed()) otherWay.apply({ movements: [fact] });
    expect(otherWay.arrivedOf(stock)).toEqual(fold.arrivedOf(stock));
    return fold;
  };
  const expected = () =>
    documents.all(temporaryStock).map((row) => {
      const { arrived, remaining } = expectationOf(row, positions());
      return [arrived, remaining];
    });
  /** Knowing what the device knows now. */
  const takeIn = (args: Pick<TakeInExpected, "quantity" | "location" | "codes">) => {
    const [arrived = 0] = expected()[0] ?? [];
    return documents.run(takeInExpected, { product, stock, arrived, ...args });
  };
  return { documents, product, stock, positions, expected, takeIn };
};

test("[INV-22] what came of a quantity is stock at its place, what did not is expected on", () => {
  const { documents, product, positions, expected, takeIn } = world("bulk");
  must(takeIn({ quantity: 4, location: shelf }));
  expect(positions().bulkOf(product)).toMatchObject({ owned: 4, byLocation: new Map([[shelf, 4]]) });
  expect(expected()).toEqual([[4, 6]]);
  must(takeIn({ quantity: 6 }));
  expect(positions().bulkOf(product)).toMatchObject({ owned: 10 });
  expect(expected()).toEqual([[10, 0]]);
  // Pressed on another device meanwhile: everything is here already.
  expect(takeIn({ quantity: 6 })).toMatchObject({ error: { type: "TemporaryStockMissing" } });
  expect(documents.all(temporaryStock)).toMatchObject([{ quantity: 10 }]);
});

test("[INV-22] pieces that came get codes and a home, and each says when it was received", () => {
  const { documents, product, positions, expected, takeIn } = world("assets");
  const codes = ["S-1", "S-2"];
  const { assets, movements } = must(takeIn({ quantity: 2, location: shelf, codes }));
  expect(documents.all(asset).map(({ code, home }) => [code, home])).toEqual(
    codes.map((code) => [code, shelf]),
  );
  for (const each of assets) expect(positions().of(each).place).toEqual({ type: "home", location: shelf });
  expect(positions().bulkOf(product)).toMatchObject({ owned: 0 });
  expect(expected()).toEqual([[2, 8]]);

  // It was a slip: the pieces go and are expected, in one command.
  const undone = documents
    .all(movement)
    .map((fact) => ({ fact, after: fact.asset && positions().of(fact.asset).after }));
  expect(undone.map(({ fact }) => fact.id)).toEqual(movements);
  must(documents.run(takeBackArrival, { product, undone }));
  expect(documents.all(asset)).toEqual([]);
  expect(expected()).toEqual([[0, 10]]);
  expect(must(takeIn({ quantity: 2, codes })).assets).toHaveLength(2);
});

test("[INV-22] more than was expected, a code twice or borrowed pieces: nothing happens", () => {
  const { documents, product, expected, takeIn } = world("assets");
  must(documents.run(addAssets, { product, assets: [{ code: "S-1" }] }));
  expect(takeIn({ quantity: 11 })).toMatchObject({ error: { type: "QuantityNotPositive" } });
  expect(takeIn({ quantity: 0 })).toMatchObject({ error: { type: "QuantityNotPositive" } });
  expect(takeIn({ quantity: 2, codes: ["S-3"] })).toMatchObject({ error: { type: "QuantityNotPositive" } });
  expect(takeIn({ quantity: 2, codes: ["S-2", "S-1"] })).toMatchObject({ error: { type: "CodeTwice" } });
  expect(expected()).toEqual([[0, 10]]);
  const borrowed = world("bulk", "loan");
  expect(borrowed.takeIn({ quantity: 1 })).toMatchObject({ error: { type: "TemporaryStockMissing" } });
  for (const { documents: each } of [{ documents }, borrowed]) expect(each.all(movement)).toEqual([]);
});
