/**
 * A device's own check of what its relay sends, before Automerge sees it: form, order, tips of devices of the company,
 * receipts of this relay. The relay checked the same things, so a failure means a broken or hostile relay: the
 * document is stopped and the person told. What merely is not complete yet waits for the next frame.
 */
import { bytesEqual, bytesKey } from "#shared/kernel/bytes";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { CryptoDeps } from "../envelope";
import type { Chunk, RefusalCode } from "../messages";
import type { Receipt } from "../receipts";
import { verifyReceipt } from "../receipts";
import type { Tip } from "../tips";
import { deriveActor, verifyTip } from "../tips";
import type { Hash } from "../wire-types";
import { textOfBytes } from "../wire-types";
import { findOrderProblem, growingIndex } from "./change-order";
import { isTipOf, provenChanges } from "./proven";
import { readChunk } from "./read-chunk";
import type { ChunksContext, ForeignChunk, JudgeChunks, JudgedChunks, ParsedChange } from "./types";

export interface ReadChange {
  readonly chunk: Chunk;
  readonly change: ParsedChange;
}

/** Chunks of earlier frames that waited are passed in again, before the new ones. Never throws. */
export const judgeChunks: JudgeChunks = async (received, context, crypto) => {
  const unknown: ReadChange[] = [];
  for (const chunk of received.chunks) {
    if (context.index.find(chunk.hash) !== undefined) continue;
    const read = readChunk(chunk, context.limits, crypto.sha256);
    if (!read.ok) return foreign(chunk.hash, read.error.code);
    unknown.push({ chunk, change: read.value });
  }
  return judgeRead(unknown, received, context, crypto);
};

/** What follows once the chunks have been read: receipts, tips, and the order of what they cover. */
export const judgeRead = async (
  unknown: readonly ReadChange[],
  proofs: { readonly tips: readonly Tip[]; readonly receipts: readonly Receipt[] },
  context: ChunksContext,
  crypto: CryptoDeps,
): ReturnType<JudgeChunks> => {
  const receipts = await checkReceipts(proofs.receipts, context, crypto);
  if (!receipts.ok) return receipts;
  const tips = await checkTips(proofs.tips, receipts.value, context, crypto);
  if (!tips.ok) return tips;
  const ordered = takeInOrder(unknown, coverage(unknown, tips.value), context);
  return ordered.ok
    ? ok({ ...ordered.value, tips: newerTips(tips.value, context), receipts: receipts.value })
    : ordered;
};

export const foreign = (hash: Hash | null, code: RefusalCode): Result<never, ForeignChunk> =>
  err({ type: "ForeignChunk", hash, code });

const checkReceipts = async (
  receipts: readonly Receipt[],
  context: ChunksContext,
  { verifier }: CryptoDeps,
): Promise<Result<readonly Receipt[], ForeignChunk>> => {
  const verdicts = await together(
    receipts,
    async (receipt) =>
      bytesEqual(receipt.doc, context.doc) && (await isOfOurRelay(receipt, context, verifier)),
  );
  const wrong = receipts.find((_receipt, at) => verdicts[at] !== true);
  return wrong === undefined ? ok(receipts) : foreign(wrong.hash, "sig");
};

const isOfOurRelay = async (
  receipt: Receipt,
  { company, relayKeysAt }: ChunksContext,
  verifier: CryptoDeps["verifier"],
): Promise<boolean> => {
  for (const key of relayKeysAt(receipt.checkpoint)) {
    if (await verifyReceipt(company, receipt, key, verifier)) return true;
  }
  return false;
};

/**
 * Tips whose signature, actor and device are right. One without a receipt is left out, unless it stands alone: its push
 * is not accepted yet.
 */
const checkTips = async (
  tips: readonly Tip[],
  receipts: readonly Receipt[],
  context: ChunksContext,
  { sha256, verifier }: CryptoDeps,
): Promise<Result<readonly Tip[], ForeignChunk>> => {
  const receiptOf = new Map(receipts.map((receipt) => [textOfBytes(receipt.hash), receipt]));
  const checked: Tip[] = [];
  for (const tip of tips) {
    const receipt = receiptOf.get(textOfBytes(tip.hash));
    if (receipt === undefined && context.standsAlone?.(tip) !== true) continue;
    if (receipt !== undefined && (receipt.seq !== tip.seq || !bytesEqual(receipt.actor, tip.actor)))
      return foreign(tip.hash, "seq");
    if (!bytesEqual(tip.actor, deriveActor(sha256, tip.device, context.doc, tip.nonce))) {
      return foreign(tip.hash, "actor");
    }
    const belonged = receipt === undefined || context.deviceAt(tip.device, receipt.checkpoint);
    if (!belonged && !context.isAdopted(tip)) return foreign(tip.hash, "revoked");
    checked.push(tip);
  }
  const verdicts = await together(checked, (tip) => verifyTip(context.company, context.doc, tip, verifier));
  const wrong = checked.find((_tip, at) => verdicts[at] !== true);
  return wrong === undefined ? ok(checked) : foreign(wrong.hash, "sig");
};

/** Signatures checked side by side: a platform that does it on other threads needs them all at once. */
const together = <T>(
  items: readonly T[],
  check: (item: T) => Promise<boolean>,
): Promise<readonly boolean[]> => Promise.all(items.map(check));

interface Coverage {
  /** Per actor the number of the last change at hand that a tip at hand names. */
  readonly upTo: ReadonlyMap<string, number>;
  /** Keys of the changes at hand that tips at hand name. */
  readonly tipped: ReadonlySet<string>;
}

const coverage = (unknown: readonly ReadChange[], tips: readonly Tip[]): Coverage => {
  const changes = new Map(unknown.map(({ change }) => [bytesKey(change.hash), change]));
  const upTo = new Map<string, number>();
  const tipped = new Set<string>();
  for (const tip of tips) {
    const name = bytesKey(tip.hash);
    const change = changes.get(name);
    if (change === undefined || !isTipOf(tip, change)) continue;
    const actor = bytesKey(tip.actor);
    upTo.set(actor, Math.max(upTo.get(actor) ?? 0, tip.seq));
    tipped.add(name);
  }
  return { upTo, tipped };
};

const takeInOrder = (
  unknown: readonly ReadChange[],
  { upTo, tipped }: Coverage,
  context: ChunksContext,
): Result<Pick<JudgedChunks, "fresh" | "waiting">, ForeignChunk> => {
  const index = growingIndex(context.index);
  const taken: ReadChange[] = [];
  const open: ReadChange[] = [];
  for (const read of unknown) {
    const { change } = read;
    if (index.find(change.hash) !== undefined) continue;
    open.push(read);
    if (change.seq > (upTo.get(bytesKey(change.actor)) ?? 0)) continue;
    const problem = findOrderProblem(change, index);
    if (problem?.type === "OutOfOrder") return foreign(change.hash, problem.code);
    if (problem !== undefined) continue;
    index.add(change);
    taken.push(read);
  }
  const changes = taken.map(({ change }) => change);
  const isProven = provenChanges(changes, tipped);
  const fresh = taken.filter(({ change }) => isProven(change));
  const known = new Set(fresh);
  return ok({ fresh, waiting: open.filter((read) => !known.has(read)).map(({ chunk }) => chunk) });
};

/** Oldest first: whoever keeps one for each author keeps the newest, whatever order the sender chose. */
const newerTips = (tips: readonly Tip[], context: ChunksContext): readonly Tip[] =>
  tips.filter((tip) => tip.seq > (context.tip(tip.actor)?.seq ?? 0)).sort((a, b) => a.seq - b.seq);
