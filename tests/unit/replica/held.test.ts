import { beforeAll, expect, test } from "vitest";
import { fromBase64Url, fromHex } from "#shared/kernel/bytes";
import { brand } from "#shared/kernel/brand";
import { idToBytes } from "#shared/kernel/ids";
import { must } from "#shared/kernel/result";
import { createProduct } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import { movement, recordMovements } from "#shared/domain/scanning";
import type { MovementId } from "#shared/domain/scanning";
import type { MemOp, RevokeReason } from "#shared/protocol/membership/types";
import { textOfBytes } from "#shared/protocol/wire-types";
import type { HeldLog, HeldStep } from "#shared/replica/types";
import { startAutomerge } from "#tests/support/automerge";
import type { SimWorld } from "#tests/support/sim-world";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";
import type { Simulated } from "#tests/support/sim-device";

beforeAll(startAutomerge);

interface Company {
  readonly world: SimWorld;
  readonly owner: Simulated;
  readonly leaver: Simulated;
  readonly other: Simulated;
  readonly product: ProductId;
}

const company = async (seed: number): Promise<Company> => {
  const world = await createSimWorld(seed, 3);
  const [owner, leaver, other] = world.devices;
  if (owner === undefined || leaver === undefined || other === undefined) throw new Error("three devices");
  for (const device of [owner, leaver, other]) await device.start();
  await world.time.advance(2_000);
  const made = replicaOn(owner).run(createProduct, { name: "Truss" });
  await world.time.advance(3_000);
  return { world, owner, leaver, other, product: must(await made).value.product };
};

const scan = async (
  { world, product }: Company,
  device: Simulated,
  quantity: number,
): Promise<MovementId> => {
  const running = replicaOn(device).run(recordMovements, {
    facts: [{ kind: "counted", product, quantity }],
    origin: "hand",
  });
  await world.time.advance(2_000);
  const [id] = must(await running).value;
  if (id === undefined) throw new Error("one fact");
  return id;
};

const offline = (device: Simulated, isOffline: boolean, { world }: Company): void => {
  device.isOnline = !isOffline;
  if (isOffline) world.network.breakAll();
};

const perform = async ({ world, owner }: Company, op: MemOp): Promise<void> => {
  const done = owner.process()?.membership.perform(op);
  await world.time.advance(3_000);
  const result = await done;
  if (result === undefined) throw new Error("the owner runs");
  must(result);
};

const revoke = (ground: Company, reason: RevokeReason): Promise<void> =>
  perform(ground, { kind: "device.revoke", device: ground.leaver.key, reason });

const adopt = (ground: Company, { doc }: HeldLog, { actor, from, seq, hash }: HeldStep): Promise<void> =>
  perform(ground, {
    ...{ kind: "adopt", doc: idToBytes(brand(doc)), from, seq },
    actor: fromHex(actor) ?? new Uint8Array(16),
    hash: fromHex(hash) ?? new Uint8Array(32),
  });

/** Counted twice while away and revoked meanwhile; back on the network. */
const handedIn = async (seed: number, reason: RevokeReason = "left") => {
  const ground = await company(seed);
  const before = await scan(ground, ground.leaver, 1);
  offline(ground.leaver, true, ground);
  await ground.world.time.advance(60_000);
  const facts = [await scan(ground, ground.leaver, 2), await scan(ground, ground.leaver, 3)];
  await revoke(ground, reason);
  offline(ground.leaver, false, ground);
  await ground.world.time.advance(120_000);
  return { ground, before, facts };
};

const logsOn = (device: Simulated): readonly HeldLog[] => replicaOn(device).held.get();
const knows = (device: Simulated, id: MovementId | undefined): boolean =>
  id !== undefined && replicaOn(device).rows.get(movement, id) !== undefined;

test("[HELD-1] what somebody who left had recorded reaches those who decide, and nobody else", async () => {
  const { ground, before, facts } = await handedIn(1);
  const { owner, leaver, other } = ground;
  expect([knows(other, before), ...facts.map((id) => knows(other, id))]).toEqual([true, false, false]);
  expect(logsOn(other)).toEqual([]);
  const [log] = logsOn(owner);
  expect(log).toMatchObject({ device: textOfBytes(leaver.key), isReadable: true, ended: null });
  const told = log?.steps.flatMap(({ movements }) => movements.map(({ quantity }) => quantity));
  expect(told).toEqual([2, 3]);
  expect(log?.member).toBe(ground.world.company.devices[1]?.member);
  expect(knows(owner, facts[0])).toBe(false);
});

