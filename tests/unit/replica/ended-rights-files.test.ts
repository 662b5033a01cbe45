/** Files of an event somebody may not see any more: every store of their device is searched for the bytes. */
import { beforeAll, expect, test } from "vitest";
import { brand } from "#shared/kernel/brand";
import type { Command } from "#shared/kernel/command";
import { thingOf } from "#shared/kernel/ids";
import type { LocalDateTime, Zone } from "#shared/kernel/record";
import { must } from "#shared/kernel/result";
import { createEvent, event, setEventFields } from "#shared/domain/events";
import type { EventId } from "#shared/domain/events";
import { addFiles, parseContentHash } from "#shared/domain/files";
import type { ContentHash, FileOwner } from "#shared/domain/files";
import { createProduct, product } from "#shared/domain/inventory";
import type { Grant, MemOp } from "#shared/protocol/membership/types";
import { bytesOfId } from "#shared/protocol/wire-types";
import type { ByteStore } from "#shared/replica/ports";
import type { StoreName } from "#shared/replica/stored";
import { startAutomerge } from "#tests/support/automerge";
import { textOn } from "#tests/support/disk-text";
import type { SimWorld } from "#tests/support/sim-world";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";
import type { Simulated } from "#tests/support/sim-device";

beforeAll(startAutomerge);

const run = async <A, V, P>(
  world: SimWorld,
  device: Simulated,
  command: Command<A, V, P>,
  args: A,
): Promise<V> => {
  const running = replicaOn(device).run(command, args);
  await world.time.advance(3_000);
  return must(await running).value;
};

const perform = async (world: SimWorld, owner: Simulated, op: MemOp): Promise<void> => {
  const done = owner.process()?.membership.perform(op);
  await world.time.advance(3_000);
  const result = await done;
  if (result === undefined) throw new Error("the owner runs");
  must(result);
};

const hashOf = (letter: string): ContentHash => {
  const parsed = parseContentHash(`${letter.repeat(42)}A`);
  if (parsed === undefined) throw new Error("a sample is a hash");
  return parsed;
};

const put = ({ disk }: Simulated, store: StoreName, key: string, value: object): void =>
  void disk.stores.get(store)?.set(key, value);

const has = ({ disk }: Simulated, store: StoreName, key: string): boolean =>
  disk.stores.get(store)?.has(key) === true;

/** As if it had been looked at on this device. */
const plant = (device: Simulated, hash: ContentHash, text: string): void => {
  const bytes = new TextEncoder().encode(text);
  put(device, "blobs", hash, { hash, bytes });
  put(device, "blobFacts", hash, { hash, size: bytes.length, usedAt: 1 });
};

const contents = {
  ofEvent: { hash: hashOf("e"), text: "planted bytes of the event photo" },
  ofProduct: { hash: hashOf("p"), text: "planted bytes of the product photo" },
  ofBoth: { hash: hashOf("b"), text: "planted bytes of a plan of both" },
  ofNobody: { hash: hashOf("n"), text: "planted bytes nobody names" },
  waiting: { hash: hashOf("w"), text: "planted bytes that are only here" },
} as const;

const notes = "Planted notes of the event. ";

type Reading = (read: string) => Promise<void> | void;

/** Something happens just before a reading. */
const interrupted = (store: ByteStore, before: Reading): ByteStore => ({
  ...store,
  all: async (name, prefix) => {
    await before(`all ${name}`);
    return store.all(name, prefix);
  },
  keys: async (name, prefix) => {
    await before(`keys ${name}`);
    return store.keys(name, prefix);
  },
});

const when = {
  busyFrom: brand<LocalDateTime>("2026-06-11T07:00"),
  busyTo: brand<LocalDateTime>("2026-06-14T20:00"),
  zone: brand<Zone>("Europe/Berlin"),
};
const gala = { name: "Gala", notes, ...when };
const later = { name: "Later", ...when };

