import * as A from "@automerge/automerge";
import { describe, expect, test } from "vitest";
import { sha256 } from "#shared/kernel/hash";
import { growingIndex } from "#shared/protocol/gate/change-order";
import { judgeChunks } from "#shared/protocol/gate/judge-chunks";
import type { ChunksContext } from "#shared/protocol/gate/types";
import { companyGateLimits } from "#shared/protocol/limits";
import type { Chunk, PushPart } from "#shared/protocol/messages";
import type { Receipt } from "#shared/protocol/receipts";
import { emptyLogHash, makeReceipt, nextLogHash } from "#shared/protocol/receipts";
import type { Tip } from "#shared/protocol/tips";
import {
  beginDocument,
  chunkOf,
  continueDocument,
  editDocument,
  partOf,
  testCompany,
  testDoc,
  testNow,
  writerNamed,
} from "#tests/support/gate-world";
import { signerNamed, testCrypto } from "#tests/support/keys";

const relay = signerNamed("relay");
const alice = writerNamed("Alice's phone");
const bob = writerNamed("Bob's phone");
const crypto = testCrypto();

const receiptFor = (part: PushPart, serial: number, signer = relay): Promise<Receipt> => {
  const { actor, seq, hash } = part.tip;
  const logHash = nextLogHash(sha256, emptyLogHash, part.doc, hash, serial);
  return makeReceipt(
    testCompany,
    { doc: part.doc, actor, seq, hash, checkpoint: 1, at: testNow, serial, logHash },
    signer,
  );
};

const context = (patch: Partial<ChunksContext> = {}): ChunksContext => ({
  company: testCompany,
  doc: testDoc,
  relayKeysAt: () => [relay.publicKey],
  limits: companyGateLimits,
  index: growingIndex(),
  tip: () => undefined,
  deviceAt: () => true,
  isAdopted: () => false,
  ...patch,
});

interface Frame {
  readonly chunks: readonly Chunk[];
  readonly tips: readonly Tip[];
  readonly receipts: readonly Receipt[];
}

const judge = async (frame: Frame, patch: Partial<ChunksContext> = {}): Promise<string> => {
  const judged = await judgeChunks(frame, context(patch), crypto);
  if (!judged.ok) return judged.error.code;
  return `${judged.value.fresh.length} fresh, ${judged.value.waiting.length} waiting`;
};

const doc = beginDocument(alice);
const byBob = editDocument(continueDocument(doc, bob), { bob: 1 });
const all = A.getAllChanges(byBob);

const frame = async (): Promise<Frame> => {
  const parts = [await partOf(alice, all.slice(0, 3)), await partOf(bob, all.slice(3))];
  const receipts = await Promise.all(parts.map((part, i) => receiptFor(part, i + 1)));
  return { chunks: parts.flatMap(({ chunks }) => chunks), tips: parts.map(({ tip }) => tip), receipts };
};

