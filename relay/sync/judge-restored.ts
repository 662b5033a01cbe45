/**
 * The verdict on changes that somebody else than their author brings. Who brings them does not matter and is not
 * believed: the author's tip says who wrote them. With a receipt of this relay or one before it they were accepted
 * already, under its checkpoint, and were lost when a disk was put back: rights that ended since then change nothing.
 * Without one they went from device to device where no relay was, and count as if their author pushed them now.
 */
import { bytesEqual, bytesKey } from "#shared/kernel/bytes";
import { assert } from "#shared/kernel/result";
import type { DocCard } from "#shared/protocol/cards";
import { docCardKind, isSoundCard } from "#shared/protocol/cards";
import type { CryptoDeps, Verified } from "#shared/protocol/envelope";
import { verify } from "#shared/protocol/envelope";
import { gateDocument } from "#shared/protocol/gate/gate-document";
import { findCardOrderProblem } from "#shared/protocol/gate/judge-push";
import { isTipOf } from "#shared/protocol/gate/proven";
import type { JudgedChunks, PushContext } from "#shared/protocol/gate/types";
import { maxOpOf } from "#shared/protocol/gate/types";
import type { DocumentLimits } from "#shared/protocol/limits";
import { companyGateLimits, frameLimits } from "#shared/protocol/limits";
import type { WriteStanding } from "#shared/protocol/membership/grants";
import { isAdopted, sequencersAt, wasDeviceAt } from "#shared/protocol/membership/grants";
import type { CompanyState } from "#shared/protocol/membership/types";
import type { DocumentPack, RefusalCode } from "#shared/protocol/messages";
import type { Receipt } from "#shared/protocol/receipts";
import type { Tip } from "#shared/protocol/tips";
import type { Bytes16, CompanyId, DocBytes, Hash, Key } from "#shared/protocol/wire-types";
import type { LoadedDocument } from "./document-index";
import type { PushRecord, RecordedChange } from "./push-record.codec";

export interface RestoreContext extends Pick<PushContext, "newestCard"> {
  readonly company: CompanyId;
  readonly relayKey: Key;
  /** By checkpoints alone. */
  readonly state: CompanyState;
  readonly index: LoadedDocument;
  /** The card the relay has. */
  readonly card: DocCard | undefined;
  /** Whether the device that brings it may read it. */
  readonly mayRead: (card: DocCard) => boolean;
  /** What becomes of a push of that device to such a document now. */
  readonly standingOf: (device: Key, card: DocCard) => WriteStanding;
  readonly mayCreate: (device: Key, card: DocCard) => boolean;
  readonly documentLimits: DocumentLimits;
}

/** Neighbouring changes of one actor: one entry of the log. */
export interface RestoredRun {
  readonly record: PushRecord;
  readonly tip: Tip;
  /** When and under which checkpoint they were accepted the first time; null for what no relay has accepted yet. */
  readonly accepted: Pick<Receipt, "checkpoint" | "at"> | null;
}

export type RestoreVerdict =
  | {
      readonly type: "accepted";
      /** Set when the relay had lost the card too. */
      readonly card: Verified<DocCard> | null;
      /** Ancestors first; what the relay has already is not among them. */
      readonly runs: readonly RestoredRun[];
      /** What of it was never accepted before, to be counted as pushed by its authors. */
      readonly fresh: readonly { readonly device: Key; readonly ops: number; readonly bytes: number }[];
    }
  | { readonly type: "need"; readonly doc: DocBytes; readonly hashes: readonly Hash[] }
  | {
      readonly type: "refused";
      readonly doc: DocBytes;
      readonly hash: Hash | null;
      readonly code: RefusalCode;
    };

type Refusal = Extract<RestoreVerdict, { readonly type: "refused" }>;

