/**
 * Pushes on their way from a socket into the log of one company: gate, quota, a place in the log, the commit queue.
 * One push is judged at a time, so what the gate knows of a document includes everything accepted before, also what
 * is still on its way to the disk.
 */
import { bytesKey } from "#shared/kernel/bytes";
import { assert } from "#shared/kernel/result";
import type { Clock, Ms } from "#shared/kernel/clock";
import type { DocCard } from "#shared/protocol/cards";
import type { CryptoDeps, Signed } from "#shared/protocol/envelope";
import { copyEnvelope, encodeEnvelope } from "#shared/protocol/envelope";
import { judgePush } from "#shared/protocol/gate/judge-push";
import type { DocumentIndex, DocumentVerdict } from "#shared/protocol/gate/types";
import type { DocumentLimits } from "#shared/protocol/limits";
import { companyGateLimits, quotas } from "#shared/protocol/limits";
import type { WriteStanding } from "#shared/protocol/membership/grants";
import type { CompanyState } from "#shared/protocol/membership/types";
import type { DocumentPack, PushPart, RefusalCode, RelayMsg } from "#shared/protocol/messages";
import { nextLogHash } from "#shared/protocol/receipts";
import type { Tip } from "#shared/protocol/tips";
import type { DocBytes, Hash, Key } from "#shared/protocol/wire-types";
import type { CardIndex } from "./card-index";
import { newestCardIn } from "./card-index";
import type { CommitOwner, CommitQueue } from "./commit-queue";
import type { DocumentCache } from "./document-cache";
import type { LoadedDocument } from "./document-index";
import { createDocumentIndex } from "./document-index";
import type { HeldBook } from "./held-book";
import { adoptedPushes, keepHeld } from "./held-intake";
import type { LogPlace } from "./fan-out";
import type { WaitingPushes } from "./joined-push";
import { joinParts } from "./joined-push";
import type { LogWrite } from "#relay/storage/log-store";
import { createLane } from "./lane";
import type { PushRecord } from "./push-record.codec";
import { encodePushRecord } from "./push-record.codec";
import { answerRepetition, recordOf } from "./push-answers";
import { judgeAtOneMoment } from "./one-moment";
import type { OperationQuota } from "./quota";
import type { Space } from "./space";
import type { Bringer } from "./restore-document";
import { leftOf } from "./left-behind";
import { fullRetryMs, restoreDocument } from "./restore-document";

/** The device that pushes, with its rights as they are now. */
export interface Pusher {
  readonly id: symbol;
  readonly device: Key;
  readonly standing: (card: Pick<DocCard, "cls" | "scope">) => WriteStanding;
  readonly mayCreate: (card: DocCard) => boolean;
  readonly isCreator: boolean;
  readonly send: (message: RelayMsg) => void;
}

export interface PushIntakeDeps {
  readonly owner: CommitOwner;
  readonly queue: CommitQueue;
  readonly cards: CardIndex;
  readonly documents: DocumentCache;
  readonly held: HeldBook;
  readonly quota: OperationQuota;
  readonly space: Space;
  readonly crypto: CryptoDeps;
  readonly clock: Clock;
  readonly relayKey: Key;
  /** By checkpoints alone. */
  readonly membership: () => CompanyState;
  readonly documentLimits: DocumentLimits;
  readonly onRefused: (code: RefusalCode) => void;
  /** What is held of the document has changed, on disk too. */
  readonly onHeld: (doc: DocBytes) => void;
  /** How far a writing session was adopted; 0 for not at all. */
  readonly adoptedUpTo: (doc: DocBytes, push: PushRecord) => number;
}

export interface PushIntake {
  /** Pushes that waited together. Settles when they are judged; receipts follow when they are on disk. */
  readonly push: (pushes: WaitingPushes, pusher: Pusher) => Promise<void>;
  /** What this relay once gave receipts for, brought back by whoever has it; how much of it was missing, 0 to 1. */
  readonly restore: (document: DocumentPack, bringer: Bringer) => Promise<number>;
  /** Puts into the log what was held and has been adopted. */
  readonly release: () => Promise<void>;
  /** Changes what is held in turn with everything that is judged by it. */
  readonly changeHeld: (doc: DocBytes, change: () => readonly LogWrite[]) => Promise<void>;
  /** End of the log including what is on its way to the disk. */
  readonly end: () => LogPlace;
}

