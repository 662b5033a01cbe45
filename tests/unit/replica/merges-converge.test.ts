/** Merges made on several devices that do not know of each other: everybody shows the same in the end. */
import { beforeAll, describe, expect, test } from "vitest";
import {
  addAssets,
  asset,
  code,
  createProduct,
  mergeProducts,
  product,
  productMerge,
  separateProducts,
  tiesBetween,
} from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import { movement } from "#shared/domain/scanning";
import { receiveStock } from "#shared/domain/stock";
import { thingOf } from "#shared/kernel/ids";
import type { Result } from "#shared/kernel/result";
import { must } from "#shared/kernel/result";
import type { Replica } from "#shared/replica/types";
import { startAutomerge } from "#tests/support/automerge";
import { devicesApart } from "#tests/support/devices-apart";
import { positionsOn } from "#tests/support/positions-on";
import type { SimWorld } from "#tests/support/sim-world";
import { replicaOn } from "#tests/support/sim-world";

beforeAll(startAutomerge);

const threeDevices = async (seed: number) => {
  const { world, on, run, apart } = await devicesApart(seed, 3);
  const settled = async <T>(running: Promise<Result<T, unknown>>): Promise<T> => must(await run(running));
  const make = async (tracking: "assets" | "bulk"): Promise<readonly ProductId[]> => {
    const ids: ProductId[] = [];
    for (const name of ["Spot", "SPOT", "Spot 600"])
      ids.push((await settled(on(0).run(createProduct, { name, tracking }))).value.product);
    await world.time.advance(5_000);
    return ids.toSorted();
  };
  const merge = (device: number, from: ProductId | undefined, into: ProductId | undefined) => {
    if (from === undefined || into === undefined) throw new Error("three products");
    return settled(on(device).run(mergeProducts, { product: from, into, values: {} }));
  };
  return { world, on, settled, make, merge, apart };
};

/** What a device shows, as far as merges touch it. */
const shown = ({ rows }: Replica): unknown =>
  [product, asset, code, movement].map((type) =>
    [...rows.all(type).values()]
      .map((row) => [row.id, "product" in row ? row.product : undefined, row.mergedInto, row.removedAt])
      .toSorted(),
  );

const expectSame = (world: SimWorld): void => {
  const [first, ...others] = world.devices.map((device) => shown(replicaOn(device)));
  for (const other of others) expect(other).toEqual(first);
};

const standing = ({ rows }: Replica): readonly string[] =>
  [...rows.all(product).values()]
    .filter((row) => row.removedAt === undefined)
    .map(({ id }) => id)
    .toSorted();

describe("merges on devices apart", () => {
  test("[INV-21] both directions at once have one survivor, and what devices add meanwhile counts for it once", async () => {
    const { world, on, settled, make, merge, apart } = await threeDevices(211);
    const [a, b] = await make("assets");
    if (a === undefined || b === undefined) throw new Error("two products");
    await apart(async () => {
      await merge(0, a, b);
      await merge(1, b, a);
      await settled(on(2).run(addAssets, { product: a, assets: [{ code: "S-1" }] }));
      await settled(on(2).run(addAssets, { product: b, assets: [{ code: "S-2" }] }));
    });
    expectSame(world);
    for (const at of [0, 1, 2]) {
      expect(on(at).rows.get(product, b)?.mergedInto).toBe(a);
      expect(on(at).rows.get(product, a)?.removedAt).toBeUndefined();
      expect(
        on(at)
          .rows.of(asset, thingOf(a))
          .map((row) => row.code)
          .toSorted(),
      ).toEqual(["S-1", "S-2"]);
    }
  });

  test("[INV-21] each of a circle of three can be taken out of it; the others stay one, and every quantity is its own again", async () => {
    for (const out of [1, 2]) {
      const { world, on, settled, make, merge, apart } = await threeDevices(212 + out);
      const ids = await make("bulk");
      const [survivor] = ids;
      const left = ids[out];
      if (survivor === undefined || left === undefined) throw new Error("three products");
      await apart(async () => {
        for (const at of [0, 1, 2]) {
          await merge(at, ids[at], ids[(at + 1) % 3]);
          const stock = { product: ids[at] ?? left, location: undefined, quantity: 10 ** at };
          await settled(on(at).run(receiveStock, stock));
        }
      });
      expectSame(world);
      expect(standing(on(0))).toEqual([survivor]);
      const owned = (at: number, id: ProductId): number => positionsOn(on(at)).bulkOf(id).owned;
      expect([0, 1, 2].map((at) => owned(at, survivor))).toEqual([111, 111, 111]);
      const facts = [...on(1).rows.all(productMerge).values()].map((row) => ({
        ...{ from: row.product, into: row.into, merge: row.id, of: row.product },
      }));
      const merges = tiesBetween(left, survivor, facts);
      await settled(on(1).run(separateProducts, { product: left, merges }));
      await world.time.advance(10_000);
      expectSame(world);
      expect(standing(on(2))).toEqual([...new Set([left, ...standing(on(1))])].toSorted());
      expect(standing(on(2))).toHaveLength(2);
      expect(owned(2, left)).toBe(10 ** out);
    }
  });
});