const setUp = async (seed: number, before: Reading = () => undefined) => {
  const world = await createSimWorld(seed, 2, {
    store: (store) => interrupted(store, (read) => before(read)),
  });
  const [owner, crew] = world.devices;
  const freelancer = world.company.devices[1]?.member;
  if (owner === undefined || crew === undefined || freelancer === undefined) throw new Error("two devices");
  await owner.start();
  await world.time.advance(2_000);
  const made = await run(world, owner, createEvent, gala);
  const { product: head } = await run(world, owner, createProduct, { name: "Head" });
  const name = async (to: FileOwner, ...named: (keyof typeof contents)[]): Promise<void> => {
    const files = named.map((each) => ({
      ...{ name: `${each}.jpg`, mediaType: "image/jpeg", size: 10 },
      hash: contents[each].hash,
    }));
    await run(world, owner, addFiles, { owner: to, files });
  };
  const owned = { thing: thingOf(made.event), type: event, id: made.event, on: "event" };
  await name(owned, "ofEvent", "ofBoth", "waiting");
  await name({ thing: thingOf(head), type: product, id: head, on: "inventory" }, "ofProduct", "ofBoth");
  const place = { kind: "member.role", member: bytesOfId(freelancer), rank: "crew", roles: [] } as const;
  await perform(world, owner, { ...place, grants: mayWrite(made.event) });
  for (const { hash, text } of Object.values(contents)) plant(crew, hash, text);
  const { hash } = contents.waiting;
  put(crew, "uploads", `${made.event}/${hash}`, { thing: made.event, hash, size: 10, at: 1 });
  put(crew, "pins", made.event, { event: made.event, at: 1 });
  return { world, owner, crew, place, event: made.event };
};

const mayWrite = (ofEvent: EventId): readonly Grant[] => [
  {
    ...{ verbs: ["read", "write"], on: ["event"], notAfter: Date.UTC(2026, 11, 31) },
    scope: { events: [bytesOfId(ofEvent)] },
  },
];

/** Its rows lie in a pack, as those of most documents do. */
const pack = ({ disk }: Simulated, doc: string | undefined): void => {
  const rows = disk.stores.get("rows");
  const entry = rows?.get(`doc/${doc}`);
  if (rows === undefined || entry === undefined) throw new Error("it has rows");
  rows.delete(`doc/${doc}`);
  rows.set("pack/000000", entry);
};

test("[SYNC-69] [SEC-03] when the right to an event ends its files go with it, and what nobody else has can still be saved", async () => {
  const { world, owner, crew, place, event: id } = await setUp(41);
  await crew.start();
  await world.time.advance(10_000);
  await run(world, crew, setEventFields, { event: id, values: { notes: `${notes}And mine.` } });
  await world.time.advance(10_000);
  expect(replicaOn(crew).undoSteps.get()).toHaveLength(1);
  pack(crew, replicaOn(crew).documentOf(thingOf(id)));
  const before = textOn(crew);
  for (const { text } of Object.values(contents)) expect(before, "it was planted").toContain(text);
  expect(before).toContain(notes.trim());

  await perform(world, owner, { ...place, grants: [] });
  await world.time.advance(10_000);
  const after = textOn(crew);
  expect(after).not.toContain(contents.ofEvent.text);
  expect(after).not.toContain(contents.ofNobody.text);
  expect(after).not.toContain(notes.trim());
  expect(after).toContain(contents.ofProduct.text);
  expect(after).toContain(contents.ofBoth.text);
  const { hash } = contents.waiting;
  expect([has(crew, "pins", id), has(crew, "uploads", `${id}/${hash}`)]).toEqual([false, false]);
  expect(has(crew, "blobFacts", contents.ofEvent.hash)).toBe(false);
  // Only here: it can be saved, and goes once it was.
  expect(after).toContain(contents.waiting.text);
  const [rescue] = replicaOn(crew).rescues.get();
  expect(rescue).toMatchObject({ code: "gone", thing: id, files: [{ hash, name: "waiting.jpg" }] });
  await replicaOn(crew).dismissRescue(rescue?.id ?? "");
  await world.time.advance(10_000);
  expect(textOn(crew)).not.toContain(contents.waiting.text);
});

test("[SYNC-69] a photo added without a network to an event that goes can be saved, and then leaves with its preview", async () => {
  const { world, owner, crew, place, event: id } = await setUp(46);
  await crew.start();
  await world.time.advance(10_000);
  crew.isOnline = false;
  world.network.breakAll();
  await world.time.advance(60_000);
  const [photo, preview] = [hashOf("o"), hashOf("q")];
  const planted = [
    { hash: photo, text: "planted bytes of the photo made here" },
    { hash: preview, text: "planted bytes of its preview" },
  ];
  for (const { hash, text } of planted) {
    plant(crew, hash, text);
    put(crew, "uploads", `${id}/${hash}`, { thing: id, hash, size: 10, at: 2 });
  }
  const named = { name: "stage.jpg", mediaType: "image/jpeg", size: 10, hash: photo, preview };
  const to = { thing: thingOf(id), type: event, id, on: "event" };
  await run(world, crew, addFiles, { owner: to, files: [named] });
  await perform(world, owner, { ...place, grants: [] });
  crew.isOnline = true;
  await world.time.advance(120_000);

  const rescues = replicaOn(crew).rescues.get();
  expect(rescues.flatMap(({ files = [] }) => files)).toContainEqual({ hash: photo, name: "stage.jpg" });
  expect(textOn(crew)).toContain(planted[0]?.text);
  for (const rescue of rescues) await replicaOn(crew).dismissRescue(rescue.id);
  await world.time.advance(10_000);
  for (const { text } of planted) expect(textOn(crew)).not.toContain(text);
  expect(crew.disk.stores.get("uploads")?.size).toBe(0);
});

