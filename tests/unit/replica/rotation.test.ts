/** Documents that near a limit: a new one takes their place while people keep writing. */
import { beforeAll, describe, expect, test } from "vitest";
import { createProduct, editProduct, product } from "#shared/domain/inventory";
import type { EditProduct, ProductId } from "#shared/domain/inventory";
import { thingOf } from "#shared/kernel/ids";
import { must } from "#shared/kernel/result";
import type { DocumentLimits } from "#shared/protocol/limits";
import { startAutomerge } from "#tests/support/automerge";
import type { Simulated } from "#tests/support/sim-device";
import type { SimWorld } from "#tests/support/sim-world";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";

beforeAll(startAutomerge);

const roomy: DocumentLimits = { bytes: 1_000_000, changes: 1_000, actors: 100 };
const small: DocumentLimits = { ...roomy, changes: 20 };

interface Ground {
  readonly world: SimWorld;
  /** The founder, who is an owner. */
  readonly owner: Simulated;
  readonly other: Simulated;
  readonly id: ProductId;
}

const begun = async (seed: number, documentLimits: DocumentLimits, count = 2): Promise<Ground> => {
  const world = await createSimWorld(seed, count, { documentLimits });
  const [owner, other] = world.devices;
  if (owner === undefined || other === undefined) throw new Error("two devices");
  for (const device of world.devices) await device.start();
  await world.time.advance(2_000);
  const running = replicaOn(owner).run(createProduct, { name: "Truss" });
  await world.time.advance(2_000);
  return { world, owner, other, id: must(await running).value.product };
};

type Values = EditProduct["values"];

const edit = async (world: SimWorld, device: Simulated, id: ProductId, values: Values): Promise<void> => {
  const running = replicaOn(device).run(editProduct, { product: id, values });
  await world.time.advance(500);
  must(await running);
};

const documentsOf = async (device: Simulated, thing: string): Promise<readonly string[]> => {
  const cards = (await device.process()?.store.all("cards")) ?? [];
  return cards
    .filter((card) => card.thing === thing && card.waits === undefined)
    .sort((a, b) => a.no - b.no)
    .map((card) => card.doc);
};

const fill = async ({ world, owner, id }: Ground, changes: number): Promise<void> => {
  for (let at = 0; at < changes; at++) await edit(world, owner, id, { weightG: 1_000 + at });
};

const quietLongEnough = 60_000;

