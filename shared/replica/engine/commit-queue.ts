/**
 * From applied to durable: signs what commands wrote and puts it into the store, several commands per transaction when
 * they come faster than the disk answers. A transaction that fails fails every command on top of it too.
 */
import { fromHex, toHex } from "#shared/kernel/bytes";
import type { Ms } from "#shared/kernel/clock";
import { idToBytes } from "#shared/kernel/ids";
import type { Result } from "#shared/kernel/result";
import { assert, err, ok } from "#shared/kernel/result";
import type { WrittenChange } from "#shared/documents/crdt";
import type { DocCard } from "#shared/protocol/cards";
import { docCardKind } from "#shared/protocol/cards";
import { encodeEnvelope, seal } from "#shared/protocol/envelope";
import { makeTip } from "#shared/protocol/tips";
import { crc32 } from "../checksum";
import type { KeyedRow } from "../document-rows";
import type { OpenDocument } from "../open-documents";
import type { DocumentChanges, ReplicaDeps, StoreProblem, StoreWrite } from "../ports";
import type { OutboxEntry, StoredCard, StoredMade, StoredTip, StoredUndo } from "../stored";
import { madeBy } from "./made-rows";
export interface CommitPart {
  readonly document: OpenDocument;
  readonly changes: readonly WrittenChange[];
  /** Of the records it wrote: their keys, their rows after it, and what is unreadable in the document. */
  readonly keys: readonly string[];
  readonly rows: readonly KeyedRow[];
  readonly unreadable: StoredMade["unreadable"];
  /** Set when the command made the document. */
  readonly card: { readonly unsigned: DocCard; readonly stored: Omit<StoredCard, "signed"> } | null;
}

export interface Commit {
  readonly change: string;
  readonly command: string;
  readonly at: Ms;
  readonly parts: readonly CommitPart[];
  readonly undo: StoredUndo | null;
}

interface Waiting {
  readonly commit: Commit;
  readonly settle: (result: Result<void, StoreProblem>) => void;
}

/** More commands than this wait for the next transaction. */
const commitsPerTransaction = 200;

type Deps = Pick<ReplicaDeps, "store" | "signer" | "channel">;

export class CommitQueue {
  readonly #deps: Deps;
  readonly #company: Uint8Array;
  readonly #checkpoint: () => number;
  readonly #onFailed: (commits: readonly Commit[]) => Promise<void>;
  readonly #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;

  constructor(
    deps: Deps,
    company: Uint8Array,
    checkpoint: () => number,
    /** Called before the commands hear of the failure: takes the changes out of the open documents. */
    onFailed: (commits: readonly Commit[]) => Promise<void>,
  ) {
    this.#deps = deps;
    this.#company = company;
    this.#checkpoint = checkpoint;
    this.#onFailed = onFailed;
  }

  /** Settles when the commit is durable, or was taken back. */
  add(commit: Commit): Promise<Result<void, StoreProblem>> {
    const settled = new Promise<Result<void, StoreProblem>>((settle) =>
      this.#waiting.push({ commit, settle }),
    );
    this.#running ??= this.#run();
    return settled;
  }

  /** Settles when nothing is waiting any more. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    // The caller finishes first, so that a burst of commands in one task shares a transaction.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, commitsPerTransaction);
      const stored = await this.#store(batch.map(({ commit }) => commit));
      if (stored.ok) {
        this.#deps.channel.post({ t: "committed", docs: changesOf(batch.map(({ commit }) => commit)) });
        for (const { settle } of batch) settle(ok(undefined));
      } else {
        // What was applied meanwhile may build on what just failed.
        const all = [...batch, ...this.#waiting.splice(0)];
        await this.#onFailed(all.map(({ commit }) => commit));
        for (const { settle } of all) settle(stored);
      }
    }
    this.#running = undefined;
  }

  async #store(commits: readonly Commit[]): Promise<Result<void, StoreProblem>> {
    try {
      return await this.#deps.store.transact(await this.#writesFor(commits), "strict");
    } catch (defect) {
      // The key is gone or the platform refuses to sign: nothing of this can ever be sent, so nothing is kept.
      return err({ type: "StoreFailed", why: "io", message: String(defect) });
    }
  }

  async #writesFor(commits: readonly Commit[]): Promise<readonly StoreWrite[]> {
    const perCommit = await Promise.all(commits.map((commit) => this.#writesOf(commit)));
    return perCommit.flat();
  }

  async #writesOf(commit: Commit): Promise<readonly StoreWrite[]> {
    const parts = await Promise.all(commit.parts.map((part) => this.#writesOfPart(commit, part)));
    const undo = commit.undo;
    return undo === null ? parts.flat() : [...parts.flat(), { put: "undo", key: undoKey(undo), value: undo }];
  }

  async #writesOfPart(commit: Commit, part: CommitPart): Promise<readonly StoreWrite[]> {
    const { document, changes, card } = part;
    const writes: StoreWrite[] = [];
    if (card !== null) {
      const signed = encodeEnvelope(await seal(docCardKind, card.unsigned, [this.#deps.signer]));
      writes.push({ put: "cards", key: document.doc, value: { ...card.stored, signed } });
    }
    for (const change of changes) {
      const tip = await this.#tipOf(document, change);
      const key = `${document.doc}/${change.hash}`;
      const { doc, thing, kind } = document;
      const entry: OutboxEntry = {
        ...{ doc, thing, kind, tip },
        hash: change.hash,
        deps: change.deps,
        change: commit.change,
        at: commit.at,
      };
      writes.push(
        {
          put: "chunks",
          key,
          value: { doc, hash: change.hash, bytes: change.bytes, sum: crc32(change.bytes) },
        },
        { put: "tips", key: `${doc}/${toHex(tip.actor)}`, value: tip },
        { put: "outbox", key, value: entry },
        { put: "unprojected", key, value: { doc, hash: change.hash, made: madeBy(commit, part, change) } },
      );
    }
    return writes;
  }

  async #tipOf(document: OpenDocument, change: WrittenChange): Promise<StoredTip> {
    const actor = fromHex(document.actor);
    const hash = fromHex(change.hash);
    assert(actor !== undefined && hash !== undefined, "actors and hashes are hexadecimal");
    const facts = { actor, nonce: document.nonce, seq: change.seq, hash, checkpoint: this.#checkpoint() };
    const tip = await makeTip(this.#company, idToBytes(document.doc), facts, this.#deps.signer);
    return { ...tip, doc: document.doc, hash: change.hash };
  }
}

export const undoKey = ({ at, change, part }: StoredUndo): string =>
  `${String(at).padStart(16, "0")}/${change}/${String(part).padStart(6, "0")}`;

const changesOf = (commits: readonly Commit[]): readonly DocumentChanges[] => {
  const byDoc = new Map<string, string[]>();
  for (const { document, changes } of commits.flatMap((commit) => commit.parts)) {
    const hashes = byDoc.get(document.doc) ?? [];
    hashes.push(...changes.map((change) => change.hash));
    byDoc.set(document.doc, hashes);
  }
  return Array.from(byDoc, ([doc, hashes]) => ({ doc, hashes }));
};