/** Everything or nothing. Never throws. */
export const judgeRestored = async (
  pack: DocumentPack,
  context: RestoreContext,
  crypto: CryptoDeps,
): Promise<RestoreVerdict> => {
  const { doc } = pack;
  const card = await findCard(pack, context, crypto);
  if ("code" in card) return card;
  const { state, relayKey, company, index } = context;
  const unwelcome = findUnwelcome(pack, card.value, context);
  if (unwelcome !== undefined) return unwelcome;
  const judged = await gateDocument(
    pack,
    {
      ...{ company, doc, index, limits: companyGateLimits },
      relayKeysAt: (checkpoint) => [relayKey, ...sequencersAt(state, checkpoint)],
      tip: () => undefined,
      deviceAt: (device, checkpoint) => wasDeviceAt(state, device, checkpoint),
      isAdopted: ({ actor, seq }) => isAdopted(state, { doc, actor, seq }),
      standsAlone: (tip) => mayPushNow(tip, card.value, context),
    },
    crypto,
  );
  if (!judged.ok) return refuse(doc, judged.error.code, judged.error.hash);
  const { fresh, waiting, tips, receipts } = judged.value;
  if (waiting.length > 0) {
    const here = new Set([...fresh.map(({ chunk }) => chunk), ...waiting].map(({ hash }) => bytesKey(hash)));
    const hashes = waiting
      .flatMap(({ parents }) => parents)
      .filter((parent) => !here.has(bytesKey(parent)) && index.find(parent) === undefined);
    return hashes.length > 0 ? { type: "need", doc, hashes } : refuse(doc, "sig");
  }
  const proofs = proofsOf(fresh, tips, receipts);
  if (card.fresh !== null && !isByFirstAuthor(card.fresh.value, fresh, proofs)) return refuse(doc, "sig");
  if (card.fresh !== null && !mayBegin(card.fresh.value, fresh, proofs, context)) return refuse(doc, "grant");
  const unaccepted = fresh.filter(({ change }) => proofs.get(bytesKey(change.actor))?.receipt === null);
  if (unaccepted.length > 0 && isOverfull(fresh, context)) return refuse(doc, "quota");
  return {
    type: "accepted",
    card: card.fresh,
    runs: runsOf(fresh, proofs),
    fresh: unaccepted.flatMap(({ change: { actor, ops, bytes } }) => {
      const device = proofs.get(bytesKey(actor))?.tip.device;
      return device === undefined ? [] : { device, ops, bytes };
    }),
  };
};

/** A tip without a receipt whose author may not write there now, by the answer its author would get. */
const findUnwelcome = (
  { doc, tips, receipts }: DocumentPack,
  card: DocCard,
  context: RestoreContext,
): Refusal | undefined => {
  const accepted = new Set(receipts.map(({ hash }) => bytesKey(hash)));
  for (const tip of tips) {
    if (accepted.has(bytesKey(tip.hash)) || context.index.find(tip.hash) !== undefined) continue;
    const standing = context.standingOf(tip.device, card);
    if (standing === "revoked") return refuse(doc, standing, tip.hash);
    if (!mayPushNow(tip, card, context)) return refuse(doc, "grant", tip.hash);
  }
  return undefined;
};

/** Movements go into the log of the device that recorded them, and into no other. */
const mayPushNow = ({ device }: Tip, card: DocCard, { standingOf }: RestoreContext): boolean =>
  standingOf(device, card) === "accept" && (card.cls !== "movements" || bytesEqual(card.by, device));

const isOverfull = (fresh: Fresh, { index, documentLimits }: RestoreContext): boolean => {
  const bytes = fresh.reduce((sum, { change }) => sum + change.bytes, index.bytes);
  const actors = new Set(fresh.map(({ change }) => bytesKey(change.actor)));
  return (
    bytes > documentLimits.bytes ||
    index.changes + fresh.length > documentLimits.changes ||
    index.actors + actors.size > documentLimits.actors
  );
};

const refuse = (doc: DocBytes, code: RefusalCode, hash: Hash | null = null): Refusal => ({
  type: "refused",
  ...{ doc, hash, code },
});

const findCard = async (
  { doc, card }: DocumentPack,
  context: RestoreContext,
  crypto: CryptoDeps,
): Promise<{ readonly fresh: Verified<DocCard> | null; readonly value: DocCard } | Refusal> => {
  const known = context.card;
  if (known !== undefined) {
    if (!context.mayRead(known)) return refuse(doc, "grant");
    // Replaced meanwhile: nobody would read it any more.
    const newest = context.newestCard(known.thing);
    return newest !== undefined && newest.card.no > known.no
      ? refuse(doc, "gone")
      : { fresh: null, value: known };
  }
  const checked = await verify(docCardKind, card, crypto);
  if (!checked.ok) return refuse(doc, checked.error.type === "SignatureInvalid" ? "sig" : "form");
  const { value, signers } = checked.value;
  const isItsAuthors =
    signers.length === 1 &&
    signers.every((key) => bytesEqual(key, value.by)) &&
    bytesEqual(value.company, context.company) &&
    bytesEqual(value.doc, doc);
  if (!isItsAuthors) return refuse(doc, "sig");
  if (!isSoundCard(value)) return refuse(doc, "form");
  if (!context.mayRead(value)) return refuse(doc, "grant");
  const problem = findCardOrderProblem(value, context.newestCard(value.thing));
  return problem === undefined ? { fresh: checked.value, value } : refuse(doc, problem);
};

