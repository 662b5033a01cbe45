/** Devices in one hall, a relay in a flight case, and no way to the company's own relay. */
import { beforeAll, describe, expect, test } from "vitest";
import { createProduct, editProduct, product } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import { movement, recordMovements } from "#shared/domain/scanning";
import { textOfBytes } from "#shared/protocol/wire-types";
import { must } from "#shared/kernel/result";
import { startAutomerge } from "#tests/support/automerge";
import type { HallWorld } from "#tests/support/hall-world";
import { createHallWorld } from "#tests/support/hall-world";
import type { Simulated } from "#tests/support/sim-device";
import { replicaOn } from "#tests/support/sim-world";

beforeAll(startAutomerge);

const nowhere = { home: false, hall: false };
const inHall = { home: false, hall: true };
const atHome = { home: true, hall: false };

const pair = async (seed: number): Promise<{ it: HallWorld; a: Simulated; b: Simulated }> => {
  const it = await createHallWorld(seed, 2);
  const [a, b] = it.world.devices;
  if (a === undefined || b === undefined) throw new Error("two devices");
  return { it, a, b };
};

const makeProduct = async (it: HallWorld, device: Simulated, name: string): Promise<ProductId> => {
  const running = replicaOn(device).run(createProduct, { name });
  await it.world.time.advance(5_000);
  return must(await running).value.product;
};

const rename = async (it: HallWorld, device: Simulated, id: ProductId, name: string): Promise<void> => {
  const running = replicaOn(device).run(editProduct, { product: id, values: { name } });
  await it.world.time.advance(5_000);
  must(await running);
};

const nameOn = (device: Simulated, id: ProductId): string | undefined =>
  replicaOn(device).rows.get(product, id)?.name;

