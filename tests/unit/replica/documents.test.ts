import { decodeFirst } from "cborg";
import { beforeAll, describe, expect, test } from "vitest";
import { brand } from "#shared/kernel/brand";
import { defineCommand } from "#shared/kernel/command";
import type { ThingId } from "#shared/kernel/ids";
import { thingOf } from "#shared/kernel/ids";
import type { LocalDateTime, Zone } from "#shared/kernel/record";
import { must, ok } from "#shared/kernel/result";
import { beginDocument, loadDocument } from "#shared/documents/crdt";
import {
  addAssets,
  asset,
  createLocation,
  createProduct,
  editProduct,
  location,
  product,
} from "#shared/domain/inventory";
import { createEvent } from "#shared/domain/events";
import { addLines, line } from "#shared/domain/pull-list";
import { movement, recordMovements } from "#shared/domain/scanning";
import { companyProfile, setUpCompany } from "#shared/domain/settings";
import { parseChange } from "#shared/protocol/gate/parse-change";
import { companyGateLimits } from "#shared/protocol/limits";
import { crc32 } from "#shared/replica/checksum";
import type { StoredCard, StoredChunk } from "#shared/replica/stored";
import { startAutomerge } from "#tests/support/automerge";
import { nodeSha256 } from "#tests/support/keys";
import type { OneDevice } from "#tests/support/one-device";
import { openOneDevice } from "#tests/support/one-device";

beforeAll(startAutomerge);

const chunksOf = (device: OneDevice): Map<string, StoredChunk> => brand(device.disk.stores.get("chunks"));
const cardsOf = (device: OneDevice): readonly StoredCard[] => [
  ...brand<Map<string, StoredCard>>(device.disk.stores.get("cards")).values(),
];

/** Puts a change of another device into the store, as a sync host would. */
const plant = (
  device: OneDevice,
  thing: string,
  write: (document: ReturnType<typeof loadDocument>) => ReturnType<ReturnType<typeof loadDocument>["write"]>,
): void => {
  const card = cardsOf(device).find((one) => one.thing === thing);
  if (card === undefined) throw new Error("the document is there");
  const known = [...chunksOf(device).values()].filter(({ doc }) => doc === card.doc);
  const change = write(
    loadDocument(
      "cc".repeat(16),
      known.map(({ bytes }) => bytes),
    ),
  );
  if (change === null) throw new Error("something was written");
  const key = `${card.doc}/${change.hash}`;
  chunksOf(device).set(key, {
    doc: card.doc,
    hash: change.hash,
    bytes: change.bytes,
    sum: crc32(change.bytes),
  });
  device.disk.stores.get("unprojected")?.set(key, { doc: card.doc, hash: change.hash });
};

const newEvent = {
  name: "Open air",
  busyFrom: brand<LocalDateTime>("2026-06-03T08:00"),
  busyTo: brand<LocalDateTime>("2026-06-05T20:00"),
  zone: brand<Zone>("Europe/Berlin"),
};

