/** Two records of one piece, merged on devices that do not know of each other, while a third moves one of them. */
import { beforeAll, describe, expect, test } from "vitest";
import {
  addAssets,
  asset,
  assetMerge,
  createProduct,
  mergeAssets,
  separateAssets,
} from "#shared/domain/inventory";
import type { AssetId } from "#shared/domain/inventory";
import { recordMovements } from "#shared/domain/scanning";
import type { MovementKind } from "#shared/domain/scanning";
import type { Result } from "#shared/kernel/result";
import { must } from "#shared/kernel/result";
import type { Replica } from "#shared/replica/types";
import { startAutomerge } from "#tests/support/automerge";
import { devicesApart } from "#tests/support/devices-apart";
import { positionsOn } from "#tests/support/positions-on";
import { named } from "#tests/support/scan-world";

beforeAll(startAutomerge);

/** What a device shows of the pieces. */
const shown = (replica: Replica): unknown => {
  const positions = positionsOn(replica);
  return [...replica.rows.all(asset).values()]
    .map(({ id, mergedInto, removedAt }) => {
      const { place, last, after, forks } = positions.of(id);
      const facts = positions.factsOf(id).map((fact) => [fact.id, fact.asset, fact.recordedFor]);
      return { id, mergedInto, removedAt, place, last: last?.id, after, forks: forks.length, facts };
    })
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
};

const threeDevices = async (seed: number) => {
  const { world, on, apart, ...devices } = await devicesApart(seed, 3);
  const run = async <T>(running: Promise<Result<T, unknown>>): Promise<T> => must(await devices.run(running));
  const product = (await run(on(0).run(createProduct, { name: "Spot" }))).value.product;
  const made = await run(on(0).run(addAssets, { product, assets: [{ code: "S-1" }, { code: "S-2" }] }));
  await world.time.advance(5_000);
  const [a, b] = made.value.assets.toSorted();
  if (a === undefined || b === undefined) throw new Error("two were made");
  const moves = async (device: number, kind: MovementKind, of: AssetId, event?: string): Promise<void> => {
    const about = event === undefined ? {} : { event: named<never>(event) };
    const { after } = positionsOn(on(device)).of(of);
    const facts = [{ kind, asset: of, product, quantity: 1, after, ...about }];
    await run(on(device).run(recordMovements, { facts, origin: "hand" }));
  };
  const expectSame = (): void => {
    for (const at of [1, 2]) expect(shown(on(at))).toEqual(shown(on(0)));
  };
  return { world, on, run, product, a, b, moves, apart, expectSame };
};

describe("pieces merged on devices apart", () => {
  test("[INV-21] merged crosswise while a third device moves the merged one: one piece, one place, the same on all", async () => {
    const { world, on, run, product, a, b, moves, apart, expectSame } = await threeDevices(311);
    await moves(0, "out", a, "gala");
    await world.time.advance(5_000);
    await apart(async () => {
      await run(on(0).run(mergeAssets, { product, asset: a, into: b, values: {} }));
      await run(on(1).run(mergeAssets, { product, asset: b, into: a, values: {} }));
      await moves(0, "in", b);
      await moves(2, "packed", b, "fair");
      await moves(1, "out", a, "fair");
    });
    expectSame();
    for (const at of [0, 1, 2]) {
      expect(on(at).rows.get(asset, b)?.mergedInto).toBe(a);
      expect(on(at).rows.get(asset, a)?.removedAt).toBeUndefined();
      expect(positionsOn(on(at)).of(a).place).toEqual({ type: "out", event: named("fair") });
      expect(positionsOn(on(at)).factsOf(a)).toHaveLength(4);
      expect(positionsOn(on(at)).factsOf(b)).toEqual([]);
    }
    // Devices 0 and 2 each went on with the end of the other record they knew: that disagreement is real.
    expect(positionsOn(on(1)).of(a).forks).toHaveLength(1);
    const merges = [...on(2).rows.all(assetMerge).values()].map(({ id, thing }) => ({ merge: id, thing }));
    await run(on(2).run(separateAssets, { merges }));
    await world.time.advance(10_000);
    expectSame();
    expect(on(0).rows.get(asset, b)?.removedAt).toBeUndefined();
    expect(
      positionsOn(on(0))
        .factsOf(a)
        .map(({ kind }) => kind),
    ).toEqual(["out", "out"]);
    expect(
      positionsOn(on(0))
        .factsOf(b)
        .map(({ kind }) => kind),
    ).toEqual(["in", "packed"]);
  });

  test.each(["the surviving one", "the merged one"])(
    "[INV-21] two devices book the two records for two jobs before they know of the merge: the later booking, of %s, holds on all",
    async (later) => {
      const { world, on, run, product, a, b, moves, apart, expectSame } = await threeDevices(312);
      const [early, late] = later === "the merged one" ? [a, b] : [b, a];
      await apart(async () => {
        await run(on(0).run(mergeAssets, { product, asset: b, into: a, values: {} }));
        await moves(1, "out", early, "gala");
        await moves(2, "out", late, "fair");
      });
      expectSame();
      for (const at of [0, 1, 2]) {
        const positions = positionsOn(on(at));
        expect(positions.of(a)).toMatchObject({ place: { type: "out", event: named("fair") }, forks: [] });
        // Nobody is asked, and nothing of it is lost.
        expect(positions.factsOf(a)).toHaveLength(2);
      }
      // It comes back once, from whichever device.
      await moves(1, "in", a);
      await world.time.advance(10_000);
      expectSame();
      expect(positionsOn(on(2)).of(a)).toMatchObject({ place: { type: "home" }, forks: [] });
      // Apart again each is where its own booking says; the surviving record has come back.
      const merges = [...on(0).rows.all(assetMerge).values()].map(({ id, thing }) => ({ merge: id, thing }));
      await run(on(0).run(separateAssets, { merges }));
      await world.time.advance(10_000);
      expectSame();
      expect(positionsOn(on(2)).of(b).place).toMatchObject({ type: "out" });
      expect(positionsOn(on(2)).of(a).place).toMatchObject({ type: "home" });
    },
  );
});
