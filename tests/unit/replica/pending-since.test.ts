/** What waits for a receipt, since when, and what it says. */
import { beforeAll, expect, test } from "vitest";
import type { ProductId } from "#shared/domain/inventory";
import { createProduct, editProduct } from "#shared/domain/inventory";
import { thingOf } from "#shared/kernel/ids";
import { must } from "#shared/kernel/result";
import type { DocumentLimits } from "#shared/protocol/limits";
import { docIdFromBytes } from "#shared/protocol/wire-types";
import type { Replica } from "#shared/replica/types";
import { startAutomerge } from "#tests/support/automerge";
import type { Simulated } from "#tests/support/sim-device";
import type { SimWorld, WorldSeams } from "#tests/support/sim-world";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";

beforeAll(startAutomerge);

const hour = 3_600_000;

interface Ground {
  readonly world: SimWorld;
  readonly a: Simulated;
  readonly b: Simulated;
}

const pair = async (seed: number, seams: WorldSeams = {}): Promise<Ground> => {
  const world = await createSimWorld(seed, 2, seams);
  const [a, b] = world.devices;
  if (a === undefined || b === undefined) throw new Error("two devices");
  a.tabs = 2;
  await a.start();
  await b.start();
  await world.time.advance(2_000);
  return { world, a, b };
};

const make = async (world: SimWorld, replica: Replica, name: string): Promise<ProductId> => {
  const running = replica.run(createProduct, { name });
  await world.time.advance(2_000);
  return must(await running).value.product;
};

const edit = async (world: SimWorld, replica: Replica, id: ProductId, notes: string): Promise<void> => {
  const running = replica.run(editProduct, { product: id, values: { notes } });
  await world.time.advance(1_000);
  must(await running);
};

const sinceOn = (device: Simulated): readonly (number | null)[] =>
  (device.process()?.tabs ?? []).map(({ sync }) => sync.get().pendingSince);

const secondTab = (device: Simulated): Replica => {
  const tab = device.process()?.tabs[1];
  if (tab === undefined) throw new Error("two tabs");
  return tab;
};

test("[SYNC-64] every tab knows since when the oldest change waits, also after a restart, until it has its receipt", async () => {
  const { world, a } = await pair(1);
  const id = await make(world, replicaOn(a), "Truss");
  expect(sinceOn(a)).toEqual([null, null]);
  world.relay.kill();
  await world.time.advance(hour);
  const first = world.time.now();
  await edit(world, secondTab(a), id, "bent");
  await world.time.advance(hour);
  await edit(world, replicaOn(a), id, "bent, at the workshop");
  expect(sinceOn(a)).toEqual([first, first]);
  a.kill();
  await a.start();
  await world.time.advance(30 * hour);
  expect(sinceOn(a)).toEqual([first, first]);
  await world.relay.start();
  await world.time.advance(60_000);
  expect(sinceOn(a)).toEqual([null, null]);
});

/** Of what is pushed the relay hears the documents that `isTaken` says. */
const takeOnly = (world: SimWorld, isTaken: (doc: string, device: unknown) => boolean): void => {
  world.network.toRelay = (message, _reply, device) => {
    if (message.t !== "push") return message;
    const parts = message.parts.filter(({ doc }) => isTaken(docIdFromBytes(doc), device));
    return parts.length === 0 ? undefined : { ...message, parts };
  };
};

test("[SYNC-64] a relay that confirms everything but one document hides nothing", async () => {
  const { world, a } = await pair(2);
  const id = await make(world, replicaOn(a), "Truss");
  const other = await make(world, replicaOn(a), "Dolly");
  const withheld = replicaOn(a).documentOf(thingOf(id));
  takeOnly(world, (doc) => doc !== withheld);
  const first = world.time.now();
  await edit(world, replicaOn(a), id, "bent");
  await world.time.advance(hour);
  await edit(world, replicaOn(a), other, "one wheel is stiff");
  await world.time.advance(hour);
  expect(replicaOn(a).sync.get().lastReceiptAt).toBeGreaterThan(first + hour);
  expect(sinceOn(a)).toEqual([first, first]);
});

const small: DocumentLimits = { bytes: 1_000_000, changes: 20, actors: 100 };

