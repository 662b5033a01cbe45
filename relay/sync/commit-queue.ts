/**
 * Group commit: what is accepted while one batch is being written forms the next, so a slow disk makes batches
 * larger and never makes anybody wait for a timer. Per batch the newest push of each actor gets a receipt, which
 * covers the earlier ones. Nobody hears of a push before the batch that holds it is on disk.
 *
 * A failed append fails everything in the batch and everything behind it: what the relay had accepted in memory no
 * longer follows from the disk, so the owners drop their state and start again from the log. Only when it failed
 * because another relay has some of the companies do the others go on.
 */
import { bytesKey } from "#shared/kernel/bytes";
import type { Clock, Ms } from "#shared/kernel/clock";
import type { Signer } from "#shared/kernel/signature";
import { makeReceipt } from "#shared/protocol/receipts";
import type { Receipt } from "#shared/protocol/receipts";
import type { Tip } from "#shared/protocol/tips";
import type { CompanyId } from "#shared/protocol/wire-types";
import type { CompanyNumber, LogStore, LogWrite, StoredPush, StoreProblem } from "#relay/storage/log-store";
import type { PushRecord } from "./push-record.codec";
import { encodePushProof } from "./push-record.codec";

/** A push part that passed the gate and has its place in the log. */
export interface AcceptedPush {
  readonly push: Omit<StoredPush, "proof">;
  readonly record: PushRecord;
  readonly tip: Tip;
  /** Membership checkpoint it was judged under. */
  readonly checkpoint: number;
  /** When that was; null: now. Of what comes back: rights that ended by time since then change nothing. */
  readonly acceptedAt: Ms | null;
  /** What else has to be stored with it, such as a card. */
  readonly writes: readonly LogWrite[];
  /** Who pushed, to be told. */
  readonly origin: symbol;
  /** Its proof comes with a later one of the same kind: they reach the disk together or not at all. */
  readonly goesOn: boolean;
}

export interface DurablePush extends AcceptedPush {
  /** Only the newest of its actor in the batch has one. */
  readonly receipt: Receipt | null;
}

/** One company's side of the queue. */
export interface CommitOwner {
  readonly number: CompanyNumber;
  readonly id: CompanyId;
  /** A batch is on disk, pushes in the order of their serials. */
  readonly onDurable: (pushes: readonly DurablePush[]) => void;
  /** Nothing accepted since the last `onDurable` is on disk. */
  readonly onFailed: (problem: StoreProblem) => void;
  /** Its state was dropped: whatever still comes from there does not follow from the log. */
  readonly isOver: () => boolean;
}

export interface CommitQueue {
  push(owner: CommitOwner, accepted: AcceptedPush): void;
  /** Other writes of a company, in order with its pushes. False when they were not stored. */
  write(owner: CommitOwner, writes: readonly LogWrite[]): Promise<boolean>;
  /** Settles when everything handed in so far is on disk or failed. */
  idle(): Promise<void>;
}

export interface CommitQueueDeps {
  readonly store: LogStore;
  readonly relay: Signer;
  readonly clock: Clock;
  /** Called with every batch, for metrics. */
  readonly onBatch: (pushes: number, durationMs: number) => void;
}

interface Entry {
  readonly owner: CommitOwner;
  readonly pushed: AcceptedPush | null;
  readonly writes: readonly LogWrite[];
  readonly settle: (stored: boolean) => void;
}

/** A batch never grows beyond this many pushes, so that one frame to a reader stays of a reasonable size. */
const maxBatchPushes = 2_000;
const ignore = (): void => undefined;

