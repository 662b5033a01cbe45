/** What is laid out for later and used by nobody yet: it has to be there in what is signed and stored today. */
import { beforeAll, describe, expect, test } from "vitest";
import { decodePushRecord, encodePushRecord } from "#relay/sync/push-record.codec";
import { codedLog } from "#relay/storage/coded-log";
import { schemaSteps } from "#relay/storage/sqlite-schema";
import { createProduct, editProduct, product } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import { brand } from "#shared/kernel/brand";
import { must } from "#shared/kernel/result";
import { plainChunks } from "#shared/protocol/chunk-codec";
import { encodeEnvelope, seal } from "#shared/protocol/envelope";
import { memEntryKind } from "#shared/protocol/membership/entry-kinds";
import { readLogEntry } from "#shared/protocol/membership/log-entry";
import type { MemEntry } from "#shared/protocol/membership/types";
import { codedStore } from "#shared/replica/coded-store";
import type { StoredChunk } from "#shared/replica/stored";
import { startAutomerge } from "#tests/support/automerge";
import { createIdentityWorld } from "#tests/support/identity-world";
import { named, signerNamed, testCrypto } from "#tests/support/keys";
import { createDisk, openMemoryStore } from "#tests/support/memory-store";
import { sealingCodec } from "#tests/support/sealing-codec";
import type { Simulated } from "#tests/support/sim-device";
import type { SimWorld, WorldSeams } from "#tests/support/sim-world";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";

beforeAll(startAutomerge);

/** How every change begins, sealed ones apart. */
const magic = Buffer.from([0x85, 0x6f, 0x4a, 0x83]);
const isReadable = (bytes: Uint8Array): boolean => Buffer.from(bytes).includes(magic);

const makeProduct = async (world: SimWorld, device: Simulated, name: string): Promise<ProductId> => {
  const running = replicaOn(device).run(createProduct, { name });
  await world.time.advance(2_000);
  return must(await running).value.product;
};

const chunksOn = (device: Simulated): readonly StoredChunk[] =>
  (["chunks", "quarantine"] as const).flatMap((store) => [
    ...brand<ReadonlyMap<string, StoredChunk>>(device.disk.stores.get(store)).values(),
  ]);

const sealed: WorldSeams = {
  store: (store) => codedStore(store, sealingCodec, structuredClone),
  relayStore: (store) => codedLog(store, sealingCodec),
};

