/**
 * The verdict on changes that come back: this relay gave receipts for them and does not have them any more, because
 * its disk was put back. Who brings them does not matter and is not believed: the author's tip says who wrote them,
 * and the receipt, signed by this relay or one before it, that they were accepted, and under which checkpoint. Rights
 * that ended since then change nothing about that.
 */
import { bytesEqual, bytesKey } from "#shared/kernel/bytes";
import { assert } from "#shared/kernel/result";
import type { DocCard } from "#shared/protocol/cards";
import { docCardKind, isSoundCard } from "#shared/protocol/cards";
import type { CryptoDeps, Verified } from "#shared/protocol/envelope";
import { verify } from "#shared/protocol/envelope";
import { gateDocument } from "#shared/protocol/gate/gate-document";
import { findCardOrderProblem } from "#shared/protocol/gate/judge-push";
import type { JudgedChunks, PushContext } from "#shared/protocol/gate/types";
import { maxOpOf } from "#shared/protocol/gate/types";
import { companyGateLimits, frameLimits } from "#shared/protocol/limits";
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
}

/** Neighbouring changes of one actor: one entry of the log. */
export interface RestoredRun {
  readonly record: PushRecord;
  readonly tip: Tip;
  /** When and under which checkpoint they were accepted the first time. */
  readonly accepted: Pick<Receipt, "checkpoint" | "at">;
}

export type RestoreVerdict =
  | {
      readonly type: "accepted";
      /** Set when the relay had lost the card too. */
      readonly card: Verified<DocCard> | null;
      /** Ancestors first; what the relay has already is not among them. */
      readonly runs: readonly RestoredRun[];
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
  const judged = await gateDocument(
    pack,
    {
      ...{ company, doc, index, limits: companyGateLimits },
      relayKeysAt: (checkpoint) => [relayKey, ...sequencersAt(state, checkpoint)],
      tip: () => undefined,
      deviceAt: (device, checkpoint) => wasDeviceAt(state, device, checkpoint),
      isAdopted: ({ actor, seq }) => isAdopted(state, { doc, actor, seq }),
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
  const proofs = proofsOf(tips, receipts);
  if (card.fresh !== null && !isByFirstAuthor(card.fresh.value, fresh, proofs)) return refuse(doc, "sig");
  return { type: "accepted", card: card.fresh, runs: runsOf(fresh, proofs) };
};

const refuse = (doc: DocBytes, code: RefusalCode, hash: Hash | null = null): Refusal => ({
  type: "refused",
  ...{ doc, hash, code },
});

const findCard = async (
  { doc, card }: DocumentPack,
  context: RestoreContext,
  crypto: CryptoDeps,
): Promise<{ readonly fresh: Verified<DocCard> | null } | Refusal> => {
  const known = context.card;
  if (known !== undefined) {
    if (!context.mayRead(known)) return refuse(doc, "grant");
    // Replaced meanwhile: nobody would read it any more.
    const newest = context.newestCard(known.thing);
    return newest !== undefined && newest.card.no > known.no ? refuse(doc, "gone") : { fresh: null };
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
  return problem === undefined ? { fresh: checked.value } : refuse(doc, problem);
};

interface Proof {
  readonly tip: Tip;
  readonly receipt: Receipt;
}
type Fresh = JudgedChunks["fresh"];

/** The newest tip of each actor with its receipt. */
const proofsOf = (tips: readonly Tip[], receipts: readonly Receipt[]): ReadonlyMap<string, Proof> => {
  const byHash = new Map(receipts.map((receipt) => [bytesKey(receipt.hash), receipt]));
  const proofs = new Map<string, Proof>();
  for (const tip of tips) {
    const receipt = byHash.get(bytesKey(tip.hash));
    const known = proofs.get(bytesKey(tip.actor));
    if (receipt !== undefined && (known === undefined || known.tip.seq < tip.seq))
      proofs.set(bytesKey(tip.actor), { tip, receipt });
  }
  return proofs;
};

/** A card has no receipt of its own; whoever made the document wrote its first change with it. */
const isByFirstAuthor = ({ by }: DocCard, fresh: Fresh, proofs: ReadonlyMap<string, Proof>): boolean =>
  fresh.some(({ change: { deps, actor } }) => {
    const proof = proofs.get(bytesKey(actor));
    return deps.length === 0 && proof !== undefined && bytesEqual(proof.tip.device, by);
  });

const runsOf = (fresh: Fresh, proofs: ReadonlyMap<string, Proof>): readonly RestoredRun[] => {
  const runs: { readonly actor: Bytes16; readonly changes: RecordedChange[] }[] = [];
  for (const { chunk, change } of fresh) {
    const recorded = { seq: change.seq, maxOp: maxOpOf(change), chunk };
    const last = runs.at(-1);
    const goesOn = last !== undefined && last.changes.length < frameLimits.changes;
    if (goesOn && bytesEqual(last.actor, change.actor)) last.changes.push(recorded);
    else runs.push({ actor: change.actor, changes: [recorded] });
  }
  return runs.map(({ actor, changes }) => {
    const proof = proofs.get(bytesKey(actor));
    assert(proof !== undefined, "the gate passes nothing that no tip with a receipt covers");
    const { tip, receipt } = proof;
    const record = { device: tip.device, actor: tip.actor, nonce: tip.nonce, changes };
    return { record, tip, accepted: { checkpoint: receipt.checkpoint, at: receipt.at } };
  });
};
