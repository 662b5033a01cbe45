/**
 * The documents one context has open: read from their chunks when somebody needs them, let go when nobody does.
 * The engine of each tab has its own, the sync host has its own; the byte store is what they share.
 */
import { toHex } from "#shared/kernel/bytes";
import type { DocId, ThingId } from "#shared/kernel/ids";
import { idToBytes } from "#shared/kernel/ids";
import { brand } from "#shared/kernel/brand";
import type { CrdtDocument } from "#shared/documents/crdt";
import { engineReady, loadDocument } from "#shared/documents/crdt";
import { DocumentProjection } from "#shared/documents/projection";
import { deriveActor } from "#shared/protocol/tips";
import { crc32 } from "./checksum";
import { newestTips } from "./hall/hall-work";
import type { ReplicaDeps, StoreWrite } from "./ports";
import type { StoredCard, StoredChunk } from "./stored";
import type { Unsubscribe } from "./types";
import { unsoundAmong } from "./unsound-chunks";

export interface OpenDocument {
  readonly doc: DocId;
  readonly thing: ThingId;
  readonly kind: string;
  readonly crdt: CrdtDocument;
  readonly projection: DocumentProjection;
  /** Hexadecimal actor this context writes with, and the nonce it comes from. */
  readonly actor: string;
  readonly nonce: Uint8Array;
  /** Device keys by actor, as far as tips name them. */
  readonly devices: Map<string, Uint8Array>;
  /** Sum of its chunks; without those this context wrote itself. */
  bytes: number;
}

/** More than this many idle open documents are let go, oldest first. */
const idleDocuments = 48;

export interface DamageReport {
  readonly card: StoredCard;
  readonly hashes: readonly string[];
}

export interface OpenDocumentsEvents {
  /** A document was read from the store. */
  readonly opened: (document: OpenDocument) => void;
  readonly damaged: (report: DamageReport) => void;
}

type Deps = Pick<ReplicaDeps, "store" | "sha256" | "random" | "signer">;

const sizeOf = (chunks: readonly Uint8Array[]): number =>
  chunks.reduce((sum, chunk) => sum + chunk.length, 0);

export class OpenDocuments {
  readonly #deps: Deps;
  readonly #events: OpenDocumentsEvents;
  /** In order of last use. */
  readonly #open = new Map<string, OpenDocument>();
  readonly #opening = new Map<string, Promise<OpenDocument | undefined>>();
  readonly #holds = new Map<string, number>();
  #session: Uint8Array;

  constructor(deps: Deps, events: OpenDocumentsEvents) {
    this.#deps = deps;
    this.#events = events;
    this.#session = deps.random.bytes(8);
  }

  /** The document when it is open; counts as use. */
  peek(doc: string): OpenDocument | undefined {
    const found = this.#open.get(doc);
    if (found !== undefined) {
      this.#open.delete(doc);
      this.#open.set(doc, found);
    }
    return found;
  }

  /** Undefined when the store has no chunk of it. Rejects when the store cannot be read. */
  async open(card: StoredCard): Promise<OpenDocument | undefined> {
    const known = this.peek(card.doc);
    if (known !== undefined) return known;
    const opening = this.#opening.get(card.doc) ?? this.#load(card);
    this.#opening.set(card.doc, opening);
    try {
      return await opening;
    } finally {
      this.#opening.delete(card.doc);
    }
  }

  /** Puts a document just made under the care of this cache. */
  adopt(document: OpenDocument): void {
    this.#open.set(document.doc, document);
    this.#letIdleGo();
  }

  /** A document nobody has open, from these chunks alone; not yet in the store. Throws on bytes that are not changes. */
  make(card: StoredCard, chunks: readonly Uint8Array[], devices: Map<string, Uint8Array>): OpenDocument {
    const doc = brand<DocId>(card.doc);
    const { actor, nonce } = this.actorFor(doc);
    const crdt = loadDocument(actor, chunks);
    const projection = new DocumentProjection(card.kind, crdt.records);
    return {
      doc,
      thing: brand<ThingId>(card.thing),
      kind: card.kind,
      crdt,
      actor,
      nonce,
      projection,
      devices,
      bytes: sizeOf(chunks),
    };
  }

