/**
 * What the relay sends, on its way into the store: judged by the gate before any of it reaches Automerge, then chunks,
 * tips, receipts and rows of one message in one transaction.
 */
import { bytesEqual, toHex } from "#shared/kernel/bytes";
import type { ThingId } from "#shared/kernel/ids";
import { brand } from "#shared/kernel/brand";
import { idToBytes } from "#shared/kernel/ids";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { DocCard } from "#shared/protocol/cards";
import type { Signed } from "#shared/protocol/envelope";
import { judgeChunks } from "#shared/protocol/gate/judge-chunks";
import { gateDocument } from "#shared/protocol/gate/gate-document";
import type { ChunksContext, JudgedChunks } from "#shared/protocol/gate/types";
import { companyGateLimits } from "#shared/protocol/limits";
import type { Chunk, DocumentPack, RelayMsg } from "#shared/protocol/messages";
import type { Receipt } from "#shared/protocol/receipts";
import type { Tip } from "#shared/protocol/tips";
import { docIdFromBytes, textOfBytes } from "#shared/protocol/wire-types";
import type { CardIndex } from "../card-index";
import { crc32 } from "../checksum";
import type { HallWork } from "../hall/hall-work";
import type { OpenDocument, OpenDocuments } from "../open-documents";
import type { ReplicaDeps, StoreWrite } from "../ports";
import type { StoredCard, StoredChunk, StoredDocumentRows, StoredTip } from "../stored";
import type { SyncProblem, Unsubscribe } from "../types";
import { hashBytes, indexOf } from "./document-facts";
import type { OfferedRowBook } from "./offered-rows";
import type { Outbox } from "./outbox";
import { receiptWrites } from "./outbox";
import type { RightsWatch } from "./rights-watch";
import type { RowWriter } from "./row-writer";
import type { SeenReceipts } from "./seen-receipts";
import type { FreshChange, Soundness } from "./soundness";
import type { HostMembership } from "./standing";
import { follows, readCard } from "./verify-card";

/** Documents from the relay that share a transaction at most. */
const documentsPerFlush = 64;

export type ChunksMessage = Extract<RelayMsg, { t: "chunks" }>;

interface Held {
  readonly chunks: readonly Chunk[];
  readonly tips: readonly Tip[];
  readonly receipts: readonly Receipt[];
}

/** What one document gained since the last flush. */
interface Gain {
  readonly card: StoredCard;
  document: OpenDocument | undefined;
  readonly tips: Map<string, StoredTip>;
  readonly hashes: string[];
  readonly writes: StoreWrite[];
  readonly receipts: Receipt[];
  readonly letGo: Unsubscribe;
}

export interface IntakeDeps extends Pick<ReplicaDeps, "store" | "channel" | "sha256" | "verifier"> {
  readonly membership: HostMembership;
  readonly cards: CardIndex;
  readonly documents: OpenDocuments;
  readonly rows: RowWriter;
  readonly seen: SeenReceipts;
  readonly outbox: Outbox;
  readonly hall: HallWork;
  /** The relay says otherwise than what came through the hall: that goes, and everything is read once more. */
  readonly contradicted: (doc: string) => Promise<void>;
  readonly soundness: Soundness;
  readonly offered: OfferedRowBook;
  readonly watch: RightsWatch;
  readonly report: (problem: SyncProblem) => void;
  /** Own changes of the document have receipts. */
  readonly settled: (doc: string) => void;
  /** New chunks of the document are stored; some of them may replace damaged ones. */
  readonly healed: (doc: string) => Promise<void>;
}

export class Intake {
  readonly #deps: IntakeDeps;
  /** Sound chunks whose tips or ancestors have not come yet, by document. */
  readonly #held = new Map<string, Held>();
  /** Documents this device has nothing of because what came of them was not sound. */
  readonly #refused = new Set<string>();
  readonly #batch = new Map<string, Gain>();
  /** Cards that came before their documents. */
  readonly #announced = new Map<string, Signed<DocCard>>();

  constructor(deps: IntakeDeps) {
    this.#deps = deps;
  }

  announce(cards: readonly Signed<DocCard>[], docOf: (card: Signed<DocCard>) => string | undefined): void {
    for (const card of cards) {
      const doc = docOf(card);
      if (doc !== undefined) this.#announced.set(doc, card);
    }
  }

