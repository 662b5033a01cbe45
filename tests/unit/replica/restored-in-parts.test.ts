/** A relay that forgot, and a device that cannot bring a document back by itself as it is. */
import { beforeAll, expect, test } from "vitest";
import { toHex } from "#shared/kernel/bytes";
import { must } from "#shared/kernel/result";
import { createProduct, editProduct, product } from "#shared/domain/inventory";
import type { Replica } from "#shared/replica/types";
import { startAutomerge } from "#tests/support/automerge";
import type { Simulated } from "#tests/support/sim-device";
import type { SimWorld } from "#tests/support/sim-world";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";

beforeAll(startAutomerge);

const create = async (world: SimWorld, device: Simulated): Promise<void> => {
  const running = replicaOn(device).run(createProduct, { name: "Truss" });
  await world.time.advance(2_000);
  must(await running);
};

const rename = async (world: SimWorld, tab: Replica | undefined, name: string): Promise<void> => {
  const [id] = [...(tab?.rows.all(product).keys() ?? [])];
  if (tab === undefined || id === undefined) throw new Error("a product in every tab");
  const running = tab.run(editProduct, { product: id, values: { name } });
  await world.time.advance(1_000);
  must(await running);
};

const takeOffline = async (world: SimWorld, devices: readonly Simulated[]): Promise<void> => {
  for (const device of devices) device.isOnline = false;
  world.network.breakAll();
  await world.time.advance(40_000);
};

const namesOn = (device: Simulated): readonly string[] =>
  Array.from(replicaOn(device).rows.all(product).values(), ({ name }) => name);

const putBack = async (world: SimWorld, batches: number, devices: readonly Simulated[]): Promise<void> => {
  await takeOffline(world, devices);
  world.relay.kill();
  world.relay.restore(batches);
  await world.relay.start();
};

test("[SYNC-54] two tabs' changes build on each other and only one tab's receipt came: all of them come back", async () => {
  const world = await createSimWorld(71, 1);
  const [device] = world.devices;
  if (device === undefined) throw new Error("a device");
  device.tabs = 2;
  await device.start();
  await world.time.advance(2_000);
  await create(world, device);
  const before = world.relay.journal().length;
  await takeOffline(world, [device]);
  const [first, second] = device.process()?.tabs ?? [];
  for (const at of [1, 2, 3, 4]) await rename(world, at % 2 === 1 ? first : second, `Truss ${at}`);
  // The connection breaks between the two receipts.
  const receipts = new Set<string>();
  world.network.toDevice = (message) => {
    if (message.t !== "receipt") return message;
    if (receipts.size === 0) receipts.add(toHex(message.receipt.actor));
    return receipts.has(toHex(message.receipt.actor)) ? message : undefined;
  };
  device.isOnline = true;
  await world.time.advance(45_000);
  world.network.toDevice = null;
  expect(world.relay.journal().length).toBeGreaterThan(before);
  await putBack(world, before, [device]);
  let hellos = 0;
  world.network.toRelay = (message) => {
    if (message.t === "hello") hellos += 1;
    return message;
  };
  device.isOnline = true;
  await world.time.advance(60_000);
  expect(hellos).toBe(1);
  expect(replicaOn(device).sync.get()).toMatchObject({ connected: true, pendingChanges: 0 });
  expect(
    replicaOn(device)
      .sync.get()
      .problems.map(({ type }) => type),
  ).toEqual(["RelayUntrusted"]);
  expect(namesOn(device)).toEqual(["Truss 4"]);
  device.kill();
  await device.start();
  await world.time.advance(20_000);
  expect(replicaOn(device).sync.get()).toMatchObject({ connected: true, pendingChanges: 0 });
});

test("[SYNC-55] what others bring back is not counted as missing any more, also after our own offer was refused", async () => {
  const world = await createSimWorld(72, 2);
  const [a, b] = world.devices;
  if (a === undefined || b === undefined) throw new Error("two devices");
  await a.start();
  await b.start();
  await world.time.advance(2_000);
  await create(world, a);
  const before = world.relay.journal().length;
  await rename(world, replicaOn(b), "Truss 2 m");
  await world.time.advance(5_000);
  expect(namesOn(a)).toEqual(["Truss 2 m"]);
  await putBack(world, before, [a, b]);
  let refused = 0;
  world.network.toRelay = (message, reply, device) => {
    if (message.t !== "restore" || device !== a) return message;
    refused += 1;
    reply({ t: "refused", doc: message.doc, hash: null, code: "size", retryMs: null, see: null });
    return undefined;
  };
  a.isOnline = true;
  await world.time.advance(20_000);
  expect(refused).toBe(1);
  expect(replicaOn(a).sync.get()).toMatchObject({ connected: true, pendingChanges: 1 });
  b.isOnline = true;
  await world.time.advance(20_000);
  expect(replicaOn(b).sync.get()).toMatchObject({ connected: true, pendingChanges: 0 });
  expect(replicaOn(a).sync.get()).toMatchObject({ connected: true, pendingChanges: 0 });
  expect(refused).toBe(1);
});
