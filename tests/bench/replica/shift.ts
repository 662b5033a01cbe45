/**
 * Two devices work a shift of eight hours without a network: 2,000 scans and 200 edits of one pull list each. Then the
 * first comes back, and when it has sent everything, the second. Measured from there until both show the same.
 */
import { brand } from "#shared/kernel/brand";
import { must } from "#shared/kernel/result";
import type { LocalDateTime, Zone } from "#shared/kernel/record";
import { addAssets, asset, createProduct } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import { createEvent } from "#shared/domain/events";
import type { EventId } from "#shared/domain/events";
import { addLines, line, setQuantity } from "#shared/domain/pull-list";
import { movement, recordMovements } from "#shared/domain/scanning";
import type { Replica } from "#shared/replica/types";
import type { SimWorld } from "#tests/support/sim-world";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";
import { cpuOf } from "./timing";

export const size = { scans: 2_000, edits: 200, lines: 400, assets: 200 };

export const newEvent = {
  name: "Open air",
  busyFrom: brand<LocalDateTime>("2026-06-03T08:00"),
  busyTo: brand<LocalDateTime>("2026-06-05T20:00"),
  zone: brand<Zone>("Europe/Berlin"),
};

/** Runs something that needs the simulated world to go on. */
const within = async <T>(world: SimWorld, work: Promise<T>, virtualMs: number): Promise<T> => {
  await world.time.advance(virtualMs);
  return work;
};

const prepare = async (world: SimWorld, replica: Replica): Promise<Shift> => {
  const { product } = must(await within(world, replica.run(createProduct, { name: "Lamp" }), 1_000)).value;
  const { event } = must(await within(world, replica.run(createEvent, newEvent), 1_000)).value;
  const assets = Array.from({ length: size.assets }, (_, at) => ({ code: `L-${at}` }));
  const lines = Array.from({ length: size.lines }, (_, at) => ({
    item: { name: `Line ${at}` },
    quantity: at,
  }));
  must(await within(world, replica.run(addAssets, { product, assets }), 1_000));
  must(await within(world, replica.run(addLines, { event, lines, group: null }), 3_000));
  return { product, event };
};

interface Shift {
  readonly product: ProductId;
  readonly event: EventId;
}

/** Returns how long each scan took until it was durable. */
const work = async (replica: Replica, { product, event }: Shift): Promise<readonly number[]> => {
  const known = [...replica.rows.all(asset).keys()];
  const listed = [...replica.rows.all(line).keys()];
  const scans: number[] = [];
  for (let at = 0; at < size.scans; at++) {
    const kind = at % 2 === 0 ? ("out" as const) : ("in" as const);
    const fact = { kind, asset: known[at % known.length], product, event, quantity: 1 };
    const begun = performance.now();
    must(await replica.run(recordMovements, { facts: [fact], origin: "camera" }));
    scans.push(performance.now() - begun);
    const id = listed[at % listed.length];
    if (at % (size.scans / size.edits) === 0 && id !== undefined)
      must(await replica.run(setQuantity, { event, line: id, quantity: at }));
  }
  return scans;
};

export interface ShiftTimes {
  /** Until durable in a store of memory. */
  readonly scans: readonly number[];
  /** Processor time of both devices, tabs and workers, and of the relay. */
  readonly merge: number;
}

export const measureShift = async (): Promise<ShiftTimes> => {
  const world = await createSimWorld(1, 2);
  const [a, b] = world.devices;
  if (a === undefined || b === undefined) throw new Error("two devices were asked for");
  world.network.faults = { lossPercent: 0, repeatPercent: 0, delayMs: 1 };
  await a.start();
  await b.start();
  await world.time.advance(1_000);
  const shift = await prepare(world, replicaOn(a));
  await world.time.advance(30_000);
  a.isOnline = false;
  b.isOnline = false;
  world.network.breakAll();
  await world.time.advance(10_000);
  const scans = [...(await work(replicaOn(a), shift)), ...(await work(replicaOn(b), shift))];
  // Rows are written meanwhile, as they are during a shift.
  await world.time.advance(60_000);
  a.isOnline = true;
  await world.time.advance(60_000);
  const isEqual = (): boolean =>
    [a, b].every((device) => {
      const { rows, sync } = replicaOn(device);
      return rows.all(movement).size === 2 * size.scans && sync.get().pendingChanges === 0;
    });
  const merge = await cpuOf(async () => {
    b.isOnline = true;
    for (let waited = 0; !isEqual(); waited++) {
      if (waited > 600) throw new Error("the devices never became equal");
      await world.time.advance(100);
    }
  });
  return { scans, merge };
};
