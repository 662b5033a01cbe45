/** A relay put back from a backup that is older than the newest change of membership. */
import { beforeAll, expect, test } from "vitest";
import { must } from "#shared/kernel/result";
import { createProduct, product } from "#shared/domain/inventory";
import { foldMembership } from "#shared/protocol/membership/fold";
import { readLogEntry } from "#shared/protocol/membership/log-entry";
import type { LogEntry, Verdict } from "#shared/protocol/membership/types";
import { textOfBytes } from "#shared/protocol/wire-types";
import { startAutomerge } from "#tests/support/automerge";
import type { Simulated } from "#tests/support/sim-device";
import type { SimWorld } from "#tests/support/sim-world";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";

beforeAll(startAutomerge);

interface Scene {
  readonly world: SimWorld;
  readonly owner: Simulated;
  readonly other: Simulated;
  readonly removed: Simulated;
}

/** The owner removed a device, everybody knows, and the relay is put back to before that. Nobody is connected. */
const putBack = async (seed: number): Promise<Scene> => {
  const world = await createSimWorld(seed, 3);
  const [owner, other, removed] = world.devices;
  if (owner === undefined || other === undefined || removed === undefined) throw new Error("three devices");
  for (const device of [owner, other, removed]) await device.start();
  await world.time.advance(2_000);
  const making = replicaOn(owner).run(createProduct, { name: "Truss" });
  await world.time.advance(3_000);
  must(await making);
  const before = world.relay.journal().length;
  for (const reason of ["lost"] as const)
    await settled(world, owner.process()?.membership.revokeDevice(textOfBytes(removed.key), reason));
  expect(checkpointOf(owner)).toBe(2);
  expect(checkpointOf(other)).toBe(2);
  world.relay.kill();
  world.relay.restore(before);
  for (const device of [owner, other, removed]) device.isOnline = false;
  await world.time.advance(10_000);
  await world.relay.start();
  return { world, owner, other, removed };
};

const settled = async <T>(world: SimWorld, work: Promise<T> | undefined): Promise<T> => {
  await world.time.advance(5_000);
  const done = await work;
  if (done === undefined) throw new Error("the device runs");
  return done;
};

const checkpointOf = (device: Simulated): number =>
  device.process()?.membership.verdict.get().confirmed?.checkpoint ?? 0;

const onRelay = async ({ world }: Scene): Promise<Verdict> => {
  const { company, crypto, relay } = world;
  const log: LogEntry[] = [];
  for (const bytes of relay.disk.membership(1)) log.push(must(await readLogEntry(bytes, company.id, crypto)));
  return foldMembership(company.id, log).verdict();
};

const problemsOn = (device: Simulated): readonly string[] =>
  replicaOn(device)
    .sync.get()
    .problems.map((problem) => ("reason" in problem ? `${problem.type} ${problem.reason}` : problem.type));

test("[SYNC-26] any device that knows better hands the removal back, and the removed device is sent away", async () => {
  const scene = await putBack(1);
  const { world, owner, other, removed } = scene;
  expect((await onRelay(scene)).confirmed?.checkpoint).toBe(1);
  // The removed one comes first: the relay does not know better yet.
  removed.isOnline = true;
  await world.time.advance(40_000);
  other.isOnline = true;
  await world.time.advance(40_000);
  const { confirmed, fork } = await onRelay(scene);
  expect(fork).toBeNull();
  expect(confirmed?.checkpoint).toBe(2);
  expect(confirmed?.devices.get(textOfBytes(removed.key))?.revoked?.reason).toBe("lost");
  expect(problemsOn(other)).toEqual(["RelayUntrusted rollback"]);
  expect(replicaOn(removed).sync.get()).toMatchObject({ connected: false });

  // The order goes on as if nothing had been forgotten, also after another start.
  world.relay.kill();
  await world.relay.start();
  owner.isOnline = true;
  await world.time.advance(40_000);
  must(await settled(world, owner.process()?.membership.revokeDevice(textOfBytes(other.key), "left")));
  expect((await onRelay(scene)).confirmed?.checkpoint).toBe(3);
  expect(checkpointOf(owner)).toBe(3);
  expect(owner.process()?.membership.verdict.get().fork).toBeNull();
});

test("[SYNC-26] what is not whole, or not the relay's own, is not taken back", async () => {
  const scene = await putBack(2);
  const { world, owner } = scene;
  const log = owner.process()?.membership.log() ?? [];
  const last = log.findLast(({ type }) => type === "checkpoint");
  if (last === undefined) throw new Error("there is a checkpoint");
  // Whoever sits between takes the removal out of what is handed back.
  world.network.toRelay = (message) =>
    message.t === "mem" ? { ...message, entries: [last.bytes] } : message;
  owner.isOnline = true;
  await world.time.advance(40_000);
  expect((await onRelay(scene)).confirmed?.checkpoint).toBe(1);
  expect(checkpointOf(owner)).toBe(2);
});

test("[SYNC-27] a relay's refusal takes back nothing that a checkpoint has decided", async () => {
  const world = await createSimWorld(3, 3);
  const [owner, other, removed] = world.devices;
  if (owner === undefined || other === undefined || removed === undefined) throw new Error("three devices");
  for (const device of [owner, other]) await device.start();
  await world.time.advance(3_000);
  must(await settled(world, owner.process()?.membership.revokeDevice(textOfBytes(removed.key), "lost")));
  const log = other.process()?.membership.log() ?? [];
  for (const { id } of log)
    world.network.inject(other, { t: "refused-mem", entry: id, code: "form", why: "" });
  await world.time.advance(3_000);
  expect(other.process()?.membership.log()).toHaveLength(log.length);
  expect(other.process()?.membership.state().devices.get(textOfBytes(removed.key))?.revoked).not.toBeNull();
  expect([...replicaOn(other).rows.all(product).values()]).toEqual([]);
});
