/**
 * Pushes on their way from a socket into the log of one company: gate, quota, a place in the log, the commit queue.
 * One push is judged at a time, so what the gate knows of a document includes everything accepted before, also what
 * is still on its way to the disk.
 */
import { bytesKey } from "#shared/kernel/bytes";
import { assert } from "#shared/kernel/result";
import type { Clock } from "#shared/kernel/clock";
import type { DocCard } from "#shared/protocol/cards";
import { docCardKind } from "#shared/protocol/cards";
import type { CryptoDeps, Verified } from "#shared/protocol/envelope";
import { encodeEnvelope, idOfSigned } from "#shared/protocol/envelope";
import { judgePush } from "#shared/protocol/gate/judge-push";
import type { AcceptedPart, DocumentVerdict } from "#shared/protocol/gate/types";
import { maxOpOf } from "#shared/protocol/gate/types";
import { companyGateLimits } from "#shared/protocol/limits";
import type { PushPart, RefusalCode, RelayMsg } from "#shared/protocol/messages";
import { nextLogHash } from "#shared/protocol/receipts";
import type { DocBytes, Hash, Key } from "#shared/protocol/wire-types";
import type { CardIndex } from "./card-index";
import type { CommitOwner, CommitQueue } from "./commit-queue";
import type { DocumentCache } from "./document-cache";
import type { LoadedDocument } from "./document-index";
import { createDocumentIndex } from "./document-index";
import type { LogPlace } from "./fan-out";
import type { WaitingPushes } from "./joined-push";
import { joinParts } from "./joined-push";
import { createLane } from "./lane";
import type { PushRecord } from "./push-record.codec";
import { encodePushRecord } from "./push-record.codec";
import type { OperationQuota } from "./quota";

/** The device that pushes, with its rights as they are now. */
export interface Pusher {
  readonly id: symbol;
  readonly device: Key;
  readonly mayWrite: (card: DocCard) => boolean;
  readonly mayCreate: (card: DocCard) => boolean;
  readonly isCreator: boolean;
  readonly send: (message: RelayMsg) => void;
}

export interface PushIntakeDeps {
  readonly owner: CommitOwner;
  readonly queue: CommitQueue;
  readonly cards: CardIndex;
  readonly documents: DocumentCache;
  readonly quota: OperationQuota;
  readonly crypto: CryptoDeps;
  readonly clock: Clock;
  /** Newest membership checkpoint. */
  readonly checkpoint: () => number;
  readonly onRefused: (code: RefusalCode) => void;
}

export interface PushIntake {
  /** Pushes that waited together. Settles when they are judged; receipts follow when they are on disk. */
  readonly push: (pushes: WaitingPushes, pusher: Pusher) => Promise<void>;
  /** End of the log including what is on its way to the disk. */
  readonly end: () => LogPlace;
}

export const createPushIntake = (deps: PushIntakeDeps, start: LogPlace): PushIntake => {
  const lane = createLane();
  let end = start;

  const accept = (verdict: AcceptedVerdict, index: LoadedDocument, pusher: Pusher): void => {
    if (verdict.card !== null) keepCard(verdict.card, end.serial + 1, deps);
    let card = verdict.card;
    deps.documents.keep(verdict.doc, index);
    for (const part of verdict.parts) {
      if (part.fresh.length === 0) {
        answerRepetition(verdict.doc, part, index, pusher, deps);
        continue;
      }
      end = takePlace(end, verdict.doc, part.tip.hash, deps.crypto);
      const record = recordOf(part);
      index.add(record);
      const { number: company } = deps.owner;
      deps.queue.push(deps.owner, {
        push: { ...end, doc: verdict.doc, changes: record.changes.length, body: encodePushRecord(record) },
        record,
        tip: part.tip,
        checkpoint: deps.checkpoint(),
        writes:
          card === null
            ? []
            : [{ type: "card", company, card: { serial: end.serial, bytes: encodeEnvelope(card.signed) } }],
        origin: pusher.id,
      });
      card = null;
    }
  };

  return {
    end: () => end,
    push: (pushes, pusher) =>
      lane.run(async () => {
        const indexes = await deps.documents.load(pushes.flat().map(({ doc }) => doc));
        const take = (parts: readonly PushPart[]): Promise<ReadonlyMap<string, RelayMsg>> =>
          takeParts(parts, indexes, pusher, accept, deps);
        for (const [key, problem] of await take(joinParts(pushes))) {
          const alone = pushesTo(key, pushes);
          if (alone.length === 1) answerProblem(problem, pusher, deps);
          // What is wrong with one push must not cost the good ones that waited with it.
          else
            for (const parts of alone)
              for (const single of (await take(parts)).values()) answerProblem(single, pusher, deps);
        }
      }),
  };
};

