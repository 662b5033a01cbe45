/**
 * The relay's verdict on a push, per document: everything or nothing. Checks go from cheap to dear, the signature
 * last. Nothing here stores anything; a refusal leaves no trace. Rate and operation quotas of the device are the
 * relay's own, before and after.
 */
import { bytesEqual, bytesKey } from "#shared/kernel/bytes";
import type { Ms } from "#shared/kernel/clock";
import { verify } from "../envelope";
import type { CryptoDeps, Verified } from "../envelope";
import type { DocCard } from "../cards";
import { docCardKind, isSameBoundary, isSoundCard } from "../cards";
import { replacementLimits, times } from "../limits";
import type { PushPart, RefusalCode } from "../messages";
import { deriveActor, verifyTip } from "../tips";
import type { DocBytes, Hash } from "../wire-types";
import type { GrowingIndex } from "./change-order";
import { findOrderProblem, growingIndex } from "./change-order";
import { changeTimeMs, readChunk } from "./read-chunk";
import type { AcceptedPart, DocumentVerdict, JudgePush, ParsedChange, PushContext } from "./types";

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
  const carried = card.fresh?.value.carries;
  if (carried !== undefined && !areSame(carried.to, headsAmong(changes))) return refuse(doc, "form", null);
  const full =
    index.bytes > context.documentLimits.bytes ||
    index.changes > context.documentLimits.changes ||
    index.actors > context.documentLimits.actors;
  if (full && changes.length > 0) return refuse(doc, "quota", null);
  return {
    type: "accepted",
    doc,
    card: card.fresh,
    held: card.held,
    parts: accepted,
    ops: changes.reduce((sum, change) => sum + change.ops, 0),
    bytes: changes.reduce((sum, change) => sum + change.bytes, 0),
  };
};

const refuse = (
  doc: DocBytes,
  code: RefusalCode,
  hash: Hash | null,
  see: DocBytes | null = null,
): Refusal => ({ type: "refused", doc, hash, code, see });

interface FoundCard {
  readonly fresh: Verified<DocCard> | null;
  readonly held: boolean;
}

/** The card of a known document, or the verified one this push brings for a new document. */
const findCard = async (
  doc: DocBytes,
  parts: readonly PushPart[],
  context: PushContext,
  crypto: CryptoDeps,
): Promise<FoundCard | Refusal> => {
  const known = context.card(doc);
  if (known !== undefined) return judgeKnownCard(known, parts, context);
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
  const problem = isSoundCard(value) ? await findPlaceProblem(value, context) : refuse(doc, "form", null);
  if (problem !== undefined) return problem;
  const standing = context.standing(value);
  if (standing === "hold") return { fresh: checked.value, held: true };
  if (standing !== "accept") return refuse(doc, standing, null);
  return context.mayCreate(value) ? { fresh: checked.value, held: false } : refuse(doc, "grant", null);
};

const judgeKnownCard = (
  card: DocCard,
  parts: readonly PushPart[],
  context: PushContext,
): FoundCard | Refusal => {
  const newest = context.newestCard(card.thing);
  const index = context.index(card.doc);
  const isRepetition = parts.every(({ chunks }) =>
    chunks.every(({ hash }) => index.find(hash) !== undefined),
  );
  // The document was replaced: what is written here nobody would read any more.
  if (newest !== undefined && newest.card.no > card.no && !isRepetition) {
    return refuse(card.doc, "gone", null, newest.card.doc);
  }
  const isOthersLog = card.cls === "movements" && !bytesEqual(card.by, context.device);
  if (isOthersLog) return refuse(card.doc, "grant", null);
  const standing = context.standing(card);
  return standing === "accept" || standing === "hold"
    ? { fresh: null, held: standing === "hold" }
    : refuse(card.doc, standing, null);
};

/** Whether the thing is free for this card: nobody has it yet, or this card is the next after the one there is. */
const findPlaceProblem = async (card: DocCard, context: PushContext): Promise<Refusal | undefined> => {
  const { doc, carries } = card;
  const newest = context.newestCard(card.thing);
  const problem = findCardOrderProblem(card, newest);
  if (problem !== undefined)
    return refuse(doc, problem, null, problem === "gone" ? (newest?.card.doc ?? null) : null);
  if (newest === undefined || carries === undefined) return undefined;
  const mayReplace = context.mayCreate(newest.card) && context.standing(newest.card) === "accept";
  if (!mayReplace) return refuse(doc, "grant", null);
  return (await isWhole(card.at, carries.from, newest.card.doc, context))
    ? undefined
    : refuse(doc, "deps", null);
};

/** What is wrong with a card's place: nobody has the thing yet, or the card is the next after the one there is. */
export const findCardOrderProblem = (
  card: DocCard,
  newest: ReturnType<PushContext["newestCard"]>,
): "gone" | "form" | undefined => {
  const { no, prev, replaces, carries } = card;
  if (newest !== undefined && newest.card.no >= no) return "gone";
  if (no === 1) return prev === null && replaces === null && carries === undefined ? undefined : "form";
  const follows =
    newest !== undefined &&
    newest.card.no === no - 1 &&
    prev !== null &&
    bytesEqual(prev, newest.id) &&
    replaces !== null &&
    bytesEqual(replaces, newest.card.doc) &&
    carries !== undefined &&
    isSameBoundary(card, newest.card);
  return follows ? undefined : "form";
};

/**
 * Whether nothing in the replaced document is missing from what was carried over. A relay that came back from a backup
 * may have taken up changes before the card it had forgotten comes again; whoever wrote them carries them over.
 */
const isWhole = async (
  at: Ms,
  from: readonly Hash[],
  replaced: DocBytes,
  context: PushContext,
): Promise<boolean> => {
  const old = await context.replaced(replaced);
  if (areSame(from, old.heads())) return true;
  const isKnown = context.now - at > replacementLimits.knownAfterMs;
  return isKnown && from.every((hash) => old.find(hash) !== undefined);
};

/** Both without repetitions. */
const areSame = (a: readonly Hash[], b: readonly Hash[]): boolean => {
  const names = new Set(b.map(bytesKey));
  return a.length === b.length && a.every((hash) => names.has(bytesKey(hash)));
};

const headsAmong = (changes: readonly ParsedChange[]): readonly Hash[] => {
  const below = new Set(changes.flatMap(({ deps }) => deps.map(bytesKey)));
  return changes.map(({ hash }) => hash).filter((hash) => !below.has(bytesKey(hash)));
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
  // The last chunk may be a repetition; what is new beside it has to lie below the tip all the same.
  if (judged.some(({ change }) => change.seq > tip.seq)) return refuse(doc, "form", tip.hash);
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
