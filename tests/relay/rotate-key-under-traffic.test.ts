/** The relay gets another key while devices write on: they follow it by themselves, and nothing is lost or doubted. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createProduct, editProduct, product } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import { movement, recordMovements } from "#shared/domain/scanning";
import { must } from "#shared/kernel/result";
import { startAutomerge } from "#tests/support/automerge";
import type { BuiltRelay, RelayProcess } from "#tests/support/built-relay";
import { buildRelayFor, spawnRelay } from "#tests/support/built-relay";
import { operate } from "#tests/support/operator-command";
import { foundRealCompany, isSynced, keyOfRelay } from "#tests/support/real-devices";
import { temporaryFolder } from "#tests/support/relay-process";
import type { Simulated } from "#tests/support/sim-device";
import { replicaOn } from "#tests/support/sim-world";

let built: BuiltRelay;

beforeAll(async () => {
  await startAutomerge();
  built = await buildRelayFor("rotate-key-under-traffic");
}, 120_000);
afterAll(() => built.remove());

const until = (what: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(what()).toBe(true), { timeout: 60_000, interval: 20 });

/** Writes one thing after the other until told to stop; answers how many. */
const busy = (device: Simulated, id: ProductId): (() => Promise<number>) => {
  let isOver = false;
  const work = async (): Promise<number> => {
    let done = 0;
    for (; !isOver; done++) {
      const fact = { kind: "out", product: id, quantity: 1 } as const;
      must(await replicaOn(device).run(recordMovements, { facts: [fact], origin: "hand" }));
      must(await replicaOn(device).run(editProduct, { product: id, values: { name: `Truss ${done}` } }));
      await new Promise((next) => setImmediate(next));
    }
    return done;
  };
  const working = work();
  return () => {
    isOver = true;
    return working;
  };
};

const counted = (device: Simulated): number => replicaOn(device).rows.all(movement).size;

test("[RELAY-156] devices that write on while the relay gets another key follow it, and everything is there", async () => {
  const folder = await temporaryFolder();
  let relay: RelayProcess = spawnRelay(built, folder);
  const { origin, port } = await relay.started;
  const { devices } = await foundRealCompany(origin, 91);
  const [a, b] = devices;
  for (const device of devices) await device.start();
  const { product: id } = must(await replicaOn(a).run(createProduct, { name: "Truss" })).value;
  await until(() => replicaOn(b).rows.get(product, id) !== undefined);
  const before = await keyOfRelay(origin);

  const stops = devices.map((device) => busy(device, id));
  const reached = counted(a);
  await until(() => counted(a) > reached + 5);
  relay.kill("SIGTERM");
  await relay.ended;
  expect(await operate(built, folder, ["rotate-key"])).toMatchObject({ code: 0, errors: "" });
  relay = spawnRelay(built, folder, { PORT: String(port) });
  await relay.started;
  const away = counted(b);
  await until(() => devices.every((device) => replicaOn(device).sync.get().connected));
  await until(() => counted(b) > away + 5);
  const written = await Promise.all(stops.map((stop) => stop()));

  const all = written.reduce((sum, one) => sum + one, 0);
  await until(() => devices.every((device) => isSynced(device) && counted(device) === all));
  expect(await keyOfRelay(origin)).not.toEqual(before);
  const names = devices.map((device) => replicaOn(device).rows.get(product, id)?.name);
  expect(names[0]).toBe(names[1]);
  for (const device of devices) {
    expect(replicaOn(device).sync.get()).toMatchObject({ mark: "synced", problems: [] });
    device.kill();
  }
  relay.kill("SIGTERM");
  await relay.ended;
  expect((await operate(built, folder, ["verify"])).code).toBe(0);
}, 120_000);
