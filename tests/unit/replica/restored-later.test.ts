/** A relay that takes back what it forgot, but not all of it at once. */
import { beforeAll, expect, test } from "vitest";
import { must } from "#shared/kernel/result";
import { createProduct, product } from "#shared/domain/inventory";
import { startAutomerge } from "#tests/support/automerge";
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
