/** A relay that was put back to before a checkpoint and has signed another one of that number since. */
import { beforeAll, expect, test } from "vitest";
import type { Result } from "#shared/kernel/result";
import { must } from "#shared/kernel/result";
import { parseClientMsg } from "#shared/protocol/messages-codec";
import type { ClientMsg } from "#shared/protocol/messages";
import { foldMembership } from "#shared/protocol/membership/fold";
import { readLogEntry } from "#shared/protocol/membership/log-entry";
import type { CompanyState, LogEntry } from "#shared/protocol/membership/types";
import { textOfBytes } from "#shared/protocol/wire-types";
import { startAutomerge } from "#tests/support/automerge";
import type { Simulated } from "#tests/support/sim-device";
import type { SimWorld } from "#tests/support/sim-world";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";

beforeAll(startAutomerge);

interface Scene {
  readonly world: SimWorld;
  /** Has the order the relay forgot; not connected yet. */
  readonly witness: Simulated;
  /** Whom that order removed, `times` devices in one checkpoint each. */
  readonly removed: readonly Simulated[];
}

const settled = async <T>(world: SimWorld, work: Promise<T | undefined> | undefined): Promise<T> => {
  await world.time.advance(5_000);
  const done = await work;
  if (done === undefined) throw new Error("the device runs");
  return done;
};

type Outcome = Result<unknown, unknown>;

/** What the relay orders in place of what it forgot: anybody may make an invitation. */
const invites = async (other: Simulated): Promise<Outcome | undefined> => {
  const self = other.process()?.membership;
  return self?.invite({ member: self.member });
};

/** Or somebody else removes the same device. */
const revokes = async (other: Simulated, { key }: Simulated): Promise<Outcome | undefined> =>
  other.process()?.membership.revokeDevice(textOfBytes(key), "lost");

/** The owner removes `times` devices, the relay forgets it and orders as many other things, so both are as long. */
const twoOrders = async (
  seed: number,
  times = 1,
  act: (other: Simulated, nth: number, removed: Simulated) => Promise<Outcome | undefined> = invites,
): Promise<Scene> => {
  const world = await createSimWorld(seed, 3 + times, {
    seatOf: (device) => ({ rank: device === 2 ? "admin" : "member" }),
  });
  const [owner, witness, other, ...removed] = world.devices;
  if (owner === undefined || witness === undefined || other === undefined) throw new Error("three devices");
  for (const device of [owner, witness, other]) await device.start();
  await world.time.advance(2_000);
  other.kill();
  const before = world.relay.journal().length;
  for (const { key } of removed)
    must(await settled(world, owner.process()?.membership.revokeDevice(textOfBytes(key), "lost")));
  world.relay.kill();
  world.relay.restore(before);
  for (const device of [owner, witness]) device.isOnline = false;
  await world.time.advance(10_000);
  await world.relay.start();
  await other.start();
  await world.time.advance(40_000);
  // Each is put in order by itself.
  for (const [nth, one] of removed.entries()) must(await settled(world, act(other, nth, one)));
  for (const device of [witness, other]) expect(orderOf(device)).toBe(1 + times);
  return { world, witness, removed };
};

const orderOf = (device: Simulated): number =>
  device.process()?.membership.verdict.get().confirmed?.checkpoint ?? 0;

const problemsOn = (device: Simulated): readonly string[] =>
  replicaOn(device)
    .sync.get()
    .problems.map((problem) => ("reason" in problem ? `${problem.type} ${problem.reason}` : problem.type));

const onRelay = async ({ company, crypto, relay }: SimWorld): Promise<CompanyState> => {
  const log: LogEntry[] = [];
  for (const bytes of relay.disk.membership(1)) log.push(must(await readLogEntry(bytes, company.id, crypto)));
  const { confirmed } = foldMembership(company.id, log).verdict();
  if (confirmed === null) throw new Error("the relay has put the company in order");
  return confirmed;
};

test("[SYNC-61] the relay shows its other checkpoint of the number a device names, and the device says so", async () => {
  const { world, witness } = await twoOrders(1);
  // Nothing the device brings makes the relay order any more.
  world.network.toRelay = (message) => (message.t === "mem" ? undefined : message);
  witness.isOnline = true;
  await world.time.advance(40_000);
  expect((await onRelay(world)).checkpoint).toBe(2);
  expect(problemsOn(witness)).toEqual(["RelayUntrusted fork"]);
  expect(witness.process()?.membership.verdict.get().fork).not.toBeNull();
});

test("[SYNC-61] a welcome that names a checkpoint beside the device's own is enough to say so", async () => {
  const { world, witness } = await twoOrders(2);
  world.network.toRelay = (message) => (message.t === "mem" ? undefined : message);
  world.network.toDevice = (message) => (message.t === "mem" ? undefined : message);
  witness.isOnline = true;
  await world.time.advance(40_000);
  expect(witness.process()?.membership.verdict.get().fork).toBeNull();
  expect(problemsOn(witness)).toEqual(["RelayUntrusted fork"]);
});

test("[SYNC-62] the device hands over its own checkpoint first, and who was removed is removed again", async () => {
  const { world, witness, removed } = await twoOrders(3);
  const said: ClientMsg["t"][] = [];
  world.network.onClientFrame = (frame) => void said.push(must(parseClientMsg(frame)).t);
  witness.isOnline = true;
  await world.time.advance(40_000);
  expect(said.slice(0, 2)).toEqual(["hello", "mem"]);
  // Its operator is told too.
  expect(world.relay.forks.length).toBeGreaterThan(0);
  const { devices } = await onRelay(world);
  for (const { key } of removed) expect(devices.get(textOfBytes(key))?.revoked?.reason).toBe("lost");
  expect(problemsOn(witness)).toEqual(["RelayUntrusted fork"]);
});

test("[SYNC-62] so is everybody else, where the orders parted long before", async () => {
  const { world, witness, removed } = await twoOrders(4, 3);
  expect(removed).toHaveLength(3);
  witness.isOnline = true;
  await world.time.advance(40_000);
  const { devices } = await onRelay(world);
  for (const { key } of removed) expect(devices.get(textOfBytes(key))?.revoked?.reason).toBe("lost");
  expect(problemsOn(witness)).toEqual(["RelayUntrusted fork"]);
});

test("[SYNC-62] who was removed in both orders keeps nobody else in", async () => {
  const { world, witness, removed } = await twoOrders(6, 2, (other, nth, one) =>
    nth === 0 ? revokes(other, one) : invites(other),
  );
  witness.isOnline = true;
  await world.time.advance(40_000);
  const { devices } = await onRelay(world);
  for (const { key } of removed) expect(devices.get(textOfBytes(key))?.revoked?.reason).toBe("lost");
});

test("[SYNC-63] nothing the relay refuses makes a device forget that there are two orders", async () => {
  const { world, witness } = await twoOrders(5);
  witness.isOnline = true;
  await world.time.advance(40_000);
  const log = witness.process()?.membership.log() ?? [];
  for (const { id } of log)
    world.network.inject(witness, { t: "refused-mem", entry: id, code: "form", why: "" });
  await world.time.advance(3_000);
  expect(witness.process()?.membership.verdict.get().fork).not.toBeNull();
  expect(witness.process()?.membership.log()).toHaveLength(log.length);
});
