/** What a relay takes back of what it lost, and from what evidence. */
import { beforeEach, afterEach, describe, expect, test } from "vitest";
import { createDocumentIndex } from "#relay/sync/document-index";
import { judgeRestored } from "#relay/sync/judge-restored";
import type { RestoreContext, RestoreVerdict } from "#relay/sync/judge-restored";
import type { Signer } from "#shared/kernel/signature";
import { packChunks } from "#shared/protocol/gate/pack";
import { documentLimits } from "#shared/protocol/limits";
import type { CompanyState } from "#shared/protocol/membership/types";
import type { Chunk, DocumentPack, PushPart } from "#shared/protocol/messages";
import { emptyLogHash, makeReceipt } from "#shared/protocol/receipts";
import type { Receipt } from "#shared/protocol/receipts";
import { testCrypto } from "#tests/support/keys";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn, freshSigner, verdictOf } from "#tests/support/relay-company";
import { connectLive } from "#tests/support/relay-client";
import { createPeople } from "#tests/support/relay-people";
import type { TestRelay } from "#tests/support/relay-process";
import { startTestRelay } from "#tests/support/relay-process";
import type { DocumentWriter } from "#tests/support/relay-writer";
import { createWriter } from "#tests/support/relay-writer";
import { createVirtualTime } from "#tests/support/virtual-time";

let relay: TestRelay;
let company: TestCompany;
let state: CompanyState;
/** Belonged to the company until the newest checkpoint. */
let gone: Signer;
const relayKey = freshSigner();

beforeEach(async () => {
  const time = createVirtualTime(Date.now());
  relay = await startTestRelay({ clock: time, timers: time });
  company = await foundCompanyOn(relay.origin, relay.key);
  const owner = await connectLive(relay.origin, company.id, company.owner);
  const people = createPeople(relay.origin, company, owner, time);
  gone = (await people.enrol("member")).device;
  await people.decide({ kind: "device.revoke", device: gone.publicKey, reason: "lost" });
  const { confirmed } = await verdictOf(relay.origin, company.id);
  if (confirmed === null) throw new Error("a company on a relay has a checkpoint");
  state = confirmed;
});
afterEach(() => relay.close());

const receiptFor = (
  { doc, tip: { actor, seq, hash } }: PushPart,
  checkpoint: number,
  signer = relayKey,
): Promise<Receipt> =>
  makeReceipt(
    company.id,
    { ...{ doc, actor, seq, hash, checkpoint }, at: Date.now(), serial: 9, logHash: emptyLogHash },
    signer,
  );

const packOf = (
  writer: DocumentWriter,
  chunks: readonly Chunk[],
  parts: readonly PushPart[],
  receipts: readonly Receipt[],
): DocumentPack => ({
  ...{ doc: writer.doc, card: writer.card, chunks: packChunks(chunks), receipts },
  tips: parts.map(({ tip }) => tip),
});

const judge = (pack: DocumentPack, context: Partial<RestoreContext> = {}): Promise<RestoreVerdict> =>
  judgeRestored(
    pack,
    {
      ...{ company: company.id, relayKey: relayKey.publicKey, state, index: createDocumentIndex() },
      ...{ card: undefined, newestCard: () => undefined, mayRead: () => true, documentLimits },
      ...{ standingOf: () => "grant", mayCreate: () => false },
      ...context,
    },
    testCrypto(),
  );

