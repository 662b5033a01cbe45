import * as v from "valibot";
import { beforeAll, expect, test } from "vitest";
import { decodeCanonical } from "#shared/kernel/canonical";
import { docCardKind } from "#shared/protocol/cards";
import { seal } from "#shared/protocol/envelope";
import type { Grant, MemOp, Rank } from "#shared/protocol/membership/types";
import type { Membership } from "#shared/replica/identity/types";
import { evict } from "#tests/support/memory-store";
import { bytesOfId } from "#shared/protocol/wire-types";
import { must } from "#shared/kernel/result";
import { createProduct, product } from "#shared/domain/inventory";
import type { PushPart, RelayMsg } from "#shared/protocol/messages";
import { makeReceipt, nextLogHash } from "#shared/protocol/receipts";
import { startAutomerge } from "#tests/support/automerge";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";
import type { SimWorld } from "#tests/support/sim-world";
import type { Simulated } from "#tests/support/sim-device";

beforeAll(startAutomerge);

const reasonsOn = (device: Simulated): readonly string[] =>
  replicaOn(device)
    .sync.get()
    .problems.map((problem) => ("reason" in problem ? problem.reason : problem.type));

/** What a relay with its real key says of a push, as if it had been judged under that checkpoint. */
const accepted = async (world: SimWorld, part: PushPart, checkpoint: number): Promise<RelayMsg> => {
  const { doc, tip, card, chunks } = part;
  const [log] = world.relay.disk.companies();
  if (log === undefined) throw new Error("the relay has the company");
  const serial = log.serial + 1;
  const logHash = nextLogHash(world.crypto.sha256, log.logHash, doc, tip.hash, serial);
  const facts = { doc, actor: tip.actor, seq: tip.seq, hash: tip.hash, checkpoint, serial, logHash };
  const receipt = await makeReceipt(world.company.id, { ...facts, at: world.time.now() }, world.relayKey);
  return { t: "chunks", doc, card, chunks, tips: [tip], receipts: [receipt] };
};

interface Scene {
  readonly world: SimWorld;
  readonly owner: Simulated;
  readonly writer: Simulated;
  readonly reader: Simulated;
  readonly membership: Membership;
}

const begin = async (seed: number): Promise<Scene> => {
  const world = await createSimWorld(seed, 3);
  const [owner, writer, reader] = world.devices;
  if (owner === undefined || writer === undefined || reader === undefined) throw new Error("three devices");
  for (const device of [owner, writer, reader]) await device.start();
  await world.time.advance(2_000);
  const membership = owner.process()?.membership;
  if (membership === undefined) throw new Error("the owner runs");
  return { world, owner, writer, reader, membership };
};

const make = async ({ world }: Scene, device: Simulated, name: string): Promise<void> => {
  const running = replicaOn(device).run(createProduct, { name });
  await world.time.advance(2_000);
  must(await running);
};

/** The writer's member gets another place in the company. */
const place = async ({ world, membership, writer }: Scene, rank: Rank, role?: Grant): Promise<void> => {
  const member = bytesOfId(world.company.devices[1]?.member ?? replicaOn(writer).member);
  const roles = role === undefined ? [] : ["own"];
  const steps: readonly MemOp[] = [
    ...(role === undefined ? [] : [{ kind: "role.define", role: "own", grants: [role] } as const]),
    { kind: "member.role", member, rank, roles, grants: [] },
  ];
  for (const step of steps) {
    const done = membership.perform(step);
    await world.time.advance(3_000);
    must(await done);
  }
};

/** What the writer pushes is not taken up; `answer` says what the relay tells whom instead. */
const insteadOfTaking = (
  { world }: Scene,
  answer: (part: PushPart) => Promise<readonly (readonly [Simulated, RelayMsg])[]>,
): void => {
  world.network.toRelay = (message) => {
    const [part] = message.t === "push" ? message.parts : [];
    if (part === undefined) return message;
    void answer(part).then((lies) => {
      for (const [device, lie] of lies) world.network.inject(device, lie);
    });
    return undefined;
  };
};

/**
 * A member makes a product without a network and is made something else meanwhile. When it is back, the relay takes the
 * product all the same, under the checkpoint `since` before the newest one, and shows it to the reader.
 */
const takenAfterAll = async (seed: number, since: number, role?: Grant): Promise<Scene> => {
  const scene = await begin(seed);
  const { world, writer, reader, membership } = scene;
  writer.isOnline = false;
  world.network.breakAll();
  await world.time.advance(60_000);
  await make(scene, writer, "Truss");
  await place(scene, role === undefined ? "viewer" : "member", role);
  const { checkpoint } = membership.state();
  insteadOfTaking(scene, async (part) => [[reader, await accepted(world, part, checkpoint - since)]]);
  writer.isOnline = true;
  await world.time.advance(45_000);
  expect([...replicaOn(reader).rows.all(product).values()].map(({ name }) => name)).toEqual(["Truss"]);
  return scene;
};

test("[RIGHTS-1] a relay that accepts what a device might not write is named by whoever receives it", async () => {
  expect(reasonsOn((await takenAfterAll(21, 0)).reader)).toEqual(["grant"]);
});

test("[RIGHTS-2] what was judged before the right ended accuses nobody", async () => {
  expect(reasonsOn((await takenAfterAll(22, 1)).reader)).toEqual([]);
});

