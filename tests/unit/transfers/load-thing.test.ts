/** What a code means while a transfer is loaded, and what is said when it means nothing for it. */
import { describe, expect, test } from "vitest";
import { loadCode } from "#client/features/transfers/load-thing";
import { product } from "#shared/domain/inventory";
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
  const load = (code: string, quantity = 1) =>
    loadCode(
      {
        rows,
        positions: world.positions,
        scan: world.state,
        of: { ...of, name: "To Hamburg", state: "loading", startedAt: 0, by: named<MemberId>("Mira") },
        sheet: transferSheet(of, []),
      },
      code,
      quantity,
      "send",
    );
  return { load, lamp, cable, piece, codes: world.codes, labels: world.labels };
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
});
