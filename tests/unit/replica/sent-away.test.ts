/** A device that was revoked while it was away: what it wrote is in the hands of whoever sits at it. */
import { beforeAll, expect, test } from "vitest";
import { idToBytes, thingOf } from "#shared/kernel/ids";
import { must } from "#shared/kernel/result";
import { createProduct, product, editProduct } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import type { RevokeReason } from "#shared/protocol/membership/types";
import { startAutomerge } from "#tests/support/automerge";
import { textOfBytes } from "#shared/protocol/wire-types";
import type { SimWorld } from "#tests/support/sim-world";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";
import type { Simulated } from "#tests/support/sim-device";

beforeAll(startAutomerge);

const minutes = 60_000;

/** From now on nobody reads the log without a session. */
const hideLog = (world: SimWorld): void => {
  world.isLogHidden = true;
};

/** Renamed a product without a network and was revoked meanwhile; back on the network since two minutes. */
const comeBack = async (seed: number, reason: RevokeReason, isProven = true) => {
  const world = await createSimWorld(seed, 2);
  const [owner, lost] = world.devices;
  if (owner === undefined || lost === undefined) throw new Error("two devices");
  await owner.start();
  await lost.start();
  await world.time.advance(2_000);
  const making = replicaOn(owner).run(createProduct, { name: "Truss" });
  await world.time.advance(3_000);
  const { product: id } = must(await making).value;
  lost.isOnline = false;
  world.network.breakAll();
  await world.time.advance(60_000);
  const renaming = replicaOn(lost).run(editProduct, { product: id, values: { name: "Mine now" } });
  await world.time.advance(2_000);
  must(await renaming);
  const revoking = owner.process()?.membership.perform({ kind: "device.revoke", device: lost.key, reason });
  await world.time.advance(3_000);
  const revoked = await revoking;
  if (revoked === undefined) throw new Error("the owner runs");
  must(revoked);
  lost.isOnline = true;
  if (!isProven) hideLog(world);
  await world.time.advance(120_000);
  return { world, owner, lost, id };
};

const nameOn = (device: Simulated, id: ProductId): string | undefined =>
  replicaOn(device).rows.get(product, id)?.name;

const editsIn = (device: Simulated): readonly string[] =>
  replicaOn(device)
    .rescues.get()
    .flatMap(({ code, edits }) => edits.map(({ field, value }) => `${code} ${field}: ${String(value)}`));

test("[SEC-06] lost: the relay refuses its edits, which leave the document and can be read and exported", async () => {
  const { owner, lost, id } = await comeBack(1, "lost");
  expect(nameOn(owner, id)).toBe("Truss");
  expect(nameOn(lost, id)).toBe("Truss");
  expect(editsIn(lost)).toEqual(["revoked name: Mine now"]);
  expect(replicaOn(lost).sync.get().pendingChanges).toBe(0);
  // It knows by the signed log that it was revoked: the next write does not even begin.
  expect(replicaOn(lost).may("write", "inventory")).toBe(false);
  const again = await replicaOn(lost).run(editProduct, { product: id, values: { name: "Again" } });
  expect(again).toMatchObject({ ok: false, error: { type: "NotAllowed" } });
});

test("[SEC-06] in wrong hands: it learns from the company's log by whom, and its edits leave the document and can be saved", async () => {
  const { owner, lost, id } = await comeBack(2, "compromised");
  expect(nameOn(owner, id)).toBe("Truss");
  const revoked = lost.process()?.membership.history().at(-1);
  expect(revoked).toMatchObject({
    event: { what: "device-revoked", reason: "compromised" },
    by: { type: "member", device: textOfBytes(owner.key) },
  });
  expect(nameOn(lost, id)).toBe("Truss");
  expect(editsIn(lost)).toEqual(["revoked name: Mine now"]);
  expect(replicaOn(lost).sync.get().pendingChanges).toBe(0);
  const again = await replicaOn(lost).run(editProduct, { product: id, values: { name: "Again" } });
  expect(again).toMatchObject({ ok: false, error: { type: "NotAllowed" } });
});

test("[SEC-06] on the relay's word alone, with no log to prove it, nothing is deleted, and it is told once", async () => {
  const { world, owner, lost, id } = await comeBack(2, "compromised", false);
  expect(nameOn(owner, id)).toBe("Truss");
  const { problems, pendingChanges } = replicaOn(lost).sync.get();
  const told = problems.flatMap((one) => (one.type === "DeviceRevoked" ? [one.at] : []));
  expect(told).toHaveLength(1);
  expect(world.time.now() - (told[0] ?? 0)).toBeLessThan(121_000);
  expect([nameOn(lost, id), pendingChanges]).toEqual(["Mine now", 1]);
});

test("[SEC-06] a log that nobody answered for is asked for again: its edits leave the document without a new start", async () => {
  const { world, lost, id } = await comeBack(2, "compromised", false);
  expect([nameOn(lost, id), editsIn(lost)]).toEqual(["Mine now", []]);
  world.isLogHidden = false;
  await world.time.advance(15 * minutes);
  expect([nameOn(lost, id), editsIn(lost)]).toEqual(["Truss", ["revoked name: Mine now"]]);
  expect(replicaOn(lost).sync.get().pendingChanges).toBe(0);
  // The log has said what there was to hear.
  const read = world.logReadings;
  await world.time.advance(120 * minutes);
  expect(world.logReadings).toBe(read);
});

test("[SEC-06] the log is asked for less and less often, and by nobody after the host has ended", async () => {
  const { world, lost } = await comeBack(2, "compromised", false);
  const first = world.logReadings;
  expect(first).toBeGreaterThan(3);
  await world.time.advance(60 * minutes);
  const later = world.logReadings - first;
  expect(later).toBeGreaterThan(4);
  expect(later).toBeLessThan(10);
  const stopping = lost.process()?.hosts.map((host) => host.stop());
  await world.time.advance(1_000);
  await Promise.all(stopping ?? []);
  const stopped = world.logReadings;
  await world.time.advance(60 * minutes);
  expect(world.logReadings).toBe(stopped);
});

test("[STU-22] [US-03] somebody removed loses access at once, on contact, and their earlier work stays attributed", async () => {
  const world = await createSimWorld(5, 2);
  const [owner, left] = world.devices;
  if (owner === undefined || left === undefined) throw new Error("two devices");
  await owner.start();
  await left.start();
  await world.time.advance(2_000);
  const making = replicaOn(left).run(createProduct, { name: "Truss" });
  await world.time.advance(3_000);
  const { product: id } = must(await making).value;
  const author = replicaOn(left).member;
  const membership = owner.process()?.membership;
  const member = idToBytes(author);
  const removing = membership?.perform({ kind: "member.remove", member, reason: "" });
  await world.time.advance(1_000);
  expect(await removing).toEqual({ ok: true, value: null });
  expect(replicaOn(left).may("read", "inventory")).toBe(false);
  const refused = await replicaOn(left).run(editProduct, { product: id, values: { name: "Mine" } });
  expect(refused).toMatchObject({ ok: false, error: { type: "NotAllowed" } });
  await world.time.advance(60_000);
  expect(nameOn(owner, id)).toBe("Truss");
  const reading = replicaOn(owner).history(thingOf(id), { type: product, id });
  await world.time.advance(1_000);
  expect((await reading).map((line) => line.member)).toContain(author);
});
