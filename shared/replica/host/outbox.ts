/** Own changes on their way to the relay: what to push next, and what the answers mean for what is stored. */
import { toHex } from "#shared/kernel/bytes";
import { brand } from "#shared/kernel/brand";
import { idToBytes } from "#shared/kernel/ids";
import type { DocCard } from "#shared/protocol/cards";
import type { Signed } from "#shared/protocol/envelope";
import { frameLimits } from "#shared/protocol/limits";
import type { PushPart } from "#shared/protocol/messages";
import type { Receipt } from "#shared/protocol/receipts";
import { docIdFromBytes } from "#shared/protocol/wire-types";
import type { HallWork } from "../hall/hall-work";
import type { DocumentChanges, StoreStep, StoreWrite } from "../ports";
import type { OutboxEntry, StoredReceipt, StoredTip } from "../stored";
import { hashBytes } from "./document-facts";
import type { SeenReceipts } from "./seen-receipts";

/** A push part before its bytes are read from the store. */
export interface PlannedPart {
  readonly doc: string;
  readonly entries: readonly OutboxEntry[];
}

export class Outbox {
  /** By document, in an order in which every change comes after those it builds on. */
  readonly #waiting = new Map<string, OutboxEntry[]>();
  readonly #inFlight = new Map<string, ReadonlySet<string>>();
  /** Documents the relay cannot take yet, until something changes. */
  readonly #blocked = new Set<string>();
  /** Documents the relay lost a part of: it comes first. */
  readonly #held = new Set<string>();
  /** Per document and actor how far the relay keeps what we pushed, outside its log; of this connection. */
  readonly #handedIn = new Map<string, Map<string, number>>();
  /** Changes of a document that may go at once, where fewer than usual. */
  readonly #most = new Map<string, number>();
  /** Changes of others that the relay does not have: what builds on them waits, what does not goes. */
  readonly #lacking = new Map<string, Set<string>>();

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  /** A frame is on its way and not fully answered. */
  get isBusy(): boolean {
    return this.#inFlight.size > 0;
  }

  entriesOf(doc: string): readonly OutboxEntry[] {
    return this.#waiting.get(doc) ?? [];
  }

