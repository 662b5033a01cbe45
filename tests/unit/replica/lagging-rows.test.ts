import { beforeAll, describe, expect, test } from "vitest";
import { brand } from "#shared/kernel/brand";
import { thingOf } from "#shared/kernel/ids";
import type { LocalDateTime, Zone } from "#shared/kernel/record";
import { must } from "#shared/kernel/result";
import { createEvent } from "#shared/domain/events";
import {
  addAssets,
  asset,
  createProduct,
  editAsset,
  editProduct,
  product,
  removeAssets,
} from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import { addLines, line } from "#shared/domain/pull-list";
import type { Replica, Row } from "#shared/replica/types";
import type { StoredMark } from "#shared/replica/stored";
import { startAutomerge } from "#tests/support/automerge";
import { openOneDevice } from "#tests/support/one-device";
import type { OneDevice } from "#tests/support/one-device";

beforeAll(startAutomerge);

const inOrder = <R extends typeof product | typeof asset | typeof line>(
  replica: Replica,
  type: R,
): readonly Row<R>[] => [...replica.rows.all(type).values()].sort((a, b) => (a.id < b.id ? -1 : 1));

const marksOf = (device: OneDevice): Map<string, StoredMark> => brand(device.disk.stores.get("unprojected"));

const createMany = async (replica: Replica, count: number): Promise<readonly ProductId[]> => {
  const names = Array.from({ length: count }, (_, at) => ({ name: `Product ${at}` }));
  const made = must(await replica.runBulk(createProduct, names, () => undefined));
  return made.value.map((one) => one.product);
};

const newEvent = {
  name: "Open air",
  busyFrom: brand<LocalDateTime>("2026-06-03T08:00"),
  busyTo: brand<LocalDateTime>("2026-06-05T20:00"),
  zone: brand<Zone>("Europe/Berlin"),
};

describe("a company opened before the sync host has written its rows", () => {
  test("[DOC-R18] shows everything a bulk run made, and counts nothing as missing", async () => {
    const device = await openOneDevice();
    const { replica } = device;
    const products = await createMany(replica, 120);
    const adding = products.map((one) => ({ product: one, assets: [{ code: `A-${one}` }] }));
    must(await replica.runBulk(addAssets, adding, () => undefined));
    const again = await device.restart();
    expect(inOrder(again.replica, product)).toEqual(inOrder(replica, product));
    expect(inOrder(again.replica, asset)).toEqual(inOrder(replica, asset));
    expect(again.replica.rows.all(asset).size).toBe(120);
    expect(again.replica.sync.get().behind).toBe(0);
  });

  test("[DOC-R18] shows what was changed and removed since the rows were written", async () => {
    const device = await openOneDevice();
    const { replica } = device;
    const products = await createMany(replica, 60);
    const [first] = products;
    if (first === undefined) throw new Error("a product was made");
    const assets = [{ code: "T-1" }, { code: "T-2", notes: "old" }];
    const made = must(await replica.run(addAssets, { product: first, assets })).value.assets;
    await device.writeRows();
    const editing = products.map((one) => ({ product: one, values: { name: `Renamed ${one}` } }));
    must(await replica.runBulk(editProduct, editing, () => undefined));
    must(await replica.run(removeAssets, { product: first, assets: made.slice(0, 1) }));
    const [, kept] = made;
    if (kept === undefined) throw new Error("two assets were made");
    must(await replica.run(editAsset, { product: first, asset: kept, values: { notes: null } }));
    const again = await device.restart();
    expect(inOrder(again.replica, product)).toEqual(inOrder(replica, product));
    expect(inOrder(again.replica, asset)).toEqual(inOrder(replica, asset));
    expect(again.replica.rows.get(product, first)?.name).toBe(`Renamed ${first}`);
    expect(again.replica.sync.get().behind).toBe(0);
  });

  test("[DOC-R18] shows every line of a list so long that it took several changes", async () => {
    const device = await openOneDevice();
    const { value } = must(await device.replica.run(createEvent, newEvent));
    const lines = Array.from({ length: 3_000 }, (_, at) => ({
      item: { name: `Line ${at} ${"x".repeat(80)}` },
      quantity: at,
    }));
    must(await device.replica.run(addLines, { event: value.event, lines, group: null }));
    expect(marksOf(device).size).toBeGreaterThan(2);
    const again = await device.restart();
    expect(inOrder(again.replica, line)).toEqual(inOrder(device.replica, line));
    expect(again.replica.sync.get().behind).toBe(0);
  });

  test("[DOC-R18] says how many documents it cannot show yet, until their rows come", async () => {
    const device = await openOneDevice();
    const products = await createMany(device.replica, 60);
    await device.writeRows();
    const editing = products.map((one) => ({ product: one, values: { name: "Renamed" } }));
    must(await device.replica.runBulk(editProduct, editing, () => undefined));
    // Changes of two devices at once: what either made of the rows says nothing about both.
    for (const [key, mark] of marksOf(device)) {
      if (mark.made === undefined) throw new Error("a mark says what its change made");
      marksOf(device).set(key, { ...mark, made: { ...mark.made, deps: ["ff".repeat(32)] } });
    }
    const { replica, ...again } = await device.restart();
    const { behind } = replica.sync.get();
    expect(behind).toBeGreaterThan(0);
    const renamed = (): number => inOrder(replica, product).filter(({ name }) => name === "Renamed").length;
    expect(renamed()).toBe(60 - behind);
    await again.writeRows();
    const docs = (await again.store.all("cards")).map(({ doc }) => ({ doc, hashes: [] }));
    again.channels.join().post({ t: "arrived", docs });
    await expect.poll(() => replica.sync.get().behind).toBe(0);
    expect(renamed()).toBe(60);
  });
});

