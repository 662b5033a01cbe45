import * as A from "@automerge/automerge";
import { describe, expect, test } from "vitest";
import { judgePush } from "#shared/protocol/gate/judge-push";
import type { DocumentVerdict, PushContext } from "#shared/protocol/gate/types";
import type { PushPart } from "#shared/protocol/messages";
import { makeTip } from "#shared/protocol/tips";
import { hashOfChange, oneSet, writeChunk } from "#tests/support/chunk-writer";
import {
  beginDocument,
  cardBy,
  chunkOf,
  continueDocument,
  editDocument,
  partOf,
  pushContext,
  testCompany,
  testDoc,
  testNow,
  writerNamed,
} from "#tests/support/gate-world";
import { testCrypto } from "#tests/support/keys";

const alice = writerNamed("Alice's phone");
const bob = writerNamed("Bob's phone");
const document = beginDocument(alice);
const changes = A.getAllChanges(document);
const crypto = testCrypto();

const judge = async (parts: readonly PushPart[], context: PushContext): Promise<string> =>
  summary(await judgePush(parts, context, crypto));

const summary = (verdicts: readonly DocumentVerdict[]): string =>
  verdicts
    .map((verdict) => {
      if (verdict.type === "refused") return verdict.code;
      if (verdict.type === "need") return `need ${verdict.hashes.length}`;
      return `accepted ${verdict.parts.map(({ fresh }) => fresh.length).join("+")}`;
    })
    .join();