/** Takes up every document whose parts are all good; answers what is wrong with the others, by document. */
const takeParts = async (
  parts: readonly PushPart[],
  indexes: ReadonlyMap<string, LoadedDocument>,
  pusher: Pusher,
  accept: (verdict: AcceptedVerdict, index: LoadedDocument, pusher: Pusher) => void,
  deps: PushIntakeDeps,
): Promise<ReadonlyMap<string, RelayMsg>> => {
  const problems = new Map<string, RelayMsg>();
  for (const verdict of await judge(parts, pusher, indexes, deps)) {
    const key = bytesKey(verdict.doc);
    if (verdict.type !== "accepted") {
      problems.set(key, refusalMessage(verdict));
      continue;
    }
    const waitMs = deps.quota.take(bytesKey(pusher.device), pusher.isCreator, verdict.ops);
    const index = indexes.get(key);
    assert(index !== undefined, "every document of a push has an index");
    if (waitMs > 0) problems.set(key, quotaMessage(verdict.doc, waitMs));
    else accept(verdict, index, pusher);
  }
  return problems;
};

/** Of each push what concerns one document. */
const pushesTo = (key: string, pushes: WaitingPushes): WaitingPushes =>
  pushes.map((parts) => parts.filter(({ doc }) => bytesKey(doc) === key)).filter((parts) => parts.length > 0);

const answerProblem = (problem: RelayMsg, pusher: Pusher, { onRefused }: PushIntakeDeps): void => {
  if (problem.t === "refused") onRefused(problem.code);
  pusher.send(problem);
};

type AcceptedVerdict = Extract<DocumentVerdict, { readonly type: "accepted" }>;

const judge = (
  parts: readonly PushPart[],
  pusher: Pusher,
  indexes: ReadonlyMap<string, LoadedDocument>,
  { owner, clock, cards, crypto }: PushIntakeDeps,
): Promise<readonly DocumentVerdict[]> =>
  judgePush(
    parts,
    {
      company: owner.id,
      device: pusher.device,
      now: clock.now(),
      limits: companyGateLimits,
      index: (doc) => indexes.get(bytesKey(doc)) ?? createDocumentIndex(),
      card: (doc) => cards.find(doc)?.value,
      newestCard: (thing) => {
        const found = cards.findByThing(thing);
        return found && { card: found.value, id: idOfSigned(docCardKind, found.signed, crypto.sha256) };
      },
      standing: (card) => (pusher.mayWrite(card) ? "accept" : "grant"),
      mayCreate: pusher.mayCreate,
    },
    crypto,
  );

const keepCard = (card: Verified<DocCard>, serial: number, { cards }: PushIntakeDeps): void =>
  cards.add({ signed: card.signed, value: card.value, serial });

const takePlace = (end: LogPlace, doc: DocBytes, change: Hash, { sha256 }: CryptoDeps): LogPlace => {
  const serial = end.serial + 1;
  return { serial, logHash: nextLogHash(sha256, end.logHash, doc, change, serial) };
};

const recordOf = ({ tip, fresh }: AcceptedPart): PushRecord => ({
  device: tip.device,
  actor: tip.actor,
  nonce: tip.nonce,
  changes: fresh.map(({ chunk, change }) => ({ seq: change.seq, maxOp: maxOpOf(change), chunk })),
});

/** A repetition is a success: it gets the stored receipt, once the first one is on disk. */
const answerRepetition = (
  doc: DocBytes,
  { tip }: AcceptedPart,
  index: LoadedDocument,
  pusher: Pusher,
  { queue, owner }: PushIntakeDeps,
): void => {
  const answer = (): void => {
    const receipt = index.receipt(tip.actor);
    if (receipt !== undefined && receipt.seq >= tip.seq)
      pusher.send({ t: "receipt", receipt: { ...receipt, doc } });
  };
  // An empty write settles when everything before it is on disk.
  void queue.write(owner, []).then(answer);
};

const refusalMessage = (verdict: Exclude<DocumentVerdict, AcceptedVerdict>): RelayMsg => {
  const { doc } = verdict;
  if (verdict.type === "need") return { t: "need", doc, hashes: verdict.hashes };
  return { t: "refused", doc, hash: verdict.hash, code: verdict.code, retryMs: null, see: verdict.see };
};

const quotaMessage = (doc: DocBytes, retryMs: number): RelayMsg => ({
  t: "refused",
  doc,
  hash: null,
  code: "rate",
  retryMs,
  see: null,
});