describe("a document that nears a limit", () => {
  test("[ROT-1] gets a successor on every device, and its contents with it", async () => {
    const ground = await begun(1, small);
    const { world, owner, other, id } = ground;
    const [first] = await documentsOf(owner, id);
    await fill(ground, 15);
    await world.time.advance(quietLongEnough);
    for (const device of [owner, other]) {
      const documents = await documentsOf(device, id);
      expect(documents).toHaveLength(2);
      expect(documents[0]).toBe(first);
      expect(replicaOn(device).rows.get(product, id)).toMatchObject({ name: "Truss", weightG: 1_014 });
      expect(replicaOn(device).rows.of(product, thingOf(id))).toHaveLength(1);
      expect(replicaOn(device).sync.get()).toMatchObject({ mark: "synced", problems: [] });
    }
    expect(await documentsOf(owner, id)).toEqual(await documentsOf(other, id));
    await edit(world, other, id, { name: "Truss 3 m" });
    await world.time.advance(5_000);
    expect(replicaOn(owner).rows.get(product, id)?.name).toBe("Truss 3 m");
  });

  test("[ROT-2] what somebody wrote offline into the old document is carried over", async () => {
    const ground = await begun(2, small);
    const { world, owner, other, id } = ground;
    other.isOnline = false;
    world.network.breakAll();
    await world.time.advance(1_000);
    await edit(world, other, id, { notes: "from the hall" });
    await edit(world, other, id, { notes: "from the hall, corrected" });
    await fill(ground, 15);
    await world.time.advance(quietLongEnough);
    expect(await documentsOf(owner, id)).toHaveLength(2);
    other.isOnline = true;
    await world.time.advance(quietLongEnough);
    for (const device of [owner, other]) {
      expect(replicaOn(device).rows.get(product, id)).toMatchObject({
        notes: "from the hall, corrected",
        weightG: 1_014,
      });
      expect(replicaOn(device).sync.get()).toMatchObject({ mark: "synced", pendingChanges: 0 });
      expect(replicaOn(device).rescues.get()).toEqual([]);
      const notes = await replicaOn(device).history(thingOf(id), { type: product, id });
      expect(notes.filter(({ field }) => field === "notes").map(({ after }) => after)).toEqual([
        "from the hall, corrected",
        "from the hall",
      ]);
    }
  });

  test("[ROT-3] two values nobody chose between stay two, before the rotation and across it", async () => {
    const ground = await begun(3, small);
    const { world, owner, other, id } = ground;
    const apart = async (work: () => Promise<void>): Promise<void> => {
      other.isOnline = false;
      world.network.breakAll();
      await world.time.advance(1_000);
      await work();
    };
    await apart(async () => {
      await edit(world, other, id, { name: "Traverse" });
      await edit(world, owner, id, { name: "Truss 2 m" });
    });
    other.isOnline = true;
    await world.time.advance(quietLongEnough);
    const nameBefore = replicaOn(owner).rows.get(product, id)?.name;
    await apart(async () => {
      await edit(world, other, id, { notes: "seen from the hall" });
      await edit(world, owner, id, { notes: "seen from the office" });
      await fill(ground, 15);
      await world.time.advance(quietLongEnough);
    });
    expect(await documentsOf(owner, id)).toHaveLength(2);
    expect(replicaOn(owner).rows.get(product, id)?.name).toBe(nameBefore);
    other.isOnline = true;
    await world.time.advance(quietLongEnough);
    const valuesOn = (device: Simulated, field: string): readonly unknown[] =>
      (replicaOn(device).rows.get(product, id)?.conflicts?.[field] ?? []).map(({ value }) => value).sort();
    for (const device of [owner, other]) {
      expect(valuesOn(device, "name")).toEqual(["Traverse", "Truss 2 m"]);
      expect(valuesOn(device, "notes")).toEqual(["seen from the hall", "seen from the office"]);
    }
    expect(replicaOn(owner).rows.get(product, id)).toEqual(replicaOn(other).rows.get(product, id));
  });

  test("[ROT-4] its history is one, and the copy is nobody's deed", async () => {
    const ground = await begun(4, small);
    const { world, owner, other, id } = ground;
    await edit(world, other, id, { name: "Truss 2 m" });
    await fill(ground, 15);
    await world.time.advance(quietLongEnough);
    await edit(world, other, id, { name: "Truss 3 m" });
    await world.time.advance(quietLongEnough);
    const told = await Promise.all(
      [owner, other].map(async (device) => {
        const entries = await replicaOn(device).history(thingOf(id), { type: product, id });
        return entries.map(({ field, before, after, member, isSigned }) => ({
          field,
          before,
          after,
          member,
          isSigned,
        }));
      }),
    );
    expect(told[0]).toEqual(told[1]);
    const names = told[0]?.filter(({ field }) => field === "name");
    expect(names).toEqual([
      {
        field: "name",
        before: "Truss 2 m",
        after: "Truss 3 m",
        member: replicaOn(other).member,
        isSigned: true,
      },
      { field: "name", before: "Truss", after: "Truss 2 m", member: replicaOn(other).member, isSigned: true },
      { field: "name", before: null, after: "Truss", member: replicaOn(owner).member, isSigned: true },
    ]);
    expect(told[0]?.filter(({ field }) => field === "weightG")).toHaveLength(15);
    const first = (await replicaOn(owner).history(thingOf(id), { type: product, id })).find(
      ({ after }) => after === "Truss 2 m",
    );
    const [then] = await replicaOn(other).recordsAt(
      thingOf(id),
      { at: first?.at ?? 0 },
      { type: product, id },
    );
    expect(then?.then).toMatchObject({ name: "Truss 2 m" });
    expect(then?.now).toMatchObject({ name: "Truss 3 m", weightG: 1_014 });
    const commands = (await replicaOn(other).activity(0)).map(({ command }) => command);
    expect(commands).not.toContain("replica.rotate");
  });

  test("[ROT-5] undo reaches back across it", async () => {
    const ground = await begun(5, small);
    const { world, owner, id } = ground;
    await fill(ground, 15);
    await world.time.advance(quietLongEnough);
    expect(await documentsOf(owner, id)).toHaveLength(2);
    const undoing = replicaOn(owner).undo();
    await world.time.advance(2_000);
    expect((await undoing).ok).toBe(true);
    expect(replicaOn(owner).rows.get(product, id)?.weightG).toBe(1_013);
  });
});
