/**
 * What the byte store holds, store by store. Values are structured-cloneable; hashes are hexadecimal text,
 * documents and things their written ids. Changing a shape needs a new store name or a reader for both.
 */
import type { Rescue } from "./types";

/** The signed card of one document and what it says. Key: document id. */
export interface StoredCard {
  readonly doc: string;
  readonly thing: string;
  readonly kind: string;
  readonly cls: string;
  /** `company`, `event:<id>` or `member:<id>`. */
  readonly scope: string;
  readonly no: number;
  /** Base64url of the creating device's key. */
  readonly by: string;
  readonly at: number;
  /** The card as signed, as it travels. */
  readonly signed: Uint8Array;
  /** Set when the document took another's place. */
  readonly replaces?: StoredReplacement;
  /** Not everything it began with is here: until then the thing is still in the other document. */
  readonly waits?: true;
  /** Set when the document was stopped: nothing more is applied or pushed until it is repaired. */
  readonly stopped?: string;
}

/** What a document began with: the contents of `doc` at `from`, its own at `to`; newest changes of each. */
export interface StoredReplacement {
  readonly doc: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Up to which change each writing session, hexadecimal, is part of that; set once all of it is here. */
  readonly began?: Readonly<Record<string, number>>;
}

/** One Automerge change. Key: `<doc>/<hash>`. */
export interface StoredChunk {
  readonly doc: string;
  readonly hash: string;
  readonly bytes: Uint8Array;
  /** How the store has coded `bytes`; without it as they are. Whoever reads through the store never sees it. */
  readonly enc?: 0 | 1;
  /** CRC-32 of `bytes`: tells damage on this disk from a bad sender. */
  readonly sum: number;
  /**
   * Of a chunk put aside for good: its change points at operations its document does not have, or what it says was
   * written again into the document that took this one's place.
   */
  readonly why?: "reference" | "carried";
}

/** Newest tip per actor. Key: `<doc>/<actor>`. */
export interface StoredTip {
  readonly doc: string;
  readonly device: Uint8Array;
  readonly actor: Uint8Array;
  readonly nonce: Uint8Array;
  readonly seq: number;
  readonly hash: string;
  readonly checkpoint: number;
  readonly sig: Uint8Array;
}

/** An own change that has no receipt yet, with a tip of its own. Key: `<doc>/<hash>`. */
export interface OutboxEntry {
  readonly doc: string;
  readonly thing: string;
  readonly kind: string;
  readonly hash: string;
  readonly deps: readonly string[];
  readonly change: string;
  /** Device time since when it waits for a receipt. */
  readonly at: number;
  readonly tip: StoredTip;
  /** Set once the relay keeps it for the company to decide about: until when it does. */
  readonly held?: number;
  /** Set once a relay in the hall has it too: base64url of that relay's key. */
  readonly kept?: string;
}

/**
 * A change of another device that came through a relay in the hall: signed, judged, shown, and without a receipt of the
 * company's own relay. Key: `<doc>/<hash>`.
 */
export interface StoredHallChange {
  readonly doc: string;
  readonly thing: string;
  readonly kind: string;
  readonly hash: string;
  readonly deps: readonly string[];
  /** Hexadecimal. */
  readonly actor: string;
  readonly seq: number;
  /** Base64url of the key of the relay it came from; empty once that relay does not have it any more. */
  readonly from: string;
}

/** Newest receipt per actor of what the relay has, all its signed fields. Key: `<doc>/<actor>`. */
export interface StoredReceipt {
  readonly doc: string;
  readonly actor: Uint8Array;
  readonly seq: number;
  readonly hash: string;
  readonly checkpoint: number;
  readonly at: number;
  readonly serial: number;
  readonly logHash: Uint8Array;
  readonly sig: Uint8Array;
}

/**
 * A receipt of a relay that does not have what it is for: it was restored from a backup, or it lies. Kept for ever as
 * evidence, the newest per actor, and as the proof by which anybody may bring the changes back. Key: `<doc>/<actor>`.
 */
export interface StoredLoss extends StoredReceipt {
  /** Newest sequence number of the actor that the relay is known to have; `seq` when everything is back. */
  readonly has: number;
  /** When this device found out, by its own clock. Earlier versions did not keep it. */
  readonly lostAt?: number;
}

/** The rows of one document, one JSON text per record type: read back lazily, type by type. */
export interface StoredDocumentRows {
  readonly doc: string;
  readonly thing: string;
  readonly kind: string;
  /** Heads of the document these rows were made from. */
  readonly heads: readonly string[];
  /** Number of the projection that made them; older ones are made again in the background. */
  readonly projection: number;
  readonly types: Readonly<Record<string, string>>;
  readonly unreadable: readonly { readonly key: string; readonly reason: string }[];
  /** Rows another device signed, until the document itself has been judged: base64url of that device's key. */
  readonly signedBy?: string;
}

/**
 * Keys `pack/<n>`: many documents each, written in idle time. Keys `doc/<doc>`: fresher than any pack.
 * `gone` documents hide what a pack still says.
 */
