/**
 * What the replica needs from its platform. Browser: IndexedDB, BroadcastChannel, Web Locks, WebSocket.
 * Node and tests: memory, in-process channel, virtual network. Everything here is small enough to implement twice.
 */
import type { Clock, Timers } from "#shared/kernel/clock";
import type { Random } from "#shared/kernel/random";
import type { Sha256 } from "#shared/kernel/hash";
import type { Signer, Verifier } from "#shared/kernel/signature";
import type { Result } from "#shared/kernel/result";
import type { SpaceUse } from "#shared/protocol/messages";
import type { HeldLog, SyncProblem, Unsubscribe } from "./types";
import type { StoreName, StoreValues } from "./stored";

export interface StoreProblem {
  readonly type: "StoreFailed";
  /** `quota`: no room left; `closed`: the database went away or is being upgraded by another tab. */
  readonly why: "quota" | "closed" | "io";
  readonly message: string;
}

/** One step of a transaction. Deleting what is not there is fine. */
export type StoreWrite =
  | {
      readonly [S in StoreName]: { readonly put: S; readonly key: string; readonly value: StoreValues[S] };
    }[StoreName]
  | { readonly delete: StoreName; readonly key: string }
  /** Every key of the store that starts with `prefix`; an empty prefix empties the store. */
  | { readonly clear: StoreName; readonly prefix: string };

/** A change of what is kept in memory and in the store: nothing of it is so in memory before it is stored. */
export interface StoreStep {
  readonly writes: readonly StoreWrite[];
  /** Once they are stored. */
  readonly apply: () => void;
}

/**
 * The one store of bytes of a company on a device: a few named stores of string keys to structured-cloneable values.
 * Reads reject when the database is gone; that is not an answer any caller can work with.
 */
export interface ByteStore {
  get<S extends StoreName>(store: S, key: string): Promise<StoreValues[S] | undefined>;
  /** Values in ascending key order (code units); with `prefix`, only keys that start with it. One request. */
  all<S extends StoreName>(store: S, prefix?: string): Promise<readonly StoreValues[S][]>;
  keys(store: StoreName, prefix?: string): Promise<readonly string[]>;
  /** How many keys that would be. */
  count(store: StoreName, prefix?: string): Promise<number>;
  /**
   * All writes or none, in this order. `strict` settles when the data survives a power cut;
   * `relaxed` is for what can be made again (rows).
   */
  transact(
    writes: readonly StoreWrite[],
    durability: "strict" | "relaxed",
  ): Promise<Result<void, StoreProblem>>;
  /** Lets go of the database. Later calls fail with `closed`. */
  close(): Promise<void>;
}

/**
 * Messages between the contexts of one browser profile that share a company's store: the tabs and the one sync host.
 * Delivery is in order and at most once; a message says only that there is something to read in the store.
 * A context never receives its own messages.
 */
export interface TabChannel {
  readonly post: (message: TabMessage) => void;
  readonly subscribe: (listener: (message: TabMessage) => void) => Unsubscribe;
}

/** Document ids and hexadecimal change hashes; structured-cloneable. */
export interface DocumentChanges {
  readonly doc: string;
  readonly hashes: readonly string[];
}