describe("judging what the relay sends", () => {
  test("[RECV-1] a document of two writers is taken whole", async () => {
    expect(await judge(await frame())).toBe("4 fresh, 0 waiting");
  });

  test("[RECV-2] chunks wait for the tip that covers them and for their ancestors", async () => {
    const { chunks, tips, receipts } = await frame();
    expect(await judge({ chunks: chunks.slice(0, 2), tips, receipts })).toBe("0 fresh, 2 waiting");
    expect(await judge({ chunks: chunks.slice(1), tips, receipts })).toBe("0 fresh, 3 waiting");
    expect(await judge({ chunks, tips: tips.slice(1), receipts })).toBe("0 fresh, 4 waiting");
    expect(await judge({ chunks, tips: tips.slice(0, 1), receipts })).toBe("3 fresh, 1 waiting");
    // A tip nobody has receipted covers nothing.
    expect(await judge({ chunks, tips, receipts: receipts.slice(0, 1) })).toBe("3 fresh, 1 waiting");
  });

  test("[RECV-8] a change put below a tip by somebody else is not taken, and stops the document once the true one is there", async () => {
    const { chunks, tips, receipts } = await frame();
    const [first, second, third, byBobs] = chunks;
    if (first === undefined || second === undefined || third === undefined || byBobs === undefined)
      throw new Error("the frame has four chunks");
    // Numbered as alice's second change and in good order, but nothing she signed leads to it.
    const forged = chunkOf(
      A.getLastLocalChange(editDocument(beginDocument(alice, 1), { forged: 1 })) ?? first.bytes,
    );
    const inside = [first, forged, third];
    expect(await judge({ chunks: inside, tips, receipts })).toBe("0 fresh, 3 waiting");
    // What builds on it is not taken either, although its own author signed that.
    const built = editDocument(continueDocument(beginDocument(alice, 1), bob), { bob: 2 });
    const part = await partOf(bob, [A.getLastLocalChange(built) ?? first.bytes]);
    const more = { tips: [...tips, part.tip], receipts: [...receipts, await receiptFor(part, 3)] };
    expect(await judge({ chunks: [...inside, ...part.chunks], ...more })).toBe("0 fresh, 4 waiting");
    expect(await judge({ chunks: [...inside, second], tips, receipts })).toBe("seq");
    expect(await judge({ chunks: [first, second, third, forged, byBobs], tips, receipts })).toBe("seq");
  });

  test("[RECV-16] of several tips of one author the newest is the last, in whatever order they came", async () => {
    const parts = [await partOf(alice, all.slice(0, 3)), await partOf(alice, all.slice(0, 1))];
    const receipts = await Promise.all(parts.map((part, i) => receiptFor(part, i + 1)));
    const [whole] = parts;
    if (whole === undefined) throw new Error("two parts were made");
    const tips = parts.map(({ tip }) => tip);
    for (const order of [tips, [...tips].reverse()]) {
      const judged = await judgeChunks({ chunks: whole.chunks, tips: order, receipts }, context(), crypto);
      expect(judged.ok && judged.value.tips.map(({ seq }) => seq)).toEqual([1, 3]);
    }
  });

  test("[RECV-3] known chunks are left out", async () => {
    const index = growingIndex();
    for (const bytes of all.slice(0, 3)) {
      const { parseChange } = await import("#shared/protocol/gate/parse-change");
      const parsed = parseChange(bytes, companyGateLimits, crypto);
      if (parsed.ok) index.add(parsed.value);
    }
    expect(await judge(await frame(), { index })).toBe("1 fresh, 0 waiting");
  });

  test("[RECV-4] a forged tip, actor, device or receipt stops the document", async () => {
    const { chunks, tips, receipts } = await frame();
    const flip = (bytes: Uint8Array): Uint8Array => bytes.map((byte, i) => (i === 3 ? byte ^ 4 : byte));
    const [tip, ...others] = tips;
    const [receipt, ...rest] = receipts;
    if (tip === undefined || receipt === undefined) throw new Error("the frame has tips and receipts");
    expect(await judge({ chunks, tips: [{ ...tip, sig: flip(tip.sig) }, ...others], receipts })).toBe("sig");
    expect(
      await judge({ chunks, tips: [{ ...tip, device: bob.signer.publicKey }, ...others], receipts }),
    ).toBe("actor");
    expect(await judge({ chunks, tips, receipts }, { deviceAt: () => false })).toBe("revoked");
    expect(await judge({ chunks, tips, receipts: [{ ...receipt, serial: 9 }, ...rest] })).toBe("sig");
    const other = signerNamed("another relay");
    expect(await judge({ chunks, tips, receipts }, { relayKeysAt: () => [other.publicKey] })).toBe("sig");
    expect(await judge({ chunks, tips, receipts }, { doc: new Uint8Array(16) })).toBe("sig");
  });

  test("[RECV-6] what an administrator adopted is taken although its device belongs to the company no more", async () => {
    const { tips } = await frame();
    const patch = { deviceAt: () => false, isAdopted: (tip: Tip) => tips.some(({ seq }) => seq === tip.seq) };
    expect(await judge(await frame(), patch)).toBe("4 fresh, 0 waiting");
    expect(await judge(await frame(), { deviceAt: () => false })).toBe("revoked");
  });

  test("[RECV-7] receipts of a relay that was in office at their checkpoint count, at no other", async () => {
    const keys = (office: number) => (checkpoint: number) => (checkpoint === office ? [relay.publicKey] : []);
    const two = (checkpoint: number): readonly Uint8Array[] => [
      signerNamed("next").publicKey,
      ...keys(1)(checkpoint),
    ];
    expect(await judge(await frame(), { relayKeysAt: keys(1) })).toBe("4 fresh, 0 waiting");
    expect(await judge(await frame(), { relayKeysAt: two })).toBe("4 fresh, 0 waiting");
    expect(await judge(await frame(), { relayKeysAt: keys(2) })).toBe("sig");
  });

  test("[RECV-5] a chunk that the gate refuses stops the document", async () => {
    const { chunks, tips, receipts } = await frame();
    const poison = chunkOf(all[0] ?? new Uint8Array(0));
    const broken = { ...poison, bytes: poison.bytes.map((byte, i) => (i === 60 ? byte ^ 1 : byte)) };
    expect(await judge({ chunks: [broken, ...chunks.slice(1)], tips, receipts })).toBe("form");
  });
});
