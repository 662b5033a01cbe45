/** A document judged whole gets the verdict its chunks get one by one, sound or not. */
import { describe, expect, test } from "vitest";
import { bytesKey, toHex } from "#shared/kernel/bytes";
import { must } from "#shared/kernel/result";
import type { Result } from "#shared/kernel/result";
import { growingIndex } from "#shared/protocol/gate/change-order";
import { gateDocument } from "#shared/protocol/gate/gate-document";
import { judgeChunks } from "#shared/protocol/gate/judge-chunks";
import { packChunks, unpackChunks } from "#shared/protocol/gate/pack";
import { parseChange } from "#shared/protocol/gate/parse-change";
import type { ChunksContext, ForeignChunk, JudgedChunks } from "#shared/protocol/gate/types";
import { companyGateLimits } from "#shared/protocol/limits";
import type { Chunk } from "#shared/protocol/messages";
import type { Receipt } from "#shared/protocol/receipts";
import { emptyLogHash, makeReceipt } from "#shared/protocol/receipts";
import type { Tip } from "#shared/protocol/tips";
import { makeTip } from "#shared/protocol/tips";
import { poison } from "#tests/fixtures/poison/corpus";
import type { SeededRandom } from "#tests/support/automerge-histories";
import { seededRandom } from "#tests/support/automerge-histories";
import type { Writer } from "#tests/support/gate-world";
import {
  beginDocument,
  chunkOf,
  continueDocument,
  editDocument,
  testCompany,
  testDoc,
  testNow,
  writerNamed,
} from "#tests/support/gate-world";
import * as A from "@automerge/automerge";
import { signerNamed, testCrypto } from "#tests/support/keys";

const seed = Number(process.env["FUZZ_SEED"] ?? 20_261_121);
const crypto = testCrypto();
const relay = signerNamed("relay");
const writers = ["Alice's phone", "Bob's phone", "Carol's tablet"].map((name) => writerNamed(name));

interface Frame {
  readonly chunks: readonly Chunk[];
  readonly tips: readonly Tip[];
  readonly receipts: readonly Receipt[];
}

const context: ChunksContext = {
  company: testCompany,
  doc: testDoc,
  relayKeysAt: () => [relay.publicKey],
  limits: companyGateLimits,
  index: growingIndex(),
  tip: () => undefined,
  deviceAt: () => true,
  isAdopted: () => false,
};

/** A document several devices wrote in turns and side by side, with its tips and receipts. */
const honest = async (random: SeededRandom): Promise<Frame> => {
  const [first, ...others] = writers;
  if (first === undefined) throw new Error("somebody writes");
  const copies = [
    beginDocument(first),
    ...others.map((writer) => continueDocument(beginDocument(first), writer)),
  ];
  for (let step = 0; step < 12; step++) {
    const at = random.below(copies.length);
    const [mine, other] = [copies[at], copies[random.below(copies.length)]];
    if (mine === undefined || other === undefined) continue;
    const merged = mine === other || random.below(3) > 0 ? mine : A.merge(mine, other);
    copies[at] = editDocument(merged, { [`field${random.below(5)}`]: step });
  }
  const doc = copies.reduce((merged, copy) => A.merge(merged, copy));
  const chunks = A.getAllChanges(doc).map(chunkOf);
  const proofs = await Promise.all(writers.map((writer, at) => proofOf(writer, chunks, at + 1)));
  return {
    chunks,
    tips: proofs.flatMap((proof) => proof?.tip ?? []),
    receipts: proofs.flatMap((proof) => proof?.receipt ?? []),
  };
};

const proofOf = async (
  { actor, nonce, signer }: Writer,
  chunks: readonly Chunk[],
  serial: number,
): Promise<{ readonly tip: Tip; readonly receipt: Receipt } | undefined> => {
  const own = chunks
    .map(({ bytes }) => must(parseChange(bytes, companyGateLimits, crypto)))
    .filter((change) => bytesKey(change.actor) === bytesKey(actor));
  const newest = own.at(-1);
  if (newest === undefined) return undefined;
  const { seq, hash } = newest;
  const facts = { doc: testDoc, actor, seq, hash, checkpoint: 1, at: testNow, serial, logHash: emptyLogHash };
  return {
    tip: await makeTip(testCompany, testDoc, { actor, nonce, seq, hash, checkpoint: 1 }, signer),
    receipt: await makeReceipt(testCompany, facts, relay),
  };
};