describe("[RELAY-46] changes with a receipt come back from anybody", () => {
  test("two authors who wrote in turn, with nothing but their newest tips", async () => {
    const first = await createWriter(company.id, company.owner);
    const second = await createWriter(company.id, gone, { doc: first.doc });
    const parts: PushPart[] = [];
    for (const [writer, other] of [
      [first, second],
      [second, first],
      [first, second],
      [second, first],
    ] as const) {
      if (other.maxOp() > 0) writer.follow(other.head(), other.maxOp());
      parts.push(await writer.write());
    }
    const newest = parts.slice(2);
    const [before, then] = [state.checkpoint - 2, state.checkpoint - 1];
    const receipts = await Promise.all(newest.map((part, at) => receiptFor(part, before + at)));
    const chunks = parts.flatMap((part) => part.chunks);
    const verdict = await judge(packOf(first, chunks, newest, receipts));
    if (verdict.type !== "accepted") throw new Error(JSON.stringify(verdict));
    expect(verdict.card?.signed).toEqual(first.card);
    expect(verdict.runs.map(({ record }) => record.changes.map(({ chunk }) => chunk.hash))).toEqual(
      chunks.map(({ hash }) => [hash]),
    );
    // Under the checkpoint of the receipt, also for the one who does not belong to the company any more.
    const accepted = verdict.runs.map((run) => run.accepted);
    expect(accepted.map((before) => before?.checkpoint)).toEqual([before, then, before, then]);
    // And as of its time: a right that has ended by time since then was there.
    expect(accepted.map((before) => before?.at)).toEqual(accepted.map((_, at) => receipts[at % 2]?.at));
    expect(verdict.runs[1]?.record.device).toEqual(gone.publicKey);
  });

  test("what the relay has already is left out, and all of it is a success", async () => {
    const writer = await createWriter(company.id, company.owner);
    const part = await writer.write(2);
    const pack = packOf(writer, part.chunks, [part], [await receiptFor(part, 1)]);
    const index = createDocumentIndex();
    const all = await judge(pack);
    if (all.type !== "accepted" || all.card === null) throw new Error("accepted with its card");
    for (const { record } of all.runs) index.add(record);
    expect(await judge(pack, { index, card: all.card.value })).toEqual({
      type: "accepted",
      card: null,
      runs: [],
      fresh: [],
    });
  });
});

describe("[RELAY-47] nothing comes back without the evidence", () => {
  const one = async (signer = company.owner): Promise<{ writer: DocumentWriter; part: PushPart }> => {
    const writer = await createWriter(company.id, signer);
    return { writer, part: await writer.write() };
  };

  test("a receipt of another relay, one for another change", async () => {
    const { writer, part } = await one();
    const other = await one();
    const foreign = await receiptFor(part, 1, freshSigner());
    const misplaced = { ...(await receiptFor(part, 1)), hash: other.part.tip.hash };
    expect(await judge(packOf(writer, part.chunks, [part], [foreign]))).toMatchObject({ code: "sig" });
    expect(await judge(packOf(writer, part.chunks, [part], [misplaced]))).toMatchObject({ code: "grant" });
  });

  test("a tip its author did not sign", async () => {
    const { writer, part } = await one();
    const sig = part.tip.sig.map((byte) => byte ^ 1);
    const forged = { ...part, tip: { ...part.tip, sig } };
    const pack = packOf(writer, part.chunks, [forged], [await receiptFor(part, 1)]);
    expect(await judge(pack)).toMatchObject({ type: "refused", code: "sig" });
  });

  test("a receipt from a time when the author did not belong to the company any more", async () => {
    const { writer, part } = await one(gone);
    const since = state.checkpoint;
    const pack = async (checkpoint: number): Promise<DocumentPack> =>
      packOf(writer, part.chunks, [part], [await receiptFor(part, checkpoint)]);
    expect(await judge(await pack(since - 1))).toMatchObject({ type: "accepted" });
    expect(await judge(await pack(since))).toMatchObject({ type: "refused", code: "revoked" });
  });

  test("ancestors are missing: they are asked for, and nothing is taken", async () => {
    const writer = await createWriter(company.id, company.owner);
    const first = await writer.write();
    const second = await writer.write();
    const pack = packOf(writer, second.chunks, [second], [await receiptFor(second, 1)]);
    expect(await judge(pack)).toEqual({ type: "need", doc: writer.doc, hashes: [first.tip.hash] });
  });

  test("a card by somebody who did not begin the document", async () => {
    const { writer, part } = await one();
    const intruder = await createWriter(company.id, gone, { doc: writer.doc });
    const pack = { ...packOf(writer, part.chunks, [part], [await receiptFor(part, 1)]), card: intruder.card };
    expect(await judge(pack)).toMatchObject({ type: "refused", code: "sig" });
  });

  test("a document the one who brings it may not read, or that was replaced", async () => {
    const { writer, part } = await one();
    const pack = packOf(writer, part.chunks, [part], [await receiptFor(part, 1)]);
    expect(await judge(pack, { mayRead: () => false })).toMatchObject({ code: "grant" });
    const accepted = await judge(pack);
    if (accepted.type !== "accepted" || accepted.card === null) throw new Error("accepted with its card");
    const newer = { card: { ...accepted.card.value, no: 2 }, id: emptyLogHash };
    expect(await judge(pack, { newestCard: () => newer })).toMatchObject({ code: "gone" });
  });
});