interface Proof {
  readonly tip: Tip;
  /** Null: nobody accepted it yet. */
  readonly receipt: Receipt | null;
}
type Fresh = JudgedChunks["fresh"];

/**
 * The newest tip of each actor among those for what is fresh, with its receipt where there is one. A tip may well be for
 * a change that did not come: to sign a receipt for that would tell its author that it is here.
 */
const proofsOf = (
  fresh: Fresh,
  tips: readonly Tip[],
  receipts: readonly Receipt[],
): ReadonlyMap<string, Proof> => {
  const changes = new Map(fresh.map(({ change }) => [bytesKey(change.hash), change]));
  const byHash = new Map(receipts.map((receipt) => [bytesKey(receipt.hash), receipt]));
  const proofs = new Map<string, Proof>();
  for (const tip of tips) {
    const change = changes.get(bytesKey(tip.hash));
    if (change === undefined || !isTipOf(tip, change)) continue;
    const known = proofs.get(bytesKey(tip.actor));
    if (known === undefined || known.tip.seq < tip.seq)
      proofs.set(bytesKey(tip.actor), { tip, receipt: byHash.get(bytesKey(tip.hash)) ?? null });
  }
  return proofs;
};

/** A card has no receipt of its own; whoever made the document wrote its first change with it. */
const isByFirstAuthor = ({ by }: DocCard, fresh: Fresh, proofs: ReadonlyMap<string, Proof>): boolean =>
  fresh.some(({ change: { deps, actor } }) => {
    const proof = proofs.get(bytesKey(actor));
    return deps.length === 0 && proof !== undefined && bytesEqual(proof.tip.device, by);
  });

/** What was accepted once had the right to begin; what never was needs it now, and replaces no other document. */
const mayBegin = (
  card: DocCard,
  fresh: Fresh,
  proofs: ReadonlyMap<string, Proof>,
  { mayCreate }: RestoreContext,
): boolean => {
  const wasAccepted = fresh.some(({ change: { deps, actor } }) => {
    const proof = proofs.get(bytesKey(actor));
    return (
      deps.length === 0 &&
      proof !== undefined &&
      proof.receipt !== null &&
      bytesEqual(proof.tip.device, card.by)
    );
  });
  return wasAccepted || (card.no === 1 && mayCreate(card.by, card));
};

const runsOf = (fresh: Fresh, proofs: ReadonlyMap<string, Proof>): readonly RestoredRun[] => {
  const runs: { readonly actor: Bytes16; readonly changes: RecordedChange[] }[] = [];
  for (const { chunk, change } of fresh) {
    const recorded = { seq: change.seq, maxOp: maxOpOf(change), chunk };
    const last = runs.at(-1);
    const goesOn = last !== undefined && last.changes.length < frameLimits.changes;
    if (goesOn && bytesEqual(last.actor, change.actor)) last.changes.push(recorded);
    else runs.push({ actor: change.actor, changes: [recorded] });
  }
  const ends = new Map(runs.map(({ actor, changes }) => [bytesKey(actor), changes.at(-1)?.chunk.hash]));
  return runs.map(({ actor, changes }) => {
    const proof = proofs.get(bytesKey(actor));
    const end = ends.get(bytesKey(actor));
    const isProven = proof !== undefined && end !== undefined && bytesEqual(end, proof.tip.hash);
    assert(isProven, "what the gate passes of an actor ends in the change its tip names");
    const { tip, receipt } = proof;
    const record = { device: tip.device, actor: tip.actor, nonce: tip.nonce, changes };
    const accepted = receipt === null ? null : { checkpoint: receipt.checkpoint, at: receipt.at };
    return { record, tip, accepted };
  });
};
