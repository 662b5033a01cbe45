/** Rights that change while a device is away: what it may read now comes, what it may not read any more goes. */
import { beforeAll, expect, test } from "vitest";
import { brand } from "#shared/kernel/brand";
import type { LocalDateTime, Zone } from "#shared/kernel/record";
import { must } from "#shared/kernel/result";
import { createEvent, event } from "#shared/domain/events";
import type { EventId } from "#shared/domain/events";
import { placed } from "#shared/protocol/membership/placement";
import type { EventPlace, Placement } from "#shared/protocol/membership/placement";
import { bytesOfId } from "#shared/protocol/wire-types";
import { startAutomerge } from "#tests/support/automerge";
import type { Simulated } from "#tests/support/sim-device";
import type { SimWorld } from "#tests/support/sim-world";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";

beforeAll(startAutomerge);

interface Scene {
  readonly world: SimWorld;
  readonly owner: Simulated;
  readonly crew: Simulated;
  readonly events: readonly EventId[];
}

const begin = async (seed: number): Promise<Scene> => {
  const world = await createSimWorld(seed, 2, { seatOf: () => ({ rank: "crew" }) });
  const [owner, crew] = world.devices;
  if (owner === undefined || crew === undefined) throw new Error("two devices");
  await owner.start();
  await crew.start();
  await world.time.advance(2_000);
  const events: EventId[] = [];
  for (const name of ["First", "Second"]) {
    const making = replicaOn(owner).run(createEvent, {
      name,
      busyFrom: brand<LocalDateTime>("2026-06-03T08:00"),
      busyTo: brand<LocalDateTime>("2026-06-05T20:00"),
      zone: brand<Zone>("Europe/Berlin"),
    });
    await world.time.advance(3_000);
    events.push(must(await making).value.event);
  }
  return { world, owner, crew, events };
};

const place = async ({ world, owner }: Scene, places: readonly [EventId, number | null][]): Promise<void> => {
  const member = world.company.devices[1]?.member;
  if (member === undefined) throw new Error("there is a second member");
  const on = places.map(([id, until]): EventPlace => ({ event: bytesOfId(id), level: "sees", until }));
  const placement: Placement = { rank: "crew", roles: [], until: null, others: [], events: on };
  const op = { kind: "member.role", member: bytesOfId(member), ...placed(placement, new Map()) } as const;
  const done = owner.process()?.membership.perform(op);
  await world.time.advance(5_000);
  const result = await done;
  if (result === undefined) throw new Error("the owner runs");
  must(result);
};

const away = async (
  { world, crew }: Scene,
  meanwhile: () => Promise<void>,
  how: "offline" | "closed" = "offline",
): Promise<void> => {
  crew.isOnline = false;
  world.network.breakAll();
  if (how === "closed") crew.kill();
  await world.time.advance(20_000);
  await meanwhile();
  crew.isOnline = true;
  if (how === "closed") await crew.start();
  await world.time.advance(60_000);
};

const shown = (device: Simulated): readonly string[] =>
  [...replicaOn(device).rows.all(event).values()].map(({ name }) => name).sort();

const documentsOn = ({ disk }: Simulated): number =>
  new Set([...(disk.stores.get("chunks")?.keys() ?? [])].map((key) => key.split("/")[0])).size;

test.each(["offline", "closed"] as const)(
  "[SYNC-28] placed in an event while it was %s, a device gets all of it when it is back",
  async (how) => {
    const scene = await begin(1);
    const [first, second] = scene.events;
    if (first === undefined || second === undefined) throw new Error("two events");
    expect(shown(scene.crew)).toEqual([]);
    await away(scene, () => place(scene, [[first, null]]), how);
    expect(shown(scene.crew)).toEqual(["First"]);
    await away(scene, () => place(scene, [[second, null]]), how);
    expect(shown(scene.crew)).toEqual(["Second"]);
    await away(scene, () => place(scene, []), how);
    expect(shown(scene.crew)).toEqual([]);
    expect(documentsOn(scene.crew)).toBe(0);
    expect(replicaOn(scene.crew).sync.get().problems).toEqual([]);
  },
);

test("[SYNC-28] a place that ended by the clock while the device was away takes the event with it", async () => {
  const scene = await begin(2);
  const { world, crew } = scene;
  const [first] = scene.events;
  if (first === undefined) throw new Error("an event");
  await place(scene, [[first, world.time.now() + 3_600_000]]);
  expect(shown(crew)).toEqual(["First"]);
  await away(scene, () => world.time.advance(2 * 3_600_000));
  expect(shown(crew)).toEqual([]);
  expect(documentsOn(crew)).toBe(0);
});

test("[SYNC-28] a connection that broke while the event was on its way loses nothing of it", async () => {
  const scene = await begin(3);
  const { world, crew } = scene;
  const [first] = scene.events;
  if (first === undefined) throw new Error("an event");
  // The log of membership arrives, the document does not.
  world.network.toDevice = (message, to) => (to === crew && message.t === "chunks" ? undefined : message);
  await place(scene, [[first, null]]);
  world.network.toDevice = null;
  world.network.breakAll();
  await world.time.advance(60_000);
  expect(shown(crew)).toEqual(["First"]);
});
