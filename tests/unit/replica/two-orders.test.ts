/** A relay that was put back to before a checkpoint and has signed another one of that number since. */
import { beforeAll, expect, test } from "vitest";
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
import { replicaOn } from "#tests/support/sim-world";
import { invites, revokes, twoOrders } from "#tests/support/two-orders";

beforeAll(startAutomerge);

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
