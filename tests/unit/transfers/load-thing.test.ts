/** What a code means while a transfer is loaded, and what is said when it means nothing for it. */
import { describe, expect, test } from "vitest";
import { loadCode, lyingStock } from "#client/features/transfers/load-thing";
import { location, product } from "#shared/domain/inventory";
import type { AssetId, CodeId, LocationId, ProductId } from "#shared/domain/inventory";
import { transferSheet } from "#shared/domain/transfers";
import type { TransferId } from "#shared/domain/transfers";
import { thingOf } from "#shared/kernel/ids";
import type { MemberId } from "#shared/kernel/ids";
import { createMemoryRows } from "#tests/support/memory-rows";
import { createScanWorld, named } from "#tests/support/scan-world";

const [berlin, hamburg, truck] = [
  named<LocationId>("Berlin"),
  named<LocationId>("Hamburg"),
  named<LocationId>("Truck 2"),
];

/** A lamp with one piece, cables as a quantity, each product with a code of its maker. */
const withStock = () => {
  const world = createScanWorld();
  const rows = createMemoryRows();
  const of = { id: named<TransferId>("transfer"), from: berlin, to: hamburg, via: truck };
  const put = (name: string, tracking: "assets" | "bulk"): ProductId => {
    const id = world.product(name, tracking);
    rows.put(product, { id, thing: thingOf(id), name, tracking, turnaroundMinutes: 0 });
    world.codes.putCode({ id: named<CodeId>(name), product: id, value: `EAN ${name}` });
    return id;
  };
  const lamp = put("Lamp", "assets");
  const cable = put("Cable", "bulk");
  const piece = world.asset("LAMP-1", "Lamp");
  world.fact({ kind: "received", product: cable, location: berlin, quantity: 5, after: "nothing" });
  const loading = {
    rows,
    positions: world.positions,
    scan: world.state,
    of: { ...of, name: "To Hamburg", state: "loading", startedAt: 0, by: named<MemberId>("Mira") },
    sheet: transferSheet(of, []),
  } as const;
  const load = (code: string, quantity = 1) => loadCode(loading, code, quantity, "send");
  /** A shelf of the warehouse in Berlin with so many cables. */
  const shelf = (name: string, quantity: number, parent = berlin): LocationId => {
    const id = named<LocationId>(name);
    rows.put(location, { id, thing: thingOf(id), name, parent, kind: "shelf", order: "V" });
    world.fact({ kind: "received", product: cable, location: id, quantity, after: "nothing" });
    return id;
  };
  return { load, loading, shelf, lamp, cable, piece, codes: world.codes, labels: world.labels };
};

describe("a code scanned for a transfer", () => {
  test("[INV-08] of a product kept piece by piece: says that its pieces have their own codes", () => {
    const { load } = withStock();
    expect(load("EAN Lamp")).toEqual({ refused: { type: "eachHasCode", product: "Lamp" } });
  });

  test("[INV-08] of a quantity: so many pieces, as long as they lie there", () => {
    const { load, cable } = withStock();
    expect(load("EAN Cable", 5)).toMatchObject({ things: [{ product: cable, quantity: 5 }] });
    expect(load("EAN Cable", 6)).toEqual({ refused: { type: "tooMany", there: 5 } });
  });

  test("[INV-08] [INV-21] of a piece that was merged: moves the one that goes on, and whose code it was is known", () => {
    const { load, piece, codes, labels } = withStock();
    const formerly = named<AssetId>("entered twice");
    codes.putAsset({ id: formerly, code: "LAMP-OLD", label: "L-OLD", removedAt: 1, mergedInto: piece });
    expect(load("LAMP-OLD")).toMatchObject({ owner: { asset: piece, formerly } });
    labels.set("the old label", { type: "own", label: "L-OLD" });
    expect(load("the old label")).toMatchObject({ owner: { asset: piece, formerly } });
  });

  test("[INV-08] nobody knows", () => {
    expect(withStock().load("NOPE")).toEqual({ refused: { type: "unknownCode", code: "NOPE" } });
  });

  test("[INV-08] of a quantity on shelves: from the place itself, then from where most of it lies", () => {
    const { load, shelf, cable } = withStock();
    const [low, high] = [shelf("Shelf A", 3), shelf("Shelf B", 20)];
    const far = shelf("Hamburg shelf", 50, hamburg);
    expect(load("EAN Cable", 26)).toMatchObject({
      things: [
        { product: cable, quantity: 5, from: berlin },
        { product: cable, quantity: 20, from: high },
        { product: cable, quantity: 1, from: low },
      ],
    });
    expect(load("EAN Cable", 29)).toEqual({ refused: { type: "tooMany", there: 28 } });
    expect(far).not.toBe(low);
  });
});

test("[INV-08] without codes: every quantity that lies there can be chosen, shelf by shelf, on both ways", () => {
  const { loading, shelf, cable } = withStock();
  const a = shelf("Shelf A", 3);
  shelf("Hamburg shelf", 50, hamburg);
  expect(lyingStock(loading, "send")).toEqual([
    { product: cable, location: berlin, quantity: 5 },
    { product: cable, location: a, quantity: 3 },
  ]);
  expect(lyingStock(loading, "receive")).toEqual([]);
});