export interface StoredRows {
  readonly docs: readonly StoredDocumentRows[];
  readonly gone?: readonly string[];
}

/**
 * Consecutive changes of one document as the audit reads them. Key: `<doc>/<no, 6 digits>`, the newest under
 * `<doc>/open` until it is full.
 */
export interface StoredHistory {
  readonly doc: string;
  readonly thing: string;
  readonly kind: string;
  readonly no: number;
  readonly changes: number;
  /** Heads of the document when this was written. */
  readonly heads: readonly string[];
  /** Newest change of each actor in here. */
  readonly last: readonly { readonly actor: string; readonly seq: number; readonly hash: string }[];
  /** Latest claimed time in here, in milliseconds. */
  readonly newest: number;
  readonly text: string;
}

/** What a change did, as far as screens need it before the rows and the history of its document hold it. */
export interface StoredMade {
  readonly actor: string;
  readonly seq: number;
  /** Seconds since 1970. */
  readonly time: number;
  readonly command: string;
  readonly change: string;
  readonly deps: readonly string[];
  /** Keys of the records it wrote. */
  readonly keys: readonly string[];
  /** The rows of these records after it, by record type as in `StoredDocumentRows`; one that is not in here has none. */
  readonly types: Readonly<Record<string, string>>;
  /** Everything unreadable in the document after it. */
  readonly unreadable: readonly { readonly key: string; readonly reason: string }[];
  /** Number of the projection that made the rows. */
  readonly projection: number;
}

/** A change whose document's rows entry does not hold it yet. Key: `<doc>/<hash>`. */
export interface StoredMark {
  readonly doc: string;
  readonly hash: string;
  /** Marks of earlier versions say nothing more. */
  readonly made?: StoredMade;
}

/** One document's part of an undoable change. */
export interface StoredUndoDocument {
  readonly thing: string;
  readonly doc: string;
  readonly created: readonly string[];
  readonly fields: readonly {
    readonly record: string;
    readonly field: string;
    readonly before: string | number | boolean | Uint8Array | null;
    readonly after: string | number | boolean | Uint8Array | null;
  }[];
}

/** Key: `<at, 16 digits>/<change>/<part, 6 digits>`; a bulk run has many parts under one change. */
export interface StoredUndo {
  readonly part: number;
  readonly change: string;
  readonly command: string;
  readonly at: number;
  readonly docs: readonly StoredUndoDocument[];
  /** Movements of quantities it wrote, by id. */
  readonly facts?: readonly string[];
  /** Name of the action, where it has one of its own. */
  readonly label?: string;
}

/** A content of a file, as it is. Key: its hash. */
export interface StoredBlob {
  /** Base64url of its SHA-256. */
  readonly hash: string;
  readonly bytes: Uint8Array;
  /** As of chunks. */
  readonly enc?: 0 | 1;
}

/** What is known of a content that lies here, without reading it. Key: its hash. */
export interface StoredBlobFacts {
  readonly hash: string;
  readonly size: number;
  readonly usedAt: number;
}

/** A content this device has and the relay does not, yet. Key: `<thing>/<hash>`. */
export interface StoredUpload {
  readonly thing: string;
  readonly hash: string;
  readonly size: number;
  readonly at: number;
}

/** An event whose files are kept here. Key: the event's id. */
export interface StoredPin {
  readonly event: string;
  readonly at: number;
}

export interface StoreValues {
  readonly cards: StoredCard;
  readonly chunks: StoredChunk;
  /** Chunks put aside, kept for inspection: those whose checksum did not match are fetched again, the others are not. */
  readonly quarantine: StoredChunk;
  readonly tips: StoredTip;
  readonly outbox: OutboxEntry;
  readonly receipts: StoredReceipt;
  readonly losses: StoredLoss;
  readonly rows: StoredRows;
  readonly unprojected: StoredMark;
  readonly history: StoredHistory;
  readonly rescues: Rescue;
  readonly undo: StoredUndo;
  /** Small facts of the replica itself: sync position, relay origins. Parsed by their readers. */
  readonly meta: unknown;
  /** Non-extractable device keys and what belongs to them; written by whoever holds the identity, never exported. */
  readonly keys: unknown;
  readonly blobs: StoredBlob;
  readonly blobFacts: StoredBlobFacts;
  readonly uploads: StoredUpload;
  readonly pins: StoredPin;
  readonly hall: StoredHallChange;
  /** Newest tips of what is in `hall`, beside the tips that receipts are for. Key: `<doc>/<actor>`. */
  readonly hallTips: StoredTip;
}

export type StoreName = keyof StoreValues;

/** In a fixed order; a platform creates exactly these. */
export const storeNames = [
  "cards",
  "chunks",
  "quarantine",
  "tips",
  "outbox",
  "receipts",
  "rows",
  "unprojected",
  "history",
  "rescues",
  "undo",
  "meta",
  "keys",
  "losses",
  "blobs",
  "blobFacts",
  "uploads",
  "pins",
  "hall",
  "hallTips",
] as const satisfies readonly StoreName[];
