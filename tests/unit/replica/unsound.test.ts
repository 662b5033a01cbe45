/** A member's device that writes changes by hand: right for every gate, pointing at operations no document has. */
import { beforeAll, describe, expect, test } from "vitest";
import { brand } from "#shared/kernel/brand";
import { bytesEqual, toHex } from "#shared/kernel/bytes";
import type { DocId } from "#shared/kernel/ids";
import { idToBytes, thingOf } from "#shared/kernel/ids";
import { must } from "#shared/kernel/result";
import { createProduct, editProduct, product } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import { loadDocument } from "#shared/documents/crdt";
import type { OfferedRows, PushPart } from "#shared/protocol/messages";
import { signRows, verifyRows } from "#shared/protocol/signed-rows";
import { deriveActor, makeTip } from "#shared/protocol/tips";
import { docIdFromBytes, textOfBytes } from "#shared/protocol/wire-types";
import { crc32 } from "#shared/replica/checksum";
import { actorBytes, hashBytes } from "#shared/replica/host/document-facts";
import type { StoredCard, StoredChunk } from "#shared/replica/stored";
import { startAutomerge } from "#tests/support/automerge";
import type { WrittenChange } from "#tests/support/chunk-writer";
import {
  hashOfChange,
  literal,
  oneSet,
  signedLeb,
  unsignedLeb,
  withColumn,
  writeChunk,
} from "#tests/support/chunk-writer";
import { nodeSha256, testCrypto } from "#tests/support/keys";
import type { SimWorld } from "#tests/support/sim-world";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";
import type { Simulated } from "#tests/support/sim-device";

beforeAll(startAutomerge);

const makeProduct = async (world: SimWorld, device: Simulated, name: string): Promise<ProductId> => {
  const running = replicaOn(device).run(createProduct, { name });
  await world.time.advance(2_000);
  return must(await running).value.product;
};

const rename = async (world: SimWorld, device: Simulated, id: ProductId, name: string): Promise<void> => {
  const running = replicaOn(device).run(editProduct, { product: id, values: { name } });
  await world.time.advance(2_000);
  must(await running);
};

const nameOn = (device: Simulated, id: ProductId): string | undefined =>
  replicaOn(device).rows.get(product, id)?.name;

const one = (value: number): Uint8Array => literal(unsignedLeb(value));

/** An object that is none: a field of the root. Automerge panics at once. */
const onNoObject = (change: WrittenChange): WrittenChange =>
  withColumn(withColumn(change, 0x01, one(1)), 0x02, one(1));
/** A value that is none: Automerge applies it, and what it then saves does not load. */
const overNoValue = (change: WrittenChange): WrittenChange =>
  withColumn(withColumn(withColumn(change, 0x70, one(1)), 0x71, one(1)), 0x73, literal(signedLeb(2)));

/** Two changes on top of a document as device 1 holds it, the first by hand, the second one building on it. */
const forged = async (
  world: SimWorld,
  device: Simulated,
  thing: string,
  twist: (change: WrittenChange) => WrittenChange,
): Promise<PushPart> => {
  const [self] = world.company.devices;
  const card = [...brand<Map<string, StoredCard>>(device.disk.stores.get("cards")).values()].find(
    (one) => one.thing === thing,
  );
  if (self === undefined || card === undefined) throw new Error("the document is on the device");
  const doc = idToBytes(brand<DocId>(card.doc));
  const chunks = [...brand<Map<string, StoredChunk>>(device.disk.stores.get("chunks")).values()];
  const document = loadDocument(
    "cc".repeat(16),
    chunks.filter((chunk) => chunk.doc === card.doc).map(({ bytes }) => bytes),
  );
  const newest = document.changes().at(-1);
  if (newest === undefined) throw new Error("it has changes");
  const nonce = new Uint8Array(8).fill(7);
  const actor = deriveActor(nodeSha256, self.signer.publicKey, doc, nonce);
  const deps = [hashBytes(newest.hash)];
  const others = [actorBytes(newest.actor)];
  const first = twist(oneSet(actor, { deps, startOp: newest.maxOp + 1, others }));
  const second = oneSet(actor, { deps: [hashOfChange(first)], startOp: newest.maxOp + 2, seq: 2 });
  const facts = { actor, nonce, seq: 2, hash: hashOfChange(second), checkpoint: 1 };
  return {
    ...{ doc, card: null },
    chunks: [first, second].map((change) => ({
      ...{ hash: hashOfChange(change), parents: change.deps, enc: 0, epoch: 0 },
      bytes: writeChunk(change),
    })),
    tip: await makeTip(world.company.id, doc, facts, self.signer),
  };
};

/** The next push of the device takes this along. */
const takeAlong = (world: SimWorld, from: Simulated, part: PushPart): void => {
  let isDone = false;
  world.network.toRelay = (message, _reply, device) => {
    if (isDone || message.t !== "push" || device !== from) return message;
    isDone = true;
    return { ...message, parts: [...message.parts, part] };
  };
};

const asideOn = (device: Simulated): readonly StoredChunk[] => [
  ...brand<Map<string, StoredChunk>>(device.disk.stores.get("quarantine") ?? new Map()).values(),
];

