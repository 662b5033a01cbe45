/** One delivery that devices take in without knowing of each other: what came adds up, and too much says so. */
import { beforeAll, describe, expect, test } from "vitest";
import {
  addTemporaryStock,
  asset,
  createProduct,
  mergeAssets,
  temporaryStock,
} from "#shared/domain/inventory";
import type { AssetId, Tracking } from "#shared/domain/inventory";
import { movement } from "#shared/domain/scanning";
import type { MovementId } from "#shared/domain/scanning";
import { expectationOf, takeBackArrival, takeInExpected } from "#shared/domain/stock";
import type { Expectation } from "#shared/domain/stock";
import { must } from "#shared/kernel/result";
import { startAutomerge } from "#tests/support/automerge";
import { devicesApart } from "#tests/support/devices-apart";
import { positionsOn } from "#tests/support/positions-on";

beforeAll(startAutomerge);

const twoDevices = async (seed: number, tracking: Tracking) => {
  const { world, on, run, apart } = await devicesApart(seed, 2);
  const { product } = must(await run(on(0).run(createProduct, { name: "Schuko 10 m", tracking }))).value;
  const added = await run(on(0).run(addTemporaryStock, { product, quantity: 10, kind: "purchase" }));
  const { stock } = must(added).value;
  await world.time.advance(5_000);
  const expected = (device: number): Expectation => {
    const row = on(device).rows.get(temporaryStock, stock);
    if (row === undefined) throw new Error("it stands there");
    return expectationOf(row, positionsOn(on(device)));
  };
  const takeIn = (device: number, quantity: number, codes?: readonly string[]) =>
    run(
      on(device).run(takeInExpected, { product, stock, quantity, codes, arrived: expected(device).arrived }),
    );
  const takeBack = (device: number, facts: readonly MovementId[]) => {
    const positions = positionsOn(on(device));
    const undone = facts
      .flatMap((id) => on(device).rows.get(movement, id) ?? [])
      .map((fact) => ({ fact, after: fact.asset && positions.of(fact.asset).after }));
    return run(on(device).run(takeBackArrival, { product, undone }));
  };
  const owned = (device: number): number => positionsOn(on(device)).bulkOf(product).owned;
  const pieces = (device: number): readonly AssetId[] =>
    [...on(device).rows.all(asset).values()].flatMap((row) => (row.removedAt === undefined ? [row.id] : []));
  const merge = (device: number, one: AssetId, into: AssetId) =>
    run(on(device).run(mergeAssets, { product, asset: one, into, values: {} }));
  return { on, expected, takeIn, takeBack, apart, owned, pieces, merge };
};

describe("a delivery taken in on devices apart", () => {
  test("[INV-22] parts taken in apart add up, and what is left is expected on", async () => {
    const { expected, takeIn, apart, owned } = await twoDevices(411, "bulk");
    await apart(async () => {
      must(await takeIn(0, 3));
      must(await takeIn(1, 4));
    });
    for (const at of [0, 1]) {
      expect(owned(at)).toBe(7);
      expect(expected(at)).toMatchObject({ arrived: 7, remaining: 3, surplus: 0 });
    }
    expect(await takeIn(0, 4)).toMatchObject({ error: { type: "QuantityNotPositive" } });
  });

  test("[INV-22] the same delivery booked on both: too much is told, and taking one back settles it everywhere", async () => {
    const { expected, takeIn, takeBack, apart, owned } = await twoDevices(412, "bulk");
    await apart(async () => {
      must(await takeIn(0, 10));
      must(await takeIn(1, 10));
    });
    for (const at of [0, 1]) {
      expect(owned(at)).toBe(20);
      expect(expected(at)).toMatchObject({ arrived: 20, remaining: 0, surplus: 10 });
    }
    // Both see it and take back the same one: it is taken back once.
    const second = expected(0).arrivals[1];
    if (second === undefined) throw new Error("there are two");
    await apart(async () => {
      must(await takeBack(0, second.facts));
      must(await takeBack(1, second.facts));
    });
    for (const at of [0, 1]) {
      expect(owned(at)).toBe(10);
      expect(expected(at)).toMatchObject({ arrived: 10, remaining: 0, surplus: 0 });
    }
  });

  test("[INV-22] pieces with codes: taking back leaves exactly those of the other device", async () => {
    const { on, expected, takeIn, takeBack, apart, pieces } = await twoDevices(413, "assets");
    const codes = ["S-1", "S-2"];
    await apart(async () => {
      must(await takeIn(0, 2, codes));
      must(await takeIn(1, 2, codes));
    });
    expect(expected(1)).toMatchObject({ arrived: 4, remaining: 6 });
    const [kept, second] = expected(1).arrivals;
    if (kept === undefined || second === undefined) throw new Error("there are two");
    const before = pieces(1);
    must(await takeBack(1, second.facts));
    await apart(async () => {});
    for (const at of [0, 1]) {
      expect(expected(at)).toMatchObject({ arrived: 2, remaining: 8, surplus: 0 });
      expect(before).toHaveLength(4);
      expect(new Set(pieces(at))).toEqual(
        new Set(kept.facts.map((id) => on(at).rows.get(movement, id)?.asset)),
      );
    }
  });

  test("[INV-22] a piece booked on both and merged since arrived once", async () => {
    const { expected, takeIn, apart, pieces, merge } = await twoDevices(415, "assets");
    await apart(async () => {
      must(await takeIn(0, 1, ["S-1"]));
      must(await takeIn(1, 1, ["S-1"]));
    });
    const [one, other] = pieces(0);
    if (one === undefined || other === undefined) throw new Error("there are two");
    expect(expected(0)).toMatchObject({ arrived: 2, remaining: 8 });
    must(await merge(0, other, one));
    await apart(async () => {});
    for (const at of [0, 1]) {
      const { arrived, remaining, arrivals } = expected(at);
      expect({ arrived, remaining }).toEqual({ arrived: 1, remaining: 9 });
      expect(arrivals.map(({ isUntouched }) => isUntouched)).toEqual([false, false]);
    }
  });

  test("[INV-22] once a device has heard of the other's, it takes nothing in again", async () => {
    const { expected, takeIn, apart } = await twoDevices(414, "bulk");
    must(await takeIn(0, 10));
    await apart(async () => {});
    expect(expected(1)).toMatchObject({ remaining: 0 });
    expect(await takeIn(1, 10)).toMatchObject({ error: { type: "TemporaryStockMissing" } });
  });
});
