/** A push and a frame at their boundaries: sums, limits, signers, numbers. */
import * as A from "@automerge/automerge";
import { describe, expect, test } from "vitest";
import { sha256 } from "#shared/kernel/hash";
import type { Signer } from "#shared/kernel/signature";
import type { DocCard } from "#shared/protocol/cards";
import { docCardKind } from "#shared/protocol/cards";
import { seal } from "#shared/protocol/envelope";
import { growingIndex } from "#shared/protocol/gate/change-order";
import { gateDocument } from "#shared/protocol/gate/gate-document";
import { judgeChunks } from "#shared/protocol/gate/judge-chunks";
import { judgePush } from "#shared/protocol/gate/judge-push";
import { packChunks } from "#shared/protocol/gate/pack";
import type { ChunksContext, DocumentVerdict, PushContext } from "#shared/protocol/gate/types";
import { companyGateLimits, documentLimits, times } from "#shared/protocol/limits";
import type { PushPart } from "#shared/protocol/messages";
import type { Receipt } from "#shared/protocol/receipts";
import { emptyLogHash, makeReceipt, nextLogHash } from "#shared/protocol/receipts";
import {
  beginDocument,
  chunkOf,
  continueDocument,
  editDocument,
  partOf,
  plainCard,
  pushContext,
  testCompany,
  testDoc,
  testNow,
  writerNamed,
} from "#tests/support/gate-world";
import { signerNamed, testCrypto } from "#tests/support/keys";

const crypto = testCrypto();
const relay = signerNamed("relay");
const alice = writerNamed("Alice's phone");
const bob = writerNamed("Bob's phone");
const document = beginDocument(alice);
const changes = A.getAllChanges(document);

const judge = async (
  parts: readonly PushPart[],
  context: PushContext,
): Promise<DocumentVerdict | undefined> => (await judgePush(parts, context, crypto))[0];
const word = (verdict: DocumentVerdict | undefined): string =>
  verdict?.type === "refused" ? verdict.code : (verdict?.type ?? "nothing");