describe("documents", () => {
  test("[DOC-R12] a record that cannot be read is listed, and its neighbours are as before", async () => {
    const device = await openOneDevice();
    const { value } = must(await device.replica.run(createProduct, { name: "Lamp" }));
    const made = must(
      await device.replica.run(addAssets, { product: value.product, assets: [{ code: "1" }, { code: "2" }] }),
    );
    const bad = `asset:${made.value.assets[0] ?? ""}`;
    plant(device, value.product, (document) => document.write([{ set: bad, fields: { code: 7 } }], "", 0));
    const { replica } = await device.restart();
    expect([...replica.rows.all(asset).values()].map((row) => row.code)).toEqual(["2"]);
    expect(replica.rows.unreadable()).toEqual([
      { thing: value.product, key: bad, reason: "code: Invalid type: Expected string but received 7" },
    ]);
  });

  test("[DOC-R13] a document that needs a newer program is shown and not written", async () => {
    const device = await openOneDevice();
    const { value } = must(await device.replica.run(createProduct, { name: "Lamp" }));
    const newer = beginDocument("dd".repeat(16), { kind: "product", schema: 9, minWriter: 9 });
    const change = newer.write([{ create: `product:${value.product}`, fields: { name: "Newer" } }], "", 0);
    const card = cardsOf(device)[0];
    if (card === undefined || change === null) throw new Error("a card and a change");
    chunksOf(device).clear();
    const key = `${card.doc}/${change.hash}`;
    chunksOf(device).set(key, {
      doc: card.doc,
      hash: change.hash,
      bytes: change.bytes,
      sum: crc32(change.bytes),
    });
    device.disk.stores.get("unprojected")?.clear();
    device.disk.stores.get("unprojected")?.set(key, { doc: card.doc, hash: change.hash });
    const { replica } = await device.restart();
    expect(replica.rows.get(product, value.product)?.name).toBe("Newer");
    expect(await replica.run(editProduct, { product: value.product, values: { name: "X" } })).toEqual({
      ok: false,
      error: { type: "DocumentReadOnly", thing: value.product, why: "too-old" },
    });
    expect(chunksOf(device).size).toBe(1);
  });

  test("[DOC-R15] founding the company makes its only documents, once", async () => {
    const device = await openOneDevice();
    const early = await device.replica.run(createLocation, { name: "Hall" });
    expect(early).toMatchObject({ ok: false, error: { type: "DocumentMissing" } });
    must(await device.replica.run(setUpCompany, { name: "Lightworks", categories: [] }));
    must(await device.replica.run(createLocation, { name: "Hall" }));
    const { replica } = await device.restart();
    must(await replica.run(createLocation, { name: "Yard" }));
    expect(
      cardsOf(device)
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(["company", "places"]);
    expect([...replica.rows.all(location).values()].map((row) => row.name).sort()).toEqual(["Hall", "Yard"]);
    expect(replica.rows.all(companyProfile).size).toBe(1);
  });

  test("[DOC-R16] a movement log is left for a new one when it is full and when the UTC day ends", async () => {
    const device = await openOneDevice();
    const { value } = must(await device.replica.run(createProduct, { name: "Cable", tracking: "bulk" }));
    const fact = { kind: "out", product: value.product, quantity: 1 } as const;
    const scan = async (count: number): Promise<void> => {
      must(
        await device.replica.run(recordMovements, {
          facts: Array.from({ length: count }, () => fact),
          origin: "hand",
        }),
      );
    };
    const logs = (): number => cardsOf(device).filter(({ kind }) => kind === "movements").length;
    await scan(1);
    await scan(1_998);
    expect(logs()).toBe(1);
    await scan(1);
    await scan(1);
    expect(logs()).toBe(2);
    device.clock.set(device.clock.now() + 86_400_000);
    await scan(1);
    expect(logs()).toBe(3);
    expect(device.replica.rows.all(movement).size).toBe(2_002);
  });

  test("[DOC-R17] a large command becomes changes that every gate lets through, and one undo step", async () => {
    const device = await openOneDevice();
    const { value } = must(await device.replica.run(createEvent, newEvent));
    const lines = Array.from({ length: 3_000 }, (_, at) => ({
      item: { name: `Line ${at}`, maker: "Robe" },
      quantity: at,
      note: "n".repeat(at % 200),
    }));
    must(await device.replica.run(addLines, { event: value.event, lines, group: null }));
    const chunks = [...chunksOf(device).values()];
    expect(chunks.length).toBeGreaterThan(2);
    for (const { bytes } of chunks) {
      const parsed = parseChange(bytes, companyGateLimits, { sha256: nodeSha256 });
      expect(parsed.ok).toBe(true);
    }
    must(await device.replica.undo());
    expect(
      device.replica.rows.of(line, thingOf(value.event)).every((row) => row.removedAt !== undefined),
    ).toBe(true);
  });

  test("[DOC-R2] a command over several documents is stored whole or not at all", async () => {
    const device = await openOneDevice();
    const both = defineCommand<null, readonly [ThingId, ThingId], never>({
      ...{ name: "test.both", needs: [], documents: () => [] },
      run: (drafts, _args, context) => {
        const things = [context.newId<ThingId>(), context.newId<ThingId>()] as const;
        for (const thing of things)
          drafts.create("product", thing).create(product, brand(thing), { name: "Twin" });
        return ok(things);
      },
    });
    device.store.failNext(1, "io");
    expect((await device.replica.run(both, null)).ok).toBe(false);
    expect([chunksOf(device).size, cardsOf(device).length, device.replica.rows.all(product).size]).toEqual([
      0, 0, 0,
    ]);
    must(await device.replica.run(both, null));
    const { replica } = await device.restart();
    expect([chunksOf(device).size, cardsOf(device).length, replica.rows.all(product).size]).toEqual([
      2, 2, 2,
    ]);
  });
});

describe("bulk runs and whole companies", () => {
  test("[DOC-R4] a bulk run reports progress and is taken back as one step", async () => {
    const { replica } = await openOneDevice();
    const seen: number[] = [];
    const names = Array.from({ length: 120 }, (_, at) => ({ name: `Product ${at}` }));
    const result = must(await replica.runBulk(createProduct, names, ({ done }) => seen.push(done)));
    expect(result.value).toHaveLength(120);
    expect(seen.at(-1)).toBe(120);
    expect(replica.undoSteps.get()).toMatchObject([
      { change: result.change, command: "inventory.createProduct" },
    ]);
    must(await replica.undo());
    expect([...replica.rows.all(product).values()].every((row) => row.removedAt !== undefined)).toBe(true);
    expect(replica.undoSteps.get()).toEqual([]);
  });

  test("[DOC-R3] [DOC-R4] a bulk run stops at the first failure and says what is written, which is taken back as one step", async () => {
    const { replica } = await openOneDevice();
    const names = Array.from({ length: 210 }, (_, at) => ({ name: at === 10 ? "" : `P${at}` }));
    const result = await replica.runBulk(createProduct, names, () => undefined);
    if (result.ok) throw new Error("a product has a name");
    const { done, change } = result.error;
    const living = (): number =>
      [...replica.rows.all(product).values()].filter(({ removedAt }) => removedAt === undefined).length;
    expect(living()).toBe(done);
    expect(done).toBeGreaterThanOrEqual(10);
    expect(done).toBeLessThan(209);
    must(await replica.undo(change ?? "none"));
    expect(living()).toBe(0);
  });

  test("rows gathered into packs are the rows there were", async () => {
    const device = await openOneDevice();
    const names = Array.from({ length: 260 }, (_, at) => ({ name: `Product ${at}` }));
    must(await device.replica.runBulk(createProduct, names, () => undefined));
    await device.writeRows();
    const keys = [...(device.disk.stores.get("rows")?.keys() ?? [])];
    expect(keys.every((key) => key.startsWith("pack/"))).toBe(true);
    expect(device.disk.stores.get("unprojected")?.size).toBe(0);
    const before = device.replica.rows.all(product);
    const { replica } = await device.restart();
    expect(new Map([...replica.rows.all(product)].sort())).toEqual(new Map([...before].sort()));
  });

  test("an export holds every chunk, card and tip, readable item by item", async () => {
    const device = await openOneDevice();
    must(await device.replica.run(createProduct, { name: "Lamp" }));
    let rest = await device.replica.exportAll();
    const items: unknown[] = [];
    while (rest.length > 0) {
      const [item, left] = brand<readonly [unknown, Uint8Array]>(decodeFirst(rest));
      items.push(item);
      rest = left;
    }
    expect(items[0]).toEqual({ format: "eventkit-export", version: 1, company: device.replica.company });
    expect(items.slice(1).map((item) => brand<readonly [string]>(item)[0])).toEqual([
      "cards",
      "chunks",
      "tips",
      "outbox",
    ]);
    expect(items.slice(1).map((item) => brand<readonly [string, unknown]>(item)[1])).toContainEqual(
      [...chunksOf(device).values()][0],
    );
  });
});
