/** The founding device's key in other hands begins the company once more, beside a relay of theirs. */
import { beforeAll, expect, test } from "vitest";
import { relaySigner } from "#relay/relay-key";
import { must } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import { encodeEnvelope, seal } from "#shared/protocol/envelope";
import { checkpointKind, memEntryKind } from "#shared/protocol/membership/entry-kinds";
import { readLogEntry } from "#shared/protocol/membership/log-entry";
import { textOfBytes } from "#shared/protocol/wire-types";
import { startAutomerge } from "#tests/support/automerge";
import type { SimWorld } from "#tests/support/sim-world";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";
import { createChances } from "#tests/support/virtual-time";

beforeAll(startAutomerge);

/** A genesis by the founder's key and the first checkpoint of a relay that it names. */
const otherBeginning = async (world: SimWorld, founder: Signer): Promise<readonly Uint8Array[]> => {
  const { company, crypto, time } = world;
  const chances = createChances(99);
  const relay = relaySigner(chances.bytes(32));
  const genesis = encodeEnvelope(
    await seal(
      memEntryKind,
      {
        ...{ v: 1, rules: 1, company: company.id, prev: [], at: time.now(), n: chances.bytes(16), uv: null },
        op: {
          ...{ kind: "genesis", company: company.id, member: chances.bytes(16), device: founder.publicKey },
          ...{ box: chances.bytes(32), sequencer: relay.publicKey },
        },
      },
      [founder],
    ),
  );
  const { id } = must(await readLogEntry(genesis, company.id, crypto));
  const checkpoint = { v: 1, company: company.id, no: 1, prev: null, heads: [id], at: time.now() } as const;
  return [genesis, encodeEnvelope(await seal(checkpointKind, checkpoint, [relay]))];
};

test("[MEM-218] a device lets in no second beginning that would leave it without a company, and says so", async () => {
  const world = await createSimWorld(71, 2);
  const [owner, member] = world.devices;
  const founder = world.company.devices[0]?.signer;
  if (owner === undefined || member === undefined || founder === undefined) throw new Error("two devices");
  for (const device of [owner, member]) await device.start();
  await world.time.advance(2_000);
  const before = member.process()?.membership.log().length ?? 0;
  world.network.inject(member, { t: "mem", entries: await otherBeginning(world, founder) });
  await world.time.advance(2_000);
  const membership = member.process()?.membership;
  expect(membership?.log().length).toBe(before);
  expect(membership?.verdict.get().confirmed?.members.size).toBe(2);
  expect(membership?.state().devices.get(textOfBytes(member.key))?.revoked).toBeNull();
  expect(replicaOn(member).sync.get().problems).toMatchObject([{ type: "RelayUntrusted", reason: "fork" }]);
});