describe("[MOB-06] a relay in the hall", () => {
  test("what one device writes the other shows, one of them brings it home, and the author sees it confirmed", async () => {
    const { it, a, b } = await pair(1);
    const old = await makeProduct(it, a, "Truss");
    await it.move(a, inHall);
    await it.move(b, inHall);
    const fresh = await makeProduct(it, a, "Lamp");
    await rename(it, a, old, "Truss 2 m");
    expect(nameOn(b, fresh)).toBe("Lamp");
    expect(nameOn(b, old)).toBe("Truss 2 m");
    expect(replicaOn(a).sync.get()).toMatchObject({
      mark: "offline",
      pendingChanges: 2,
      hall: { connected: true, kept: 2, open: 0, notAtHome: 0 },
    });
    expect(replicaOn(b).sync.get()).toMatchObject({ pendingChanges: 0, hall: { notAtHome: 2 } });

    // The author's device is off; the other one alone reaches home.
    await it.move(a, nowhere);
    await it.move(b, atHome);
    await it.world.time.advance(60_000);
    expect(replicaOn(b).sync.get()).toMatchObject({
      mark: "synced",
      pendingChanges: 0,
      hall: { notAtHome: 0 },
    });
    expect(replicaOn(b).rescues.get()).toEqual([]);
    expect(replicaOn(a).sync.get().pendingChanges).toBe(2);

    it.world.relay.kill();
    await it.world.relay.start();
    await it.move(a, atHome);
    await it.world.time.advance(60_000);
    expect(replicaOn(a).sync.get()).toMatchObject({ mark: "synced", pendingChanges: 0, problems: [] });
    expect(nameOn(a, old)).toBe("Truss 2 m");
  });

  test("own work on top of work of others goes home with it", async () => {
    const { it, a, b } = await pair(2);
    await it.move(a, inHall);
    await it.move(b, inHall);
    const lamp = await makeProduct(it, a, "Lamp");
    await rename(it, b, lamp, "Lamp 750 W");
    expect(nameOn(a, lamp)).toBe("Lamp 750 W");
    await it.move(a, nowhere);
    await it.move(b, atHome);
    await it.world.time.advance(60_000);
    expect(replicaOn(b).sync.get()).toMatchObject({
      mark: "synced",
      pendingChanges: 0,
      hall: { notAtHome: 0 },
    });
    await it.move(a, atHome);
    await it.world.time.advance(60_000);
    expect(nameOn(a, lamp)).toBe("Lamp 750 W");
    expect(replicaOn(a).sync.get()).toMatchObject({
      mark: "synced",
      pendingChanges: 0,
      hall: { notAtHome: 0 },
    });
    for (const device of [a, b]) expect(replicaOn(device).rescues.get()).toEqual([]);
  });

  test("the layer outlives a restart, and the box need never come back", async () => {
    const { it, a, b } = await pair(3);
    await it.move(a, inHall);
    await it.move(b, inHall);
    const lamp = await makeProduct(it, a, "Lamp");
    it.box.kill();
    await it.move(a, nowhere);
    b.kill();
    await it.move(b, nowhere);
    await b.start();
    await it.world.time.advance(5_000);
    expect(nameOn(b, lamp)).toBe("Lamp");
    expect(replicaOn(b).sync.get().hall).toMatchObject({ notAtHome: 1 });
    await it.move(b, atHome);
    await it.world.time.advance(60_000);
    expect(replicaOn(b).sync.get()).toMatchObject({ mark: "synced", hall: { notAtHome: 0 } });
    await it.move(a, atHome);
    await it.world.time.advance(60_000);
    expect(replicaOn(a).sync.get()).toMatchObject({ mark: "synced", pendingChanges: 0 });
  });

  test("a box that lost its disk is told everything again, and until then nothing counts as kept there", async () => {
    const { it, a, b } = await pair(4);
    await it.move(a, inHall);
    const lamp = await makeProduct(it, a, "Lamp");
    expect(replicaOn(a).sync.get().hall).toMatchObject({ kept: 1, open: 0 });
    it.box.kill();
    it.box.restore(0);
    await it.box.start();
    await it.world.time.advance(90_000);
    expect(replicaOn(a).sync.get().hall).toMatchObject({ connected: true, kept: 1, open: 0 });
    await it.move(b, inHall);
    await it.world.time.advance(60_000);
    expect(nameOn(b, lamp)).toBe("Lamp");
  });

  test("what somebody wrote who was removed meanwhile is set aside where home refuses it, and kept there where it is a fact", async () => {
    const it = await createHallWorld(5, 3);
    const [owner, b, c] = it.world.devices;
    if (owner === undefined || b === undefined || c === undefined) throw new Error("three devices");
    const truss = await makeProduct(it, owner, "Truss");
    await it.move(owner, atHome);
    await it.move(b, inHall);
    await it.move(c, inHall);
    const lamp = await makeProduct(it, b, "Lamp");
    const scan = replicaOn(b).run(recordMovements, {
      facts: [{ kind: "out", product: truss, quantity: 5 }],
      origin: "hand",
    });
    await it.world.time.advance(5_000);
    must(await scan);
    expect(nameOn(c, lamp)).toBe("Lamp");
    expect(replicaOn(c).rows.all(movement).size).toBe(1);
    const revoked = owner.process()?.membership.revokeDevice(textOfBytes(b.key), "lost");
    await it.world.time.advance(5_000);
    expect((await revoked)?.ok).toBe(true);
    await it.move(c, atHome);
    await it.world.time.advance(90_000);
    expect(nameOn(c, lamp)).toBeUndefined();
    expect(replicaOn(c).rows.all(movement).size).toBe(0);
    const codes = replicaOn(c)
      .rescues.get()
      .map(({ code }) => code);
    expect(codes.sort()).toEqual(["hall-held", "hall-revoked"]);
    expect(replicaOn(c).sync.get().hall).toMatchObject({ notAtHome: 0 });
    expect(replicaOn(owner).held.get()).toHaveLength(1);
  });

  test("a box that changes what it passes on shows nobody anything and stops no document", async () => {
    const { it, a, b } = await pair(6);
    const truss = await makeProduct(it, a, "Truss");
    await it.move(a, inHall);
    await it.move(b, inHall);
    it.world.network.toDevice = (message) =>
      message.t === "chunks"
        ? { ...message, tips: message.tips.map((tip) => ({ ...tip, sig: tip.sig.map((byte) => byte ^ 1) })) }
        : message;
    await rename(it, a, truss, "Forged on the way");
    expect(nameOn(b, truss)).toBe("Truss");
    expect(replicaOn(b).sync.get()).toMatchObject({ problems: [], hall: { notAtHome: 0 } });
    it.world.network.toDevice = null;
    await it.move(b, inHall);
    await it.world.time.advance(60_000);
    expect(nameOn(b, truss)).toBe("Forged on the way");
    await it.move(a, atHome);
    await it.move(b, atHome);
    await it.world.time.advance(60_000);
    for (const device of [a, b])
      expect(replicaOn(device).sync.get()).toMatchObject({ mark: "synced", problems: [], pendingChanges: 0 });
  });

  test("a device that reaches both brings home what the others in the hall write", async () => {
    const { it, a, b } = await pair(7);
    await it.move(a, inHall);
    const lamp = await makeProduct(it, a, "Lamp");
    await it.world.time.advance(30_000);
    expect(nameOn(b, lamp)).toBe("Lamp");
    expect(replicaOn(b).sync.get()).toMatchObject({ mark: "synced", hall: { notAtHome: 0 } });
    expect(replicaOn(a).sync.get()).toMatchObject({ pendingChanges: 1, hall: { kept: 1 } });
    await it.move(a, atHome);
    await it.world.time.advance(30_000);
    expect(replicaOn(a).sync.get()).toMatchObject({ mark: "synced", pendingChanges: 0 });
  });

  test("whoever knows that somebody was removed shows nothing of theirs, whatever the box holds", async () => {
    const it = await createHallWorld(8, 3);
    const [owner, b, c] = it.world.devices;
    if (owner === undefined || b === undefined || c === undefined) throw new Error("three devices");
    await it.move(owner, atHome);
    await it.move(c, atHome);
    await it.move(b, inHall);
    const lamp = await makeProduct(it, b, "Lamp");
    expect(replicaOn(b).sync.get().hall).toMatchObject({ kept: 1 });
    const revoked = owner.process()?.membership.revokeDevice(textOfBytes(b.key), "lost");
    await it.world.time.advance(5_000);
    expect((await revoked)?.ok).toBe(true);
    await it.move(c, inHall);
    await it.world.time.advance(30_000);
    expect(replicaOn(c).sync.get()).toMatchObject({ problems: [], hall: { connected: true, notAtHome: 0 } });
    expect(nameOn(c, lamp)).toBeUndefined();
    // The box heard of it from there, and lets the removed device in no more.
    expect(replicaOn(b).sync.get().hall).toMatchObject({ connected: false });
  });

  test("what is written while an offer is on its way goes to the box next", async () => {
    const { it, a } = await pair(9);
    const truss = await makeProduct(it, a, "Truss");
    await it.move(a, inHall);
    it.world.network.faults = { lossPercent: 0, repeatPercent: 0, delayMs: 400 };
    for (const name of ["one", "two", "three", "four"]) {
      void replicaOn(a).run(editProduct, { product: truss, values: { name } });
      await it.world.time.advance(10);
    }
    await it.world.time.advance(20_000);
    expect(nameOn(a, truss)).toBe("four");
    expect(replicaOn(a).sync.get()).toMatchObject({ pendingChanges: 4, hall: { kept: 4, open: 0 } });
  });

  test("facts discarded at home are set aside on whoever brings them again", async () => {
    const it = await createHallWorld(10, 4);
    const [owner, b, c, d] = it.world.devices;
    if (owner === undefined || b === undefined || c === undefined || d === undefined)
      throw new Error("four devices");
    const truss = await makeProduct(it, owner, "Truss");
    await it.move(owner, atHome);
    for (const device of [b, c, d]) await it.move(device, inHall);
    const scan = replicaOn(b).run(recordMovements, {
      facts: [{ kind: "out", product: truss, quantity: 5 }],
      origin: "hand",
    });
    await it.world.time.advance(5_000);
    must(await scan);
    expect(replicaOn(d).rows.all(movement).size).toBe(1);
    const revoked = owner.process()?.membership.revokeDevice(textOfBytes(b.key), "lost");
    await it.world.time.advance(5_000);
    expect((await revoked)?.ok).toBe(true);
    await it.move(c, atHome);
    await it.world.time.advance(60_000);
    const [held] = replicaOn(owner).held.get();
    if (held === undefined) throw new Error("held at home");
    replicaOn(owner).discardHeld(held.doc, "Counted anew");
    await it.world.time.advance(5_000);
    await it.move(d, atHome);
    await it.world.time.advance(60_000);
    expect(replicaOn(d).rows.all(movement).size).toBe(0);
    expect(replicaOn(d).sync.get()).toMatchObject({ connected: true, hall: { notAtHome: 0 } });
    const codes = replicaOn(d).rescues.get();
    expect(codes.map(({ code }) => code)).toEqual(["hall-held-discarded"]);
  });
});
