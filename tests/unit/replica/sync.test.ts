import { beforeAll, describe, expect, test } from "vitest";
import { bytesOfId } from "#shared/protocol/wire-types";
import { must } from "#shared/kernel/result";
import { createProduct, editProduct, product } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import { clockFact, movement, recordMovements } from "#shared/domain/scanning";
import type { StoredChunk } from "#shared/replica/stored";
import { brand } from "#shared/kernel/brand";
import { startAutomerge } from "#tests/support/automerge";
import type { SimWorld } from "#tests/support/sim-world";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";
import type { Simulated } from "#tests/support/sim-device";

beforeAll(startAutomerge);

const pair = async (seed: number): Promise<{ world: SimWorld; a: Simulated; b: Simulated }> => {
  const world = await createSimWorld(seed, 2);
  const [a, b] = world.devices;
  if (a === undefined || b === undefined) throw new Error("two devices");
  await a.start();
  await b.start();
  await world.time.advance(2_000);
  return { world, a, b };
};

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

describe("two devices and a relay", () => {
  test("[SYNC-2] what one device commits the other shows, and both know it is safe", async () => {
    const { world, a, b } = await pair(1);
    const id = await makeProduct(world, a, "Truss");
    expect(nameOn(b, id)).toBe("Truss");
    expect(replicaOn(a).sync.get()).toMatchObject({ mark: "synced", pendingChanges: 0, connected: true });
    expect(replicaOn(a).sync.get().lastReceiptAt).toBeTypeOf("number");
  });

  test("[SYNC-3] work goes on without a relay and is pushed when it is back", async () => {
    const { world, a, b } = await pair(2);
    const id = await makeProduct(world, a, "Truss");
    world.relay.kill();
    await world.time.advance(10_000);
    await rename(world, a, id, "Truss 2 m");
    expect(replicaOn(a).sync.get()).toMatchObject({ mark: "offline", pendingChanges: 1 });
    expect(replicaOn(a).sync.get().offlineSince).toBeTypeOf("number");
    expect(nameOn(b, id)).toBe("Truss");
    await world.relay.start();
    await world.time.advance(60_000);
    expect(nameOn(b, id)).toBe("Truss 2 m");
    expect(replicaOn(a).sync.get().mark).toBe("synced");
  });

  test("[SYNC-4] a refused change leaves the document, can be read in the rescue, and nothing else is touched", async () => {
    const { world, a, b } = await pair(3);
    const id = await makeProduct(world, a, "Truss");
    const other = await makeProduct(world, a, "Other");
    world.network.toRelay = (message, reply) => {
      const part = message.t === "push" ? message.parts[0] : undefined;
      if (part === undefined) return message;
      reply({ t: "refused", doc: part.doc, hash: null, code: "grant", retryMs: null, see: null });
      return undefined;
    };
    await rename(world, a, id, "Mine alone");
    expect(nameOn(a, id)).toBe("Truss");
    expect(replicaOn(a).rescues.get()).toMatchObject([
      { thing: id, code: "grant", edits: [{ record: `product:${id}`, field: "name", value: "Mine alone" }] },
    ]);
    expect(replicaOn(a).sync.get()).toMatchObject({ mark: "attention", pendingChanges: 0 });
    world.network.toRelay = null;
    await rename(world, a, other, "Other 2");
    await rename(world, a, id, "Agreed");
    expect([nameOn(b, id), nameOn(b, other)]).toEqual(["Agreed", "Other 2"]);
    await replicaOn(a).dismissRescue(replicaOn(a).rescues.get()[0]?.id ?? "");
    expect(replicaOn(a).rescues.get()).toEqual([]);
  });

  test("[SYNC-4] a device that goes out the moment a change is refused shows afterwards what the document says", async () => {
    const { world, a } = await pair(3);
    const id = await makeProduct(world, a, "Truss");
    world.network.toRelay = (message, reply) => {
      const part = message.t === "push" ? message.parts[0] : undefined;
      if (part === undefined) return message;
      reply({ t: "refused", doc: part.doc, hash: null, code: "grant", retryMs: null, see: null });
      return undefined;
    };
    world.relay.kill();
    await rename(world, a, id, "Mine alone");
    await world.relay.start();
    while ((a.disk.stores.get("rescues")?.size ?? 0) === 0) await world.time.advance(20);
    a.kill();
    world.relay.kill();
    await a.start();
    await world.time.advance(10_000);
    expect(replicaOn(a).rescues.get()).toHaveLength(1);
    expect(nameOn(a, id)).toBe("Truss");
    expect(a.disk.stores.get("unprojected")?.size).toBe(0);
  });

  test("[SYNC-53] what a full relay refuses stays on the device, the mark says why, and it follows once there is room", async () => {
    const { world, a, b } = await pair(53);
    const id = await makeProduct(world, a, "Truss");
    world.network.toRelay = (message, reply) => {
      for (const { doc } of message.t === "push" ? message.parts : [])
        reply({ t: "refused", doc, hash: null, code: "full", retryMs: 60_000, see: null });
      return message.t === "push" ? undefined : message;
    };
    await rename(world, a, id, "Mine for now");
    expect(nameOn(a, id)).toBe("Mine for now");
    expect(replicaOn(a).rescues.get()).toEqual([]);
    expect(replicaOn(a).sync.get()).toMatchObject({
      mark: "attention",
      pendingChanges: 1,
      problems: [{ type: "RelayFull" }],
    });
    a.kill();
    await a.start();
    await world.time.advance(5_000);
    expect(nameOn(a, id)).toBe("Mine for now");
    world.network.toRelay = null;
    await world.time.advance(90_000);
    expect(nameOn(b, id)).toBe("Mine for now");
    expect(replicaOn(a).sync.get()).toMatchObject({ mark: "synced", pendingChanges: 0, problems: [] });
  });

  test("[SYNC-5] a new document that is refused leaves no trace but the rescue", async () => {
    const { world, a } = await pair(4);
    world.network.toRelay = (message, reply) => {
      for (const { doc } of message.t === "push" ? message.parts : [])
        reply({ t: "refused", doc, hash: null, code: "grant", retryMs: null, see: null });
      return message.t === "push" ? undefined : message;
    };
    const id = await makeProduct(world, a, "Nobody's");
    expect(nameOn(a, id)).toBeUndefined();
    expect(a.disk.stores.get("chunks")?.size).toBe(0);
    expect(a.disk.stores.get("cards")?.size).toBe(0);
    expect(replicaOn(a).rescues.get()[0]?.edits).toContainEqual({
      record: `product:${id}`,
      field: "name",
      value: "Nobody's",
    });
    a.kill();
    await a.start();
    expect(replicaOn(a).rows.all(product).size).toBe(0);
  });

  test("[SYNC-6] a damaged chunk hides nothing else and is fetched again", async () => {
    const { world, a, b } = await pair(5);
    const id = await makeProduct(world, a, "Truss");
    await rename(world, a, id, "First");
    await rename(world, a, id, "Second");
    b.kill();
    const chunks = brand<Map<string, StoredChunk>>(b.disk.stores.get("chunks"));
    const last = [...chunks].at(-1);
    if (last === undefined) throw new Error("there are chunks");
    const bytes = last[1].bytes.slice();
    bytes[40] = (bytes[40] ?? 0) ^ 0xff;
    chunks.set(last[0], { ...last[1], bytes });
    b.disk.stores.get("unprojected")?.set(last[0], { doc: last[1].doc, hash: last[1].hash });
    b.isOnline = false;
    await b.start();
    await world.time.advance(2_000);
    expect(["Truss", "First", "Second"]).toContain(nameOn(b, id));
    expect(replicaOn(b).sync.get()).toMatchObject({
      mark: "attention",
      problems: [{ type: "DamagedChunk", healed: false }],
    });
    expect(b.disk.stores.get("quarantine")?.size).toBe(1);
    b.isOnline = true;
    await world.time.advance(120_000);
    expect(nameOn(b, id)).toBe("Second");
    expect(b.disk.stores.get("quarantine")?.size).toBe(0);
    expect(replicaOn(b).sync.get().mark).toBe("synced");
  });

  test("[SYNC-7] a relay restored from a backup gets back what it had given receipts for", async () => {
    const { world, a, b } = await pair(6);
    const mine = await makeProduct(world, a, "Truss");
    const yours = await makeProduct(world, b, "Lamp");
    await rename(world, b, mine, "Truss 2 m");
    const journal = world.relay.journal();
    const people = journal.findLastIndex((batch) => batch.some(({ type }) => type === "membership"));
    world.relay.kill();
    await world.time.advance(1_000);
    const restored = await world.replaceRelay(journal.slice(0, people + 1));
    await world.time.advance(180_000);
    expect(people).toBeLessThan(journal.length - 1);
    expect(restored.disk.companies()[0]?.serial).toBeGreaterThanOrEqual(3);
    for (const device of [a, b]) {
      // Who comes second finds the log long enough again, and another one.
      const { problems } = replicaOn(device).sync.get();
      expect(
        problems.some(
          (problem) =>
            problem.type === "RelayUntrusted" &&
            /^(rollback|fork)$/.test(problem.reason) &&
            problem.thing === null,
        ),
      ).toBe(true);
      expect([nameOn(device, mine), nameOn(device, yours)]).toEqual(["Truss 2 m", "Lamp"]);
      expect(replicaOn(device).sync.get().pendingChanges).toBe(0);
      expect(device.disk.stores.get("losses")?.size).toBeGreaterThan(0);
    }
    b.kill();
    for (const store of b.disk.stores.values()) store.clear();
    await b.start();
    await world.time.advance(10_000);
    expect([nameOn(b, mine), nameOn(b, yours)]).toEqual(["Truss 2 m", "Lamp"]);
  });

  test("[SYNC-8] a chunk that no honest relay would send stops its document and nothing else", async () => {
    const { world, a, b } = await pair(7);
    const id = await makeProduct(world, a, "Truss");
    const other = await makeProduct(world, a, "Other");
    world.network.toDevice = (message, device) => {
      if (message.t !== "chunks" || device !== b) return message;
      const tips = message.tips.map((tip) => ({ ...tip, sig: tip.sig.map((byte) => byte ^ 1) }));
      return { ...message, tips };
    };
    await rename(world, a, id, "Forged");
    world.network.toDevice = null;
    await rename(world, a, id, "Later");
    await rename(world, a, other, "Other 2");
    expect([nameOn(b, id), nameOn(b, other)]).toEqual(["Truss", "Other 2"]);
    expect(replicaOn(b).sync.get().problems).toEqual([{ type: "RelayUntrusted", reason: "gate", thing: id }]);
    const refused = replicaOn(b).run(editProduct, { product: id, values: { name: "X" } });
    await world.time.advance(1_000);
    expect(await refused).toEqual({
      ok: false,
      error: { type: "DocumentReadOnly", thing: id, why: "stopped" },
    });
  });

  test("[SYNC-9] a receipt that got lost is answered again, and nothing is stored twice", async () => {
    const { world, a, b } = await pair(8);
    let swallowed = 0;
    world.network.toDevice = (message, device) => {
      if (message.t !== "receipt" || device !== a || swallowed > 0) return message;
      swallowed++;
      a.isOnline = false;
      world.network.breakAll();
      return undefined;
    };
    const id = await makeProduct(world, a, "Truss");
    expect(replicaOn(a).sync.get().pendingChanges).toBe(1);
    a.isOnline = true;
    await world.time.advance(60_000);
    expect(replicaOn(a).sync.get()).toMatchObject({ mark: "synced", pendingChanges: 0 });
    expect(nameOn(b, id)).toBe("Truss");
    expect(b.disk.stores.get("chunks")?.size).toBe(1);
  });

  test("[SYNC-10] a device without a relay for two days tries on, ever slower up to a limit", async () => {
    const { world, a } = await pair(9);
    world.relay.kill();
    const tries: number[] = [];
    const day = 86_400_000;
    world.network.onConnect = (device) => device === a && tries.push(world.time.now());
    await world.time.advance(2 * day);
    const gaps = tries.slice(20).map((at, index) => at - (tries[index + 19] ?? at));
    expect(Math.min(...gaps)).toBeGreaterThan(14_000);
    expect(Math.max(...gaps)).toBeLessThan(45_000);
    await world.relay.start();
    await world.time.advance(45_000);
    expect(replicaOn(a).sync.get().connected).toBe(true);
  });

  test("[SYNC-11] a right that ended takes the document away, rows included", async () => {
    const { world, a, b } = await pair(10);
    const id = await makeProduct(world, a, "Truss");
    await makeProduct(world, a, "Other");
    world.network.toDevice = (message, device) =>
      message.t === "current" && device === b
        ? { t: "drop", doc: documentOf(b, id), why: "right-ended" }
        : message;
    await rename(world, a, id, "Hidden");
    expect([...replicaOn(b).rows.all(product).values()].map((row) => row.name)).toEqual(["Other"]);
    b.kill();
    await b.start();
    expect([...replicaOn(b).rows.all(product).values()].map((row) => row.name)).toEqual(["Other"]);
    expect([...(b.disk.stores.get("chunks")?.keys() ?? [])]).toHaveLength(1);
  });

  test("[SYNC-12] facts recorded offline get a clock fact at the next welcome, once", async () => {
    const { world, a, b } = await pair(11);
    const id = await makeProduct(world, a, "Cable");
    a.skewMs = -3_600_000;
    a.kill();
    world.relay.kill();
    await a.start();
    const fact = { kind: "out", product: id, quantity: 5 } as const;
    const running = replicaOn(a).run(recordMovements, { facts: [fact], origin: "hand" });
    await world.time.advance(5_000);
    must(await running);
    await world.relay.start();
    await world.time.advance(90_000);
    const [log] = [...replicaOn(b).rows.all(movement).values()];
    const clocks = log === undefined ? [] : replicaOn(b).rows.of(clockFact, log.thing);
    expect(clocks).toHaveLength(1);
    expect((clocks[0]?.relayTime ?? 0) - (clocks[0]?.deviceTime ?? 0)).toBeGreaterThan(3_590_000);
    world.network.breakAll();
    await world.time.advance(60_000);
    expect(log === undefined ? [] : replicaOn(b).rows.of(clockFact, log.thing)).toHaveLength(1);
  });

  test("[SYNC-13] a relay with another key gets nothing", async () => {
    const { world, a } = await pair(12);
    world.network.breakAll();
    const hellos: string[] = [];
    world.network.toRelay = (message) => {
      hellos.push(message.t);
      return message;
    };
    world.network.toDevice = (message) =>
      message.t === "challenge" ? { ...message, relayKey: new Uint8Array(32).fill(7) } : message;
    await world.time.advance(60_000);
    expect(hellos).toEqual([]);
    expect(replicaOn(a).sync.get()).toMatchObject({
      mark: "attention",
      connected: false,
      problems: [{ type: "RelayUntrusted", reason: "signature" }],
    });
  });

  test("[SYNC-14] one worker per profile talks to the relay; when it goes another goes on from the store", async () => {
    const { world, a, b } = await pair(14);
    a.kill();
    a.tabs = 2;
    let connections = 0;
    world.network.onConnect = (device) => device === a && connections++;
    await a.start();
    await world.time.advance(2_000);
    expect(connections).toBe(1);
    const [first, second] = a.process()?.hosts ?? [];
    await first?.stop();
    const id = await makeProduct(world, a, "Truss");
    expect(connections).toBe(2);
    expect(nameOn(b, id)).toBe("Truss");
    const tabs = a.process()?.tabs ?? [];
    expect(tabs.map((tab) => [tab.rows.get(product, id)?.name, tab.sync.get().mark])).toEqual([
      ["Truss", "synced"],
      ["Truss", "synced"],
    ]);
    await second?.stop();
    await world.time.advance(2_000);
    expect(connections).toBe(2);
  });

  test("[SYNC-2] a new device gets everything, with progress, and is as complete as the others", async () => {
    const world = await createSimWorld(13, 2);
    const [a, b] = world.devices;
    if (a === undefined || b === undefined) throw new Error("two devices");
    await a.start();
    await world.time.advance(2_000);
    const names = Array.from({ length: 150 }, (_, at) => ({ name: `Product ${at}` }));
    const running = replicaOn(a).runBulk(createProduct, names, () => undefined);
    await world.time.advance(20_000);
    must(await running);
    await b.start();
    const progress: number[] = [];
    replicaOn(b).sync.subscribe(({ firstSync }) => {
      if (firstSync !== null) progress.push(firstSync.done);
    });
    let batches = 0;
    replicaOn(b).rows.subscribe(() => batches++);
    await world.time.advance(20_000);
    expect(replicaOn(b).rows.all(product).size).toBe(150);
    expect(progress.at(-1)).toBe(150);
    expect(replicaOn(b).sync.get()).toMatchObject({ mark: "synced", firstSync: null });
    expect(batches).toBeLessThan(30);
  });
});

const documentOf = (device: Simulated, thing: string): Uint8Array => {
  for (const card of brand<Map<string, { doc: string; thing: string }>>(
    device.disk.stores.get("cards"),
  ).values()) {
    if (card.thing === thing) return bytesOfId(brand(card.doc));
  }
  throw new Error("the device has the document");
};