/** A part on its way into the log. */
export interface IncomingPart {
  readonly doc: DocBytes;
  /** With the first part of a new document. */
  readonly card: { readonly signed: Signed<DocCard>; readonly value: DocCard } | null;
  readonly record: PushRecord;
  readonly tip: Tip;
  /** Of one that comes back: when and under what it was accepted before. */
  readonly before?: { readonly checkpoint: number; readonly at: Ms } | null;
  /** Its proof follows with another part of the same document. */
  readonly goesOn?: boolean;
}

export const createPushIntake = (deps: PushIntakeDeps, start: LogPlace): PushIntake => {
  const lane = createLane();
  const { owner, queue, held } = deps;
  const log = openEnd(deps, start);
  return {
    end: log.end,
    push: (pushes, pusher) => lane.run(() => takePushes(pushes, pusher, log, deps)),
    restore: (document, bringer) =>
      lane.run(async () => {
        const left = await leftOf(document, bringer, deps);
        if (left === undefined) return restoreDocument(document, bringer, log, deps);
        await takePushes([left.parts], left.pusher, log, deps);
        return 0;
      }),
    release: () =>
      lane.run(async () => {
        const indexes = await deps.documents.load(held.all().map(({ doc }) => doc));
        for (const { part, index } of adoptedPushes(indexes, deps)) log.append(part, index, adopted);
      }),
    changeHeld: (doc, change) =>
      lane.run(async () => {
        if (await queue.write(owner, change())) deps.onHeld(doc);
      }),
  };
};

/** The end of the log, on its way to the disk. */
export interface OpenEnd {
  readonly end: () => LogPlace;
  readonly append: (part: IncomingPart, index: LoadedDocument, origin: symbol) => void;
}

const openEnd = (deps: PushIntakeDeps, start: LogPlace): OpenEnd => {
  const { owner, queue, held } = deps;
  let end = start;
  return {
    end: () => end,
    append: ({ doc, card, record, tip, before, goesOn = false }, index, origin) => {
      end = takePlace(end, doc, record.changes.at(-1)?.chunk.hash ?? tip.hash, deps.crypto);
      const { serial } = end;
      if (card !== null) deps.cards.add({ ...card, signed: copyEnvelope(card.signed), serial });
      deps.documents.keep(doc, index);
      index.add(record);
      const { number: company } = owner;
      const settled = held.settle(doc, tip.actor, tip.seq);
      const body = encodePushRecord(record);
      deps.space.add(record.changes.length, body.length);
      const bytes = card === null ? null : encodeEnvelope(card.signed);
      const cards: LogWrite[] = bytes === null ? [] : [{ type: "card", company, card: { serial, bytes } }];
      queue.push(owner, {
        push: { ...end, doc, changes: record.changes.length, body },
        ...{ record, tip, origin },
        checkpoint: before?.checkpoint ?? deps.membership().checkpoint,
        acceptedAt: before?.at ?? null,
        goesOn,
        writes: [...cards, ...settled],
      });
      if (settled.length > 0) void queue.write(owner, []).then(() => deps.onHeld(doc));
    },
  };
};

const takePushes = async (
  pushes: WaitingPushes,
  pusher: Pusher,
  log: OpenEnd,
  deps: PushIntakeDeps,
): Promise<void> => {
  const indexes = await deps.documents.load(pushes.flat().map(({ doc }) => doc));
  const accept = (verdict: AcceptedVerdict, index: LoadedDocument): void => {
    const { doc } = verdict;
    let { card } = verdict;
    for (const part of verdict.parts) {
      if (part.fresh.length === 0) {
        answerRepetition(doc, part.tip, index, pusher, deps);
        continue;
      }
      log.append({ doc, card, record: recordOf(part), tip: part.tip }, index, pusher.id);
      card = null;
    }
  };
  const take = (parts: readonly PushPart[]): Promise<ReadonlyMap<string, RelayMsg>> =>
    takeParts(parts, indexes, pusher, accept, deps);
  // What may be held is adopted push by push, so each keeps its own tip.
  const isHeld = pusher.standing({ cls: "movements", scope: "company" }) === "hold";
  for (const [key, problem] of await take(isHeld ? pushes.flat() : joinParts(pushes))) {
    const alone = pushesTo(key, pushes);
    if (alone.length === 1) answerProblem(problem, pusher, deps);
    // What is wrong with one push must not cost the good ones that waited with it.
    else
      for (const parts of alone)
        for (const single of (await take(parts)).values()) answerProblem(single, pusher, deps);
  }
};