  documents(): readonly string[] {
    return [...this.#waiting.keys()];
  }

  all(): readonly OutboxEntry[] {
    return [...this.#waiting.values()].flat();
  }

  /** What is known of entries that still wait. */
  replace(entries: readonly OutboxEntry[]): void {
    const changed = new Map(entries.map((entry) => [entry.hash, entry]));
    for (const doc of new Set(entries.map((entry) => entry.doc)))
      if (this.#waiting.has(doc))
        this.#waiting.set(
          doc,
          this.entriesOf(doc).map((entry) => changed.get(entry.hash) ?? entry),
        );
  }

  add(entries: readonly OutboxEntry[]): void {
    const byDoc = new Map<string, OutboxEntry[]>();
    for (const entry of entries) {
      const known = byDoc.get(entry.doc);
      if (known === undefined) byDoc.set(entry.doc, [entry]);
      else known.push(entry);
    }
    for (const [doc, fresh] of byDoc) {
      const known = this.#waiting.get(doc) ?? [];
      const hashes = new Set(known.map((entry) => entry.hash));
      this.#waiting.set(doc, inOrder([...known, ...fresh.filter((entry) => !hashes.has(entry.hash))]));
    }
  }

  settle(entries: readonly OutboxEntry[]): void {
    for (const entry of entries) {
      const left = this.entriesOf(entry.doc).filter((one) => one.hash !== entry.hash);
      if (left.length > 0) this.#waiting.set(entry.doc, left);
      else this.#waiting.delete(entry.doc);
    }
    this.#answered();
  }

  /** The relay keeps what the actor wrote up to there; answers the entries that means. */
  handIn(doc: string, actor: string, seq: number): readonly OutboxEntry[] {
    const actors = this.#handedIn.get(doc) ?? new Map<string, number>();
    actors.set(actor, Math.max(seq, actors.get(actor) ?? 0));
    this.#handedIn.set(doc, actors);
    this.#answered();
    return this.entriesOf(doc).filter(({ tip }) => toHex(tip.actor) === actor && tip.seq <= seq);
  }

  #isHandedIn({ doc, tip }: OutboxEntry): boolean {
    return tip.seq <= (this.#handedIn.get(doc)?.get(toHex(tip.actor)) ?? 0);
  }

  /** The document's part of the frame in flight was answered without a receipt. */
  answer(doc: string): void {
    this.#inFlight.delete(doc);
  }

  /** Nothing of the document goes until it is released. */
  hold(doc: string): void {
    this.#held.add(doc);
  }

  release(doc: string): void {
    this.#held.delete(doc);
    this.#lacking.delete(doc);
    this.unblock(doc);
  }

  /** A push of the document is not answered yet. */
  isOnItsWay(doc: string): boolean {
    return this.#inFlight.has(doc);
  }

  /** What the relay keeps is not in its log: it has to be brought again. */
  bringAgain(doc: string): void {
    this.#handedIn.delete(doc);
  }

  forget(doc: string): void {
    this.#handedIn.delete(doc);
    this.#waiting.delete(doc);
    this.#inFlight.delete(doc);
    this.#blocked.delete(doc);
    this.#lacking.delete(doc);
  }

  block(doc: string): void {
    this.#blocked.add(doc);
    this.#inFlight.delete(doc);
  }

  unblock(doc: string): void {
    this.#blocked.delete(doc);
  }

  /** The relay has room for less of the document than was on its way. False when that was a single change. */
  sendLess(doc: string): boolean {
    const sent = this.#inFlight.get(doc)?.size ?? 1;
    this.#inFlight.delete(doc);
    if (sent <= 1) return false;
    this.#most.set(doc, Math.floor(sent / 2));
    return true;
  }

  /** The relay took something of the document. */
  sendMore(doc: string): void {
    this.#most.delete(doc);
  }

  /** The relay does not have these changes, and they are not ours to bring. False when that was known. */
  lack(doc: string, hashes: readonly string[]): boolean {
    const known = this.#lacking.get(doc) ?? new Set();
    const before = known.size;
    for (const hash of hashes) known.add(hash);
    this.#lacking.set(doc, known);
    return known.size > before;
  }

  /** Changes of the document came from the relay: what it lacked may be among them. */
  arrived(doc: string): void {
    this.#lacking.delete(doc);
    this.unblock(doc);
  }

  /** A new connection: nothing is on its way, everything may be tried again. */
  reset(): void {
    this.#handedIn.clear();
    this.#most.clear();
    this.#inFlight.clear();
    this.#blocked.clear();
    this.#held.clear();
    this.#lacking.clear();
  }

  /**
   * The next frame, as full as it may be; marks its documents as on their way. One frame at a time: what is committed
   * meanwhile shares the next one. Empty when there is nothing to send. Of documents that are `single` every change
   * is a part by itself, so that it can be adopted by itself.
   */
  plan(single: (entry: OutboxEntry) => boolean = () => false): readonly PlannedPart[] {
    const parts: PlannedPart[] = [];
    if (this.isBusy) return parts;
    let room: number = frameLimits.changes;
    for (const [doc, entries] of this.#waiting) {
      if (room === 0) break;
      if (this.#blocked.has(doc) || this.#held.has(doc)) continue;
      const taken = this.#sendable(doc, entries).slice(0, Math.min(room, this.#most.get(doc) ?? room));
      if (taken.length === 0) continue;
      room -= taken.length;
      this.#inFlight.set(doc, new Set(taken.map((entry) => entry.hash)));
      const isSingle = taken[0] !== undefined && single(taken[0]);
      parts.push(...(isSingle ? taken.map((entry) => ({ doc, entries: [entry] })) : byActor(doc, taken)));
    }
    return parts;
  }

  /** Entries come after those they build on, so one pass finds everything above what the relay lacks. */
  #sendable(doc: string, all: readonly OutboxEntry[]): readonly OutboxEntry[] {
    const entries = this.#handedIn.has(doc) ? all.filter((entry) => !this.#isHandedIn(entry)) : all;
    const lacking = this.#lacking.get(doc);
    if (lacking === undefined) return entries;
    const held = new Set(lacking);
    return entries.filter(({ hash, deps }) => {
      const waits = deps.some((dep) => held.has(dep));
      if (waits) held.add(hash);
      return !waits;
    });
  }

  #answered(): void {
    for (const [doc, hashes] of this.#inFlight) {
      const isOpen = (entry: OutboxEntry): boolean => hashes.has(entry.hash) && !this.#isHandedIn(entry);
      if (!this.entriesOf(doc).some(isOpen)) this.#inFlight.delete(doc);
    }
  }
}

/** Consecutive changes of one actor form a part; its last tip covers them. */
const byActor = (doc: string, entries: readonly OutboxEntry[]): readonly PlannedPart[] => {
  const parts: OutboxEntry[][] = [];
  for (const entry of entries) {
    const last = parts.at(-1);
    if (last?.[0] !== undefined && toHex(last[0].tip.actor) === toHex(entry.tip.actor)) last.push(entry);
    else parts.push([entry]);
  }
  return parts.map((part) => ({ doc, entries: part }));
};

/** Every change after those it builds on; ties in the order they were given. */
export const inOrder = <T extends Pick<OutboxEntry, "hash" | "deps">>(entries: readonly T[]): T[] => {
  const byHash = new Map(entries.map((entry) => [entry.hash, entry]));
  const placed = new Set<string>();
  const ordered: T[] = [];
  for (const start of entries) {
    const path = [start];
    for (let entry = path.at(-1); entry !== undefined; entry = path.at(-1)) {
      const before = entry.deps
        .map((dep) => byHash.get(dep))
        .find((dep) => dep !== undefined && !placed.has(dep.hash));
      if (before !== undefined) path.push(before);
      else {
        path.pop();
        if (!placed.has(entry.hash)) ordered.push(entry);
        placed.add(entry.hash);
      }
    }
  }
  return ordered;
};

/** The part as it goes over the wire. `bytes` are the chunks in the order of the entries. */
export const pushPart = (
  { doc, entries }: PlannedPart,
  bytes: readonly Uint8Array[],
  card: Signed<DocCard> | null,
): PushPart | undefined => {
  const last = entries.at(-1);
  if (last === undefined) return undefined;
  return {
    doc: idToBytes(brand(doc)),
    card,
    chunks: entries.map((entry, at) => ({
      hash: hashBytes(entry.hash),
      parents: entry.deps.map(hashBytes),
      enc: 0,
      epoch: 0,
      bytes: bytes[at] ?? new Uint8Array(),
    })),
    tip: wireTip(last.tip),
  };
};

export const wireTip = ({
  device,
  actor,
  nonce,
  seq,
  hash,
  checkpoint,
  sig,
}: StoredTip): PushPart["tip"] => ({
  ...{ device, actor, nonce, seq, checkpoint, sig },
  hash: hashBytes(hash),
});

export const wireReceipt = ({ doc, actor, seq, hash, ...facts }: StoredReceipt): Receipt => ({
  ...{ actor, seq, doc: idToBytes(brand(doc)), hash: hashBytes(hash) },
  ...{ checkpoint: facts.checkpoint, at: facts.at, serial: facts.serial },
  ...{ logHash: facts.logHash, sig: facts.sig },
});

export interface Settled extends StoreStep {
  readonly doc: string;
  readonly entries: readonly OutboxEntry[];
  readonly docs: readonly DocumentChanges[];
  /** Relay time of the newest receipt. */
  readonly at: number;
}

/**
 * What verified receipts of one document change in the store: kept per actor, and what they cover leaves the outbox.
 * An older receipt of the same actor says nothing that the newest does not.
 */
export const receiptWrites = (
  outbox: Outbox,
  doc: string,
  heard: readonly Receipt[],
  { seen, hall }: { readonly seen: SeenReceipts; readonly hall: HallWork },
): Settled => {
  const receipts = newestOf(heard);
  const layer = hall.settle(doc, receipts);
  const back = seen.losses.returned(doc, receipts);
  const writes: StoreWrite[] = [...back.writes, ...layer.writes];
  const entries = outbox
    .entriesOf(doc)
    .filter((entry) =>
      receipts.some(
        (receipt) => toHex(receipt.actor) === toHex(entry.tip.actor) && entry.tip.seq <= receipt.seq,
      ),
    );
  for (const receipt of receipts) {
    if (!seen.note(receipt)) continue;
    const value: StoredReceipt = { ...receipt, doc: docIdFromBytes(receipt.doc), hash: toHex(receipt.hash) };
    writes.push({ put: "receipts", key: `${doc}/${toHex(receipt.actor)}`, value });
  }
  for (const entry of entries) writes.push({ delete: "outbox", key: `${doc}/${entry.hash}` });
  const hashes = entries.map((entry) => entry.hash);
  return {
    doc,
    writes,
    entries,
    apply: () => {
      layer.apply();
      back.apply();
    },
    docs: hashes.length === 0 ? [] : [{ doc, hashes }],
    at: Math.max(0, ...receipts.map((receipt) => receipt.at)),
  };
};

const newestOf = (receipts: readonly Receipt[]): readonly Receipt[] => {
  const newest = new Map<string, Receipt>();
  for (const receipt of receipts) {
    const actor = toHex(receipt.actor);
    if (receipt.seq >= (newest.get(actor)?.seq ?? 0)) newest.set(actor, receipt);
  }
  return [...newest.values()];
};

/** Puts an entry back as it is now. */
export const outboxWrite = (value: OutboxEntry): StoreWrite => ({
  put: "outbox",
  key: `${value.doc}/${value.hash}`,
  value,
});