  /** Applies stored chunks to the document if it is open or just opening; returns it with the keys that changed. */
  async ingest(
    doc: string,
    hashes: readonly string[],
  ): Promise<{ readonly document: OpenDocument; readonly keys: ReadonlySet<string> } | undefined> {
    await this.#opening.get(doc);
    if (!this.#open.has(doc)) return undefined;
    const chunks = await Promise.all(hashes.map((hash) => this.#deps.store.get("chunks", `${doc}/${hash}`)));
    const tips = await newestTips(this.#deps.store, `${doc}/`);
    const document = this.#open.get(doc);
    if (document === undefined) return undefined;
    for (const tip of tips) document.devices.set(toHex(tip.actor), tip.device);
    const fresh = chunks.flatMap((chunk) =>
      chunk !== undefined && !document.crdt.has(chunk.hash) ? chunk.bytes : [],
    );
    const keys = fresh.length === 0 ? new Set<string>() : document.crdt.apply(fresh);
    document.bytes += sizeOf(fresh);
    document.projection.update(keys);
    return { document, keys };
  }

  hold(doc: string): Unsubscribe {
    this.#holds.set(doc, (this.#holds.get(doc) ?? 0) + 1);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const left = (this.#holds.get(doc) ?? 1) - 1;
      if (left > 0) this.#holds.set(doc, left);
      else this.#holds.delete(doc);
      this.#letIdleGo();
    };
  }

  /** Forgets the open copy. The next opening writes under a new actor: what this copy wrote may not be stored. */
  discard(doc: string): void {
    this.#open.get(doc)?.crdt.free();
    this.#open.delete(doc);
    this.#session = this.#deps.random.bytes(8);
  }

  closeAll(): void {
    for (const document of this.#open.values()) document.crdt.free();
    this.#open.clear();
  }

  /** The actor this context writes a document with, as hexadecimal text, and its nonce. */
  actorFor(doc: DocId): { readonly actor: string; readonly nonce: Uint8Array } {
    const { sha256, signer } = this.#deps;
    return {
      actor: toHex(deriveActor(sha256, signer.publicKey, idToBytes(doc), this.#session)),
      nonce: this.#session,
    };
  }

  async #load(card: StoredCard): Promise<OpenDocument | undefined> {
    const [chunks, tips] = await Promise.all([
      this.#deps.store.all("chunks", `${card.doc}/`),
      newestTips(this.#deps.store, `${card.doc}/`),
    ]);
    const sound = await this.#withoutDamaged(card, chunks);
    if (sound.length === 0) return undefined;
    await engineReady();
    const devices = new Map(tips.map((tip) => [toHex(tip.actor), tip.device]));
    const document = this.#read(card, sound, devices) ?? (await this.#readSound(card, sound, devices));
    if (document === undefined) return undefined;
    this.adopt(document);
    this.#events.opened(document);
    return document;
  }

  /** Undefined when Automerge cannot make a document of these chunks. */
  #read(
    card: StoredCard,
    chunks: readonly StoredChunk[],
    devices: Map<string, Uint8Array>,
  ): OpenDocument | undefined {
    try {
      return this.make(
        card,
        chunks.map((chunk) => chunk.bytes),
        devices,
      );
    } catch {
      // It panics on changes that point at nothing; which ones these are it does not say.
      return undefined;
    }
  }

  /** Without what cannot be applied; whoever judges chunks decides about it when it comes again. */
  async #readSound(
    card: StoredCard,
    chunks: readonly StoredChunk[],
    devices: Map<string, Uint8Array>,
  ): Promise<OpenDocument | undefined> {
    const unsound = unsoundAmong(chunks, this.#deps.sha256);
    const sound = await this.#without(card, chunks, [...unsound]);
    return sound.length === 0
      ? undefined
      : this.make(
          card,
          sound.map((chunk) => chunk.bytes),
          devices,
        );
  }

  /** Moves chunks whose checksum is wrong out of the way, so that they hide nothing else, and reports them. */
  #withoutDamaged(card: StoredCard, chunks: readonly StoredChunk[]): Promise<readonly StoredChunk[]> {
    return this.#without(
      card,
      chunks,
      chunks.filter((chunk) => crc32(chunk.bytes) !== chunk.sum),
    );
  }

  async #without(
    card: StoredCard,
    chunks: readonly StoredChunk[],
    damaged: readonly StoredChunk[],
  ): Promise<readonly StoredChunk[]> {
    if (damaged.length === 0) return chunks;
    const writes = damaged.flatMap((chunk): StoreWrite[] => {
      const key = `${chunk.doc}/${chunk.hash}`;
      return [
        { put: "quarantine", key, value: chunk },
        { delete: "chunks", key },
      ];
    });
    await this.#deps.store.transact(writes, "strict");
    this.#events.damaged({ card, hashes: damaged.map((chunk) => chunk.hash) });
    return chunks.filter((chunk) => !damaged.includes(chunk));
  }

  #letIdleGo(): void {
    for (const [doc, document] of this.#open) {
      if (this.#open.size <= idleDocuments) return;
      if (this.#holds.has(doc)) continue;
      this.#open.delete(doc);
      document.crdt.free();
    }
  }
}