  /** Documents with chunks that are not in the store: the place in the log must not pass them. */
  unfinished(): readonly string[] {
    return [...this.#held.keys(), ...this.#refused];
  }

  /** What is held belongs to one connection; the next one brings it again. */
  forgetUnfinished(): void {
    this.#held.clear();
    this.#refused.clear();
  }

  /** The relay has nothing of this document for us. */
  forget(doc: string): void {
    this.#held.delete(doc);
    this.#refused.delete(doc);
  }

  /** Applies a sound message to the open document; `flush` makes it durable. A message that is not sound is reported. */
  async take(message: ChunksMessage, relayKey: Uint8Array): Promise<void> {
    const doc = docIdFromBytes(message.doc);
    const gain = await this.#gainOf(doc, message.card);
    if (gain === undefined) return;
    const received = joined(this.#held.get(doc), message);
    const judged = await judgeChunks(received, this.#context(gain, relayKey), this.#deps);
    await this.#conclude(gain, received, judged);
  }

  /** The same for documents that come whole; all of them are judged side by side. */
  async takePacks(packs: readonly DocumentPack[], relayKey: Uint8Array): Promise<void> {
    const byDoc = new Map(packs.map((pack) => [docIdFromBytes(pack.doc), pack]));
    await Promise.all(
      Array.from(byDoc, async ([doc, pack]) => {
        const gain = await this.#gainOf(doc, pack.card);
        if (gain === undefined) return;
        const judged = await gateDocument(pack, this.#context(gain, relayKey), this.#deps);
        await this.#conclude(gain, { ...pack, chunks: [] }, judged);
      }),
    );
  }

  /** What the document gained so far in this batch; undefined when nothing more is taken of it. */
  async #gainOf(doc: string, sent: Signed<DocCard> | null): Promise<Gain | undefined> {
    const { cards, documents, offered, report, store } = this.#deps;
    const begun = this.#batch.get(doc);
    if (begun !== undefined) return begun;
    const known = cards.byDoc(doc);
    const card = known ?? (await this.#newCard(doc, sent));
    if (card === undefined) {
      this.#refused.add(doc);
      report({ type: "RelayUntrusted", reason: "gate", thing: null });
      return undefined;
    }
    if (card.stopped !== undefined) return undefined;
    this.#refused.delete(doc);
    const isHere = known !== undefined && !offered.has(doc);
    const tips = isHere ? await store.all("tips", `${doc}/`) : [];
    const gain: Gain = {
      ...{ card, hashes: [], writes: [], receipts: [], letGo: documents.hold(doc) },
      document: isHere ? await documents.open(card) : undefined,
      tips: new Map(tips.map((tip) => [toHex(tip.actor), tip])),
    };
    this.#batch.set(doc, gain);
    return gain;
  }

  async #conclude(
    gain: Gain,
    received: Held,
    judged: Result<JudgedChunks, { readonly code: string }>,
  ): Promise<void> {
    const { doc } = gain.card;
    if (!judged.ok) {
      if (this.#deps.hall.has(doc)) await this.#deps.contradicted(doc);
      else await this.#stop(gain, judged.error.code);
      return;
    }
    if (judged.value.waiting.length > 0) this.#held.set(doc, { ...received, chunks: judged.value.waiting });
    else this.#held.delete(doc);
    const { fresh, receipts, tips } = judged.value;
    const tipOf = (actor: Uint8Array): Pick<Tip, "device"> | undefined =>
      tips.find((tip) => bytesEqual(tip.actor, actor)) ?? gain.tips.get(toHex(actor));
    this.#deps.watch.look(gain.card, {
      receipts,
      deviceOf: (actor) => tipOf(actor)?.device,
      beginning: gain.document === undefined ? fresh : [],
    });
    try {
      this.#gather(gain, judged.value);
    } catch (defect) {
      await this.#stop(gain, `engine: ${String(defect)}`);
    }
  }

  /** Nothing of what was taken of this document since the last flush is kept; it has to come again. */
  abandon(doc: string): void {
    this.#batch.get(doc)?.letGo();
    this.#batch.delete(doc);
    this.#held.delete(doc);
    this.#refused.add(doc);
    this.#deps.documents.discard(doc);
  }

  get isFull(): boolean {
    return this.#batch.size >= documentsPerFlush;
  }

  /**
   * Everything taken since the last time becomes durable in one transaction, rows included, and the tabs hear of it.
   * Returns the documents concerned.
   */
  async flush(): Promise<Result<readonly string[], { readonly message: string }>> {
    if (this.#batch.size === 0) return ok([]);
    const { store, documents, rows, outbox, channel, cards } = this.#deps;
    const gains = [...this.#batch.values()];
    this.#batch.clear();
    const changed = gains.filter((gain) => gain.hashes.length > 0);
    const open = changed.flatMap((gain) => gain.document ?? []);
    const rowWrites = await rows.writesFor(open, this.#shownAmong(gains));
    const settled = gains.map(({ card, receipts }) => receiptWrites(outbox, card.doc, receipts, this.#deps));
    const writes = [
      ...gains.flatMap((gain) => gain.writes),
      ...settled.flatMap((one) => one.writes),
      ...rowWrites,
    ];
    const stored = writes.length === 0 ? ok(undefined) : await store.transact(writes, "relaxed");
    if (stored.ok) this.#deps.offered.settle(open, rowsIn(rowWrites));
    for (const gain of gains) gain.letGo();
    if (!stored.ok) {
      for (const { card } of gains) documents.discard(card.doc);
      return err({ message: stored.error.message });
    }
    for (const { card } of gains) {
      cards.add(card);
      this.#announced.delete(card.doc);
    }
    for (const { doc, entries, apply } of settled) {
      apply();
      outbox.settle(entries);
      if (entries.length > 0) this.#deps.settled(doc);
    }
    if (changed.length > 0) {
      channel.post({ t: "arrived", docs: changed.map(({ card, hashes }) => ({ doc: card.doc, hashes })) });
    }
    for (const { card } of gains) await this.#deps.healed(card.doc);
    const receipted = settled.filter(({ entries }) => entries.length > 0);
    if (receipted.length > 0) {
      const docs = receipted.flatMap((one) => one.docs);
      channel.post({ t: "receipted", docs, at: Math.max(...receipted.map(({ at }) => at)) });
    }
    return ok(gains.map(({ card }) => card.doc));
  }

  #context({ card, document, tips }: Gain, relayKey: Uint8Array): ChunksContext {
    const { membership, soundness } = this.#deps;
    return {
      company: membership.company,
      doc: idToBytes(brand(card.doc)),
      // The relay of this connection, and those before it: what they stored keeps their receipts.
      relayKeysAt: (checkpoint) => [relayKey, ...membership.relayKeysAt(checkpoint)],
      limits: companyGateLimits,
      index: indexOf(document, this.#deps.hall.over(card.doc, tips), soundness.aside(card.doc)),
      tip: (actor) => {
        const tip = tips.get(toHex(actor));
        return tip === undefined ? undefined : { ...tip, hash: hashBytes(tip.hash) };
      },
      deviceAt: membership.deviceAt,
      isAdopted: ({ actor, seq }) => membership.isAdopted(card.doc, actor, seq),
    };
  }

  async #newCard(doc: string, sent: Signed<DocCard> | null): Promise<StoredCard | undefined> {
    const signed = sent ?? this.#announced.get(doc);
    if (signed === undefined) return undefined;
    const { membership, cards } = this.#deps;
    const read = await readCard(signed, membership, this.#deps);
    if (read?.card.doc !== doc) return undefined;
    const earlier = cards.ofThing(read.card.thing).filter(({ no }) => no < read.card.no);
    const replaced = earlier.find((card) => card.doc === read.card.replaces?.doc);
    if (replaced !== undefined && !follows(read, replaced, this.#deps)) return undefined;
    return earlier.length === 0 ? read.card : { ...read.card, waits: true };
  }

  /** Rows are shown of the newest document of a thing that is wholly here. */
  #shownAmong(gains: readonly Gain[]): (doc: string) => boolean {
    const newest = new Map<string, StoredCard>();
    for (const { card } of gains) {
      const known = newest.get(card.thing) ?? this.#deps.cards.current(card.thing);
      const isNewer = card.waits === undefined && (known === undefined || known.no < card.no);
      const shown = isNewer ? card : known;
      if (shown !== undefined) newest.set(card.thing, shown);
    }
    const shown = new Set(Array.from(newest.values(), ({ doc }) => doc));
    return (doc) => shown.has(doc);
  }

  #gather(gain: Gain, { fresh, tips, receipts }: JudgedChunks): void {
    const { card, writes } = gain;
    const { doc } = card;
    if (fresh.length > 0 && this.#deps.cards.byDoc(doc) === undefined)
      writes.push({ put: "cards", key: doc, value: card });
    const { sound, unsound } = this.#deps.soundness.split(doc, gain.document, fresh);
    for (const { chunk } of sound) {
      const value = storedChunk(doc, chunk);
      const key = `${doc}/${value.hash}`;
      writes.push({ put: "chunks", key, value }, { delete: "quarantine", key });
      gain.hashes.push(value.hash);
    }
    for (const tip of tips) {
      const value: StoredTip = { ...tip, doc, hash: toHex(tip.hash) };
      writes.push({ put: "tips", key: `${doc}/${toHex(tip.actor)}`, value });
      gain.tips.set(toHex(tip.actor), value);
    }
    gain.receipts.push(...receipts);
    this.#apply(
      gain,
      sound.map(({ chunk }) => chunk.bytes),
      tips,
    );
    this.#putAside(gain, unsound);
  }

  /** Kept and named, never applied: the document goes on as if these changes had not been made. */
  #putAside({ card, writes, tips }: Gain, unsound: readonly FreshChange[]): void {
    for (const { chunk, change } of unsound) {
      const value: StoredChunk = { ...storedChunk(card.doc, chunk), why: "reference" };
      writes.push({ put: "quarantine", key: `${card.doc}/${value.hash}`, value });
      const device = tips.get(toHex(change.actor))?.device;
      this.#deps.report({
        type: "UnsoundChange",
        thing: brand<ThingId>(card.thing),
        device: device === undefined ? "" : textOfBytes(device),
      });
    }
  }

  #apply(gain: Gain, chunks: readonly Uint8Array[], tips: readonly Tip[]): void {
    if (gain.document !== undefined) {
      for (const { actor, device } of tips) gain.document.devices.set(toHex(actor), device);
      gain.document.bytes += chunks.reduce((sum, chunk) => sum + chunk.length, 0);
      if (chunks.length > 0) gain.document.projection.update(gain.document.crdt.apply(chunks));
    } else if (chunks.length > 0) {
      // Tips may have come with an earlier message, while their chunks waited for others.
      const devices = new Map(Array.from(gain.tips, ([actor, { device }]) => [actor, device]));
      gain.document = this.#deps.documents.make(gain.card, chunks, devices);
      this.#deps.documents.adopt(gain.document);
    }
  }

  /** Nothing of this document is taken or sent any more; silently different replicas are worse than a stopped one. */
  async #stop({ card, letGo }: Gain, why: string): Promise<void> {
    const { cards, documents, report, store, channel } = this.#deps;
    const stopped = { ...card, stopped: why };
    this.#held.delete(card.doc);
    this.#batch.delete(card.doc);
    letGo();
    documents.discard(card.doc);
    report({ type: "RelayUntrusted", reason: "gate", thing: brand<ThingId>(card.thing) });
    if (cards.byDoc(card.doc) === undefined) {
      this.#refused.add(card.doc);
      return;
    }
    cards.add(stopped);
    const writes: StoreWrite[] = [{ put: "cards", key: card.doc, value: stopped }];
    // Nothing will ever check what is shown of it.
    if (this.#deps.offered.has(card.doc)) writes.push(...this.#deps.rows.goneWrites(card.doc));
    this.#deps.offered.forget(card.doc);
    await store.transact(writes, "relaxed");
    channel.post({ t: "rebuilt", doc: card.doc });
  }
}

const rowsIn = (writes: readonly StoreWrite[]): readonly StoredDocumentRows[] =>
  writes.flatMap((write) => ("put" in write && write.put === "rows" ? write.value.docs : []));

const storedChunk = (doc: string, { hash, bytes }: Chunk): StoredChunk => ({
  ...{ doc, bytes },
  hash: toHex(hash),
  sum: crc32(bytes),
});

const joined = (held: Held | undefined, message: Held): Held =>
  held === undefined
    ? message
    : {
        chunks: [...held.chunks, ...message.chunks],
        tips: [...held.tips, ...message.tips],
        receipts: [...held.receipts, ...message.receipts],
      };
