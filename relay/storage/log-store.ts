/**
 * The port behind which the relay keeps everything: companies, membership logs, document cards, pushes with their
 * receipts, what is held for somebody to decide about, and join requests. Bytes in, bytes out: a store understands none of them.
 *
 * What an implementation guarantees: `append` writes a batch wholly or not at all and settles only when it would
 * survive a power cut; reads see every batch that has settled. Batches are appended one after the other. A company is
 * written before anything of it; where several relays share a log, only its owner may append (`ownership.ts`).
 */
import type { Result } from "#shared/kernel/result";

/** The store's own number for a company; ids are 32 bytes and would be repeated in every row. */
export type CompanyNumber = number;

export interface StoredCompany {
  readonly company: CompanyNumber;
  readonly id: Uint8Array;
  /** Serial of the newest push, 0 before the first. */
  readonly serial: number;
  /** Running hash of the accept log at that serial. */
  readonly logHash: Uint8Array;
}

/** One part of a push: changes of one actor in one document, with one serial. */
export interface StoredPush {
  readonly serial: number;
  readonly doc: Uint8Array;
  readonly logHash: Uint8Array;
  readonly body: Uint8Array;
  /** Number of changes in the body. */
  readonly changes: number;
  /** Tip and receipt; only the newest of an actor in a batch has one. */
  readonly proof: Uint8Array | null;
}

export interface LogExtent {
  readonly docs: number;
  readonly chunks: number;
  readonly bytes: number;
}

export interface PushPage {
  readonly pushes: readonly StoredPush[];
  /** True when nothing newer was stored at the time of reading. */
  readonly complete: boolean;
}

export interface StoredCard {
  /** Serial of the push that brought it. */
  readonly serial: number;
  readonly bytes: Uint8Array;
}

export interface StoredJoin {
  readonly id: Uint8Array;
  readonly bytes: Uint8Array;
  /** Relay time in milliseconds UTC. */
  readonly at: number;
  /** How it ended, when somebody or something ended it; an approval is read from the membership log instead. */
  readonly ended: "refused" | "expired" | null;
}

/** Something kept beside the log until somebody decides about it. */
export interface StoredHeld {
  readonly doc: Uint8Array;
  readonly bytes: Uint8Array;
}

/** What a company may use of this relay; null: as much as there is. */
export interface CompanyQuota {
  /** Of its changes, as they are stored. */
  readonly bytes: number | null;
  readonly changes: number | null;
  /** Bytes of its files. */
  readonly files: number | null;
  /** Devices at one time. */
  readonly connections: number | null;
}

export const noQuota: CompanyQuota = { bytes: null, changes: null, files: null, connections: null };

export type LogWrite =
  | { readonly type: "company"; readonly company: CompanyNumber; readonly id: Uint8Array }
  | { readonly type: "membership"; readonly company: CompanyNumber; readonly entry: Uint8Array }
  | { readonly type: "card"; readonly company: CompanyNumber; readonly card: StoredCard }
  | { readonly type: "hold"; readonly company: CompanyNumber; readonly held: StoredHeld }
  /** Takes out everything held of a document. */
  | { readonly type: "unhold"; readonly company: CompanyNumber; readonly doc: Uint8Array }
  /** Replaces what was said before. */
  /** Limits that are not named stay as they are. */
  | { readonly type: "quota"; readonly company: CompanyNumber; readonly quota: Partial<CompanyQuota> }
  /** The company is on another relay from now on, reached at this origin. */
  | { readonly type: "moved"; readonly company: CompanyNumber; readonly to: string }
  /** A join with a known id replaces what was stored of it. */
  | { readonly type: "join"; readonly company: CompanyNumber; readonly join: StoredJoin }
  | {
      readonly type: "push";
      readonly company: CompanyNumber;
      readonly push: StoredPush;
      /** Set on the last push of a company in a batch: a page of the log may end here. */
      readonly endsBatch: boolean;
    };

export type StoreProblem =
  | { readonly type: "StoreFull" }
  | { readonly type: "StoreBroken"; readonly message: string }
  /** Nothing was written: another relay puts these companies' changes in order now. */
  | { readonly type: "Fenced"; readonly companies: readonly CompanyNumber[] };

export interface LogStore {
  companies(): Promise<readonly StoredCompany[]>;
  append(batch: readonly LogWrite[]): Promise<Result<void, StoreProblem>>;
  /** Entries in the order in which they were appended. */
  membership(company: CompanyNumber): Promise<readonly Uint8Array[]>;
  cards(company: CompanyNumber): Promise<readonly StoredCard[]>;
  /** Running hash after the given serial; undefined when the log has no such serial. Serial 0 is 32 zero bytes. */
  logHashAt(company: CompanyNumber, serial: number): Promise<Uint8Array | undefined>;
  /** Pushes with a higher serial, whole batches, at least one batch and about `maxBytes`. */
  pushesAfter(company: CompanyNumber, serial: number, maxBytes: number): Promise<PushPage>;
  /** How much a device has to read that stands at this serial. */
  extentAfter(company: CompanyNumber, serial: number): Promise<LogExtent>;
  /** Every push to one document, oldest first. */
  pushesOf(company: CompanyNumber, doc: Uint8Array): Promise<readonly StoredPush[]>;
  /** Newest first, at most `limit`. */
  joins(company: CompanyNumber, limit: number): Promise<readonly StoredJoin[]>;
  join(company: CompanyNumber, id: Uint8Array): Promise<StoredJoin | undefined>;
  /** In the order in which it was put there. Empty in a database of an older version that is only read. */
  held(company: CompanyNumber): Promise<readonly StoredHeld[]>;
  /** What its operator allows it; nothing is limited in a database of an older version that is only read. */
  quota(company: CompanyNumber): Promise<CompanyQuota>;
  /** Companies that moved away, with the origin of the relay that has them; what is stored of them stays. */
  moves(): Promise<ReadonlyMap<CompanyNumber, string>>;
  /** Takes a company out for good, so that none of its bytes can be read from the store's files afterwards. */
  remove(company: CompanyNumber): Promise<Result<void, StoreProblem>>;
  /** Answers when what would be written now would be kept: in a file, once a write has reached the disk. */
  ping(): Promise<void>;
  /** Settles when everything appended is on disk and the files are closed. */
  close(): Promise<void>;
}
