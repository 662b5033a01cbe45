/**
 * The relay's verdict on a push, per document: everything or nothing. Checks go from cheap to dear, the signature
 * last. Nothing here stores anything; a refusal leaves no trace. Rate and operation quotas of the device are the
 * relay's own, before and after.
 */
import { bytesEqual, bytesKey } from "#shared/kernel/bytes";
import { verify } from "../envelope";
import type { CryptoDeps, Verified } from "../envelope";
import type { DocCard } from "../cards";
import { docCardKind } from "../cards";
import { documentLimits, times } from "../limits";
import type { PushPart, RefusalCode } from "../messages";
import { deriveActor, verifyTip } from "../tips";
import type { DocBytes, Hash } from "../wire-types";
import type { GrowingIndex } from "./change-order";
import { findOrderProblem, growingIndex } from "./change-order";
import { changeTimeMs, readChunk } from "./read-chunk";
import type { AcceptedPart, DocumentVerdict, JudgePush, PushContext } from "./types";

/** One verdict per document, in the order in which the push first names them. */
export const judgePush: JudgePush = async (parts, context, crypto) => {
  const byDocument = new Map<string, PushPart[]>();
  for (const part of parts) {
    const name = bytesKey(part.doc);
    const sameDocument = byDocument.get(name);
    if (sameDocument === undefined) byDocument.set(name, [part]);
    else sameDocument.push(part);
  }
  const verdicts: DocumentVerdict[] = [];
  for (const [first, ...rest] of byDocument.values()) {
    if (first !== undefined) verdicts.push(await judgeDocument(first.doc, [first, ...rest], context, crypto));
  }
  return verdicts;
};

type Refusal = Exclude<DocumentVerdict, { type: "accepted" }>;

const judgeDocument = async (
  doc: DocBytes,
  parts: readonly PushPart[],
  context: PushContext,
  crypto: CryptoDeps,
): Promise<DocumentVerdict> => {
  const card = await findCard(doc, parts, context, crypto);
  if ("type" in card) return card;
  const index = growingIndex(context.index(doc));
  const accepted: AcceptedPart[] = [];
  for (const part of parts) {
    const judged = await judgePart(part, index, context, crypto);
    if ("type" in judged) return judged;
    accepted.push(judged);
  }
  const changes = accepted.flatMap(({ fresh }) => fresh.map(({ change }) => change));
  const full =
    index.bytes > documentLimits.bytes ||
    index.changes > documentLimits.changes ||
    index.actors > documentLimits.actors;
  if (full && changes.length > 0) return refuse(doc, "quota", null);
  return {
    type: "accepted",
    doc,
    card: card.fresh,
    parts: accepted,
    ops: changes.reduce((sum, change) => sum + change.ops, 0),
    bytes: changes.reduce((sum, change) => sum + change.bytes, 0),
  };
};

const refuse = (doc: DocBytes, code: RefusalCode, hash: Hash | null): Refusal => ({
  type: "refused",
  doc,
  hash,
  code,
});

/** The card of a known document, or the verified one this push brings for a new document. */
const findCard = async (
  doc: DocBytes,
  parts: readonly PushPart[],
  context: PushContext,
  crypto: CryptoDeps,
): Promise<{ readonly fresh: Verified<DocCard> | null } | Refusal> => {
  const known = context.card(doc);
  if (known !== undefined) return context.mayWrite(known) ? { fresh: null } : refuse(doc, "grant", null);
  const brought = parts.find(({ card }) => card !== null)?.card;
  if (brought === undefined || brought === null) return refuse(doc, "grant", null);
  const checked = await verify(docCardKind, brought, crypto);
  if (!checked.ok) return refuse(doc, checked.error.type === "SignatureInvalid" ? "sig" : "form", null);
  const { value, signers } = checked.value;
  const isOwn =
    signers.length === 1 &&
    signers.every((key) => bytesEqual(key, context.device)) &&
    bytesEqual(value.by, context.device) &&
    bytesEqual(value.company, context.company) &&
    bytesEqual(value.doc, doc);
  if (!isOwn) return refuse(doc, "sig", null);
  // A rotated document (number above 1) needs its predecessor; that comes with rotation itself.
  if (value.no !== 1 || value.prev !== null || value.replaces !== null) return refuse(doc, "form", null);
  return context.mayCreate(value) && context.mayWrite(value)
    ? { fresh: checked.value }
    : refuse(doc, "grant", null);
};

const judgePart = async (
  part: PushPart,
  index: GrowingIndex,
  context: PushContext,
  crypto: CryptoDeps,
): Promise<AcceptedPart | Refusal> => {
  const { doc, tip } = part;
  const last = part.chunks[part.chunks.length - 1];
  if (last === undefined || !bytesEqual(last.hash, tip.hash)) return refuse(doc, "form", tip.hash);
  if (!bytesEqual(tip.device, context.device)) return refuse(doc, "actor", tip.hash);
  if (!bytesEqual(tip.actor, deriveActor(crypto.sha256, tip.device, doc, tip.nonce))) {
    return refuse(doc, "actor", tip.hash);
  }
  const judged = judgeChanges(part, index, context, crypto);
  if ("type" in judged) return judged;
  if (index.find(tip.hash)?.seq !== tip.seq) return refuse(doc, "seq", tip.hash);
  if (!(await verifyTip(context.company, doc, tip, crypto.verifier))) return refuse(doc, "sig", tip.hash);
  const future = judged.some(({ change }) => changeTimeMs(change) > context.now + times.futureMs);
  return { tip, fresh: judged, future };
};

/** Steps 4 to 6 for every chunk of a part; accepted ones are added to the index. */
const judgeChanges = (
  part: PushPart,
  index: GrowingIndex,
  context: PushContext,
  crypto: CryptoDeps,
): AcceptedPart["fresh"] | Refusal => {
  const { doc, tip } = part;
  const fresh: AcceptedPart["fresh"][number][] = [];
  for (const chunk of part.chunks) {
    const stored = index.find(chunk.hash);
    if (stored !== undefined) {
      // A repetition: the bytes stored first count, whatever these are.
      if (!bytesEqual(stored.actor, tip.actor)) return refuse(doc, "actor", chunk.hash);
      continue;
    }
    const read = readChunk(chunk, context.limits, crypto.sha256);
    if (!read.ok) return refuse(doc, read.error.code, chunk.hash);
    const change = read.value;
    if (!bytesEqual(change.actor, tip.actor)) return refuse(doc, "actor", change.hash);
    const problem = findOrderProblem(change, index);
    if (problem?.type === "DepsMissing") return { type: "need", doc, hashes: problem.missing };
    if (problem !== undefined) return refuse(doc, problem.code, change.hash);
    index.add(change);
    fresh.push({ chunk, change });
  }
  return fresh;
};
