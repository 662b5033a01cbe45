/**
 * The public surface of the replica: what features see of documents, rows, commands and sync.
 * The same surface in a browser tab, in a headless agent, in tests and in the simulator.
 */
import type { Command, DocumentScope, Verb } from "#shared/kernel/command";
import type { Ms } from "#shared/kernel/clock";
import type { DocId, Id, MemberId, ThingId } from "#shared/kernel/ids";
import type { AnyRecordType, IdOf, RecordOf, Scalar } from "#shared/kernel/record";
import type { Movement } from "#shared/domain/scanning";
import type { Result } from "#shared/kernel/result";
import type { SpaceUse } from "#shared/protocol/messages";
import type { PendingEdits, Rescue } from "./edits";

export type { Edit, PendingEdits, Rescue, RescuedFile } from "./edits";

export type Unsubscribe = () => void;

/** A value that changes and can be watched. `get` is always current; listeners run after it changed. */
export interface Observable<T> {
  get(): T;
  subscribe(listener: (value: T) => void): Unsubscribe;
}

/** One of several values that devices gave a field without knowing of each other. */
export interface FieldConflictValue {
  readonly value: Scalar | null;
  readonly member: MemberId | null;
  readonly at: Ms | null;
}

/** A record as the screen reads it. Rows are shared and frozen in spirit: never mutate one. */
export type Row<R extends AnyRecordType> = RecordOf<R> & {
  /** The document it comes from, by what that document is about. */
  readonly thing: ThingId;
  /** Fields on which devices disagree; the row shows the winning value, everywhere the same. */
  readonly conflicts?: Readonly<Record<string, readonly FieldConflictValue[]>>;
  /** A product or a piece that goes on as another one: `removedAt` says since when. What names it names the other. */
  readonly mergedInto?: IdOf<R>;
};

/** A record that does not parse with this version: kept, shown as unreadable, never in the way of others. */
export interface UnreadableRow {
  readonly thing: ThingId;
  readonly key: string;
  readonly reason: string;
}

export interface RowChange {
  readonly type: string;
  readonly id: string;
  readonly thing: ThingId;
}

/**
 * Rows name products and pieces as they are called now: one that was merged into another goes on as that one. Where it
 * matters for which record of a piece a row was written, `recordedFor` says so (shared/documents/followed.ts).
 */
export interface Rows {
  get<R extends AnyRecordType>(type: R, id: IdOf<R>): Row<R> | undefined;
  /** Every row of the type, removed ones included, keyed by id. Live: read it again after a change. */
  all<R extends AnyRecordType>(type: R): ReadonlyMap<IdOf<R>, Row<R>>;
  /** The same, read about a millisecond at a time: for what nobody waits for. */
  allInSteps<R extends AnyRecordType>(type: R): Generator<undefined, ReadonlyMap<IdOf<R>, Row<R>>, undefined>;
  /** Rows of the type in one document; of a product in those of its merged ones too. */
  of<R extends AnyRecordType>(type: R, thing: ThingId): readonly Row<R>[];
  unreadable(): readonly UnreadableRow[];
  /**
   * How often things were merged or taken apart since the rows are read. Rows nobody wrote name something else then:
   * what was folded from them is folded anew, it could not tell what it took in under which name.
   */
  readonly renamings: number;
  /** Called once per batch of changes (a command, a received frame, the first load), after rows are current. */
  subscribe(listener: (changes: readonly RowChange[]) => void): Unsubscribe;
}

/** Why a command did not run, apart from the command's own reasons. Nothing was written. */
export type RunProblem =
  | { readonly type: "NotAllowed"; readonly verb: string; readonly on: string }
  | { readonly type: "DocumentMissing"; readonly thing: ThingId | null }
  | {
      readonly type: "DocumentReadOnly";
      readonly thing: ThingId;
      readonly why: "too-old" | "damaged" | "stopped";
    }
  | { readonly type: "StorageFailed"; readonly message: string };

export interface Committed<V> {
  readonly value: V;
  /** Names the change in history and for undo; null when the command changed nothing. */
  readonly change: string | null;
}

