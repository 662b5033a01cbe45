/**
 * The gate: what a change chunk must look like before Automerge may see it, and the rules a push must keep. The same
 * code runs on the relay (before storing) and on every device (before applying).
 *
 *   parse-change.ts   parseChange: one chunk's form (step 4)
 *   judge-push.ts     judgePush: cards, dependencies, R2, R3, actor, time, tip (steps 3, 5–7), for the relay
 *   judge-chunks.ts   judgeChunks: the same rules for what a device receives
 */
import type { Ms } from "#shared/kernel/clock";
import type { Result } from "#shared/kernel/result";
import type { DocCard } from "../cards";
import type { CryptoDeps, Verified } from "../envelope";
import type { DocumentLimits, GateLimits } from "../limits";
import type { Chunk, PushPart, RefusalCode } from "../messages";
import type { Receipt } from "../receipts";
import type { Tip } from "../tips";
import type { Operations } from "./check-ops";
import type { WriteStanding } from "../membership/grants";
import type { Bytes16, CompanyId, DocBytes, Hash, Key, ThingBytes } from "../wire-types";

/** What the gate read from one chunk. */
export interface ParsedChange {
  readonly hash: Hash;
  readonly deps: readonly Hash[];
  readonly actor: Bytes16;
  readonly seq: number;
  readonly startOp: number;
  /** Number of operations. */
  readonly ops: number;
  /** Actors the operations name besides the own one, ascending; in the columns the own one is number 0. */
  readonly others: readonly Bytes16[];
  readonly operations: Operations;
  /** As written by the device, in milliseconds or seconds as the writer chose; only a claim. */
  readonly time: number;
  /** The change message, UTF-8. Empty for none. */
  readonly message: string;
  /** On the wire. */
  readonly bytes: number;
  /** After inflating; equals the body length when the chunk was not deflated. */
  readonly inflated: number;
}

/** Highest operation counter of a change; that of its predecessors when it has no operations. */
export const maxOpOf = (change: Pick<ParsedChange, "startOp" | "ops">): number =>
  change.startOp + change.ops - 1;

/** Why the gate refused a chunk; the same words as on the wire. */
export interface GateProblem {
  readonly type: "ChunkRefused";
  readonly code: RefusalCode;
  /** For logs of developers; never contains content. */
  readonly detail: string;
}

export type ParseChange = (
  chunk: Uint8Array,
  limits: GateLimits,
  deps: Pick<CryptoDeps, "sha256">,
) => Result<ParsedChange, GateProblem>;

/** What must be known of a stored change to judge its successors. */
export interface ChangeFacts {
  readonly actor: Bytes16;
  readonly seq: number;
  readonly maxOp: number;
  readonly deps: readonly Hash[];
}

/** The accepted changes of one document. Synchronous: load what is needed before judging. */
export interface DocumentIndex {
  readonly find: (hash: Hash) => ChangeFacts | undefined;
  /** Newest accepted change of an actor. */
  readonly head: (actor: Bytes16) => { readonly seq: number; readonly hash: Hash } | undefined;
  /** Highest operation counter in the document, 0 when empty. */
  readonly maxOp: number;
  readonly bytes: number;
  readonly changes: number;
  readonly actors: number;
}

export interface ReplacedDocument extends Pick<DocumentIndex, "find"> {
  /** Accepted changes nothing builds on yet. */
  readonly heads: () => readonly Hash[];
}

/** Everything the relay knows that a push is judged against. */
export interface PushContext {
  readonly company: CompanyId;
  /** Device of the session. */
  readonly device: Key;
  readonly now: Ms;
  readonly limits: GateLimits;
  readonly documentLimits: DocumentLimits;
  /** A document that may be replaced, which need not be part of the push. */
  readonly replaced: (doc: DocBytes) => Promise<ReplacedDocument>;
  /** The document's accepted changes; an empty index for a document not seen before. */
  readonly index: (doc: DocBytes) => DocumentIndex;
  /** The card the relay holds, or undefined. */
  readonly card: (doc: DocBytes) => DocCard | undefined;
  /** The newest card of a thing, and its id. A thing has one document at a time. */
  readonly newestCard: (thing: ThingBytes) => { readonly card: DocCard; readonly id: Hash } | undefined;
  /** What the device's grants say of writing such a document now. */
  readonly standing: (card: DocCard) => WriteStanding;
  /** Grant to make a document of that class and scope. */
  readonly mayCreate: (card: DocCard) => boolean;
}

export interface AcceptedPart {
  readonly tip: Tip;
  /** Not stored before, oldest first; empty when the whole part is a repetition. */
  readonly fresh: readonly { readonly chunk: Chunk; readonly change: ParsedChange }[];
  /** A change is dated more than 48 h ahead of the relay. */
  readonly future: boolean;
}

/** One verdict per document of a push: everything or nothing. */
export type DocumentVerdict =
  | {
      readonly type: "accepted";
      readonly doc: DocBytes;
      /** Set when the push brought the card of a new document. */
      readonly card: Verified<DocCard> | null;
      /** Not for the log: kept until somebody adopts it. */
      readonly held: boolean;
      readonly parts: readonly AcceptedPart[];
      readonly ops: number;
      readonly bytes: number;
    }
  | { readonly type: "need"; readonly doc: DocBytes; readonly hashes: readonly Hash[] }
  | {
      readonly type: "refused";
      readonly doc: DocBytes;
      readonly hash: Hash | null;
      readonly code: RefusalCode;
      /** Where the thing's document is, when it is not this one. */
      readonly see: DocBytes | null;
    };

export type JudgePush = (
  parts: readonly PushPart[],
  context: PushContext,
  crypto: CryptoDeps,
) => Promise<readonly DocumentVerdict[]>;

/** What a device knows when it judges chunks from its relay. */
export interface ChunksContext {
  readonly company: CompanyId;
  readonly doc: DocBytes;
  /** Keys of the relays whose receipts count at that checkpoint. */
  readonly relayKeysAt: (checkpoint: number) => readonly Key[];
  readonly limits: GateLimits;
  readonly index: DocumentIndex;
  /** Newest verified tip per actor that this device holds already. */
  readonly tip: (actor: Bytes16) => Tip | undefined;
  /** Whether the device belonged to the company at that checkpoint. */
  readonly deviceAt: (device: Key, checkpoint: number) => boolean;
  /** Whether an administrator took up what this session wrote, up to this tip. */
  readonly isAdopted: (tip: Tip) => boolean;
  /** Whether a tip that no receipt is for counts all the same, by its author's rights now; without it none does. */
  readonly standsAlone?: (tip: Tip) => boolean;
}

export interface JudgedChunks {
  /** Ready to apply, ancestors first. Chunks known already are left out. */
  readonly fresh: readonly { readonly chunk: Chunk; readonly change: ParsedChange }[];
  /** Verified and newer than those held. */
  readonly tips: readonly Tip[];
  readonly receipts: readonly Receipt[];
  /** Whole and sound, but the tip that covers them has not come yet: keep them and judge again with the next frame. */
  readonly waiting: readonly Chunk[];
}

/** The relay sent what no honest relay stores: stop this document and say so. */
export interface ForeignChunk {
  readonly type: "ForeignChunk";
  readonly hash: Hash | null;
  readonly code: RefusalCode;
}

export type JudgeChunks = (
  received: {
    readonly chunks: readonly Chunk[];
    readonly tips: readonly Tip[];
    readonly receipts: readonly Receipt[];
  },
  context: ChunksContext,
  crypto: CryptoDeps,
) => Promise<Result<JudgedChunks, ForeignChunk>>;
