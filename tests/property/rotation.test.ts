/** Documents that are filled past every limit while several devices keep writing, apart, dying and coming back. */
import { beforeAll, describe, expect, test } from "vitest";
import { addAssets, asset, createProduct, editProduct, product } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import { thingOf } from "#shared/kernel/ids";
import { must } from "#shared/kernel/result";
import type { DocumentLimits } from "#shared/protocol/limits";
import type { Replica } from "#shared/replica/types";
import { startAutomerge } from "#tests/support/automerge";
import type { Simulated } from "#tests/support/sim-device";
import type { SimWorld } from "#tests/support/sim-world";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";
import type { Chances } from "#tests/support/virtual-time";
import { createChances } from "#tests/support/virtual-time";

beforeAll(startAutomerge);

const narrow: DocumentLimits = { bytes: 24_000, changes: 60, actors: 24 };
const rounds = 160;
/** More of them, and others, with ROTATION_SEEDS=<first>-<last>. */
const [firstSeed = 1, lastSeed = 5] = (process.env["ROTATION_SEEDS"] ?? "1-5").split("-").map(Number);

interface Kept {
  /** Ids of changes that were durable on the device that made them. */
  readonly changes: Set<string>;
  readonly codes: Set<string>;
}

const act = (device: Simulated, id: ProductId, chances: Chances, kept: Kept): void => {
  const replica = device.process()?.replica;
  if (replica === undefined) return;
  const name = `${device.name} ${kept.changes.size} ${chances.below(1_000_000)}`;
  if (chances.in100(50)) {
    void replica.run(addAssets, { product: id, assets: [{ code: name }] }).then((result) => {
      if (!result.ok || result.value.change === null) return;
      kept.changes.add(result.value.change);
      kept.codes.add(name);
    });
  } else {
    const field = chances.in100(50) ? "notes" : "maker";
    void replica.run(editProduct, { product: id, values: { [field]: name } }).then((result) => {
      if (result.ok && result.value.change !== null) kept.changes.add(result.value.change);
    });
  }
};

const disturb = async (world: SimWorld, device: Simulated, chances: Chances): Promise<void> => {
  const what = chances.below(4);
  if (what === 0 || what === 1) {
    device.isOnline = !device.isOnline;
    world.network.breakAll();
  } else if (what === 2) {
    if (device.process() === undefined) await device.start();
    else device.kill();
  } else if (world.relay.isUp()) world.relay.kill();
  else await world.relay.start();
};

const settled = async (world: SimWorld): Promise<void> => {
  if (!world.relay.isUp()) await world.relay.start();
  for (const device of world.devices) {
    device.isOnline = true;
    if (device.process() === undefined) await device.start();
  }
  await world.time.advance(900_000);
};

const shownOn = (replica: Replica, id: ProductId): unknown => ({
  product: replica.rows.get(product, id),
  assets: replica.rows
    .of(asset, thingOf(id))
    .map(({ id: one, code }) => `${one} ${code}`)
    .sort(),
});

const generationsOn = async (device: Simulated, id: ProductId): Promise<readonly string[]> => {
  const cards = (await device.process()?.store.all("cards")) ?? [];
  return cards
    .filter(({ thing }) => thing === id)
    .sort((a, b) => a.no - b.no)
    .map(({ doc, waits }) => `${doc}${waits === true ? " waits" : ""}`);
};

describe("documents that are filled past every limit", () => {
  test.each(Array.from({ length: lastSeed - firstSeed + 1 }, (_, at) => at + firstSeed))(
    "[ROT-10] nothing is lost and nothing doubled, and all come to the same (seed %i)",
    async (seed) => {
      const world = await createSimWorld(seed, 4, {
        documentLimits: narrow,
        seatOf: () => ({ rank: "manager" }),
      });
      const chances = createChances(seed * 977);
      const [first] = world.devices;
      if (first === undefined) throw new Error("four devices");
      for (const device of world.devices) await device.start();
      await world.time.advance(2_000);
      const making = replicaOn(first).run(createProduct, { name: "Truss" });
      await world.time.advance(2_000);
      const { product: id } = must(await making).value;
      const kept: Kept = { changes: new Set(), codes: new Set() };
      for (let round = 0; round < rounds; round++) {
        const device = world.devices[chances.below(world.devices.length)];
        if (device === undefined) continue;
        if (chances.in100(12)) await disturb(world, device, chances);
        else act(device, id, chances, kept);
        await world.time.advance(chances.in100(10) ? 60_000 : 1_000 + chances.below(4_000));
      }
      await settled(world);
      const generations = await generationsOn(first, id);
      expect(generations.length).toBeGreaterThan(1);
      const shown = world.devices.map((device) => shownOn(replicaOn(device), id));
      for (const [at, device] of world.devices.entries()) {
        expect(await generationsOn(device, id), device.name).toEqual(generations);
        expect(shown[at], device.name).toEqual(shown[0]);
        const codes = replicaOn(device)
          .rows.of(asset, thingOf(id))
          .map(({ code }) => code);
        for (const code of kept.codes) expect(codes.filter((one) => one === code)).toEqual([code]);
        const told = await replicaOn(device).activity(0);
        const changes = told.map(({ change }) => change);
        for (const change of kept.changes) expect(changes.filter((one) => one === change)).toEqual([change]);
        expect(replicaOn(device).sync.get(), device.name).toMatchObject({ pendingChanges: 0 });
        expect(replicaOn(device).rescues.get()).toEqual([]);
      }
    },
    120_000,
  );
});