/**
 * One sync mark: *synced* all receipted and connected; *local* n changes on this device only while connected or
 * connecting; *offline* no relay since a time; *attention* something needs a person.
 */
export interface SyncState {
  readonly mark: "synced" | "local" | "offline" | "attention";
  /** Changes the relay does not have: own ones without a receipt, whose things are `pending`, and those it lost. */
  readonly pendingChanges: number;
  readonly pending: readonly PendingThing[];
  /** Device time of the oldest own change without a receipt, or since when the relay lacks what it had confirmed. */
  readonly pendingSince: Ms | null;
  readonly connected: boolean;
  readonly offlineSince: Ms | null;
  readonly lastReceiptAt: Ms | null;
  readonly lastHeardAt: Ms | null;
  /** Set while a first sync brings data this device never had. */
  readonly firstSync: { readonly done: number; readonly total: number } | null;
  /** Documents shown as another device signed them, until they themselves have come and been judged. */
  readonly unchecked: number;
  /** Documents here whose newest changes the rows do not show yet. */
  readonly behind: number;
  /** Own changes that the relay keeps for the company to decide about; null when there are none. */
  readonly handedIn: { readonly changes: number; readonly until: Ms } | null;
  /** Set when this device was revoked and may only hand in what it recorded: until when. */
  readonly leaverUntil: Ms | null;
  /** What the company uses of its relay and may use; null where nothing is limited. */
  readonly space: SpaceUse | null;
  /** Null without a relay in the hall. */
  readonly hall: HallState | null;
  readonly problems: readonly SyncProblem[];
  /** False for a company that lives on this device alone (no relay yet, or the demo). */
  readonly hasRelay: boolean;
}

export interface PendingThing {
  readonly thing: ThingId;
  readonly kind: string;
  readonly changes: number;
  /** How many of them a relay in the hall has. */
  readonly inHall: number;
}

/** What a relay in the hall has while the company's own relay may be out of reach. Counted in changes. */
export interface HallState {
  readonly connected: boolean;
  /** Base64url of the keys of those that are connected. */
  readonly reached: readonly string[];
  /** Of those this device let go of for a while: they sent too much that was of no use. */
  readonly resting: readonly string[];
  /** Of those that do not prove their key at the address they are listed with. */
  readonly unproven: readonly string[];
  /** Of others, shown here and not confirmed by the company's relay. */
  readonly notAtHome: number;
  /** Own ones without a receipt that a relay in the hall has too, and those that only this device has. */
  readonly kept: number;
  readonly open: number;
}

export type SyncProblem =
  | { readonly type: "StorageFailed"; readonly message: string }
  | { readonly type: "DamagedChunk"; readonly thing: ThingId | null; readonly healed: boolean }
  /** A device of the company wrote what no honest program writes; it was left out. `device` is base64url. */
  | { readonly type: "UnsoundChange"; readonly thing: ThingId | null; readonly device: string }
  /** A device signed rows that its document contradicts; what was shown from them has been replaced. */
  | { readonly type: "FalseRows"; readonly thing: ThingId | null; readonly device: string }
  | {
      readonly type: "RelayUntrusted";
      /** `grant`: it accepted a change of a device that might not write there. */
      readonly reason: "signature" | "gate" | "rollback" | "fork" | "grant";
      readonly thing: ThingId | null;
    }
  | { readonly type: "Refused"; readonly thing: ThingId; readonly code: string; readonly rescue: string }
  | { readonly type: "DeviceRevoked"; readonly at: Ms }
  /** The company has used up what the relay's operator allows it: what is new stays on this device. */
  | { readonly type: "RelayFull" }
  /** As many of the company's devices are connected as its relay's operator allows. */
  | { readonly type: "RelayCrowded" }
  | { readonly type: "AddressForeign"; readonly address: string }
  | { readonly type: "VersionTooOld" };