test("[SYNC-64] what is carried over into the next document waits since it was written", async () => {
  const { world, a: owner, b: other } = await pair(3, { documentLimits: small });
  const id = await make(world, replicaOn(owner), "Truss");
  other.isOnline = false;
  world.network.breakAll();
  await world.time.advance(1_000);
  const first = world.time.now();
  await edit(world, replicaOn(other), id, "from the hall");
  for (let nth = 0; nth < 15; nth++) await edit(world, replicaOn(owner), id, `from the office, ${nth}`);
  await world.time.advance(hour);
  const before = replicaOn(other).documentOf(thingOf(id));
  takeOnly(world, (doc, device) => device !== other || doc === before);
  other.isOnline = true;
  await world.time.advance(60_000);
  expect(replicaOn(other).documentOf(thingOf(id))).not.toBe(before);
  expect(sinceOn(other)).toEqual([first]);
});

/** The relay is put back to before the newest change of `a`, and takes nothing back; `b` is away. */
const forgetsNewest = async ({ world, a, b }: Ground): Promise<void> => {
  const id = await make(world, replicaOn(a), "Truss");
  const before = world.relay.journal().length;
  await edit(world, replicaOn(a), id, "bent");
  await world.time.advance(hour);
  expect(sinceOn(a)).toEqual([null, null]);
  for (const device of [a, b]) device.isOnline = false;
  world.network.breakAll();
  await world.time.advance(40_000);
  world.relay.kill();
  world.relay.restore(before);
  await world.relay.start();
  // It takes nothing back.
  world.network.toRelay = (message) => (message.t === "restore" ? undefined : message);
  a.isOnline = true;
  await world.time.advance(60_000);
  expect(replicaOn(a).sync.get().pendingChanges).toBe(1);
};

test("[SYNC-64] what had its receipt and lost it waits since that was found out, over restarts, until it has one again", async () => {
  const { world, a, b } = await pair(5);
  const begun = world.time.now();
  await forgetsNewest({ world, a, b });
  const found = world.time.now() - 60_000;
  expect(found).toBeGreaterThan(begun + hour);
  const [since] = sinceOn(a);
  expect(since).toBeGreaterThanOrEqual(found);
  expect(since).toBeLessThan(found + 60_000);
  a.kill();
  await a.start();
  await world.time.advance(30 * hour);
  expect(sinceOn(a)).toEqual([since, since]);
  world.network.toRelay = null;
  await world.time.advance(120_000);
  expect(sinceOn(a)).toEqual([null, null]);
});

test("[SYNC-64] what an earlier version found lost without noting when waits since the first start that dates it", async () => {
  const { world, a, b } = await pair(6);
  await forgetsNewest({ world, a, b });
  a.kill();
  const rows = a.disk.stores.get("losses") ?? new Map<string, unknown>();
  expect(rows.size).toBe(1);
  for (const [key, row] of rows) rows.set(key, { ...Object(row), lostAt: undefined });
  const started = world.time.now();
  await a.start();
  await world.time.advance(1_000);
  expect(sinceOn(a)).toEqual([started, started]);
  // Each start would begin the day of patience anew if that were not kept.
  await world.time.advance(20 * hour);
  a.kill();
  await a.start();
  await world.time.advance(5 * hour);
  expect(sinceOn(a)).toEqual([started, started]);
  world.network.toRelay = null;
  await world.time.advance(120_000);
  expect(sinceOn(a)).toEqual([null, null]);
});

test("[SYNC-65] what waits can be read and kept, whichever tab wrote it, and is nothing once it has receipts", async () => {
  const { world, a } = await pair(4);
  const id = await make(world, replicaOn(a), "Truss");
  world.relay.kill();
  const first = world.time.now();
  const said = ["bent", "bent, at the workshop", "welded", "tested", "in use"];
  for (const [nth, notes] of said.entries())
    await edit(world, nth === 0 ? secondTab(a) : replicaOn(a), id, notes);
  const fresh = await make(world, replicaOn(a), "Dolly");
  const record = `product:${id}`;
  expect(await replicaOn(a).pendingEdits()).toMatchObject([
    {
      ...{ thing: id, kind: "product", since: first },
      edits: said.map((value) => ({ record, field: "notes", value })),
    },
    { thing: fresh, kind: "product" },
  ]);
  await world.relay.start();
  await world.time.advance(60_000);
  expect(await replicaOn(a).pendingEdits()).toEqual([]);
});