describe("judging a push", () => {
  test("[PUSH-1] honest changes are accepted, again and in part as well", async () => {
    const part = await partOf(alice, changes);
    expect(await judge([part], pushContext(alice, []))).toBe("accepted 3");
    expect(await judge([part], pushContext(alice, changes.slice(0, 2)))).toBe("accepted 1");
    expect(await judge([part], pushContext(alice, changes))).toBe("accepted 0");
  });

  test("[PUSH-2] unknown ancestors are asked for and nothing is taken", async () => {
    expect(await judge([await partOf(alice, changes.slice(1))], pushContext(alice, []))).toBe("need 1");
  });

  test("[PUSH-3] two writing sessions of one device come in one frame, each under its own tip", async () => {
    const second = { ...writerNamed("Alice's phone"), nonce: new Uint8Array(8) };
    const { deriveActor } = await import("#shared/protocol/tips");
    const actor = deriveActor(crypto.sha256, second.signer.publicKey, testDoc, second.nonce);
    const session = { ...second, actor, actorId: Buffer.from(actor).toString("hex") };
    const later = editDocument(continueDocument(document, session), { later: true });
    const parts = [await partOf(alice, changes), await partOf(session, A.getAllChanges(later).slice(3))];
    expect(await judge(parts, pushContext(alice, []))).toBe("accepted 3+1");
    expect(await judge([...parts].reverse(), pushContext(alice, []))).toBe("need 1");
  });

  test("[PUSH-4] everything or nothing per document, other documents of the frame go through", async () => {
    const otherDoc = new Uint8Array(16).fill(5);
    const writer = writerNamed("Alice's phone", otherDoc);
    const whole = await partOf(writer, A.getAllChanges(beginDocument(writer)), otherDoc);
    const good = await partOf(alice, changes.slice(0, 2));
    const bad = { ...(await partOf(alice, changes.slice(2))), tip: good.tip };
    const { index, ...rest } = pushContext(alice, []);
    const other = pushContext(writer, []).index(otherDoc);
    const context = { ...rest, index: (doc: Uint8Array) => (doc[0] === 5 ? other : index(doc)) };
    expect(await judge([good, whole, bad], context)).toBe("form,accepted 3");
  });

  test("[PUSH-5] M5: another device's actor is refused, with its tip and without", async () => {
    const stolen = editDocument(A.clone(document, { actor: alice.actorId }), { stolen: true });
    const change = A.getAllChanges(stolen).slice(3);
    expect(await judge([await partOf(bob, change)], pushContext(bob, changes))).toBe("actor");
    const asAlice = { ...bob, actor: alice.actor, nonce: alice.nonce };
    expect(await judge([await partOf(asAlice, change)], pushContext(bob, changes))).toBe("actor");
    expect(await judge([await partOf(alice, change)], pushContext(bob, changes))).toBe("actor");
  });

  test("[PUSH-6] M3 and M4: gaps in numbers and counters are refused", async () => {
    const skipped = { ...oneSet(alice.actor, { seq: 2, startOp: 2 }) };
    const ahead = oneSet(alice.actor, { seq: 1, startOp: 10_000_000 });
    for (const [change, code] of [
      [skipped, "seq"],
      [ahead, "counter"],
    ] as const) {
      const part = await partOf(alice, [writeChunk(change)]);
      expect(part.tip.hash).toEqual(hashOfChange(change));
      expect(await judge([part], pushContext(alice, []))).toBe(code);
    }
  });

  test("[PUSH-7] a second change with a used number is refused: it would stop everybody's Automerge", async () => {
    const twin = editDocument(A.clone(A.load(A.save(beginDocument(alice, 2))), { actor: alice.actorId }), {
      twin: 1,
    });
    const forked = A.getAllChanges(twin).slice(2);
    expect(await judge([await partOf(alice, forked)], pushContext(alice, changes))).toBe("seq");
  });

  test("[PUSH-8] the tip must be signed, for this document, over the last change", async () => {
    const part = await partOf(alice, changes);
    const { actor, nonce, seq, hash, checkpoint } = part.tip;
    const fields = { actor, nonce, seq, hash, checkpoint };
    const elsewhere = await makeTip(testCompany, new Uint8Array(16), fields, alice.signer);
    const foreign = await makeTip(new Uint8Array(32), testDoc, fields, alice.signer);
    const higher = await makeTip(testCompany, testDoc, { ...fields, seq: 4 }, alice.signer);
    const flipped = { ...part.tip, sig: part.tip.sig.map((byte, i) => (i === 0 ? byte ^ 1 : byte)) };
    const cases = [
      [elsewhere, "sig"],
      [foreign, "sig"],
      [flipped, "sig"],
      [higher, "seq"],
    ] as const;
    for (const [tip, code] of cases)
      expect(await judge([{ ...part, tip }], pushContext(alice, []))).toBe(code);
    const short = { ...part, chunks: part.chunks.slice(0, 2) };
    expect(await judge([short], pushContext(alice, []))).toBe("form");
  });

  test("[PUSH-13] a tip over a repetition covers nothing that is new beside it", async () => {
    const [first, second, third] = await Promise.all(
      [1, 2, 3].map((count) => partOf(alice, changes.slice(0, count))),
    );
    const [, chunk2] = second?.chunks ?? [];
    const [, , chunk3] = third?.chunks ?? [];
    if (first === undefined || second === undefined || chunk2 === undefined || chunk3 === undefined)
      throw new Error("three changes");
    // The second is stored already; its tip says nothing of the third.
    const part = { ...second, chunks: [chunk3, chunk2] };
    expect(await judge([part], pushContext(alice, changes.slice(0, 2)))).toBe("form");
  });

  test("[PUSH-9] what a chunk says about itself must be true", async () => {
    const part = await partOf(alice, changes);
    const last = chunkOf(changes[2] ?? new Uint8Array(0));
    const lies = [
      { ...last, parents: [] },
      { ...last, parents: [...last.parents, last.hash] },
      { ...last, enc: 1 as const },
      { ...last, bytes: changes[1] ?? new Uint8Array(0) },
    ];
    for (const lie of lies) {
      const chunks = [...part.chunks.slice(0, 2), lie];
      expect(await judge([{ ...part, chunks }], pushContext(alice, []))).toBe("form");
    }
  });

  test("[PUSH-10] a new document needs its own card; a known one needs the grant", async () => {
    const part = await partOf(alice, changes);
    const unknown = (patch: Partial<PushContext> = {}): PushContext =>
      pushContext(alice, [], { card: () => undefined, ...patch });
    const withCard = async (card: ReturnType<typeof cardBy>): Promise<PushPart> => ({
      ...part,
      card: await card,
    });
    expect(await judge([part], unknown())).toBe("grant");
    expect(await judge([await withCard(cardBy(alice))], unknown())).toBe("accepted 3");
    expect(await judge([await withCard(cardBy(alice))], unknown({ mayCreate: () => false }))).toBe("grant");
    expect(await judge([part], pushContext(alice, [], { standing: () => "grant" }))).toBe("grant");
    expect(await judge([await withCard(cardBy(bob))], unknown())).toBe("sig");
    expect(await judge([await withCard(cardBy(alice, { by: bob.signer.publicKey }))], unknown())).toBe("sig");
    expect(await judge([await withCard(cardBy(alice, { doc: new Uint8Array(16) }))], unknown())).toBe("sig");
    expect(await judge([await withCard(cardBy(alice, { company: new Uint8Array(32) }))], unknown())).toBe(
      "sig",
    );
    expect(await judge([await withCard(cardBy(alice, { no: 2 }))], unknown())).toBe("form");
    const [verdict] = await judgePush([await withCard(cardBy(alice))], unknown(), crypto);
    expect(verdict?.type === "accepted" && verdict.card?.value.kind).toBe("product");
  });

  test("[PUSH-11] a change dated far ahead is accepted and marked", async () => {
    const future = editDocument(document, { late: 1 }, testNow / 1000 + 49 * 3600);
    const part = await partOf(alice, A.getAllChanges(future));
    const [verdict] = await judgePush([part], pushContext(alice, []), crypto);
    expect(verdict?.type === "accepted" && verdict.parts.map(({ future: marked }) => marked)).toEqual([true]);
    const [present] = await judgePush([await partOf(alice, changes)], pushContext(alice, []), crypto);
    expect(present?.type === "accepted" && present.parts.map(({ future: marked }) => marked)).toEqual([
      false,
    ]);
  });

  test("[PUSH-12] a full document takes nothing more", async () => {
    const part = await partOf(alice, changes.slice(2));
    const context = pushContext(alice, changes.slice(0, 2));
    const stored = context.index(testDoc);
    const full = { ...stored, maxOp: stored.maxOp, actors: 1, changes: 100_000, bytes: 0 };
    expect(await judge([part], { ...context, index: () => full })).toBe("quota");
    expect(await judge([part], { ...context, index: () => ({ ...full, changes: 99_999 }) })).toBe(
      "accepted 1",
    );
  });
});