test("[SYNC-69] letting go of refused edits without files does not look through what is kept here", async () => {
  let sweeps = 0;
  const {
    world,
    crew,
    event: id,
  } = await setUp(47, (read) => {
    if (read === "all pins") sweeps += 1;
  });
  const rescue = { thing: thingOf(id), at: 1, code: "rights", edits: [] };
  const { hash } = contents.waiting;
  put(crew, "rescues", "bare", { ...rescue, id: "bare" });
  put(crew, "rescues", "full", { ...rescue, id: "full", files: [{ hash, name: "waiting.jpg" }] });
  await crew.start();
  await world.time.advance(10_000);
  const before = sweeps;
  await replicaOn(crew).dismissRescue("bare");
  await world.time.advance(10_000);
  expect(replicaOn(crew).rescues.get()).toMatchObject([{ id: "full" }]);
  expect([sweeps - before, has(crew, "meta", "leftovers")]).toEqual([0, false]);
  await replicaOn(crew).dismissRescue("full");
  await world.time.advance(10_000);
  expect(sweeps - before).toBe(1);
});

test("[SYNC-69] of a step back whose documents have gone the quantities stay to be taken back", async () => {
  const { world, owner, crew, place, event: id } = await setUp(44);
  const step = { part: 0, change: "list", command: "import.apply", at: 1, label: "stock.csv" };
  const docs = [{ thing: id, doc: "gone", created: ["event:gone"], fields: [] }];
  put(crew, "undo", `${"1".padStart(16, "0")}/list/000000`, { ...step, docs, facts: ["counted"] });
  await crew.start();
  await world.time.advance(10_000);
  await perform(world, owner, { ...place, grants: [] });
  await world.time.advance(10_000);
  const stored = [...(crew.disk.stores.get("undo")?.values() ?? [])];
  expect(stored).toEqual([{ ...step, docs: [], facts: ["counted"] }]);
  crew.kill();
  await crew.start();
  expect(replicaOn(crew).undoSteps.get()).toMatchObject([{ change: "list", label: "stock.csv" }]);
});

test("[SYNC-69] an event made while what is left over goes is kept here and can be taken back", async () => {
  let making: (() => Promise<void>) | undefined;
  const { world, owner } = await setUp(45, async (read) => {
    const make = read === "all pins" ? making : undefined;
    if (make === undefined) return;
    making = undefined;
    await make();
  });
  const made: string[] = [];
  making = async () => {
    const { event: id } = must(await replicaOn(owner).run(createEvent, later)).value;
    put(owner, "pins", id, { event: id, at: 1 });
    made.push(id);
  };
  owner.process()?.channel.post({ t: "rescue-ended" });
  await world.time.advance(10_000);
  expect(made).toHaveLength(1);
  expect(has(owner, "pins", made[0] ?? "")).toBe(true);
  owner.kill();
  await owner.start();
  expect(replicaOn(owner).undoSteps.get().at(-1)).toMatchObject({ command: "events.createEvent" });
  must(await replicaOn(owner).undo());
  expect(replicaOn(owner).rows.get(event, brand<EventId>(made[0] ?? ""))?.removedAt).toBeDefined();
});

test("[SYNC-69] what a host did not come to let go of goes when the device starts again", async () => {
  const { world, crew } = await setUp(42);
  put(crew, "meta", "leftovers", {});
  await crew.start();
  await world.time.advance(10_000);
  expect(textOn(crew)).not.toContain(contents.ofNobody.text);
  expect(textOn(crew)).toContain(contents.waiting.text);
});

test.each(["keys rows", "all pins"])(
  "[SYNC-69] a photo added again while what is left over goes (at %s) keeps its content",
  async (moment) => {
    const { hash, text } = contents.ofNobody;
    let isSweeping = false;
    const {
      world,
      crew,
      event: id,
    } = await setUp(43, (read) => {
      if (isSweeping && read === moment)
        put(crew, "uploads", `${id}/${hash}`, { thing: id, hash, size: 10, at: 2 });
    });
    await crew.start();
    await world.time.advance(10_000);
    isSweeping = true;
    crew.process()?.channel.post({ t: "rescue-ended" });
    await world.time.advance(10_000);
    expect(has(crew, "uploads", `${id}/${hash}`), "it was added meanwhile").toBe(true);
    expect(textOn(crew)).toContain(text);
  },
);
