/** A relay that takes back what it forgot, but not all of it at once. */
import { beforeAll, expect, test } from "vitest";
import { brand } from "#shared/kernel/brand";
import { err, must } from "#shared/kernel/result";
import { createProduct, editProduct, product } from "#shared/domain/inventory";
import type { ByteStore, StoreWrite } from "#shared/replica/ports";
import type { StoredLoss } from "#shared/replica/stored";
import { startAutomerge } from "#tests/support/automerge";
import type { Simulated } from "#tests/support/sim-device";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";

beforeAll(startAutomerge);

test("[SYNC-29] what the relay will not take back now is offered again, over the same connection, until it is back", async () => {
  const world = await createSimWorld(61, 1);
  const [device] = world.devices;
  if (device === undefined) throw new Error("a device");
  await device.start();
  await world.time.advance(2_000);
  const make = async (name: string): Promise<void> => {
    const running = replicaOn(device).run(createProduct, { name });
    await world.time.advance(2_000);
    must(await running);
  };
  await make("Truss");
  const before = world.relay.journal().length;
  const all = Array.from({ length: 20 }, (_, at) => `Lamp ${at + 10}`);
  for (const name of all) await make(name);
  world.relay.kill();
  world.relay.restore(before);
  device.isOnline = false;
  world.network.breakAll();
  await world.time.advance(1_000);
  await world.relay.start();

  const times: number[] = [];
  let hellos = 0;
  world.network.toRelay = (message, reply) => {
    if (message.t === "hello") hellos += 1;
    if (message.t !== "restore") return message;
    times.push(world.time.now());
    if (times.length % 3 !== 0) {
      const refusal = { t: "refused", doc: message.doc, hash: null, code: "rate", retryMs: 45_000 } as const;
      reply({ ...refusal, see: null });
      return undefined;
    }
    return message;
  };
  device.isOnline = true;
  await world.time.advance(20_000);
  expect(replicaOn(device).sync.get().pendingChanges).toBeGreaterThan(0);
  await make("On top");
  await world.time.advance(15 * 60_000);
  expect(hellos).toBe(1);
  // Nobody was asked again before the time the relay named.
  const [first = 0] = times;
  expect(times.filter((at) => at > first + 5_000 && at < first + 44_000)).toEqual([]);
  expect(replicaOn(device).sync.get()).toMatchObject({ connected: true, pendingChanges: 0 });
  const names = [...replicaOn(device).rows.all(product).values()].map(({ name }) => name).sort();
  expect(names).toEqual([...all, "On top", "Truss"].sort());
  expect(world.relay.disk.companies()[0]?.serial).toBeGreaterThanOrEqual(22);
});

/** A disk that refuses the next `left` transactions with such a loss in them. */
interface Refusing {
  left: number;
  isMeant: (loss: StoredLoss, device: string) => boolean;
}

const refusing =
  (disk: Refusing) =>
  (store: ByteStore, device: string): ByteStore => ({
    ...store,
    transact: async (writes, durability) => {
      const isMeant = (write: StoreWrite): boolean =>
        "put" in write && write.put === "losses" && disk.isMeant(write.value, device);
      if (disk.left === 0 || !writes.some(isMeant)) return store.transact(writes, durability);
      disk.left -= 1;
      return err({ type: "StoreFailed", why: "io", message: "the disk is full" });
    },
  });

const lossesOn = (device: Simulated): readonly StoredLoss[] => [
  ...brand<ReadonlyMap<string, StoredLoss>>(device.disk.stores.get("losses")).values(),
];

const isBack = ({ has, seq }: StoredLoss): boolean => has === seq;

/** Two devices with a change that the relay has forgotten; both are offline, and it runs again. */
const forgetful = async (seed: number, disk: Refusing) => {
  const world = await createSimWorld(seed, 2, { store: refusing(disk) });
  const [a, b] = world.devices;
  if (a === undefined || b === undefined) throw new Error("two devices");
  for (const device of [a, b]) await device.start();
  await world.time.advance(2_000);
  const making = replicaOn(a).run(createProduct, { name: "Truss" });
  await world.time.advance(2_000);
  const { product: id } = must(await making).value;
  const before = world.relay.journal().length;
  const editing = replicaOn(a).run(editProduct, { product: id, values: { notes: "bent" } });
  await world.time.advance(20_000);
  must(await editing);
  for (const device of [a, b]) device.isOnline = false;
  world.network.breakAll();
  await world.time.advance(40_000);
  world.relay.kill();
  world.relay.restore(before);
  await world.relay.start();
  return { world, a, b };
};

test("[SYNC-29] what came back counts as back only once that is stored: a failed write is made up for", async () => {
  const disk: Refusing = { left: 1, isMeant: (loss, device) => device === "device 1" && isBack(loss) };
  const { world, a } = await forgetful(62, disk);
  a.isOnline = true;
  await world.time.advance(5 * 60_000);
  expect(disk.left).toBe(0);
  expect(lossesOn(a).map(isBack)).toEqual([true]);
  expect(replicaOn(a).sync.get()).toMatchObject({ connected: true, pendingChanges: 0 });
});

test("[SYNC-29] what another device brought back while the write failed is noted when the relay sends it again", async () => {
  const disk: Refusing = { left: 0, isMeant: (loss, device) => device === "device 1" && isBack(loss) };
  const { world, a, b } = await forgetful(63, disk);
  // The author learns of the loss and gets nothing through; the other one brings it.
  world.network.toRelay = (message, _reply, device) =>
    message.t === "restore" && device === a ? undefined : message;
  a.isOnline = true;
  await world.time.advance(60_000);
  expect(lossesOn(a).map(isBack)).toEqual([false]);
  disk.left = 1;
  b.isOnline = true;
  await world.time.advance(5 * 60_000);
  expect(disk.left).toBe(0);
  expect(lossesOn(a).map(isBack)).toEqual([true]);
  expect(replicaOn(a).sync.get()).toMatchObject({ connected: true, pendingChanges: 0 });
});