describe("changes that point at nothing", () => {
  test("[SYNC-15] are not those of an honest device that was away for long, however many come at once", async () => {
    const world = await createSimWorld(23, 3);
    const [a, b, c] = world.devices;
    if (a === undefined || b === undefined || c === undefined) throw new Error("three devices");
    for (const device of [a, b]) await device.start();
    await world.time.advance(2_000);
    const id = await makeProduct(world, a, "Truss");
    a.isOnline = false;
    world.network.breakAll();
    for (let n = 0; n < 600; n++)
      must(await replicaOn(a).run(editProduct, { product: id, values: { name: `Truss ${n}` } }));
    a.isOnline = true;
    await world.time.advance(60_000);
    await c.start();
    await world.time.advance(60_000);
    for (const reader of [b, c]) {
      expect(nameOn(reader, id)).toBe("Truss 599");
      expect(replicaOn(reader).sync.get()).toMatchObject({ mark: "synced", problems: [] });
      expect(asideOn(reader)).toEqual([]);
    }
  });

  test.each([
    ["an object that is none", onNoObject],
    ["a value that is none", overNoValue],
  ])("[SYNC-15] %s: left out with what builds on it, the same on every device", async (_what, twist) => {
    const world = await createSimWorld(21, 3);
    const [a, b, c] = world.devices;
    if (a === undefined || b === undefined || c === undefined) throw new Error("three devices");
    for (const device of [a, b]) await device.start();
    await world.time.advance(2_000);
    const id = await makeProduct(world, a, "Truss");
    const other = await makeProduct(world, a, "Other");
    const part = await forged(world, a, thingOf(id), twist);
    takeAlong(world, a, part);
    await rename(world, a, other, "Other 2");
    await world.time.advance(2_000);
    // Meanwhile and afterwards the document lives on, for those who were there and for a device that comes later.
    await rename(world, b, id, "Truss 2 m");
    await c.start();
    await world.time.advance(10_000);
    await rename(world, a, id, "Truss 3 m");
    await rename(world, c, other, "Other 3");
    const device = textOfBytes(part.tip.device);
    for (const reader of [b, c]) {
      expect([nameOn(reader, id), nameOn(reader, other)]).toEqual(["Truss 3 m", "Other 3"]);
      expect(replicaOn(reader).sync.get()).toMatchObject({
        mark: "attention",
        problems: [{ type: "UnsoundChange", thing: id, device }],
      });
      expect(
        asideOn(reader)
          .map(({ hash, why }) => [hash, why])
          .sort(),
      ).toEqual(part.chunks.map(({ hash }) => [toHex(hash), "reference"]).sort());
      reader.kill();
      await reader.start();
      await world.time.advance(10_000);
      expect(nameOn(reader, id)).toBe("Truss 3 m");
      expect(replicaOn(reader).sync.get().problems).toEqual([{ type: "UnsoundChange", thing: id, device }]);
    }
    expect(nameOn(a, id)).toBe("Truss 3 m");
    await rename(world, b, id, "Truss 4 m");
    expect([a, b, c].map((reader) => nameOn(reader, id))).toEqual(["Truss 4 m", "Truss 4 m", "Truss 4 m"]);
  });

  test("[SYNC-15] one that an earlier program stored does not keep its document from opening", async () => {
    const world = await createSimWorld(22, 2);
    const [a, b] = world.devices;
    if (a === undefined || b === undefined) throw new Error("two devices");
    for (const device of [a, b]) await device.start();
    await world.time.advance(2_000);
    const id = await makeProduct(world, a, "Truss");
    const part = await forged(world, a, thingOf(id), onNoObject);
    b.kill();
    for (const { hash, bytes } of part.chunks) {
      const doc = docIdFromBytes(part.doc);
      const value = { doc, hash: toHex(hash), bytes, sum: crc32(bytes) };
      b.disk.stores.get("chunks")?.set(`${doc}/${value.hash}`, value);
    }
    await b.start();
    await world.time.advance(2_000);
    await rename(world, b, id, "Truss 2 m");
    expect([nameOn(a, id), nameOn(b, id)]).toEqual(["Truss 2 m", "Truss 2 m"]);
  });

  test("[ROWS-6] rows read at a change that was put aside accuse no relay", async () => {
    const world = await createSimWorld(25, 3);
    const [a, b, c] = world.devices;
    const [self] = world.company.devices;
    if (a === undefined || b === undefined || c === undefined || self === undefined)
      throw new Error("three devices");
    for (const device of [a, b]) await device.start();
    await world.time.advance(2_000);
    const id = await makeProduct(world, a, "Truss");
    const other = await makeProduct(world, a, "Other");
    const part = await forged(world, a, thingOf(id), onNoObject);
    takeAlong(world, a, part);
    await rename(world, a, other, "Other 2");
    // What a new device is offered, taken off the wire.
    await world.time.advance(60_000);
    const offers: OfferedRows[] = [];
    world.network.toDevice = (message, device) => {
      if (device === c && message.t === "rows") offers.push(...message.rows);
      return device === c && ["rows", "packs", "chunks", "current"].includes(message.t) ? undefined : message;
    };
    await c.start();
    await world.time.advance(2_000);
    c.kill();
    for (const store of c.disk.stores.values()) store.clear();
    const lies = await Promise.all(
      offers.map(async ({ card, rows }): Promise<OfferedRows> => {
        const statement = await verifyRows(world.company.id, rows, testCrypto());
        if (statement === undefined) throw new Error("what is kept is sound");
        const { company, doc, heads, checkpoint, at } = statement;
        const isIt = bytesEqual(doc, part.doc);
        const facts = { company, doc, heads: isIt ? [part.tip.hash] : heads, checkpoint, at };
        return { card, rows: await signRows(facts, rows.body, nodeSha256, self.signer) };
      }),
    );
    expect(lies).toHaveLength(2);
    world.network.toDevice = (message, device) =>
      device === c && message.t === "rows" ? { t: "rows", rows: lies } : message;
    await c.start();
    await world.time.advance(10_000);
    const device = textOfBytes(part.tip.device);
    expect(replicaOn(c).sync.get()).toMatchObject({
      unchecked: 0,
      problems: [{ type: "UnsoundChange", thing: id, device }],
    });
  });
});