describe("what a busy tab hears late", () => {
  test("[DOC-R18] documents whose arrivals waited together are shown together", async () => {
    const device = await openOneDevice();
    const products = await createMany(device.replica, 12);
    await device.writeRows();
    const other = await device.openTab();
    const before = inOrder(other, product);
    const editing = products.map((one) => ({ product: one, values: { name: `Renamed ${one}` } }));
    must(await device.replica.runBulk(editProduct, editing, () => undefined));
    await device.writeRows();
    const batches: number[] = [];
    other.rows.subscribe((changes) => batches.push(changes.length));
    const host = device.channels.join();
    for (const { doc } of await device.store.all("cards"))
      host.post({ t: "arrived", docs: [{ doc, hashes: [] }] });
    await expect.poll(() => batches.reduce((sum, count) => sum + count, 0)).toBe(12);
    expect(batches.length).toBeLessThan(4);
    expect(inOrder(other, product)).not.toEqual(before);
    expect(inOrder(other, product)).toEqual(inOrder(device.replica, product));
  });
});

describe("the activity before the sync host has written the history", () => {
  test("[SEC-04] names every change and its author, however many documents wait", async () => {
    const device = await openOneDevice();
    const { replica, clock } = device;
    const first = must(await replica.run(createProduct, { name: "Truss" })).value.product;
    await device.writeRows();
    clock.set(clock.now() + 60_000);
    must(await replica.run(editProduct, { product: first, values: { name: "Truss 2 m" } }));
    clock.set(clock.now() + 60_000);
    await createMany(replica, 100);
    const again = await device.restart();
    const entries = await again.replica.activity(0);
    expect(entries).toHaveLength(102);
    expect(entries.filter(({ isSigned }) => !isSigned)).toEqual([]);
    const ofFirst = entries.filter(({ thing }) => thing === thingOf(first));
    expect(ofFirst.map(({ command, records }) => [command, records])).toEqual([
      ["inventory.editProduct", [`product:${first}`]],
      ["inventory.createProduct", [`product:${first}`]],
    ]);
    await again.writeRows();
    expect(await again.replica.activity(0)).toEqual(entries);
  });
});