describe("what the relay accepts", () => {
  test("[PUSH-31] operations and bytes are summed over what is new", async () => {
    const part = await partOf(alice, changes);
    const sizes = changes.map(({ length }) => length);
    const sum = (list: readonly number[]): number => list.reduce((total, one) => total + one, 0);
    expect(await judge([part], pushContext(alice, []))).toMatchObject({ ops: 3, bytes: sum(sizes) });
    expect(await judge([part], pushContext(alice, changes.slice(0, 1)))).toMatchObject({
      ...{ ops: 2, bytes: sum(sizes.slice(1)) },
    });
    expect(await judge([part], pushContext(alice, changes))).toMatchObject({ ops: 0, bytes: 0 });
  });

  test("[PUSH-32] a document is full above each of its limits, and only for what is new", async () => {
    const part = await partOf(alice, changes.slice(2));
    const stored = pushContext(alice, changes.slice(0, 2));
    const index = stored.index(testDoc);
    const length = changes[2]?.length ?? 0;
    const base = { ...index, maxOp: index.maxOp, bytes: 0, changes: 0, actors: 1 };
    const filled = (patch: object): PushContext => ({ ...stored, index: () => ({ ...base, ...patch }) });
    const { bytes, changes: most, actors } = documentLimits;
    for (const [exact, above] of [
      [{ bytes: bytes - length }, { bytes: bytes - length + 1 }],
      [{ changes: most - 1 }, { changes: most }],
      [{ actors }, { actors: actors + 1 }],
    ]) {
      expect([
        word(await judge([part], filled(exact ?? {}))),
        word(await judge([part], filled(above ?? {}))),
      ]).toEqual([...["accepted", "quota"]]);
    }
    const all = pushContext(alice, changes);
    const full = { ...all.index(testDoc), maxOp: 3, bytes: bytes + 1, changes: 3, actors: 1 };
    expect(word(await judge([part], { ...all, index: () => full }))).toBe("accepted");
  });

  test("[PUSH-33] a card is signed by the device alone; malformed or broken ones have their own words", async () => {
    const part = await partOf(alice, changes);
    const unknown = pushContext(alice, [], { card: () => undefined });
    const outcome = async (patch: Partial<DocCard>, signers: readonly Signer[]): Promise<string> =>
      word(
        await judge(
          [{ ...part, card: await seal(docCardKind, { ...plainCard(alice), ...patch }, signers) }],
          unknown,
        ),
      );
    expect(await outcome({}, [alice.signer])).toBe("accepted");
    expect(await outcome({}, [alice.signer, bob.signer])).toBe("sig");
    expect(await outcome({}, [bob.signer])).toBe("sig");
    expect(await outcome({ kind: "Not a kind" }, [alice.signer])).toBe("form");
    const card = await seal(docCardKind, plainCard(alice), [alice.signer]);
    const sigs = card.sigs.map(
      ([key, signature]) => [key, signature.map((byte, i) => (i === 3 ? byte ^ 1 : byte))] as const,
    );
    expect(word(await judge([{ ...part, card: { ...card, sigs } }], unknown))).toBe("sig");
  });

  test("[PUSH-34] a change is of the future above two days, counted from the relay's clock", async () => {
    const marked = async (ms: number): Promise<unknown> => {
      const later = editDocument(continueDocument(document, alice), { late: ms }, (testNow + ms) / 1_000);
      const verdict = await judge([await partOf(alice, A.getAllChanges(later))], pushContext(alice, []));
      return verdict?.type === "accepted" && verdict.parts[0]?.future;
    };
    expect([await marked(times.futureMs), await marked(times.futureMs + 1_000)]).toEqual([false, true]);
  });

  test("[PUSH-35] a part that repeats another session's change is refused; one without chunks too", async () => {
    const part = await partOf(alice, changes);
    const own = A.getAllChanges(editDocument(continueDocument(document, bob), { bob: 1 })).slice(3);
    const byBob = await partOf(bob, own);
    const context = pushContext(bob, changes);
    expect(word(await judge([byBob], context))).toBe("accepted");
    expect(word(await judge([{ ...byBob, chunks: [...part.chunks, ...byBob.chunks] }], context))).toBe(
      "actor",
    );
    expect(word(await judge([{ ...byBob, chunks: [] }], context))).toBe("form");
  });

  test("[PUSH-36] several documents of one push: each its own verdict, in the order they are named", async () => {
    const other = testDoc.map((byte) => byte ^ 1);
    const parts = [
      await partOf(alice, changes.slice(0, 1)),
      await partOf(alice, changes, other),
      await partOf(alice, changes),
    ];
    const verdicts = await judgePush(parts, pushContext(alice, []), crypto);
    expect(verdicts.map(({ doc }) => doc)).toEqual([testDoc, other]);
    expect(verdicts.map(word)).toEqual(["accepted", "actor"]);
    expect(await judgePush([], pushContext(alice, []), crypto)).toEqual([]);
  });
});