test("[RIGHTS-3] a relay that accepts a document of a device that might not make one is named", async () => {
  const mayWrite: Grant = { verbs: ["read", "write"], on: ["inventory"], scope: "all", notAfter: null };
  expect(reasonsOn((await takenAfterAll(23, 0, mayWrite)).reader)).toEqual(["grant"]);
  const mayCreate: Grant = { ...mayWrite, verbs: ["read", "write", "create"] };
  expect(reasonsOn((await takenAfterAll(24, 0, mayCreate)).reader)).toEqual([]);
});

test("[RIGHTS-4] a receipt under a checkpoint that nobody has is named once the relay has said everything", async () => {
  const scene = await takenAfterAll(25, -3);
  const { world, owner, reader } = scene;
  expect(reasonsOn(reader)).toEqual([]);
  world.network.toRelay = null;
  await make(scene, owner, "Lamp");
  await world.time.advance(2_000);
  expect(reasonsOn(reader)).toEqual(["grant"]);
});

test("[RIGHTS-5] the device itself names a relay that takes from it what it must not", async () => {
  const scene = await begin(26);
  const { world, writer, membership } = scene;
  writer.isOnline = false;
  world.network.breakAll();
  await world.time.advance(60_000);
  await make(scene, writer, "Truss");
  await place(scene, "viewer");
  const { checkpoint } = membership.state();
  insteadOfTaking(scene, async (part) => {
    const message = await accepted(world, part, checkpoint);
    const [receipt] = message.t === "chunks" ? message.receipts : [];
    return receipt === undefined ? [] : [[writer, { t: "receipt", receipt }]];
  });
  writer.isOnline = true;
  await world.time.advance(45_000);
  expect(reasonsOn(writer)).toEqual(["grant"]);
});

test("[RIGHTS-6] every receipt is looked at, not only the first for a change", async () => {
  const scene = await begin(27);
  const { world, writer, reader, membership } = scene;
  const parts: PushPart[] = [];
  world.network.toRelay = (message) => {
    if (message.t === "push") parts.push(...message.parts);
    return message;
  };
  await make(scene, writer, "Truss");
  await place(scene, "viewer");
  const [part] = parts;
  if (part === undefined) throw new Error("the writer pushed");
  const tell = async (checkpoint: number): Promise<readonly string[]> => {
    const message = await accepted(world, { ...part, chunks: [] }, checkpoint);
    world.network.inject(reader, message);
    await world.time.advance(2_000);
    return reasonsOn(reader);
  };
  expect(await tell(1)).toEqual([]);
  expect(await tell(membership.state().checkpoint)).toEqual(["grant"]);
});

test("[RIGHTS-7] a card whose signer did not begin the document is named", async () => {
  const scene = await begin(28);
  const { world, owner, writer, reader } = scene;
  let theirs: PushPart | undefined;
  insteadOfTaking(scene, async (part) => {
    theirs ??= part;
    return [];
  });
  await make(scene, owner, "Lamp");
  const card = theirs?.card;
  if (card === null || card === undefined) throw new Error("the owner pushed a new document");
  const other = world.company.devices[1]?.signer;
  const read = v.safeParse(docCardKind.schema, must(decodeCanonical(card.payload)));
  if (other === undefined || !read.success) throw new Error("a card and another member");
  expect(other.publicKey).toEqual(writer.key);
  const signed = await seal(docCardKind, { ...read.output, by: other.publicKey }, [other]);
  if (theirs === undefined) throw new Error("the owner pushed");
  world.network.inject(reader, await accepted(world, { ...theirs, card: signed }, 1));
  await world.time.advance(2_000);
  expect([...replicaOn(reader).rows.all(product).values()].map(({ name }) => name)).toEqual(["Lamp"]);
  expect(reasonsOn(reader)).toEqual(["grant"]);
});

test("[RIGHTS-9] whoever brings back what others wrote is told their receipts, and accuses nobody", async () => {
  const scene = await begin(30);
  const { world, owner, writer } = scene;
  await place(scene, "viewer");
  const before = world.relay.journal().length;
  await make(scene, owner, "Truss");
  owner.kill();
  world.relay.kill();
  world.relay.restore(before);
  await world.time.advance(1_000);
  await world.relay.start();
  await world.time.advance(60_000);
  expect(world.relay.disk.companies()[0]?.serial).toBeGreaterThan(0);
  expect(reasonsOn(writer)).toEqual(["rollback"]);
});

test("[RIGHTS-8] what a relay forgot and took back accuses nobody, although the right has ended by time since", async () => {
  const scene = await begin(29);
  const { world, writer, reader } = scene;
  const end = world.time.now() + 3_600_000;
  const untilThen: Grant = {
    verbs: ["read", "write", "create"],
    on: ["inventory"],
    scope: "all",
    notAfter: end,
  };
  await place(scene, "member", untilThen);
  const before = world.relay.journal().length;
  await make(scene, writer, "Truss");
  writer.kill();
  reader.isOnline = false;
  world.network.breakAll();
  world.relay.kill();
  world.relay.restore(before);
  await world.time.advance(2 * 3_600_000);
  await world.relay.start();
  // The owner brings it back; the reader comes without anything and reads all of it.
  await world.time.advance(40_000);
  reader.kill();
  evict(reader.disk);
  reader.isOnline = true;
  await reader.start();
  await world.time.advance(40_000);
  expect([...replicaOn(reader).rows.all(product).values()].map(({ name }) => name)).toEqual(["Truss"]);
  expect(reasonsOn(reader)).toEqual([]);
});