export const createCommitQueue = (deps: CommitQueueDeps): CommitQueue => {
  let waiting: Entry[] = [];
  let running: Promise<void> | null = null;

  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      let end = Math.min(maxBatchPushes, waiting.length);
      while (waiting[end - 1]?.pushed?.goesOn === true && end < waiting.length) end++;
      const batch = waiting.slice(0, end);
      waiting = waiting.slice(end);
      const problem = await commitBatch(batch, deps);
      if (problem !== null) {
        const undone = [...batch, ...waiting];
        const lost = undone.filter((entry) => isLost(entry, problem));
        waiting = undone.filter((entry) => !isLost(entry, problem));
        for (const entry of lost) entry.settle(false);
        for (const owner of new Set(lost.map((entry) => entry.owner))) owner.onFailed(problem);
      }
    }
    running = null;
  };

  const add = (entry: Entry): void => {
    if (entry.owner.isOver()) return entry.settle(false);
    waiting.push(entry);
    // Starting in a microtask lets everything that one socket read brought join the first batch.
    running ??= Promise.resolve().then(run);
  };

  return {
    push: (owner, pushed) => add({ owner, pushed, writes: pushed.writes, settle: ignore }),
    write: (owner, writes) =>
      new Promise((settle) => {
        add({ owner, pushed: null, writes, settle });
      }),
    idle: () => running ?? Promise.resolve(),
  };
};

const isLost = ({ owner }: Entry, problem: StoreProblem): boolean =>
  problem.type !== "Fenced" || problem.companies.includes(owner.number);

const commitBatch = async (batch: readonly Entry[], deps: CommitQueueDeps): Promise<StoreProblem | null> => {
  const startedAt = deps.clock.now();
  const durable = await withReceipts(batch, deps);
  const appended = await deps.store.append(writesOf(batch, durable)).catch(
    (defect: unknown) =>
      ({
        ok: false,
        error: { type: "StoreBroken", message: defect instanceof Error ? defect.message : "unknown" },
      }) as const,
  );
  if (!appended.ok) return appended.error;
  deps.onBatch(durable.size, deps.clock.now() - startedAt);
  const byOwner = new Map<CommitOwner, DurablePush[]>();
  for (const entry of batch) {
    entry.settle(true);
    const push = durable.get(entry);
    if (push === undefined) continue;
    const pushes = byOwner.get(entry.owner) ?? [];
    pushes.push(push);
    byOwner.set(entry.owner, pushes);
  }
  for (const [owner, pushes] of byOwner) owner.onDurable(pushes);
  return null;
};

/** Signs one receipt per actor of the batch, over the actor's newest push. */
const withReceipts = async (
  batch: readonly Entry[],
  { relay, clock }: CommitQueueDeps,
): Promise<ReadonlyMap<Entry, DurablePush>> => {
  const newest = new Map<string, Entry>();
  for (const entry of batch) {
    if (entry.pushed === null) continue;
    newest.set(
      `${entry.owner.number} ${bytesKey(entry.pushed.push.doc)}${bytesKey(entry.pushed.tip.actor)}`,
      entry,
    );
  }
  const signed = new Set(newest.values());
  const durable = new Map<Entry, DurablePush>();
  const now = clock.now();
  for (const entry of batch) {
    if (entry.pushed === null) continue;
    const { push, tip, checkpoint } = entry.pushed;
    const at = entry.pushed.acceptedAt ?? now;
    const { doc, serial, logHash } = push;
    const facts = { doc, actor: tip.actor, seq: tip.seq, hash: tip.hash, checkpoint, at, serial, logHash };
    const receipt = signed.has(entry) ? await makeReceipt(entry.owner.id, facts, relay) : null;
    durable.set(entry, { ...entry.pushed, receipt });
  }
  return durable;
};

const writesOf = (batch: readonly Entry[], durable: ReadonlyMap<Entry, DurablePush>): readonly LogWrite[] => {
  const lastOfCompany = new Map<CompanyNumber, Entry>();
  for (const entry of batch) if (entry.pushed !== null) lastOfCompany.set(entry.owner.number, entry);
  return batch.flatMap((entry): LogWrite[] => {
    const accepted = durable.get(entry);
    if (accepted === undefined) return [...entry.writes];
    const proof =
      accepted.receipt === null ? null : encodePushProof({ tip: accepted.tip, receipt: accepted.receipt });
    const company = entry.owner.number;
    const endsBatch = lastOfCompany.get(company) === entry;
    return [...entry.writes, { type: "push", company, push: { ...accepted.push, proof }, endsBatch }];
  });
};