describe("[RELAY-227] a receipt for a change that did not come accepts nothing", () => {
  test("what came has its own receipt, or counts by its author's rights now", async () => {
    const writer = await createWriter(company.id, company.owner);
    const [here, above] = [await writer.write(5), await writer.write(4)];
    const [own, later] = [await receiptFor(here, 1), await receiptFor(above, 2)];
    const pack = (receipts: readonly Receipt[]): DocumentPack =>
      packOf(writer, here.chunks, [above, here], receipts);
    expect(await judge(pack([later, own]))).toMatchObject({
      type: "accepted",
      runs: [{ tip: here.tip, accepted: { checkpoint: 1 } }],
      fresh: [],
    });
    expect(await judge(pack([later]))).toMatchObject({ type: "refused", code: "grant", hash: here.tip.hash });
    const mayNow = await judge(pack([later]), { standingOf: () => "accept", mayCreate: () => true });
    if (mayNow.type !== "accepted") throw new Error(JSON.stringify(mayNow));
    expect(mayNow.runs).toMatchObject([{ tip: here.tip, accepted: null }]);
    expect(mayNow.fresh).toHaveLength(5);
  });
});

describe("[MOB-06] what no relay has accepted yet counts by its author's rights now, whoever brings it", () => {
  const may: Partial<RestoreContext> = { standingOf: () => "accept", mayCreate: () => true };

  test("an author who may write: as pushed now, and counted as the author's", async () => {
    const writer = await createWriter(company.id, company.owner);
    const part = await writer.write(2);
    const verdict = await judge(packOf(writer, part.chunks, [part], []), may);
    if (verdict.type !== "accepted") throw new Error(JSON.stringify(verdict));
    expect(verdict.runs).toMatchObject([{ accepted: null, record: { device: company.owner.publicKey } }]);
    expect(verdict.fresh.map(({ device }) => device)).toEqual([
      company.owner.publicKey,
      company.owner.publicKey,
    ]);
  });

  test("one who may not any more, one who may not begin documents, one whose signature is another's", async () => {
    const writer = await createWriter(company.id, gone);
    const part = await writer.write();
    const pack = packOf(writer, part.chunks, [part], []);
    const revoked: Partial<RestoreContext> = { ...may, standingOf: () => "revoked" };
    expect(await judge(pack, revoked)).toMatchObject({ code: "revoked", hash: part.tip.hash });
    expect(await judge(pack, { ...may, mayCreate: () => false })).toMatchObject({ code: "grant" });
    const sig = part.tip.sig.map((byte) => byte ^ 1);
    const forged = packOf(writer, part.chunks, [{ ...part, tip: { ...part.tip, sig } }], []);
    expect(await judge(forged, may)).toMatchObject({ code: "sig" });
  });

  test("a document at its limit takes nothing more", async () => {
    const writer = await createWriter(company.id, company.owner);
    const part = await writer.write(3);
    const small = { ...may, documentLimits: { ...documentLimits, changes: 2 } };
    expect(await judge(packOf(writer, part.chunks, [part], []), small)).toMatchObject({ code: "quota" });
  });
});