describe("seams", () => {
  test("[SEAM-1] a relay stores with every chunk how it is coded, and gives it back", () => {
    const chunk = { hash: named("change"), parents: [named("parent")], bytes: new Uint8Array([1, 2, 3]) };
    const record = {
      ...{ device: named("device"), actor: named("actor").slice(0, 16), nonce: named("nonce").slice(0, 8) },
      changes: [
        { seq: 1, maxOp: 4, chunk: { ...chunk, enc: 0 as const, epoch: 0 } },
        { seq: 2, maxOp: 9, chunk: { ...chunk, enc: 1 as const, epoch: 7 } },
      ],
    };
    expect(decodePushRecord(encodePushRecord(record)).changes).toEqual(record.changes);
  });

  test("[SEAM-2] every device registers a box key of its own beside the one it signs with", async () => {
    const world = createIdentityWorld();
    const device = await world.device("founder");
    const { company } = must(await device.identity.createCompany({ relay: world.relay.origin }));
    const membership = await device.identity.membership(company);
    const [registered] = membership?.state().devices.values() ?? [];
    expect(registered?.box).toHaveLength(32);
    expect(registered?.box).toEqual(membership?.device.box);
    expect(registered?.box).not.toEqual(membership?.device.signer.publicKey);
  });

  test("[SEAM-3] a relay's tables name things by numbers and bytes alone", () => {
    const tables = schemaSteps.join("\n");
    const texts = [...tables.matchAll(/(\w+) TEXT/g)].map(([, column]) => column);
    // How a request to join ended, of four words; the address of the relay a company moved to.
    expect(texts).toEqual(["ended", "origin"]);
    expect(tables).toMatch(/address BLOB NOT NULL/);
  });

  test("[SEAM-4] an entry of the membership log has room for a person's own signature, and it is signed", async () => {
    const signer = signerNamed("owner");
    const company = named("company");
    const entry: MemEntry = {
      ...{ v: 1, rules: 1, company, prev: [named("before")], at: 1, n: named("n").slice(0, 16), uv: null },
      op: { kind: "policy.set", stepUp: [], minProtocol: 1 },
    };
    const uv = {
      credential: new Uint8Array([1]),
      authData: new Uint8Array([2]),
      clientData: new Uint8Array([3]),
      sig: new Uint8Array([4]),
    };
    const read = async (value: MemEntry): ReturnType<typeof readLogEntry> =>
      readLogEntry(encodeEnvelope(await seal(memEntryKind, value, [signer])), company, testCrypto());
    const [without, withProof] = [must(await read(entry)), must(await read({ ...entry, uv }))];
    if (without.type !== "entry" || withProof.type !== "entry") throw new Error("entries");
    expect(without.entry.value.uv).toBeNull();
    expect(withProof.entry.value.uv).toEqual(uv);
    expect(withProof.id).not.toEqual(without.id);
  });

  test("[SEAM-5] devices and relay keep every change through the codec: made, sent, received, restarted, put aside", async () => {
    const world = await createSimWorld(31, 2, sealed);
    const [a, b] = world.devices;
    if (a === undefined || b === undefined) throw new Error("two devices");
    for (const device of [a, b]) await device.start();
    await world.time.advance(2_000);
    const id = await makeProduct(world, a, "Truss");
    await world.time.advance(10_000);
    expect(replicaOn(b).rows.get(product, id)?.name).toBe("Truss");
    // Everything is read back from the disks.
    for (const device of [a, b]) device.kill();
    world.relay.kill();
    await world.relay.start();
    for (const device of [a, b]) await device.start();
    await world.time.advance(10_000);
    const running = replicaOn(b).run(editProduct, { product: id, values: { name: "Truss 2 m" } });
    await world.time.advance(10_000);
    must(await running);
    expect(replicaOn(a).rows.get(product, id)?.name).toBe("Truss 2 m");
    for (const device of [a, b]) {
      const chunks = chunksOn(device);
      expect(chunks.length).toBeGreaterThan(1);
      expect(chunks.filter(({ enc, bytes }) => enc !== 1 || isReadable(bytes))).toEqual([]);
    }
    const pushes = world.relay.journal().flatMap((batch) => batch.filter(({ type }) => type === "push"));
    expect(pushes.length).toBeGreaterThan(1);
    expect(pushes.filter((write) => write.type === "push" && isReadable(write.push.body))).toEqual([]);
  });

  test("[SEAM-6] without a codec changes lie as they are, and sealed ones are not taken for such", async () => {
    const disk = createDisk();
    const chunk = { doc: "D", hash: "01", sum: 7, bytes: new Uint8Array([...magic, 1]) };
    const put = { put: "chunks", key: "D/01", value: chunk } as const;
    const plain = codedStore(openMemoryStore(disk), plainChunks, structuredClone);
    must(await plain.transact([put], "strict"));
    expect(disk.stores.get("chunks")?.get("D/01")).toEqual(chunk);
    const coded = codedStore(openMemoryStore(disk), sealingCodec, structuredClone);
    // What was there before the store was sealed is still read.
    expect(await coded.get("chunks", "D/01")).toEqual(chunk);
    must(await coded.transact([put], "strict"));
    expect(await coded.all("chunks")).toEqual([chunk]);
    await expect(plain.get("chunks", "D/01")).rejects.toThrow("the codec that sealed them");
    await expect(plain.all("chunks")).rejects.toThrow("the codec that sealed them");
  });
});