/** One field of one record that a change set, as the audit shows it. */
export interface AuditEntry {
  /** The same on every device. */
  readonly id: string;
  readonly change: string;
  readonly command: string;
  /** A device's signature was checked and covers the change. Without one nobody is named. */
  readonly isSigned: boolean;
  readonly member: MemberId | null;
  /** Base64url of the signing device's key; empty when the change is not signed. */
  readonly device: string;
  /**
   * Set where member and device are those of another company whose archive was brought in: who did that, and signed
   * for it here.
   */
  readonly broughtInBy?: MemberId | null;
  readonly at: Ms;
  /** False when the relay's receipt or an earlier change contradicts the clock of the device. */
  readonly isExact: boolean;
  /** The record was made by this change. */
  readonly isNew: boolean;
  /** `<type>:<id>`. */
  readonly record: string;
  readonly field: string;
  /** What the writer saw there; null when there was nothing. */
  readonly before: Scalar | null;
  readonly after: Scalar | null;
}

/** The last state at or before a time, or the one a change left behind. */
export type AuditMoment = { readonly at: Ms } | { readonly change: string };

/** A record at a moment and as it is; fields as they lie in the document, without defaults. */
export interface RecordThen {
  /** `<type>:<id>`. */
  readonly record: string;
  /** Null when it did not exist yet. */
  readonly then: Readonly<Record<string, Scalar>> | null;
  readonly now: Readonly<Record<string, Scalar>>;
}

/** One change of one document, for the list of everything that happened in the company. */
export interface ActivityEntry extends Pick<
  AuditEntry,
  "change" | "command" | "isSigned" | "member" | "device" | "broughtInBy" | "at" | "isExact"
> {
  readonly thing: ThingId;
  readonly kind: string;
  /** Keys of the records it touched, in order. */
  readonly records: readonly string[];
}

/** One recording that is held: adopted whole or not at all, after those before it in the same log. */
export interface HeldStep {
  /** Writing session, hexadecimal. */
  readonly actor: string;
  /** Sequence numbers of its first and last change. */
  readonly from: number;
  readonly seq: number;
  /** Last change, hexadecimal. */
  readonly hash: string;
  /** When the relay took it. */
  readonly handedInAt: Ms;
  /** What it records, as rows would show it; times are those of the device. */
  readonly movements: readonly Movement[];
}

/** What one log of a device that may not write any more holds outside the company, for an administrator to decide. */
export interface HeldLog {
  readonly doc: string;
  readonly thing: ThingId;
  /** Base64url of the device's key. */
  readonly device: string;
  readonly member: MemberId | null;
  /** Undecided by then it is gone. */
  readonly until: Ms;
  /** In the order they were made. */
  readonly steps: readonly HeldStep[];
  /** False: no program can read it, so it can only be discarded. */
  readonly isReadable: boolean;
  /** Set once it was discarded. */
  readonly ended: { readonly member: MemberId | null; readonly at: Ms; readonly why: string } | null;
}

/** Records that came into the company because somebody adopted them. */
export interface Adopted {
  readonly thing: ThingId;
  /** `<type>:<id>`. */
  readonly records: readonly string[];
  readonly by: MemberId | null;
  readonly at: Ms;
}

export interface UndoStep {
  readonly change: string;
  readonly command: string;
  readonly at: Ms;
}

export interface UndoReport {
  readonly undone: UndoStep;
  /** Fields somebody else changed meanwhile, left as they are. */
  readonly kept: number;
}

export interface BulkProgress {
  readonly done: number;
  readonly total: number;
}

export interface Signer {
  /** Base64url of the device's key. */
  readonly device: string;
  readonly member: MemberId | null;
  /** As of an audit entry. */
  readonly broughtInBy?: MemberId | null;
}

export interface RecentHistory {
  /** Newest first, exactly as `history` begins. */
  readonly entries: readonly AuditEntry[];
  readonly isAll: boolean;
}

export interface RecordRef {
  readonly type: AnyRecordType;
  readonly id: Id<string>;
}

export interface WholeRecords<R extends AnyRecordType> {
  readonly doc: DocId;
  readonly heads: readonly string[];
  readonly records: readonly RecordOf<R>[];
}

