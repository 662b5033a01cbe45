import { beforeAll, expect, test } from "vitest";
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

/**
 * A member makes a product without a network and is made a viewer meanwhile. When it is back, the relay takes the
 * product all the same, under the checkpoint `since` before the newest one, and shows it to the reader.
 */
const takenAfterAll = async (seed: number, since: number): Promise<Simulated> => {
  const world = await createSimWorld(seed, 3);
  const [owner, writer, reader] = world.devices;
  if (owner === undefined || writer === undefined || reader === undefined) throw new Error("three devices");
  for (const device of [owner, writer, reader]) await device.start();
  await world.time.advance(2_000);
  writer.isOnline = false;
  world.network.breakAll();
  await world.time.advance(60_000);
  const running = replicaOn(writer).run(createProduct, { name: "Truss" });
  await world.time.advance(2_000);
  must(await running);
  const member = bytesOfId(world.company.devices[1]?.member ?? replicaOn(writer).member);
  const membership = owner.process()?.membership;
  if (membership === undefined) throw new Error("the owner runs");
  const demoted = membership.perform({ kind: "member.role", member, rank: "viewer", roles: [], grants: [] });
  await world.time.advance(3_000);
  must(await demoted);
  const { checkpoint } = membership.state();
  world.network.toRelay = (message) => {
    const [part] = message.t === "push" ? message.parts : [];
    if (part === undefined) return message;
    void accepted(world, part, checkpoint - since).then((lie) => world.network.inject(reader, lie));
    return undefined;
  };
  writer.isOnline = true;
  await world.time.advance(45_000);
  expect([...replicaOn(reader).rows.all(product).values()].map(({ name }) => name)).toEqual(["Truss"]);
  return reader;
};

test("[RIGHTS-1] a relay that accepts what a device might not write is named by whoever receives it", async () => {
  expect(reasonsOn(await takenAfterAll(21, 0))).toEqual(["grant"]);
});

test("[RIGHTS-2] what was judged before the right ended accuses nobody", async () => {
  expect(reasonsOn(await takenAfterAll(22, 1))).toEqual([]);
});
