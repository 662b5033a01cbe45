/**
 * Every message between a device and its relay. One WebSocket binary message holds one of these as canonical CBOR;
 * `messages-codec.ts` reads and writes them. What arrives is hostile until parsed, and even then only its form is
 * known: signatures, rights and chunks are judged by their own functions.
 */
import type { Ms } from "#shared/kernel/clock";
import type { DocCard } from "./cards";
import type { Signed } from "./envelope";
import type { Hello, Welcome } from "./handshake";
import type { Receipt } from "./receipts";
import type { SignedRows } from "./signed-rows";
import type { Tip } from "./tips";
import type { Bytes16, Bytes32, DocBytes, Hash, Key } from "./wire-types";

/** One change. `enc` and `epoch` are 0 until documents are encrypted end to end. */
export interface Chunk {
  readonly hash: Hash;
  readonly parents: readonly Hash[];
  readonly enc: 0 | 1;
  readonly epoch: number;
  readonly bytes: Uint8Array;
}

/** Chunks of exactly one actor, oldest first, covered by its tip. Atomic per document within one push. */
export interface PushPart {
  readonly doc: DocBytes;
  /** Set until the relay has the card. */
  readonly card: Signed<DocCard> | null;
  readonly chunks: readonly Chunk[];
  readonly tip: Tip;
}

/** A document whole: its chunks behind each other, ancestors first (`gate/pack.ts`). */
export interface DocumentPack {
  readonly doc: DocBytes;
  readonly card: Signed<DocCard>;
  readonly chunks: Uint8Array;
  readonly tips: readonly Tip[];
  readonly receipts: readonly Receipt[];
}

/**
 * What a relay once gave receipts for and has not any more, from whoever holds it: a pack as above, without what the
 * relay is believed to have. With `more` the pack goes on in the next message, and only the last one says the rest.
 */
export interface RestoredDocument extends DocumentPack {
  readonly more: boolean;
}

/** Rows of a document with its card, for a device that may have neither. */
export interface OfferedRows {
  readonly card: Signed<DocCard>;
  readonly rows: SignedRows;
}

/** One push to a document that is not in the log: it waits until somebody adopts or discards it. */
export interface HeldPush {
  /** When the relay took it. */
  readonly at: Ms;
  /** Chunks of one actor, oldest first, covered by the tip: it is adopted whole or not at all. */
  readonly chunks: readonly Chunk[];
  readonly tip: Tip;
}

/** Who said that nobody wants what was held, and why. */
export interface HeldEnd {
  readonly by: Key;
  readonly at: Ms;
  readonly why: string;
}

/** Everything that is held of one document, for those who may decide about it. Nothing held: it is settled. */
export interface HeldDocument {
  readonly doc: DocBytes;
  /** Set when the document itself is new. */
  readonly card: Signed<DocCard> | null;
  /** The device that wrote it. */
  readonly device: Key;
  /** Ancestors first. */
  readonly pushes: readonly HeldPush[];
  /** What is not decided by then is gone. */
  readonly until: Ms;
  /** Set once it was discarded. */
  readonly ended: HeldEnd | null;
}

/** What a device holds of one document. */
export interface DocumentHeads {
  readonly doc: DocBytes;
  readonly heads: readonly Hash[];
  readonly tips: readonly { readonly actor: Bytes16; readonly seq: number }[];
}

export type ClientMsg =
  | { readonly t: "hello"; readonly hello: Signed<Hello> }
  /** Normal reconnect: send what is newer than this place in the log. Serial 0 with 32 zero bytes: everything. */
  | { readonly t: "since"; readonly serial: number; readonly logHash: Hash }
  /** Everything this device may read has come, as rights stood at that checkpoint: what began or ended since is told. */
  | { readonly t: "rights"; readonly checkpoint: number }
  /** Places of receipts this device holds; `unknown` answers. */
  | { readonly t: "prove"; readonly places: readonly { readonly serial: number; readonly logHash: Hash }[] }
  /** Instead of `since` from a device that has nothing: rows first, then every document whole, then what is newer. */
  | { readonly t: "start" }
  /** Signed rows of documents as this device reads them; each replaces what the relay kept of its document. */
  | { readonly t: "rows"; readonly rows: readonly SignedRows[] }
  /** Repair, or after a change of rights: everything this device holds, instead of a place in the log. */
  | { readonly t: "have"; readonly docs: readonly DocumentHeads[] }
  | { readonly t: "push"; readonly parts: readonly PushPart[] }
  | ({ readonly t: "restore" } & RestoredDocument)
  /** Envelopes of membership entries, ancestors first. */
  | { readonly t: "mem"; readonly entries: readonly Uint8Array[] }
  /** Chunks of one document that are not ancestors of `after`; empty for all of it. */
  | { readonly t: "want"; readonly doc: DocBytes; readonly after: readonly Hash[] }
  | { readonly t: "ticket"; readonly room: DocBytes }
  | { readonly t: "refuse-join"; readonly join: Hash }
  /** Nobody wants what is held of this document. `why` is for whoever wrote it and for the other reviewers. */
  | { readonly t: "discard"; readonly doc: DocBytes; readonly why: string };

