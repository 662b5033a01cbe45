/** What a device is sent follows its grants: by document, from the moment they begin until the moment they end. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Signer } from "#shared/kernel/signature";
import type { BlobRequest } from "#shared/protocol/blob-request";
import { blobPath, signBlobRequest } from "#shared/protocol/blob-request";
import type { Grant } from "#shared/protocol/membership/types";
import { bytesEqual } from "#shared/kernel/bytes";
import type { ClientMsg } from "#shared/protocol/messages";
import { encodeRelayMsg } from "#shared/protocol/messages-codec";
import { emptyLogHash } from "#shared/protocol/receipts";
import { signRows } from "#shared/protocol/signed-rows";
import { nodeSha256 } from "#tests/support/keys";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn, fresh } from "#tests/support/relay-company";
import type { RelayPeople } from "#tests/support/relay-people";
import { createPeople } from "#tests/support/relay-people";
import type { DeviceClient } from "#tests/support/relay-client";
import { connectDevice, connectLive } from "#tests/support/relay-client";
import type { TestRelay } from "#tests/support/relay-process";
import { startTestRelay } from "#tests/support/relay-process";
import { createWriter } from "#tests/support/relay-writer";
import type { VirtualTime } from "#tests/support/virtual-time";
import { createVirtualTime } from "#tests/support/virtual-time";

const hourMs = 3_600_000;
/** What comes in the end is waited for also on a machine that has much else to do. */
const patient = { timeout: 20_000 };

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
const writeEvent = async (): Promise<{
  readonly event: Uint8Array;
  readonly doc: Uint8Array;
  readonly head: Uint8Array;
}> => {
  const event = fresh(16);
  const writer = await createWriter(company.id, company.owner, {
    kind: "event",
    cls: "event",
    thing: event,
    scope: { event },
  });
  owner.send({ t: "push", parts: [await writer.write()] });
  await owner.next("receipt");
  return { event, doc: writer.doc, head: writer.head() };
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

/** Messages a device was sent that name the document, each by its type. */
const naming = (client: DeviceClient, doc: Uint8Array): readonly string[] =>
  client.received
    .filter((message) => Buffer.from(encodeRelayMsg(message)).includes(Buffer.from(doc)))
    .map(({ t }) => t);

/** Of how many documents a device that has nothing and may read everything is shown rows. */
const rowsShown = async (): Promise<number> => {
  const newcomer = await connectDevice(relay.origin, company.id, company.owner);
  newcomer.send({ t: "start" });
  await newcomer.next("current");
  await newcomer.close();
  return newcomer.received.flatMap((message) => (message.t === "rows" ? message.rows : [])).length;
};

test("[RELAY-143] whatever a device asks for, of what it may not read it hears what it hears of what there is not", async () => {
  const mine = await writeEvent();
  const other = await writeEvent();
  const there = { heads: [], tips: [] };
  const rows = [mine, other].map(({ doc, head }) =>
    signRows(
      { company: company.id, doc, heads: [head], checkpoint: 1, at: 1 },
      fresh(40),
      nodeSha256,
      company.owner,
    ),
  );
  owner.send({ t: "rows", rows: await Promise.all(rows) });
  await expect.poll(rowsShown, patient).toBe(2);
  const asks: readonly { readonly ask: ClientMsg; readonly told: readonly string[] }[] = [
    { ask: { t: "start" }, told: [] },
    { ask: { t: "since", serial: 0, logHash: emptyLogHash }, told: [] },
    { ask: { t: "have", docs: [{ doc: other.doc, ...there }] }, told: ["drop"] },
    { ask: { t: "have", docs: [] }, told: [] },
    { ask: { t: "want", doc: other.doc, after: [] }, told: ["drop"] },
    { ask: { t: "rights", checkpoint: 0 }, told: [] },
  ];
  const { device } = await people.enrol("crew", [events([mine.event], null)]);
  for (const { ask, told } of asks) {
    const client = await connectDevice(relay.origin, company.id, device);
    client.send(ask);
    const unknown = fresh(16);
    client.send({ t: "want", doc: unknown, after: [] });
    // Frames are handled one after the other; what is sent along goes on until the log's end.
    await expect
      .poll(
        () => client.received.some((message) => message.t === "drop" && bytesEqual(message.doc, unknown)),
        patient,
      )
      .toBe(true);
    client.send({ t: "since", serial: 0, logHash: emptyLogHash });
    await client.next("current");
    client.send({ t: "want", doc: mine.doc, after: [] });
    await expect.poll(() => naming(client, mine.doc), patient).toContain("chunks");
    expect(naming(client, other.doc)).toEqual(told);
    if (ask.t === "start") expect(naming(client, mine.doc)).toContain("rows");
    await client.close();
  }
});

test("[RELAY-114] a file is for whoever may read its document, comes from whoever may write it, and only as long", async () => {
  const { event, doc } = await writeEvent();
  const { event: elsewhere } = await writeEvent();
  const photo = new Uint8Array(500).fill(7);
  const hash = nodeSha256(photo);
  const ask = async (method: BlobRequest["method"], signer: Signer): Promise<number> => {
    const request = { company: company.id, aud: relay.key, method, doc, hash };
    const authorization = await signBlobRequest(request, { signer, random: { bytes: fresh }, clock: time });
    const body = method === "PUT" ? { body: photo } : {};
    const headers = { authorization };
    return (await fetch(relay.origin + blobPath(doc, hash), { method, headers, ...body })).status;
  };
  const reads = await people.enrol("crew", [events([event], time.now() + 5 * hourMs)]);
  const other = await people.enrol("crew", [events([elsewhere], null)]);
  expect(await ask("PUT", reads.device)).toBe(403);
  expect(await ask("PUT", company.owner)).toBe(201);
  expect([await ask("GET", reads.device), await ask("GET", other.device)]).toEqual([200, 403]);
  await time.advance(6 * hourMs);
  expect([await ask("GET", reads.device), await ask("GET", company.owner)]).toEqual([403, 200]);
});
