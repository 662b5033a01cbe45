/**
 * What people's work takes on the relay's disk: a real replica does it, and everything the relay writes is also written
 * to a database file, measured once it is closed.
 */
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { toNumber } from "#relay/storage/sqlite-rows.codec";
import type { Result } from "#shared/kernel/result";
import { must } from "#shared/kernel/result";
import { addAssets, asset, createProduct } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import { createEvent } from "#shared/domain/events";
import type { EventId } from "#shared/domain/events";
import { addLines, line, setQuantity } from "#shared/domain/pull-list";
import { recordMovements } from "#shared/domain/scanning";
import type { Replica } from "#shared/replica/types";
import { memoryStore } from "#tests/support/relay-process";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";
import { newEvent } from "../replica/shift";

/** Bytes in the relay's database. */
export interface StorageUse {
  readonly product: number;
  /** Of one piece entered with 200 others, and of one event with forty lines. */
  readonly asset: number;
  readonly event: number;
  /** Of one scan and one edited quantity, each sent by itself, and of scans made offline and sent together. */
  readonly scan: number;
  readonly edit: number;
  readonly offlineScan: number;
}

const counts = { products: 200, assets: 200, events: 20, lines: 40, scans: 800, edits: 400 };

/** A device at work, with everything sent whenever something has been done. */
interface Worker {
  readonly replica: Replica;
  readonly done: <T>(work: Promise<Result<T, unknown>>) => Promise<T>;
  readonly settle: () => Promise<void>;
}

type Work = (worker: Worker) => Promise<void>;

/** Bytes on disk after the work. */
const bytesAfter = async (work: Work): Promise<number> => {
  const path = join(await mkdtemp(join(tmpdir(), "eventkit-storage-")), "relay.db");
  const file = memoryStore(path);
  const world = await createSimWorld(1, 1, {
    relayStore: (store) => ({
      ...store,
      append: async (batch) => {
        must(await file.append(batch));
        return store.append(batch);
      },
    }),
  });
  world.network.faults = { lossPercent: 0, repeatPercent: 0, delayMs: 1 };
  const [device] = world.devices;
  if (device === undefined) throw new Error("a device was asked for");
  await device.start();
  const settle = async (): Promise<void> => {
    do await world.time.advance(2_000);
    while (replicaOn(device).sync.get().pendingChanges > 0);
  };
  await settle();
  const done = async <T>(running: Promise<Result<T, unknown>>): Promise<T> => {
    await settle();
    return must(await running);
  };
  await work({ replica: replicaOn(device), done, settle });
  await settle();
  await file.close();
  return bytesOf(path);
};

/** Whole pages, those included that still lie in the log of writes. */
const bytesOf = (path: string): number => {
  const database = new Database(path, { readonly: true });
  const pages = toNumber(database.prepare("PRAGMA page_count").get(), "page_count") ?? 0;
  const size = toNumber(database.prepare("PRAGMA page_size").get(), "page_size") ?? 0;
  database.close();
  return pages * size;
};

interface Place {
  readonly product: ProductId;
  readonly event: EventId;
}

const plan = async ({ replica, done }: Worker): Promise<Place> => {
  const { product } = (await done(replica.run(createProduct, { name: "Lamp" }))).value;
  const { event } = (await done(replica.run(createEvent, newEvent))).value;
  const lines = Array.from({ length: counts.lines }, (_, at) => ({
    item: { name: `Line ${at}` },
    quantity: at,
  }));
  await done(replica.run(addLines, { event, lines, group: null }));
  return { product, event };
};

const enter = async (worker: Worker): Promise<Place> => {
  const place = await plan(worker);
  const assets = Array.from({ length: counts.assets }, (_, at) => ({ code: `L-${at}` }));
  await worker.done(worker.replica.run(addAssets, { product: place.product, assets }));
  return place;
};

const scans = (
  { replica }: Worker,
  { product, event }: Place,
): (() => Promise<Result<unknown, unknown>>)[] => {
  const known = [...replica.rows.all(asset).keys()];
  return Array.from({ length: counts.scans }, (_, at) => () => {
    const fact = { kind: "out", asset: known[at % known.length], product, event, quantity: 1 } as const;
    return replica.run(recordMovements, { facts: [fact], origin: "camera" });
  });
};

const works = {
  nothing: async () => undefined,
  products: async ({ replica, done }) => {
    for (let at = 0; at < counts.products; at++)
      await done(replica.run(createProduct, { name: `Lamp ${at}` }));
  },
  one: async (worker) => {
    await plan(worker);
  },
  several: async (worker) => {
    for (let at = 0; at < counts.events; at++) await plan(worker);
  },
  entered: async (worker) => {
    await enter(worker);
  },
  scanned: async (worker) => {
    const place = await enter(worker);
    for (const scan of scans(worker, place)) await worker.done(scan());
  },
  scannedOffline: async (worker) => {
    const place = await enter(worker);
    const running = scans(worker, place).map((scan) => scan());
    await worker.settle();
    for (const each of running) must(await each);
  },
  edited: async (worker) => {
    const { event } = await plan(worker);
    const listed = [...worker.replica.rows.all(line).keys()];
    for (let at = 0; at < counts.edits; at++) {
      const id = listed[at % listed.length];
      if (id !== undefined)
        await worker.done(worker.replica.run(setQuantity, { event, line: id, quantity: 1_000 + at }));
    }
  },
} satisfies Record<string, Work>;

/** Differences between runs with and without each piece of work, by how many there were. */
export const measureStorage = async (): Promise<StorageUse> => {
  const nothing = await bytesAfter(works.nothing);
  const one = await bytesAfter(works.one);
  const entered = await bytesAfter(works.entered);
  return {
    product: ((await bytesAfter(works.products)) - nothing) / counts.products,
    event: ((await bytesAfter(works.several)) - one) / (counts.events - 1),
    asset: (entered - one) / counts.assets,
    scan: ((await bytesAfter(works.scanned)) - entered) / counts.scans,
    offlineScan: ((await bytesAfter(works.scannedOffline)) - entered) / counts.scans,
    edit: ((await bytesAfter(works.edited)) - one) / counts.edits,
  };
};
