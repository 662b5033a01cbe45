/** A relay that was put back to before a checkpoint and has signed another one of that number since. */
import { expect } from "vitest";
import type { Result } from "#shared/kernel/result";
import { must } from "#shared/kernel/result";
import { textOfBytes } from "#shared/protocol/wire-types";
import type { Simulated } from "./sim-device";
import type { SimWorld } from "./sim-world";
import { createSimWorld } from "./sim-world";

export interface TwoOrders {
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
export const invites = async (other: Simulated): Promise<Outcome | undefined> => {
  const self = other.process()?.membership;
  return self?.invite({ member: self.member });
};

/** Or somebody else removes the same device. */
export const revokes = async (other: Simulated, { key }: Simulated): Promise<Outcome | undefined> =>
  other.process()?.membership.revokeDevice(textOfBytes(key), "lost");

/** The owner removes `times` devices, the relay forgets it and orders as many other things, so both are as long. */
export const twoOrders = async (
  seed: number,
  times = 1,
  act: (other: Simulated, nth: number, removed: Simulated) => Promise<Outcome | undefined> = invites,
): Promise<TwoOrders> => {
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
