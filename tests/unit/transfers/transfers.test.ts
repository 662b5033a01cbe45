import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { receiveStock } from "#shared/domain/stock";
import type { AssetId, LocationId, ProductId } from "#shared/domain/inventory";
import { createPositions, movement, undoMovements } from "#shared/domain/scanning";
import type { LoggedMovement } from "#shared/domain/scanning";
import { moveThings, startTransfer, stepTransfer, transfer, transferSheet } from "#shared/domain/transfers";
import { assert, must } from "#shared/kernel/result";
import { createPlainDocuments } from "#tests/support/plain-drafts";
import { logOf, named } from "#tests/support/scan-world";

const [berlin, hamburg, truck] = ["Berlin", "Hamburg", "Truck 2"].map((name) => named<LocationId>(name));
assert(berlin && hamburg && truck, "three places");
const [mega, cable] = [named<ProductId>("Mega"), named<ProductId>("Cable")];
const [one, two] = [named<AssetId>("MEGA-1"), named<AssetId>("MEGA-2")];

const world = () => {
  const documents = createPlainDocuments();
  const id = must(
    documents.run(startTransfer, { name: "To Hamburg", from: berlin, to: hamburg, via: truck }),
  );
  const of = { id, from: berlin, to: hamburg, via: truck };
  const positions = () => {
    const fold = createPositions();
    fold.apply({
      movements: documents.all(movement).map((fact): LoggedMovement => ({ ...fact, thing: logOf("phone") })),
    });
    return fold;
  };
  const move = (
    side: "send" | "receive",
    things: readonly { asset?: AssetId; product: ProductId; quantity: number }[],
  ) =>
    documents.run(moveThings, {
      transfer: of,
      side,
      things: things.map((thing) => ({
        ...thing,
        after: thing.asset === undefined ? undefined : positions().of(thing.asset).last?.id,
      })),
    });
  return { documents, of, positions, move, sheet: () => transferSheet(of, documents.all(movement)) };
};

const spot = (asset: AssetId) => ({ asset, product: mega, quantity: 1 });

describe("a transfer between own warehouses", () => {
  test("[INV-08] what is sent lies in the vehicle, what arrives at the other place; the sum stays", () => {
    const { documents, positions, move, sheet } = world();
    must(documents.run(receiveStock, { product: cable, location: berlin, quantity: 50 }));
    must(move("send", [spot(one), spot(two), { product: cable, quantity: 20 }]));
    expect(positions().of(one).place).toEqual({ type: "home", location: truck });
    expect(positions().bulkOf(cable)).toMatchObject({
      owned: 50,
      byLocation: new Map([
        [berlin, 30],
        [truck, 20],
      ]),
    });
    must(move("receive", [spot(one), { product: cable, quantity: 18 }]));
    expect(positions().of(one)).toMatchObject({ place: { type: "home", location: hamburg }, forks: [] });
    expect(positions().bulkOf(cable)).toMatchObject({ owned: 50 });
    expect(sheet()).toMatchObject({ sent: 22, received: 19 });
    expect(sheet().different).toEqual([
      { product: mega, asset: two, sent: 1, received: 0 },
      { product: cable, asset: undefined, sent: 20, received: 18 },
    ]);
  });

  test("[INV-08] more may arrive than was said to be sent; that is a difference too", () => {
    const { move, sheet } = world();
    must(move("receive", [spot(one)]));
    expect(sheet().different).toEqual([{ product: mega, asset: one, sent: 0, received: 1 }]);
  });

  test("[INV-08] what is taken back never was sent, and things stand where they were", () => {
    const { documents, positions, move, sheet } = world();
    must(move("send", [spot(one)]));
    const [fact] = documents.all(movement);
    assert(fact, "it was written");
    must(documents.run(undoMovements, { undone: [{ fact, after: fact.id }] }));
    expect(sheet().lines).toEqual([]);
    expect(positions().of(one).place).toEqual({ type: "home", location: undefined });
  });

  test("[INV-08] three different places, something to move, a state that can be taken back", () => {
    const { documents, of, move } = world();
    const start = { name: "Nowhere", from: berlin, to: berlin, via: truck };
    expect(documents.run(startTransfer, start)).toEqual({ ok: false, error: { type: "SamePlace" } });
    expect(move("send", [])).toEqual({ ok: false, error: { type: "NothingToMove" } });
    expect(move("send", [{ product: cable, quantity: 0 }])).toMatchObject({ ok: false });
    must(documents.run(stepTransfer, { transfer: of.id, state: "travelling" }));
    must(documents.run(stepTransfer, { transfer: of.id, state: "closed" }));
    must(documents.run(stepTransfer, { transfer: of.id, state: "travelling" }));
    expect(documents.all(transfer)).toMatchObject([{ state: "travelling" }]);
  });

  test("[INV-08] two people who load and unload at once: the sheet is the same in whatever order facts arrive", () => {
    const { documents, of, move } = world();
    must(move("send", [spot(one), spot(two), { product: cable, quantity: 5 }]));
    must(move("send", [spot(one), { product: cable, quantity: 7 }]));
    must(move("receive", [spot(two), { product: cable, quantity: 4 }]));
    const facts = documents.all(movement);
    const expected = transferSheet(of, facts);
    expect(expected).toMatchObject({ sent: 14, received: 5 });
    fc.assert(
      fc.property(fc.shuffledSubarray([...facts], { minLength: facts.length }), (shuffled) => {
        expect(transferSheet(of, shuffled)).toEqual(expected);
      }),
      { seed: 8, numRuns: 50 },
    );
  });
});