const verdictOf = (judged: Result<JudgedChunks, ForeignChunk>): unknown =>
  judged.ok
    ? {
        fresh: judged.value.fresh.map(({ chunk }) => [toHex(chunk.hash), chunk.parents.map(toHex)]),
        waiting: judged.value.waiting.map(({ hash }) => toHex(hash)),
        tips: judged.value.tips.length,
        receipts: judged.value.receipts.length,
      }
    : judged.error.code;

const both = async (frame: Frame): Promise<readonly [unknown, unknown]> => [
  verdictOf(await judgeChunks(frame, context, crypto)),
  verdictOf(await gateDocument({ ...frame, chunks: packChunks(frame.chunks) }, context, crypto)),
];

/** One byte of one list element changed, one element missing, or two in the wrong order. */
const twisted = (frame: Frame, random: SeededRandom): Frame => {
  const flip = <T extends { readonly sig: Uint8Array }>(items: readonly T[]): readonly T[] => {
    const at = random.below(items.length);
    return items.map((item, i) =>
      i === at ? { ...item, sig: item.sig.map((byte, n) => (n === 3 ? byte ^ 1 : byte)) } : item,
    );
  };
  const without = <T>(items: readonly T[]): readonly T[] => {
    const at = random.below(items.length);
    return items.filter((_item, i) => i !== at);
  };
  switch (random.below(6)) {
    case 0:
      return { ...frame, tips: flip(frame.tips) };
    case 1:
      return { ...frame, receipts: flip(frame.receipts) };
    case 2:
      return { ...frame, tips: without(frame.tips) };
    case 3:
      return { ...frame, receipts: without(frame.receipts) };
    case 4:
      return { ...frame, chunks: without(frame.chunks) };
    default:
      return { ...frame, chunks: [...frame.chunks].reverse() };
  }
};

describe("a whole document at the gate", () => {
  test(`[PACK-1] an honest document is taken whole, in its order (seed ${seed})`, async () => {
    const random = seededRandom(seed);
    for (let round = 0; round < 20; round++) {
      const frame = await honest(random);
      const [single, whole] = await both(frame);
      expect(whole).toEqual(single);
      expect(whole).toMatchObject({ waiting: [], tips: frame.tips.length });
      expect(must(unpackChunks(packChunks(frame.chunks))).map(toHex)).toEqual(
        frame.chunks.map(({ bytes }) => toHex(bytes)),
      );
    }
  });

  test.each(poison().map(({ name, chunk, code }) => [name, chunk, code] as const))(
    "[PACK-2] poison anywhere in it refuses the whole with the verdict of the chunk: %s",
    async (_name, bytes, code) => {
      const random = seededRandom(seed);
      const frame = await honest(random);
      for (let round = 0; round < 3; round++) {
        const at = random.below(frame.chunks.length + 1);
        const chunk: Chunk = { hash: new Uint8Array(32).fill(round), parents: [], enc: 0, epoch: 0, bytes };
        const chunks = [...frame.chunks.slice(0, at), chunk, ...frame.chunks.slice(at)];
        expect(await both({ ...frame, chunks })).toEqual([code, code]);
      }
    },
  );

  test(`[PACK-3] proofs changed, chunks missing or out of order: the same verdict either way (seed ${seed})`, async () => {
    const random = seededRandom(seed + 1);
    const verdicts = new Set<string>();
    for (let round = 0; round < 60; round++) {
      const [single, whole] = await both(twisted(await honest(random), random));
      expect(whole).toEqual(single);
      verdicts.add(typeof whole === "string" ? whole : "taken in part");
    }
    expect([...verdicts].sort()).toEqual(["sig", "taken in part"]);
  });

  test("[PACK-4] a pack cut anywhere is refused or is a shorter document, and never throws", async () => {
    const frame = await honest(seededRandom(seed));
    const pack = packChunks(frame.chunks);
    for (let length = 0; length < pack.length; length += 7) {
      const judged = await gateDocument({ ...frame, chunks: pack.subarray(0, length) }, context, crypto);
      if (!judged.ok) expect(judged.error.code).toBe("form");
      else expect(judged.value.fresh.length).toBeLessThan(frame.chunks.length);
    }
  });
});
