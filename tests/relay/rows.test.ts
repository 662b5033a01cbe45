/** Signed rows: what the relay keeps of them and why it does not keep the rest. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Signer } from "#shared/kernel/signature";
import { quotas, rowLimits } from "#shared/protocol/limits";
import { encodeClientMsg, parseClientMsg } from "#shared/protocol/messages-codec";
import type { RowsStatement, SignedRows } from "#shared/protocol/signed-rows";
import { signRows } from "#shared/protocol/signed-rows";
import type { Hash } from "#shared/protocol/wire-types";
import { openSignedRows } from "#relay/storage/signed-rows";
import type { LogStore } from "#relay/storage/log-store";
import { createCardIndex } from "#relay/sync/card-index";
import { createDocumentCache } from "#relay/sync/document-cache";
import type { LogPlace } from "#relay/sync/fan-out";
import { openRowBook } from "#relay/sync/row-book";
import type { RowsRefusal } from "#relay/sync/row-book";
import { createDeviceRights } from "#relay/sync/rights";
import { nodeSha256, testCrypto } from "#tests/support/keys";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn, fresh, verdictOf } from "#tests/support/relay-company";
import type { DeviceClient } from "#tests/support/relay-client";
import { connectDevice, connectLive } from "#tests/support/relay-client";
import { createPeople } from "#tests/support/relay-people";
import type { TestRelay } from "#tests/support/relay-process";
import { memoryStore, startTestRelay } from "#tests/support/relay-process";
import type { DocumentWriter } from "#tests/support/relay-writer";
import { createWriter } from "#tests/support/relay-writer";
import type { VirtualTime } from "#tests/support/virtual-time";
import { createVirtualTime } from "#tests/support/virtual-time";

let time: VirtualTime;
let store: LogStore;
let relay: TestRelay;
let company: TestCompany;
let owner: DeviceClient;
let writer: DocumentWriter;

beforeEach(async () => {
  time = createVirtualTime(Date.now());
  store = memoryStore();
  relay = await startTestRelay({ clock: time, timers: time, store });
  company = await foundCompanyOn(relay.origin, relay.key);
  owner = await connectLive(relay.origin, company.id, company.owner);
  writer = await createWriter(company.id, company.owner);
  owner.send({ t: "push", parts: [await writer.write()] });
  await owner.next("receipt");
});
afterEach(() => relay.close());

const rowsOf = (
  signer: Signer,
  changes: Partial<RowsStatement> = {},
  body = fresh(40),
): Promise<SignedRows> =>
  signRows(
    { company: company.id, doc: writer.doc, heads: [writer.head()], checkpoint: 1, at: 1, ...changes },
    body,
    nodeSha256,
    signer,
  );

/** What a device that has nothing is shown of the document; the place afterwards tells that everything was sent. */
const shown = async (): Promise<readonly Uint8Array[]> => {
  const newcomer = await connectDevice(relay.origin, company.id, company.owner);
  newcomer.send({ t: "start" });
  await newcomer.next("current");
  return newcomer.received.flatMap((message) =>
    message.t === "rows" ? message.rows.map(({ rows }) => rows.body) : [],
  );
};

test("[ROWS-10] true rows are kept and shown to the next device; newer ones replace them", async () => {
  const first = await rowsOf(company.owner);
  owner.send({ t: "rows", rows: [first] });
  await expect.poll(shown, { timeout: 20_000 }).toEqual([first.body]);
  owner.send({ t: "push", parts: [await writer.write()] });
  await owner.next("receipt");
  const second = await rowsOf(company.owner);
  owner.send({ t: "rows", rows: [second] });
  await expect.poll(shown, { timeout: 20_000 }).toEqual([second.body]);
});

/** The relay's own judge over what the relay has stored; each question sees the newest. */
const bookOf = async (end?: LogPlace, isOver = (): boolean => false) => {
  const kept = openSignedRows(":memory:");
  const judge = async () => {
    const [stored] = await store.companies();
    const { confirmed } = await verdictOf(relay.origin, company.id);
    if (stored === undefined || confirmed === null) throw new Error("the company is on the relay");
    const cards = createCardIndex(await store.cards(stored.company));
    const documents = createDocumentCache(store, stored.company, () => true, time);
    const membership = { confirmed: () => confirmed };
    const book = await openRowBook({
      company: stored,
      store,
      end: () => end ?? stored,
      owner: { isOver: () => isOver() },
      cards,
      documents,
      signedRows: kept,
      crypto: testCrypto(),
      clock: time,
    });
    return { book, rightsOf: (key: Uint8Array) => createDeviceRights({ membership, cards }, key, time) };
  };
  return {
    book: (await judge()).book,
    reopened: async () => (await judge()).book,
    take: async (rows: readonly SignedRows[], by: Signer): Promise<readonly (RowsRefusal | null)[]> => {
      const { book, rightsOf } = await judge();
      return book.take(rows, rightsOf(by.publicKey));
    },
  };
};

