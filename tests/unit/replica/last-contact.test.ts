/** When each device was last heard of, also one that only reads. */
import { beforeAll, expect, test } from "vitest";
import { textOfBytes } from "#shared/protocol/wire-types";
import { startAutomerge } from "#tests/support/automerge";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";

beforeAll(startAutomerge);

const minute = 60_000;

test("[SYNC-30] owners know when a device that wrote nothing was here last, also when the relay does not any more", async () => {
  const world = await createSimWorld(81, 3);
  const [owner, reader, other] = world.devices;
  if (owner === undefined || reader === undefined || other === undefined) throw new Error("three devices");
  for (const device of [owner, reader, other]) await device.start();
  await world.time.advance(minute);
  reader.kill();
  const wentAt = world.time.now();
  await world.time.advance(10 * minute);
  const of = async (device: typeof owner): Promise<number> =>
    (await replicaOn(device).lastContacts()).get(textOfBytes(reader.key)) ?? 0;
  const heard = await of(owner);
  expect(Math.abs(heard - wentAt)).toBeLessThan(minute);
  // A member is not told.
  expect(await of(other)).toBe(0);
  world.relay.kill();
  await world.relay.start();
  owner.kill();
  await owner.start();
  await world.time.advance(5 * minute);
  expect(await of(owner)).toBe(heard);
});

test("[SYNC-30] what the relay says of strangers and of the future is not kept", async () => {
  const world = await createSimWorld(82, 2);
  const [owner, other] = world.devices;
  if (owner === undefined || other === undefined) throw new Error("two devices");
  await owner.start();
  await world.time.advance(minute);
  const stranger = new Uint8Array(32).fill(9);
  const later = world.time.now() + 1_000 * minute;
  const devices = [stranger, other.key].map((device) => ({ device, at: later }));
  world.network.inject(owner, { t: "contacts", devices });
  await world.time.advance(1_000);
  const contacts = await replicaOn(owner).lastContacts();
  expect(contacts.get(textOfBytes(stranger))).toBeUndefined();
  expect(contacts.get(textOfBytes(other.key))).toBeLessThanOrEqual(world.time.now());
});