/** Origin of what nobody's session pushes. */
export const adopted = Symbol("adopted");

/** Takes up every document whose parts are all good; answers what is wrong with the others, by document. */
const takeParts = async (
  parts: readonly PushPart[],
  indexes: ReadonlyMap<string, LoadedDocument>,
  pusher: Pusher,
  accept: (verdict: AcceptedVerdict, index: LoadedDocument) => void,
  deps: PushIntakeDeps,
): Promise<ReadonlyMap<string, RelayMsg>> => {
  const problems = new Map<string, RelayMsg>();
  const judged = await judgeAtOneMoment(deps.membership, () => judge(parts, pusher, indexes, deps));
  for (const verdict of judged) {
    const key = bytesKey(verdict.doc);
    if (verdict.type !== "accepted") {
      problems.set(key, refusalMessage(verdict));
      continue;
    }
    const share = pusher.isCreator ? quotas.creator : quotas.other;
    const waitMs = deps.quota.take(bytesKey(pusher.device), share, verdict.ops);
    const index = indexes.get(key);
    assert(index !== undefined, "every document of a push has an index");
    if (waitMs > 0) problems.set(key, laterMessage(verdict.doc, "rate", waitMs));
    else if (!verdict.held && !hasRoom(verdict, deps.space))
      problems.set(key, laterMessage(verdict.doc, "full", fullRetryMs));
    else if (!verdict.held) accept(verdict, index);
    else {
      const problem = keepHeld(verdict, index, pusher, deps);
      if (problem !== undefined) problems.set(key, problem);
    }
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

export type AcceptedVerdict = Extract<DocumentVerdict, { readonly type: "accepted" }>;

const judge = (
  parts: readonly PushPart[],
  pusher: Pusher,
  indexes: ReadonlyMap<string, LoadedDocument>,
  { owner, clock, cards, documents, documentLimits, held, crypto }: PushIntakeDeps,
): Promise<readonly DocumentVerdict[]> => {
  const indexFor = (doc: DocBytes): DocumentIndex => {
    const accepted = indexes.get(bytesKey(doc)) ?? createDocumentIndex();
    const card = cards.find(doc)?.value ?? held.cardOf(doc);
    return card !== undefined && pusher.standing(card) === "hold" ? held.over(doc, accepted) : accepted;
  };
  return judgePush(
    parts,
    {
      company: owner.id,
      device: pusher.device,
      now: clock.now(),
      limits: companyGateLimits,
      index: indexFor,
      documentLimits,
      replaced: async (doc) => (await documents.load([doc])).get(bytesKey(doc)) ?? createDocumentIndex(),
      card: (doc) => cards.find(doc)?.value,
      newestCard: newestCardIn(cards, crypto),
      standing: pusher.standing,
      mayCreate: pusher.mayCreate,
    },
    crypto,
  );
};

const takePlace = (end: LogPlace, doc: DocBytes, change: Hash, { sha256 }: CryptoDeps): LogPlace => {
  const serial = end.serial + 1;
  return { serial, logHash: nextLogHash(sha256, end.logHash, doc, change, serial) };
};

const refusalMessage = (verdict: Exclude<DocumentVerdict, AcceptedVerdict>): RelayMsg => {
  const { doc } = verdict;
  if (verdict.type === "need") return { t: "need", doc, hashes: verdict.hashes };
  return { t: "refused", doc, hash: verdict.hash, code: verdict.code, retryMs: null, see: verdict.see };
};

const laterMessage = (doc: DocBytes, code: "rate" | "full", retryMs: number): RelayMsg => ({
  t: "refused",
  doc,
  hash: null,
  code,
  retryMs,
  see: null,
});

/** Repetitions take no room. */
const hasRoom = ({ parts }: AcceptedVerdict, space: Space): boolean => {
  const fresh = parts.flatMap((part) => part.fresh);
  const bytes = fresh.reduce((sum, each) => sum + each.chunk.bytes.length, 0);
  return fresh.length === 0 || space.fits(fresh.length, bytes);
};