test("[ROWS-11] forged rows: another body, another company, a strange signature", async () => {
  const { take, book } = await bookOf();
  const rows = await rowsOf(company.owner);
  const [signature] = rows.statement.sigs;
  if (signature === undefined) throw new Error("one signature");
  const broken = { ...rows.statement, sigs: [[signature[0], new Uint8Array(64)] as const] };
  const forged = [
    { ...rows, body: fresh(40) },
    await rowsOf(company.owner, { company: fresh(32) }),
    { ...rows, statement: broken },
  ];
  expect(await take(forged, company.owner)).toEqual(["form", "form", "form"]);
  expect(book.find(writer.doc)).toBeUndefined();
  expect(await take([rows], company.owner)).toEqual([null]);
});

test("[ROWS-12] rows of another document, at changes the log does not have, or signed by somebody else", async () => {
  const { take } = await bookOf();
  const other = await createWriter(company.id, company.owner);
  owner.send({ t: "push", parts: [await other.write()] });
  await owner.next("receipt");
  const stranger = await createPeople(relay.origin, company, owner, time).enrol("member");
  const offered = [
    await rowsOf(company.owner, { doc: fresh(16) }),
    await rowsOf(company.owner, { doc: other.doc }),
    await rowsOf(company.owner, { heads: [fresh(32)] }),
    await rowsOf(stranger.device),
  ];
  expect(await take(offered, company.owner)).toEqual(["document", "heads", "heads", "signer"]);
});

test("[ROWS-13] a device without the right to write the document offers no rows of it, and gets it with the right", async () => {
  const { take } = await bookOf();
  const people = createPeople(relay.origin, company, owner, time);
  const crew = await people.enrol("crew");
  expect(await take([await rowsOf(crew.device)], crew.device)).toEqual(["grant"]);
  await people.decide({ kind: "member.role", member: crew.member, rank: "member", roles: [], grants: [] });
  expect(await take([await rowsOf(crew.device)], crew.device)).toEqual([null]);
});

test("[ROWS-14] rows of an earlier moment do not replace newer ones", async () => {
  const { take, book } = await bookOf();
  const before: Hash = writer.head().slice();
  const old = await rowsOf(company.owner);
  owner.send({ t: "push", parts: [await writer.write()] });
  await owner.next("receipt");
  const newer = await rowsOf(company.owner);
  expect(await take([newer], company.owner)).toEqual([null]);
  expect(await take([old], company.owner)).toEqual(["stale"]);
  expect(await take([await rowsOf(company.owner, { heads: [before] })], company.owner)).toEqual(["stale"]);
  expect(book.find(writer.doc)?.body).toEqual(newer.body);
  // Read again at the same heads they are as good as before.
  expect(await take([await rowsOf(company.owner)], company.owner)).toEqual([null]);
});

/** Rows of the largest size that one device may offer at once. */
const fullRows = Math.floor((quotas.rows.burstOps * quotas.rows.bytesPerOperation) / rowLimits.bytes);

test("[ROWS-15] too large rows are no frame, and too many of them wait", async () => {
  const large = await rowsOf(company.owner, {}, fresh(rowLimits.bytes + 1));
  expect(parseClientMsg(encodeClientMsg({ t: "rows", rows: [large] })).ok).toBe(false);
  const { take } = await bookOf();
  const full = await rowsOf(company.owner, {}, fresh(rowLimits.bytes));
  const answers = await take(
    Array.from({ length: fullRows + 1 }, () => full),
    company.owner,
  );
  expect([answers.filter((answer) => answer === null).length, answers.at(-1)]).toEqual([fullRows, "rate"]);
});

test("[ROWS-15] who may begin no documents of the company offers as many rows of what they may write", async () => {
  const { device, client } = await createPeople(relay.origin, company, owner, time).employ("crew");
  writer = await createWriter(company.id, device, { kind: "movements", cls: "movements" });
  client.send({ t: "push", parts: [await writer.write()] });
  await client.next("receipt");
  const { take } = await bookOf();
  const full = await rowsOf(device, {}, fresh(rowLimits.bytes));
  const answers = await take(
    Array.from({ length: fullRows + 1 }, () => full),
    device,
  );
  expect([answers.filter((answer) => answer === null).length, answers.at(-1)]).toEqual([fullRows, "rate"]);
});

test("[ROWS-16] rows of a log that was put back, or never reached the disk, are not shown by the log there is", async () => {
  const [stored] = await store.companies();
  if (stored === undefined) throw new Error("the company is on the relay");
  const strangers: readonly LogPlace[] = [
    { serial: stored.serial + 1, logHash: stored.logHash },
    { serial: stored.serial, logHash: fresh(32) },
  ];
  for (const end of strangers) {
    const { take, book, reopened } = await bookOf(end);
    expect(await take([await rowsOf(company.owner)], company.owner)).toEqual([null]);
    expect(book.find(writer.doc)).toBeDefined();
    expect((await reopened()).find(writer.doc)).toBeUndefined();
  }
  const { take, reopened } = await bookOf();
  expect(await take([await rowsOf(company.owner)], company.owner)).toEqual([null]);
  expect((await reopened()).find(writer.doc)).toBeDefined();
});

test("[ROWS-16] a company that was given up while rows are judged keeps none of them", async () => {
  let isOver = false;
  const { take, reopened } = await bookOf(undefined, () => isOver);
  isOver = true;
  expect(await take([await rowsOf(company.owner)], company.owner)).toEqual([null]);
  expect((await reopened()).find(writer.doc)).toBeUndefined();
});
