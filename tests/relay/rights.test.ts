/** What a device is sent follows its grants: by document, from the moment they begin until the moment they end. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Grant } from "#shared/protocol/membership/types";
import { bytesEqual } from "#shared/kernel/bytes";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn, fresh } from "#tests/support/relay-company";
import type { RelayPeople } from "#tests/support/relay-people";
import { createPeople } from "#tests/support/relay-people";
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
let people: RelayPeople;

beforeEach(async () => {
  time = createVirtualTime(Date.now());
  relay = await startTestRelay({ clock: time, timers: time });
  company = await foundCompanyOn(relay.origin, relay.key);
  owner = await connectLive(relay.origin, company.id, company.owner);
  people = createPeople(relay.origin, company, owner, time);
});
afterEach(() => relay.close());

const events = (ids: readonly Uint8Array[], notAfter: number | null): Grant => ({
  verbs: ["read"],
  on: ["event"],
  scope: { events: ids },
  notAfter,
});

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
  const { client } = await people.employ("crew", [events([mine.event], null)]);
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
  const { member, client } = await people.employ("crew", [events([first.event], null)]);
  await client.next("chunks");
  // Long after the document was last asked for, others have been.
  await time.advance(2 * hourMs);
  await writeEvent();
  await people.decide({
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
  const { client } = await people.employ("crew", [events([event], time.now() + 5 * hourMs)]);
  await client.next("chunks");
  await time.advance(4 * hourMs);
  expect(client.received.some(({ t }) => t === "drop")).toBe(false);
  await time.advance(2 * hourMs);
  expect(bytesEqual((await client.next("drop")).doc, doc)).toBe(true);
});
