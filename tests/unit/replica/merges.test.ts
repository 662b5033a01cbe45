import { beforeAll, describe, expect, test } from "vitest";
import {
  accessory,
  addAccessory,
  addAssets,
  addCode,
  asset,
  code,
  createProduct,
  editAsset,
  mergeProducts,
  product,
  productMerge,
  removeProduct,
  separateProducts,
  setProductValue,
  productValue,
} from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import { movement } from "#shared/domain/scanning";
import { receiveStock } from "#shared/domain/stock";
import { thingOf } from "#shared/kernel/ids";
import { must } from "#shared/kernel/result";
import type { Replica, RowChange } from "#shared/replica/types";
import { startAutomerge } from "#tests/support/automerge";
import { openOneDevice } from "#tests/support/one-device";

beforeAll(startAutomerge);

const make = async (replica: Replica, name: string): Promise<ProductId> =>
  must(await replica.run(createProduct, { name, maker: "Robe" })).value.product;

const twoProducts = async () => {
  const device = await openOneDevice();
  const { replica } = device;
  const spot = await make(replica, "Spot");
  const double = await make(replica, "SPOT");
  const { assets } = must(
    await replica.run(addAssets, { product: double, assets: [{ code: "S-1" }, { code: "S-2" }] }),
  ).value;
  const merge = async (from = double, into = spot): Promise<string | null> =>
    must(await replica.run(mergeProducts, { product: from, into, values: {} })).change;
  return { ...device, spot, double, assets, merge };
};

describe("merged products", () => {
  test("[INV-21] whatever named the merged one names the other, and its own row says where it went", async () => {
    const { replica, spot, double, assets, merge } = await twoProducts();
    must(await replica.run(addCode, { product: double, value: "4051789" }));
    must(await replica.run(receiveStock, { product: double, location: undefined, quantity: 4 }));
    await merge();
    const { rows } = replica;
    expect(assets.map((id) => rows.get(asset, id)?.product)).toEqual([spot, spot]);
    expect(rows.of(asset, thingOf(spot))).toHaveLength(2);
    expect([...rows.all(code).values()].map((row) => row.product)).toEqual([spot]);
    expect([...rows.all(movement).values()].map((row) => row.product)).toEqual([spot]);
    expect(rows.get(product, double)).toMatchObject({ name: "SPOT", mergedInto: spot });
    expect(rows.get(product, double)?.removedAt).toBeDefined();
    expect(rows.get(product, spot)?.removedAt).toBeUndefined();
  });

  test("[INV-21] commands on the surviving one reach what stands in the other document", async () => {
    const { replica, spot, double, assets, merge } = await twoProducts();
    await merge();
    const [first] = assets;
    if (first === undefined) throw new Error("there are two");
    must(await replica.run(editAsset, { product: spot, asset: first, values: { serial: "9001" } }));
    expect(replica.rows.get(asset, first)).toMatchObject({ serial: "9001", product: spot, thing: double });
    must(await replica.run(removeProduct, { product: spot }));
    expect(replica.rows.get(asset, first)?.removedAt).toBeDefined();
  });

  test("[INV-21] undo and taking apart give both back as they were; a restart keeps a merge", async () => {
    const device = await twoProducts();
    const { replica, spot, double, assets, merge } = device;
    const change = await merge();
    must(await replica.undo(change ?? undefined));
    const apart = (from: Replica): void => {
      expect(assets.map((id) => from.rows.get(asset, id)?.product)).toEqual([double, double]);
      expect(from.rows.get(product, double)?.mergedInto).toBeUndefined();
      expect(from.rows.get(product, double)?.removedAt).toBeUndefined();
    };
    apart(replica);
    await merge();
    const again = (await device.restart()).replica;
    expect(again.rows.get(product, double)?.mergedInto).toBe(spot);
    const merges = [...again.rows.all(productMerge).values()]
      .filter(({ removedAt }) => removedAt === undefined)
      .map(({ id }) => ({ merge: id, of: double }));
    must(await again.run(separateProducts, { product: double, merges }));
    apart(again);
  });

  test("[INV-21] of what there is one each, the surviving one's own counts; without its own the other's", async () => {
    const { replica, spot, double, merge } = await twoProducts();
    const clamp = await make(replica, "Clamp");
    for (const of of [spot, double])
      must(await replica.run(addAccessory, { product: of, item: clamp, quantity: 2, inclusion: "usual" }));
    must(await replica.run(setProductValue, { product: double, values: { lifeMonths: 60 } }));
    await merge();
    const living = replica.rows.of(accessory, thingOf(spot)).filter((row) => row.removedAt === undefined);
    expect(living.map(({ thing }) => thing)).toEqual([spot]);
    const value = (): unknown[] =>
      [...replica.rows.all(productValue).values()]
        .filter((row) => row.removedAt === undefined)
        .map((row) => [row.product, row.lifeMonths]);
    expect(value()).toEqual([[spot, 60]]);
    const moneyThing = [...replica.rows.all(productValue).values()][0]?.thing;
    must(await replica.run(setProductValue, { product: spot, moneyThing, values: { lifeMonths: 48 } }));
    expect(value()).toEqual([[spot, 48]]);
    must(await replica.run(setProductValue, { product: spot, values: { lifeMonths: 24 } }));
    expect(value()).toEqual([[spot, 24]]);
  });

  test("[INV-21] who follows rows hears of everything that is called otherwise now", async () => {
    const { replica, spot, double, assets, merge } = await twoProducts();
    const heard: RowChange[] = [];
    replica.rows.subscribe((changes) => heard.push(...changes));
    await merge();
    for (const id of assets) {
      expect(heard).toContainEqual({ type: "asset", id, thing: double });
      expect(heard).toContainEqual({ type: "asset", id, thing: spot });
    }
    expect(heard).toContainEqual({ type: "product", id: double, thing: double });
  });

  test("[INV-21] what is counted differently, and the same one, stay apart", async () => {
    const { replica, spot, double } = await twoProducts();
    const cable = must(await replica.run(createProduct, { name: "Spot", tracking: "bulk" })).value.product;
    const run = (from: ProductId, into: ProductId) =>
      replica.run(mergeProducts, { product: from, into, values: {} });
    expect(await run(cable, spot)).toEqual({
      ok: false,
      error: { type: "CannotMerge", why: "counted-differently" },
    });
    expect(await run(double, double)).toMatchObject({ ok: false, error: { why: "same" } });
  });
});