export const refusalCodes = [
  "rate",
  "size",
  "session",
  "revoked",
  "grant",
  "form",
  "ops",
  "inflate",
  "deps",
  "seq",
  "counter",
  "actor",
  "sig",
  "quota",
  "gone",
  "busy",
  "version",
  "full",
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** So much of it is used; null: not limited. */
export interface Share {
  readonly used: number;
  readonly limit: number | null;
}

/** What a company uses of its relay. */
export interface SpaceUse {
  /** Of its changes, as they are stored. */
  readonly bytes: Share;
  readonly changes: Share;
  /** Bytes of its files. */
  readonly files: Share;
  /** Devices at this moment. */
  readonly connections: Share;
}

/** When the relay last had a connection with a device. */
export interface Contact {
  readonly device: Key;
  readonly at: Ms;
}

/** First message on every socket, before anything was verified. */
export interface Challenge {
  readonly t: "challenge";
  readonly nonce: Bytes32;
  readonly relayKey: Key;
  readonly time: Ms;
}

export type RelayMsg =
  | Challenge
  | { readonly t: "welcome"; readonly welcome: Signed<Welcome> }
  | { readonly t: "receipt"; readonly receipt: Receipt }
  /** Nothing of what came for this document was stored: these ancestors are not known here. */
  | { readonly t: "need"; readonly doc: DocBytes; readonly hashes: readonly Hash[] }
  /** Nothing of what came for this document was stored. `hash` is the change at fault, if one is. */
  | {
      readonly t: "refused";
      readonly doc: DocBytes;
      readonly hash: Hash | null;
      readonly code: RefusalCode;
      readonly retryMs: number | null;
      /** Where the document lives now, when it was rotated. */
      readonly see: DocBytes | null;
    }
  /** On disk, but not in the log: the device may not write any more, and somebody has to adopt it by then. */
  | {
      readonly t: "held";
      readonly doc: DocBytes;
      readonly actor: Bytes16;
      readonly seq: number;
      readonly until: Ms;
    }
  /** What this device handed in is not kept any longer, and nobody adopted it. `by` is null when nobody decided. */
  | {
      readonly t: "held-ended";
      readonly doc: DocBytes;
      readonly how: "discarded" | "expired" | "refused";
      readonly by: Key | null;
      readonly why: string;
    }
  /** Instead of everything else to a device that was revoked and may still hand in facts, until then. */
  | { readonly t: "leaver"; readonly revokedAt: number; readonly until: Ms }
  /** To those who may adopt: all that is held, after every welcome; afterwards documents whose state changed. */
  | { readonly t: "review"; readonly docs: readonly HeldDocument[] }
  /** After the welcome: cards of what this session may read. */
  | { readonly t: "cards"; readonly cards: readonly Signed<DocCard>[] }
  | {
      readonly t: "chunks";
      readonly doc: DocBytes;
      readonly card: Signed<DocCard> | null;
      readonly chunks: readonly Chunk[];
      readonly tips: readonly Tip[];
      readonly receipts: readonly Receipt[];
    }
  /** Rows to be shown until their documents have been judged. */
  | { readonly t: "rows"; readonly rows: readonly OfferedRows[] }
  | { readonly t: "packs"; readonly packs: readonly DocumentPack[] }
  /** How much catching up follows, for a progress display. */
  | { readonly t: "coming"; readonly docs: number; readonly chunks: number; readonly bytes: number }
  /** What the company uses, where the relay's operator limits it. Null: not limited any more. */
  | { readonly t: "space"; readonly use: SpaceUse | null }
  /** To owners and admins: all it knows after the welcome, afterwards what changed. Unsigned: nothing hangs on it. */
  | { readonly t: "contacts"; readonly devices: readonly Contact[] }
  /** Everything this session may read up to this place in the log has been sent. */
  | { readonly t: "current"; readonly serial: number; readonly logHash: Hash }
  /** Answers `prove`: those places that are not in this log. */
  | { readonly t: "unknown"; readonly serials: readonly number[] }
  | { readonly t: "drop"; readonly doc: DocBytes; readonly why: "right-ended" | "rotated" | "erased" }
  /** Envelopes of membership entries and checkpoints, ancestors first. */
  | { readonly t: "mem"; readonly entries: readonly Uint8Array[] }
  /** One membership entry was not taken into the log. `why` is the verdict's reason, for the log of the client. */
  | { readonly t: "refused-mem"; readonly entry: Hash; readonly code: RefusalCode; readonly why: string }
  | {
      readonly t: "ticket";
      readonly room: DocBytes;
      readonly ticket: Bytes32;
      readonly rights: "r" | "rw";
      readonly clientIds: readonly number[];
    }
  /** Envelope of a Join that waits for approval. Sent again after every welcome while it is open. */
  | { readonly t: "join"; readonly join: Uint8Array }
  /** A Join is settled: somebody approved or refused it, or it expired. */
  | { readonly t: "join-closed"; readonly join: Hash; readonly state: "enrolled" | "refused" | "expired" }
  /** This device was revoked: delete the company's data here. */
  | { readonly t: "wipe"; readonly revokedAt: number };
