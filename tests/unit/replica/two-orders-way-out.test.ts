/** A company whose relay signed two orders begins anew from what one of its devices has. */
import { beforeAll, expect, test } from "vitest";
import { createProduct, product } from "#shared/domain/inventory";
import { must } from "#shared/kernel/result";
import { bringIn, endBringIn } from "#shared/replica/bring-in/bring-in";
import { bringInDeps, exportOf, provenArchive } from "#tests/support/archive-world";
import { startAutomerge } from "#tests/support/automerge";
import type { Simulated } from "#tests/support/sim-device";
import type { SimWorld } from "#tests/support/sim-world";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";
import { twoOrders } from "#tests/support/two-orders";

beforeAll(startAutomerge);

/** What virtual time has to pass for. */
const during = async <T>(world: SimWorld, work: Promise<T>): Promise<T> => {
  const state = { isDone: false };
  const done = work.finally(() => (state.isDone = true));
  while (!state.isDone) await world.time.advance(500);
  return done;
};

const namesOn = (device: Simulated): readonly (string | undefined)[] =>
  [...replicaOn(device).rows.all(product).values()].map(({ name }) => name).sort();

test("[SYNC-67] an archive of a device that knows both orders is believed, with what was written under either", async () => {
  const { world, witness } = await twoOrders(7);
  const [, , other] = world.devices;
  if (other === undefined) throw new Error("three devices");
  must(await during(world, replicaOn(witness).run(createProduct, { name: "Under the first" })));
  must(await during(world, replicaOn(other).run(createProduct, { name: "Under the second" })));
  witness.isOnline = true;
  await world.time.advance(40_000);
  expect(witness.process()?.membership.verdict.get().fork).not.toBeNull();
  expect(namesOn(witness)).toEqual(["Under the first", "Under the second"]);

  const next = await createSimWorld(8, 1);
  const [owner] = next.devices;
  if (owner === undefined) throw new Error("a device");
  await owner.start();
  await next.time.advance(600_000);
  const deps = bringInDeps(owner, next);
  const proven = await provenArchive(await exportOf(witness), next);
  const brought = bringIn(
    deps,
    proven,
    () => undefined,
    () => false,
  );
  must(await during(next, brought));
  must(await endBringIn(deps));
  await next.time.advance(60_000);
  expect(namesOn(owner)).toEqual(["Under the first", "Under the second"]);
  expect(replicaOn(owner).sync.get()).toMatchObject({ mark: "synced", problems: [] });
});