export type TabMessage =
  /** A tab committed changes: chunks, tips and outbox entries are in the store. */
  | { readonly t: "committed"; readonly docs: readonly DocumentChanges[] }
  /** The host stored foreign changes; the rows entries of these documents are current. */
  | { readonly t: "arrived"; readonly docs: readonly DocumentChanges[] }
  /** These changes have receipts and left the outbox. */
  | { readonly t: "receipted"; readonly docs: readonly DocumentChanges[]; readonly at: number }
  /** The relay keeps these changes for the company to decide about; they stay in the outbox. */
  | { readonly t: "handed-in"; readonly docs: readonly DocumentChanges[]; readonly until: number }
  /** A relay in the hall has these own changes too, or has them no more. */
  | { readonly t: "kept-in-hall"; readonly docs: readonly DocumentChanges[]; readonly isKept: boolean }
  /** What devices that may not write any more handed in, as far as this device may decide about it. */
  | { readonly t: "review"; readonly held: readonly HeldLog[] }
  /** The document was rebuilt without some changes (refused, damaged, healed); open copies are stale. */
  | { readonly t: "rebuilt"; readonly doc: string }
  /** What `from` is about is in `to` from now on; so is what tabs had written into `from` without a receipt. */
  | { readonly t: "moved"; readonly from: string; readonly to: string; readonly hashes: readonly string[] }
  /** The document left this device. */
  | { readonly t: "dropped"; readonly doc: string }
  /** Contents of files, or events kept here, left this device with the documents they belonged to. */
  | { readonly t: "contents-gone" }
  /** A person let a rescue go: contents that only it named have no reason to stay. */
  | { readonly t: "rescue-ended" }
  /** A chunk of this document did not match its checksum and was put aside. */
  | { readonly t: "damaged"; readonly docs: readonly DocumentChanges[] }
  /** A command waits for these documents, which are only shown from signed rows yet. */
  | { readonly t: "wanted"; readonly docs: readonly string[] }
  /** An encoded message about membership, from a tab to the relay. */
  | { readonly t: "to-relay"; readonly frame: Uint8Array }
  /** An encoded message about membership, from the relay to every tab. */
  | { readonly t: "from-relay"; readonly frame: Uint8Array }
  /** The host wrote into the company's record: more of its log, or where its relay is now. */
  | { readonly t: "record-changed" }
  /** State of the connection, on every change and as the answer to `ask`. */
  | { readonly t: "link"; readonly link: LinkState }
  /** A tab just opened: the host tells again what holds. */
  | { readonly t: "ask" };

/** The host's connection as every tab shows it. */
export interface LinkState {
  readonly connected: boolean;
  readonly hasRelay: boolean;
  readonly offlineSince: number | null;
  readonly lastReceiptAt: number | null;
  readonly lastHeardAt: number | null;
  /** Relay time minus device time, measured at the last welcome of this connection; null when not connected. */
  readonly offsetMs: number | null;
  readonly firstSync: { readonly done: number; readonly total: number } | null;
  /** Documents shown from rows that another device signed, not yet judged themselves. */
  readonly unchecked: number;
  /** Changes that have receipts and that the relay does not have any more; they are being brought back. */
  readonly missing: number;
  /** Since when the oldest of those are known to be missing, by this device's clock; null when there are none. */
  readonly missingSince: number | null;
  /** Set when this device was revoked and may only hand in what it recorded: until when. */
  readonly leaverUntil: number | null;
  /** What the company uses of its relay; null where the relay sets no limit, or has not said. */
  readonly space: SpaceUse | null;
  readonly problems: readonly SyncProblem[];
  /**
   * Null without a relay in the hall. `reached`: base64url of the keys of those that are connected; `resting`: of those this
   * device let go of, because they sent too much that was of no use; `unproven`: of those that do not prove their key at
   * the address they are listed with; `waiting`: changes of others that came through one and are not at home.
   */
  readonly hall: {
    readonly reached: readonly string[];
    readonly resting: readonly string[];
    readonly unproven: readonly string[];
    readonly waiting: number;
  } | null;
}

/** Named locks over all contexts of one profile (Web Locks). */
export interface Locks {
  /**
   * Waits for `name`, then runs `work` while holding it; the lock goes when `work` settles or its context dies.
   * The returned function gives up waiting; it does nothing once `work` runs.
   */
  readonly whenFree: (name: string, work: () => Promise<void>) => Unsubscribe;
}

/** One connection to a relay. No callback is called before the current task is over, and none after `closed`. */
export interface Socket {
  readonly send: (frame: Uint8Array) => void;
  readonly close: () => void;
}

export interface SocketEvents {
  readonly opened: () => void;
  readonly message: (frame: Uint8Array) => void;
  /** Also when it never opened. Close codes are those of shared/protocol. */
  readonly closed: (code: number) => void;
}

/** `origin` is the relay's origin such as `https://relay.example:8787`; the path is the adapter's business. */
export type Connect = (origin: string, events: SocketEvents) => Socket;

/** What every part of the replica is given. */
export interface ReplicaDeps {
  readonly store: ByteStore;
  readonly channel: TabChannel;
  readonly locks: Locks;
  readonly connect: Connect;
  /** This device's key; signing may be slow and never exposes it. */
  readonly signer: Signer;
  readonly sha256: Sha256;
  readonly verifier: Verifier;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
}
