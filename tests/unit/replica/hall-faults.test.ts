/** Everybody ends alike, whatever happened between the hall and home: seeds of moves, crashes, lost messages and disks. */
import { beforeAll, expect, test } from "vitest";
import { createProduct, editProduct, product } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import { movement, recordMovements } from "#shared/domain/scanning";
import { startAutomerge } from "#tests/support/automerge";
import type { HallWorld } from "#tests/support/hall-world";
import { createHallWorld } from "#tests/support/hall-world";
import type { Simulated } from "#tests/support/sim-device";
import { replicaOn } from "#tests/support/sim-world";
import type { Chances } from "#tests/support/virtual-time";
import { createChances } from "#tests/support/virtual-time";

beforeAll(startAutomerge);

/** Ids whose writing settled as durable on some device. */
interface Durable {
  readonly products: Set<string>;
  scans: number;
}

const work = async (it: HallWorld, device: Simulated, chances: Chances, durable: Durable): Promise<void> => {
  const replica = device.process()?.replica;
  if (replica === undefined) return;
  const known = [...replica.rows.all(product).keys()];
  const one: ProductId | undefined = known[chances.below(Math.max(1, known.length))];
  const kind = one === undefined ? 0 : chances.below(3);
  if (kind === 0 || one === undefined) {
    const made = replica.run(createProduct, { name: `Thing ${chances.below(1_000)}` });
    await it.world.time.advance(1_500);
    const result = await Promise.race([made, Promise.resolve(undefined)]);
    if (result?.ok === true) durable.products.add(result.value.value.product);
  } else if (kind === 1) {
    void replica.run(editProduct, { product: one, values: { name: `Name ${chances.below(1_000)}` } });
  } else {
    const scanned = replica.run(recordMovements, {
      facts: [{ kind: "out", product: one, quantity: 1 }],
      origin: "hand",
    });
    await it.world.time.advance(1_500);
    const result = await Promise.race([scanned, Promise.resolve(undefined)]);
    if (result?.ok === true) durable.scans += 1;
  }
  await it.world.time.advance(chances.below(3_000));
};

const disturb = async (it: HallWorld, device: Simulated, chances: Chances): Promise<void> => {
  const what = chances.below(12);
  if (what < 5) {
    const reach = chances.below(4);
    await it.move(device, { home: reach === 1 || reach === 3, hall: reach >= 2 });
  } else if (what < 7 && device.process() !== undefined) {
    device.kill();
    await it.world.time.advance(500);
    await device.start();
  } else if (what === 7 && it.box.isUp()) {
    it.box.kill();
    if (chances.in100(40)) it.box.restore(0);
    await it.world.time.advance(2_000);
    await it.box.start();
  } else await it.world.time.advance(5_000);
};

const seen = (device: Simulated): unknown => {
  const { rows } = replicaOn(device);
  const names = [...rows.all(product)].map(([id, { name }]) => `${id} ${name}`).sort();
  return { names, movements: [...rows.all(movement).keys()].sort() };
};

test.each([1, 2, 3])(
  "[MOB-06] seed %i: what was durable anywhere is at home in the end, once, and everybody shows the same",
  async (seed) => {
    const it = await createHallWorld(seed, 4);
    const chances = createChances(9_000 + seed);
    const durable: Durable = { products: new Set(), scans: 0 };
    it.world.network.faults = { lossPercent: 3, repeatPercent: 10, delayMs: 400 };
    for (let step = 0; step < 40; step++) {
      const device = it.world.devices[chances.below(it.world.devices.length)];
      if (device === undefined) continue;
      await work(it, device, chances, durable);
      await disturb(it, device, chances);
    }
    it.world.network.faults = { lossPercent: 0, repeatPercent: 0, delayMs: 40 };
    for (const device of it.world.devices) {
      if (device.process() === undefined) await device.start();
      await it.move(device, { home: true, hall: false });
    }
    await it.world.time.advance(10 * 60_000);
    const [first, ...others] = it.world.devices;
    if (first === undefined) throw new Error("devices");
    for (const device of it.world.devices) {
      const { mark, pendingChanges, problems, hall } = replicaOn(device).sync.get();
      expect({ mark, pendingChanges, problems, notAtHome: hall?.notAtHome }).toEqual({
        ...{ mark: "synced", pendingChanges: 0, problems: [], notAtHome: 0 },
      });
      expect(replicaOn(device).rescues.get()).toEqual([]);
    }
    for (const device of others) expect(seen(device)).toEqual(seen(first));
    const { rows } = replicaOn(first);
    for (const id of durable.products) expect([...rows.all(product).keys()]).toContain(id);
    expect(rows.all(movement).size).toBeGreaterThanOrEqual(durable.scans);
    expect(it.box.defects).toEqual([]);
    expect(it.world.relay.defects).toEqual([]);
  },
  120_000,
);