test("[HELD-2] the device itself shows that it has handed in, not an error, also after it was opened again", async () => {
  const { ground } = await handedIn(2);
  const { leaver, world } = ground;
  const state = replicaOn(leaver).sync.get();
  expect(state).toMatchObject({ pendingChanges: 0, problems: [] });
  expect(state.handedIn?.changes).toBeGreaterThanOrEqual(2);
  expect(state.leaverUntil).toBeGreaterThan(world.time.now());
  leaver.kill();
  leaver.isOnline = false;
  await leaver.start();
  await world.time.advance(5_000);
  expect(replicaOn(leaver).sync.get()).toMatchObject({ pendingChanges: 0, mark: "offline" });
  expect(replicaOn(leaver).sync.get().handedIn?.changes).toBeGreaterThanOrEqual(2);
});

test("[HELD-3] adopted up to one of them, every device takes exactly those and knows who adopted them", async () => {
  const { ground, facts } = await handedIn(3);
  const { owner, leaver, other, world } = ground;
  const [log] = logsOn(owner);
  const [first] = log?.steps ?? [];
  if (log === undefined || first === undefined) throw new Error("held");
  await adopt(ground, log, first);
  await world.time.advance(5_000);
  for (const device of [owner, other]) {
    expect(facts.map((id) => knows(device, id))).toEqual([true, false]);
    expect(replicaOn(device).sync.get().problems).toEqual([]);
    const [adopted] = await replicaOn(device).adopted();
    expect(adopted?.records).toContain(`movement:${facts[0]}`);
    expect(adopted?.records.some((key) => key === `movement:${facts[1]}`)).toBe(false);
    expect(adopted?.by).toBe(world.company.devices[0]?.member);
  }
  expect(logsOn(owner)[0]?.steps.flatMap(({ movements }) => movements.map(({ id }) => id))).toEqual([
    facts[1],
  ]);
  // A device that opens the company afterwards comes to the same.
  other.kill();
  await other.start();
  await world.time.advance(5_000);
  expect(facts.map((id) => knows(other, id))).toEqual([true, false]);
  const held = replicaOn(leaver).sync.get().handedIn?.changes ?? 0;
  const [rest] = logsOn(owner);
  const last = rest?.steps.at(-1);
  if (rest === undefined || last === undefined) throw new Error("held");
  await adopt(ground, rest, last);
  await world.time.advance(5_000);
  for (const device of [owner, other]) expect(facts.map((id) => knows(device, id))).toEqual([true, true]);
  expect(logsOn(owner)).toEqual([]);
  expect(held).toBeGreaterThan(0);
  expect(replicaOn(leaver).sync.get()).toMatchObject({ handedIn: null, pendingChanges: 0 });
});

test("[HELD-4] discarded with a reason, it is gone everywhere and can be read in the rescue of its writer", async () => {
  const { ground, facts } = await handedIn(4);
  const { owner, leaver, other, world } = ground;
  const [log] = logsOn(owner);
  if (log === undefined) throw new Error("held");
  replicaOn(owner).discardHeld(log.doc, "Counted anew");
  await world.time.advance(5_000);
  expect(facts.map((id) => knows(leaver, id))).toEqual([false, false]);
  expect(facts.map((id) => knows(other, id))).toEqual([false, false]);
  expect(replicaOn(leaver).rescues.get()).toMatchObject([{ code: "held-discarded", why: "Counted anew" }]);
  expect(replicaOn(leaver).sync.get()).toMatchObject({ handedIn: null, pendingChanges: 0 });
  const ended = logsOn(owner)[0]?.ended;
  expect(ended).toMatchObject({ why: "Counted anew", member: world.company.devices[0]?.member });
});

test("[HELD-5] of a compromised device nothing is taken", async () => {
  const { ground } = await handedIn(5, "compromised");
  expect(logsOn(ground.owner)).toEqual([]);
  expect(replicaOn(ground.leaver).sync.get()).toMatchObject({ handedIn: null, leaverUntil: null });
  expect(
    replicaOn(ground.leaver)
      .sync.get()
      .problems.map(({ type }) => type),
  ).toContain("DeviceRevoked");
});

test("[HELD-6] a relay that shows what its device never signed is named, and nothing of it is shown", async () => {
  const ground = await company(6);
  const { owner, leaver, world } = ground;
  await scan(ground, leaver, 1);
  offline(leaver, true, ground);
  await world.time.advance(60_000);
  await scan(ground, leaver, 2);
  await revoke(ground, "lost");
  world.network.toDevice = (message) =>
    message.t === "review"
      ? {
          ...message,
          docs: message.docs.map((held) => ({
            ...held,
            pushes: held.pushes.map((push) => ({ ...push, tip: { ...push.tip, sig: new Uint8Array(64) } })),
          })),
        }
      : message;
  offline(leaver, false, ground);
  await world.time.advance(120_000);
  expect(logsOn(owner).map(({ isReadable, steps }) => [isReadable, steps.length])).toEqual([[false, 0]]);
  expect(replicaOn(owner).sync.get().problems).toMatchObject([{ type: "RelayUntrusted", reason: "gate" }]);
  expect(fromBase64Url(logsOn(owner)[0]?.device ?? "")).toEqual(leaver.key);
});
