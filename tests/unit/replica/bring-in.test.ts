/** An archive of one company as the beginning of another: everything in it is there again, signed by who brought it. */
import { beforeAll, describe, expect, test } from "vitest";
import { createProduct, editProduct, product } from "#shared/domain/inventory";
import { must } from "#shared/kernel/result";
import { bringIn, endBringIn, unfinishedBringIn, whyNotHere } from "#shared/replica/bring-in/bring-in";
import { addSamples, bringInDeps, exportOf, provenArchive, tablesOf } from "#tests/support/archive-world";
import { startAutomerge } from "#tests/support/automerge";
import type { Simulated } from "#tests/support/sim-device";
import type { SimWorld } from "#tests/support/sim-world";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";

beforeAll(startAutomerge);

interface Ground {
  readonly world: SimWorld;
  readonly owner: Simulated;
}

const company = async (seed: number, devices = 1): Promise<Ground> => {
  const world = await createSimWorld(seed, devices);
  const [owner] = world.devices;
  if (owner === undefined) throw new Error("a device");
  for (const device of world.devices) await device.start();
  await world.time.advance(2_000);
  return { world, owner };
};

/** What virtual time has to pass for. */
const during = async <T>({ world }: Ground, work: Promise<T>): Promise<T> => {
  const state = { isDone: false };
  const done = work.finally(() => (state.isDone = true));
  while (!state.isDone) await world.time.advance(500);
  return done;
};

/** Two people wrote into it, and disagree about a name. */
const richCompany = async (seed: number): Promise<Ground> => {
  const ground = await company(seed, 2);
  const { world, owner } = ground;
  const other = world.devices[1];
  await during(ground, addSamples(owner, seed));
  const { product: id } = must(
    await during(ground, replicaOn(owner).run(createProduct, { name: "Truss" })),
  ).value;
  await world.time.advance(5_000);
  world.network.breakAll();
  for (const device of world.devices) device.isOnline = false;
  await world.time.advance(1_000);
  const edits = [owner, other].map((device, at) =>
    replicaOn(device).run(editProduct, { product: id, values: { name: `Truss ${at}`, notes: "said" } }),
  );
  for (const edit of edits) must(await during(ground, edit));
  for (const device of world.devices) device.isOnline = true;
  await world.time.advance(60_000);
  expect(replicaOn(owner).rows.get(product, id)?.conflicts?.["name"]).toHaveLength(2);
  return ground;
};

describe("an archive brought into an empty company", () => {
  test("[INT-04] is there again: every record, every disagreement and the whole history", async () => {
    const old = await richCompany(1);
    const archive = await exportOf(old.owner);
    const next = await company(2);
    // Later than anything the archive tells of: nothing is dated after its receipt.
    await next.world.time.advance(600_000);
    const deps = bringInDeps(next.owner, next.world);
    const proven = await provenArchive(archive, next.world);
    expect(await whyNotHere(deps, proven, false)).toBeUndefined();
    must(
      await during(
        next,
        bringIn(
          deps,
          proven,
          () => undefined,
          () => false,
        ),
      ),
    );
    expect(await unfinishedBringIn(deps)).toBe(proven.company);
    must(await endBringIn(deps));
    await next.world.time.advance(60_000);
    expect(tablesOf(await exportOf(next.owner))).toEqual(tablesOf(archive));
    expect(replicaOn(next.owner).sync.get()).toMatchObject({ mark: "synced", problems: [] });
  });
});
