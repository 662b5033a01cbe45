/**
 * What lies on the device of a freelancer who is on one event: searched byte by byte, chunks inflated, for strings
 * planted in everything such a person must not have.
 */
import { beforeAll, expect, test } from "vitest";
import { brand } from "#shared/kernel/brand";
import type { LocalDateTime, Zone } from "#shared/kernel/record";
import { must } from "#shared/kernel/result";
import type { Command } from "#shared/kernel/command";
import { createEvent, event } from "#shared/domain/events";
import type { EventId } from "#shared/domain/events";
import { createProduct, product } from "#shared/domain/inventory";
import { introduceMyself } from "#shared/domain/settings";
import type { Grant, MemOp } from "#shared/protocol/membership/types";
import type { PushPart } from "#shared/protocol/messages";
import { bytesOfId } from "#shared/protocol/wire-types";
import { startAutomerge } from "#tests/support/automerge";
import { textOn } from "#tests/support/disk-text";
import { createWriter } from "#tests/support/relay-writer";
import type { WriterOptions } from "#tests/support/relay-writer";
import type { SimWorld } from "#tests/support/sim-world";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";
import type { Simulated } from "#tests/support/sim-device";

beforeAll(startAutomerge);

const run = async <A, V, P>(
  world: SimWorld,
  device: Simulated,
  command: Command<A, V, P>,
  args: A,
): Promise<V> => {
  const running = replicaOn(device).run(command, args);
  await world.time.advance(3_000);
  return must(await running).value;
};

const perform = async (world: SimWorld, owner: Simulated, op: MemOp): Promise<void> => {
  const done = owner.process()?.membership.perform(op);
  await world.time.advance(3_000);
  const result = await done;
  if (result === undefined) throw new Error("the owner runs");
  must(result);
};

/** Documents of kinds that no command of this version writes, sent along with the next push of the owner. */
const plant = async (
  world: SimWorld,
  documents: readonly Pick<WriterOptions, "kind" | "cls" | "scope" | "text">[],
): Promise<void> => {
  const [owner] = world.company.devices;
  if (owner === undefined) throw new Error("the founder is the first");
  const parts: PushPart[] = [];
  for (const one of documents)
    parts.push(await (await createWriter(world.company.id, owner.signer, one)).write());
  world.network.toRelay = (message) => {
    if (message.t !== "push") return message;
    world.network.toRelay = null;
    return { ...message, parts: [...message.parts, ...parts] };
  };
};

const secrets = {
  productMoney: "planted-product-money",
  eventMoney: "planted-event-money",
  otherPerson: "planted-other-person",
  ownerName: "Planted Owner Name",
  otherEvent: "Planted Other Event",
  lateEvent: "Planted Late Event",
  lateMoney: "planted-late-money",
};
const own = { product: "Planted Inventory", event: "Planted Own Event" };

/** A long name is deflated with its chunk: the search must read that too. */
const eventNamed = (name: string) => ({
  name,
  notes: `${name} `.repeat(40),
  busyFrom: brand<LocalDateTime>("2026-06-11T07:00"),
  busyTo: brand<LocalDateTime>("2026-06-14T20:00"),
  zone: brand<Zone>("Europe/Berlin"),
});

const crewOn = (ofEvent: EventId): readonly Grant[] => [
  {
    verbs: ["read"],
    on: ["event"],
    scope: { events: [bytesOfId(ofEvent)] },
    notAfter: Date.UTC(2026, 11, 31),
  },
];

test("[SEC-02] [SEC-03] the device of a freelancer holds the stock and its own event, and no byte of anything else", async () => {
  const world = await createSimWorld(31, 3);
  const [owner, crew] = world.devices;
  if (owner === undefined || crew === undefined) throw new Error("three devices");
  await owner.start();
  await world.time.advance(2_000);
  const other = world.company.devices[2]?.member;
  const freelancer = world.company.devices[1]?.member;
  if (other === undefined || freelancer === undefined) throw new Error("three members");
  await plant(world, [
    { kind: "product-money", cls: "money", text: secrets.productMoney },
    { kind: "event-money", cls: "money", text: secrets.eventMoney },
    { kind: "person", cls: "person", scope: { member: bytesOfId(other) }, text: secrets.otherPerson },
  ]);
  await run(world, owner, introduceMyself, { name: secrets.ownerName, colour: 1 });
  await run(world, owner, createProduct, { name: own.product });
  const mine = (await run(world, owner, createEvent, eventNamed(own.event))).event;
  await run(world, owner, createEvent, eventNamed(secrets.otherEvent));
  const place = { kind: "member.role", member: bytesOfId(freelancer), rank: "crew", roles: [] } as const;
  await perform(world, owner, { ...place, grants: crewOn(mine) });

  await crew.start();
  await world.time.advance(10_000);
  await plant(world, [{ kind: "event-money", cls: "money", text: secrets.lateMoney }]);
  await run(world, owner, createEvent, eventNamed(secrets.lateEvent));
  await world.time.advance(10_000);

  const replica = replicaOn(crew);
  expect([...replica.rows.all(product).values()].map(({ name }) => name)).toEqual([own.product]);
  expect([...replica.rows.all(event).values()].map(({ name }) => name)).toEqual([own.event]);
  const disk = textOn(crew);
  for (const name of Object.values(own)) expect(disk, "the search finds what is there").toContain(name);
  for (const [what, secret] of Object.entries(secrets)) expect(disk.includes(secret), what).toBe(false);
  const [all] = [textOn(owner)];
  for (const secret of [secrets.ownerName, secrets.otherEvent, secrets.lateEvent])
    expect(all).toContain(secret);
  const relayDisk = JSON.stringify(
    world.relay.disk.pushesAfter(1, 0, 1e9).pushes.map(({ body }) => Buffer.from(body).toString("latin1")),
  );
  for (const secret of [secrets.productMoney, secrets.eventMoney, secrets.otherPerson, secrets.lateMoney])
    expect(relayDisk, "it was planted").toContain(secret);

  // The event is over for this person: nothing of it stays.
  await perform(world, owner, { ...place, grants: [] });
  await world.time.advance(10_000);
  expect(replica.rows.all(event).size).toBe(0);
  expect(textOn(crew).includes(own.event)).toBe(false);
  expect(textOn(crew)).toContain(own.product);
});