describe("what a device takes", () => {
  const byBob = editDocument(continueDocument(document, bob), { bob: 1 });
  const all = A.getAllChanges(byBob);

  const receiptOf = (part: PushPart, patch: Partial<Receipt> = {}): Promise<Receipt> => {
    const { actor, seq, hash } = part.tip;
    const logHash = nextLogHash(sha256, emptyLogHash, testDoc, hash, 1);
    const facts = { doc: part.doc, actor, seq, hash, checkpoint: 1, at: testNow, serial: 1, logHash };
    return makeReceipt(testCompany, { ...facts, ...patch }, relay);
  };
  const context = (patch: Partial<ChunksContext> = {}): ChunksContext => ({
    ...{
      company: testCompany,
      doc: testDoc,
      relayKeysAt: () => [relay.publicKey],
      limits: companyGateLimits,
    },
    ...{
      index: growingIndex(),
      tip: () => undefined,
      deviceAt: () => true,
      isAdopted: () => false,
      ...patch,
    },
  });
  const framed = async (parts: readonly PushPart[]) => ({
    chunks: parts.flatMap(({ chunks }) => chunks),
    tips: parts.map(({ tip }) => tip),
    receipts: await Promise.all(parts.map((part) => receiptOf(part))),
  });

  test("[RECV-12] a receipt is for the tip's very session and number", async () => {
    const part = await partOf(alice, changes);
    const frame = await framed([part]);
    const judged = async (patch: Partial<Receipt>): Promise<string> => {
      const answer = await judgeChunks(
        { ...frame, receipts: [await receiptOf(part, patch)] },
        context(),
        crypto,
      );
      return answer.ok ? `${answer.value.fresh.length}` : answer.error.code;
    };
    expect(await judged({})).toBe("3");
    expect([await judged({ seq: 2 }), await judged({ actor: bob.actor })]).toEqual(["seq", "seq"]);
  });

  test("[RECV-13] of two tips of one session the later reaches further, in whichever order they come", async () => {
    const parts = [await partOf(alice, changes.slice(0, 2)), await partOf(alice, changes)];
    const frame = await framed(parts);
    const tried = { chunks: changes.map(chunkOf) };
    for (const tips of [frame.tips, frame.tips.toReversed()]) {
      const judged = await judgeChunks({ ...frame, ...tried, tips }, context(), crypto);
      expect(judged.ok && [judged.value.fresh.length, judged.value.tips.length]).toEqual([3, 2]);
    }
    const early = { ...frame, ...tried, tips: frame.tips.slice(0, 1) };
    const judged = await judgeChunks(early, context(), crypto);
    expect(judged.ok && [judged.value.fresh.length, judged.value.waiting.length]).toEqual([2, 1]);
  });

  test("[RECV-14] tips are kept that are newer than the one there is", async () => {
    const part = await partOf(alice, changes);
    const frame = await framed([part]);
    const kept = async (seq: number | undefined): Promise<number | false> => {
      const tip = seq === undefined ? undefined : { ...part.tip, seq };
      const judged = await judgeChunks(frame, context({ tip: () => tip }), crypto);
      return judged.ok && judged.value.tips.length;
    };
    expect([await kept(undefined), await kept(2), await kept(3), await kept(4)]).toEqual([1, 1, 0, 0]);
  });

  test("[RECV-15] what is known already, or comes twice, is taken once; what nobody vouches for waits", async () => {
    const frame = await framed([await partOf(alice, changes), await partOf(bob, all.slice(3))]);
    const judged = await judgeChunks(
      { ...frame, chunks: [...frame.chunks, ...frame.chunks] },
      context(),
      crypto,
    );
    expect(judged.ok && [judged.value.fresh.length, judged.value.waiting.length]).toEqual([4, 0]);
    const index = growingIndex();
    const whole = await judgeChunks(frame, context(), crypto);
    if (!whole.ok) throw new Error("the frame is sound");
    for (const { change } of whole.value.fresh.slice(0, 3)) index.add(change);
    const rest = await judgeChunks(frame, context({ index }), crypto);
    expect(rest.ok && [rest.value.fresh.length, rest.value.waiting.length]).toEqual([1, 0]);
    const alone = await judgeChunks({ ...frame, tips: [], receipts: [] }, context(), crypto);
    expect(alone.ok && [alone.value.fresh.length, alone.value.waiting.length]).toEqual([0, 4]);
  });

  test("[PACK-6] a whole document is judged as its chunks are", async () => {
    const frame = await framed([await partOf(alice, changes), await partOf(bob, all.slice(3))]);
    const { tips, receipts } = frame;
    const pack = (chunks: readonly Uint8Array[]) =>
      gateDocument(
        { chunks: packChunks(chunks.map((bytes) => ({ bytes }))), tips, receipts },
        context(),
        crypto,
      );
    const judged = await pack(all);
    expect(judged.ok && judged.value.fresh.map(({ chunk }) => chunk)).toEqual(all.map(chunkOf));
    expect(await gateDocument({ chunks: Uint8Array.of(1), tips, receipts }, context(), crypto)).toEqual({
      ...{ ok: false, error: { type: "ForeignChunk", hash: null, code: "form" } },
    });
    const broken = await pack([new Uint8Array(9)]);
    expect(broken.ok ? "taken" : broken.error.code).toBe("form");
    const index = growingIndex();
    if (judged.ok) for (const { change } of judged.value.fresh.slice(0, 2)) index.add(change);
    const rest = await gateDocument(
      { chunks: packChunks(all.map((bytes) => ({ bytes }))), tips, receipts },
      context({ index }),
      crypto,
    );
    expect(rest.ok && rest.value.fresh.map(({ chunk }) => chunk)).toEqual(all.slice(2).map(chunkOf));
  });
});
