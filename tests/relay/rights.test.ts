/** What a device is sent follows its grants: by document, from the moment they begin until the moment they end. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Signer } from "#shared/kernel/signature";
import type { Grant, MemOp, Rank } from "#shared/protocol/membership/types";
import { bytesEqual } from "#shared/kernel/bytes";
import type { TestCompany } from "#tests/support/relay-company";
import {
  foundCompanyOn,
  fresh,
  freshSigner,
  makeEntry,
  makeJoin,
  verdictOf,
} from "#tests/support/relay-company";
import type { DeviceClient } from "#tests/support/relay-client";
import { connectLive } from "#tests/support/relay-client";
import type { TestRelay } from "#tests/support/relay-process";
import { startTestRelay } from "#tests/support/relay-process";
import { createWriter } from "#tests/support/relay-writer";
import type { VirtualTime } from "#tests/support/virtual-time";
import { createVirtualTime } from "#tests/support/virtual-time";

const hourMs = 3_600_000;
let time: VirtualTime;
let relay: TestRelay;
let company: TestCompany;
let owner: DeviceClient;

beforeEach(async () => {
  time = createVirtualTime(Date.now());
  relay = await startTestRelay({ clock: time, timers: time });
  company = await foundCompanyOn(relay.origin, relay.key);
  owner = await connectLive(relay.origin, company.id, company.owner);
});
afterEach(() => relay.close());

/** Settles when a checkpoint has ordered the entry. */
const decide = async (op: MemOp): Promise<void> => {
  const { heads } = await verdictOf(relay.origin, company.id);
  owner.send({ t: "mem", entries: [await makeEntry(company.id, heads, op, company.owner)] });
  const before = (await verdictOf(relay.origin, company.id)).confirmed?.checkpoint ?? 0;
  await expect
    .poll(async () => {
      await time.advance(1_000);
      return (await verdictOf(relay.origin, company.id)).confirmed?.checkpoint ?? 0;
    })
    .toBeGreaterThan(before);
};

const events = (ids: readonly Uint8Array[], notAfter: number | null): Grant => ({
  verbs: ["read"],
  on: ["event"],
  scope: { events: ids },
  notAfter,
});

/** A connected device of a new person. */
const employ = async (
  rank: Rank,
  grants: readonly Grant[],
): Promise<{ readonly member: Uint8Array; readonly device: Signer; readonly client: DeviceClient }> => {
  const member = fresh(16);
  const device = freshSigner();
  const invite = freshSigner();
  await decide({ kind: "member.add", member, rank, roles: [], grants, station: false });
  const until = time.now() + hourMs;
  await decide({ kind: "invite", invite: invite.publicKey, member, uses: 1, expires: until, approval: true });
  const { envelope, box } = await makeJoin(company.id, invite, device);
  const log = await verdictOf(relay.origin, company.id);
  const via = log.state?.invites.values().next().value?.id ?? null;
  await decide({
    kind: "device.add",
    member,
    device: device.publicKey,
    box,
    soft: false,
    via,
    join: envelope,
  });
  return { member, device, client: await connectLive(relay.origin, company.id, device) };
};

/** The owner writes a document about an event. */
const writeEvent = async (): Promise<{ readonly event: Uint8Array; readonly doc: Uint8Array }> => {
  const event = fresh(16);
  const writer = await createWriter(company.id, company.owner, {
    kind: "event",
    cls: "event",
    thing: event,
    scope: { event },
  });
  owner.send({ t: "push", parts: [await writer.write()] });
  await owner.next("receipt");
  return { event, doc: writer.doc };
};

const chunkDocs = (client: DeviceClient): readonly Uint8Array[] =>
  client.received.flatMap((message) => (message.t === "chunks" ? [message.doc] : []));
const has = (docs: readonly Uint8Array[], doc: Uint8Array): boolean =>
  docs.some((each) => bytesEqual(each, doc));

test("[RELAY-140] crew are sent their own events and nothing of the others", async () => {
  const mine = await writeEvent();
  const other = await writeEvent();
  const { client } = await employ("crew", [events([mine.event], null)]);
  await client.next("chunks");
  const later = await writeEvent();
  await time.advance(1_000);
  await client.next("current");
  expect(has(chunkDocs(client), mine.doc)).toBe(true);
  expect(has(chunkDocs(client), other.doc)).toBe(false);
  expect(has(chunkDocs(client), later.doc)).toBe(false);
});

test("[RELAY-141] a changed grant counts at its checkpoint: what was lost is dropped, what was gained is sent", async () => {
  const first = await writeEvent();
  const second = await writeEvent();
  const { member, client } = await employ("crew", [events([first.event], null)]);
  await client.next("chunks");
  // Long after the document was last asked for, others have been.
  await time.advance(2 * hourMs);
  await writeEvent();
  await decide({
    kind: "member.role",
    member,
    rank: "crew",
    roles: [],
    grants: [events([second.event], null)],
  });
  const dropped = await client.next("drop");
  expect(dropped).toMatchObject({ why: "right-ended" });
  expect(bytesEqual(dropped.doc, first.doc)).toBe(true);
  expect(bytesEqual((await client.next("chunks")).doc, second.doc)).toBe(true);
});

test("[RELAY-142] a grant that ends by the clock ends then, without anybody doing anything", async () => {
  const { event, doc } = await writeEvent();
  const { client } = await employ("crew", [events([event], time.now() + 5 * hourMs)]);
  await client.next("chunks");
  await time.advance(4 * hourMs);
  expect(client.received.some(({ t }) => t === "drop")).toBe(false);
  await time.advance(2 * hourMs);
  expect(bytesEqual((await client.next("drop")).doc, doc)).toBe(true);
});