export interface Replica {
  /** Base64url of the 32-byte company id. */
  readonly company: string;
  /** Base64url of this device's public key. */
  readonly device: string;
  readonly member: MemberId;
  readonly rows: Rows;
  readonly sync: Observable<SyncState>;
  /** My own undoable changes, newest last. */
  readonly undoSteps: Observable<readonly UndoStep[]>;

  /**
   * Whether this device holds a grant for documents of that class: of this scope, or without one of any scope at all.
   * What it may not do is absent or explained on screen.
   */
  may(verb: Verb, on: string, scope?: DocumentScope): boolean;

  /**
   * Runs a command. Rows are current before the promise settles and usually at once; it settles when the change
   * is durable on this device. A failure wrote nothing.
   */
  run<A, V, P>(command: Command<A, V, P>, args: A): Promise<Result<Committed<V>, P | RunProblem>>;

  /**
   * Runs a command once per argument in transactions of bounded size, off the interactive path, as one undo step.
   * Stops at the first failure and says how far it came; what came before stays and can be undone.
   */
  runBulk<A, V, P>(
    command: Command<A, V, P>,
    args: readonly A[],
    onProgress: (progress: BulkProgress) => void,
  ): Promise<Result<Committed<readonly V[]>, { readonly done: number; readonly problem: P | RunProblem }>>;

  /** Takes back my newest change, or the named one: fields that still hold my value get their old value again. */
  undo(change?: string): Promise<Result<UndoReport, { readonly type: "NothingToUndo" } | RunProblem>>;

  /** Keeps a document open so that the next command on it is immediate. Call the result to let go. */
  hold(thing: ThingId): Promise<Unsubscribe>;
  /** The same for the log this device records movements in. */
  holdOwnLog(): Promise<Unsubscribe>;

  /** Address of the document a thing is in now; undefined where it is not here. */
  documentOf(thing: ThingId): DocId | undefined;

  /**
   * Every record of a type in a document, removed ones too, with the newest changes (hexadecimal) it was read at.
   * Undefined where the document is not here, or holds records this version does not know or cannot read.
   */
  recordsWhole<R extends AnyRecordType>(thing: ThingId, type: R): Promise<WholeRecords<R> | undefined>;

  /** Newest first; without `record` of the whole document. */
  history(thing: ThingId, record?: RecordRef): Promise<readonly AuditEntry[]>;

  /** The newest of it, from at least `count` changes where there are so many, without reading the rest. */
  recentHistory(thing: ThingId, count: number, record?: RecordRef): Promise<RecentHistory>;

  /** Records of a document as they were at a moment, also those that came later. */
  recordsAt(thing: ThingId, moment: AuditMoment, record?: RecordRef): Promise<readonly RecordThen[]>;

  /** Devices whose checked signature covers a change of the document: of a movement log, the one that wrote it. */
  signers(thing: ThingId): Promise<readonly Signer[]>;

  /** When the relay last confirmed a change of each device (base64url of its key), as far as it is in documents here. */
  lastWrites(): Promise<ReadonlyMap<string, Ms>>;

  /**
   * When each device was last heard of: its newest confirmed change, or for owners and admins its last connection, if
   * that is later. The relay says so and nothing proves it.
   */
  lastContacts(): Promise<ReadonlyMap<string, Ms>>;

  /** Everything changed since then in every document of this device, newest first; movements are rows, not changes. */
  activity(since: Ms): Promise<readonly ActivityEntry[]>;

  /** What is held of devices that may not write any more; empty where somebody else decides about it. */
  readonly held: Observable<readonly HeldLog[]>;
  /** Says for good that nobody wants what is held of a log. */
  discardHeld(doc: string, why: string): void;
  /** What was adopted so far, newest first. */
  adopted(): Promise<readonly Adopted[]>;

  readonly rescues: Observable<readonly Rescue[]>;
  dismissRescue(id: string): Promise<void>;

  /** What `pendingChanges` of the sync state did, to be kept elsewhere; oldest documents first. */
  pendingEdits(): Promise<readonly PendingEdits[]>;

  /** Everything this device holds of the company, as one file. */
  exportAll(): Promise<Uint8Array>;

  /** Settles when everything durable is written; safe to call twice. */
  close(): Promise<void>;
}
