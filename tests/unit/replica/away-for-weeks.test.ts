/** A device that was closed while the company went on, and a relay that changes its key meanwhile. */
import { beforeAll, describe, expect, test } from "vitest";
import { addAssets, asset, createProduct, editProduct, product } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import { thingOf } from "#shared/kernel/ids";
import { must } from "#shared/kernel/result";
import type { DocumentLimits } from "#shared/protocol/limits";
import { idToBytes } from "#shared/kernel/ids";
import { startAutomerge } from "#tests/support/automerge";
import type { Simulated } from "#tests/support/sim-device";
import type { SimWorld } from "#tests/support/sim-world";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";

beforeAll(startAutomerge);

const narrow: DocumentLimits = { bytes: 1_000_000, changes: 200, actors: 200 };
const dayMs = 86_400_000;

const begun = async (
  seed: number,
): Promise<{ readonly world: SimWorld; readonly office: Simulated; readonly phone: Simulated }> => {
  const world = await createSimWorld(seed, 2, { documentLimits: narrow });
  const [office, phone] = world.devices;
  if (office === undefined || phone === undefined) throw new Error("two devices");
  await office.start();
  await phone.start();
  await world.time.advance(2_000);
  return { world, office, phone };
};

const made = async (world: SimWorld, device: Simulated, name: string): Promise<ProductId> => {
  const running = replicaOn(device).run(createProduct, { name });
  await world.time.advance(2_000);
  return must(await running).value.product;
};

const codesOn = (device: Simulated, id: ProductId): readonly string[] =>
  replicaOn(device)
    .rows.of(asset, thingOf(id))
    .map(({ code }) => code)
    .sort();

describe("a relay that changes its key", () => {
  test("[SYNC-16] is followed while devices write, and what the old key signed still counts", async () => {
    const { world, office, phone } = await begun(1);
    const id = await made(world, office, "Truss");
    const writing = replicaOn(phone).run(editProduct, { product: id, values: { notes: "on its way" } });
    await world.rotateRelayKey();
    must(await writing);
    const more = replicaOn(office).run(editProduct, { product: id, values: { maker: "Prolyte" } });
    await world.time.advance(60_000);
    must(await more);
    for (const device of [office, phone]) {
      expect(replicaOn(device).rows.get(product, id)).toMatchObject({
        notes: "on its way",
        maker: "Prolyte",
      });
      expect(replicaOn(device).sync.get(), device.name).toMatchObject({
        mark: "synced",
        connected: true,
        pendingChanges: 0,
        problems: [],
      });
    }
  });

  test("[SYNC-16] another key that the log does not name gets no Hello", async () => {
    const { world, office } = await begun(2);
    const id = await made(world, office, "Truss");
    world.relay.kill();
    const stranger = await createSimWorld(77, 1);
    world.network.relay = stranger.relay.port();
    const running = replicaOn(office).run(editProduct, { product: id, values: { notes: "for us alone" } });
    await world.time.advance(60_000);
    must(await running);
    expect(replicaOn(office).sync.get()).toMatchObject({ connected: false, pendingChanges: 1 });
    expect(replicaOn(office).sync.get().problems).toContainEqual({
      type: "RelayUntrusted",
      reason: "signature",
      thing: null,
    });
  });
});

describe("a device that was closed for weeks", () => {
  test("[MOB-08] shows its own data at once, catches up with everything, and loses nothing of its own", async () => {
    const { world, office, phone } = await begun(3);
    const truss = await made(world, office, "Truss");
    const hoist = await made(world, office, "Hoist");
    const own = replicaOn(phone).run(addAssets, { product: truss, assets: [{ code: "T-1" }] });
    await world.time.advance(5_000);
    must(await own);
    // Its last work never reached the relay.
    phone.isOnline = false;
    world.network.breakAll();
    await world.time.advance(1_000);
    for (const code of ["T-2", "T-3"]) {
      const late = replicaOn(phone).run(addAssets, { product: truss, assets: [{ code }] });
      await world.time.advance(500);
      must(await late);
    }
    const note = replicaOn(phone).run(editProduct, { product: hoist, values: { notes: "from the hall" } });
    await world.time.advance(500);
    must(await note);
    const { member } = replicaOn(phone);
    phone.kill();
    phone.isOnline = true;

    for (let at = 0; at < 100; at++) {
      const work = [
        replicaOn(office).run(addAssets, { product: truss, assets: [{ code: `O-${at}` }] }),
        ...Array.from({ length: 6 }, (_, more) =>
          replicaOn(office).run(editProduct, { product: hoist, values: { weightG: at * 10 + more } }),
        ),
      ];
      await world.time.advance(2_000);
      for (const { ok } of await Promise.all(work)) expect(ok).toBe(true);
      if (at % 20 === 19) await world.time.advance(60_000);
    }
    const { key } = await world.rotateRelayKey();
    await world.time.advance(60_000);
    const state = office.process()?.membership;
    const narrower = state?.perform({
      ...{ kind: "member.role", rank: "member", roles: [], member: idToBytes(member) },
      grants: [{ verbs: ["read", "write"], on: ["event"], scope: "all", notAfter: null }],
    });
    await world.time.advance(5_000);
    expect((await narrower)?.ok).toBe(true);
    await world.time.advance(24 * dayMs);

    const opening = phone.start();
    await opening;
    // Before anything has come: what it knew, its own late work included.
    expect(codesOn(phone, truss)).toEqual(["T-1", "T-2", "T-3"]);
    expect(replicaOn(phone).rows.get(product, hoist)?.notes).toBe("from the hall");
    expect(replicaOn(phone).sync.get().pendingChanges).toBe(3);

    await world.time.advance(300_000);
    for (const device of [office, phone]) {
      expect(codesOn(device, truss), device.name).toHaveLength(103);
      expect(codesOn(device, truss)).toEqual(expect.arrayContaining(["T-1", "T-2", "T-3", "O-0", "O-99"]));
      expect(replicaOn(device).rows.get(product, hoist)).toMatchObject({
        notes: "from the hall",
        weightG: 995,
      });
      expect(replicaOn(device).sync.get(), device.name).toMatchObject({
        mark: "synced",
        pendingChanges: 0,
        problems: [],
      });
      expect(replicaOn(device).rescues.get()).toEqual([]);
    }
    const cards = (await phone.process()?.store.all("cards")) ?? [];
    expect(Math.max(...cards.filter(({ thing }) => thing === hoist).map(({ no }) => no))).toBeGreaterThan(2);
    expect(phone.process()?.membership.relay?.key).toEqual(key.publicKey);
  }, 120_000);
});
