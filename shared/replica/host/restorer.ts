/**
 * Brings the relay what it does not have and others than its author hold: what it gave receipts for and lost, and what
 * came through the hall while it could not be reached. Changes with their authors' tips prove themselves, so the device
 * that brings them needs no right of its own and no trust. Own changes of such a document go along, because either may
 * build on the other. Every document is offered once per connection, again with the next one, until the relay has it.
 */
import { toHex } from "#shared/kernel/bytes";
import { brand } from "#shared/kernel/brand";
import { idToBytes } from "#shared/kernel/ids";
import type { DocCard } from "#shared/protocol/cards";
import type { Signed } from "#shared/protocol/envelope";
import { parseEnvelope } from "#shared/protocol/envelope";
import { packChunks } from "#shared/protocol/gate/pack";
import type { ClientMsg, RefusalCode } from "#shared/protocol/messages";
import type { Tip } from "#shared/protocol/tips";
import { makeTip } from "#shared/protocol/tips";
import { textOfBytes } from "#shared/protocol/wire-types";
import type { CardIndex } from "../card-index";
import type { HallWork } from "../hall/hall-work";
import type { OpenDocument, OpenDocuments } from "../open-documents";
import type { ReplicaDeps } from "../ports";
import type { StoredCard, StoredLoss, StoredTip } from "../stored";
import { hashBytes } from "./document-facts";
import type { Connection } from "./link";
import type { Forgotten, Losses } from "./losses";
import type { Outbox } from "./outbox";
import { wireReceipt, wireTip } from "./outbox";
import type { SeenReceipts } from "./seen-receipts";
import type { Soundness } from "./soundness";
import type { HostMembership } from "./standing";

export interface RestorerDeps extends Pick<ReplicaDeps, "store" | "signer" | "timers" | "clock"> {
  readonly membership: HostMembership;
  readonly cards: CardIndex;
  readonly documents: OpenDocuments;
  readonly soundness: Soundness;
  readonly seen: SeenReceipts;
  readonly losses: Losses;
  readonly outbox: Outbox;
  readonly hall: HallWork;
  /** The relay does not take that change, or nothing of what came through the hall. False when nothing went. */
  readonly setAside: (doc: string, code: string, hash: string | null) => Promise<boolean>;
  /** What is missing may have changed. */
  readonly changed: () => void;
}

/** Documents on their way at once. */
const windowSize = 16;
/** What one message holds before the next is begun. */
const messageBytes = 4 * 1024 * 1024;
/** An offer not answered for this long means a connection that only looks alive. */
const answerMs = 30_000;

export type RestoreOffer = Extract<ClientMsg, { t: "restore" }>;

/** Changes without a receipt, by hexadecimal hash, and the newest tip of each of their actors. */
interface OpenChanges {
  readonly hashes: ReadonlySet<string>;
  readonly tips: ReadonlyMap<string, StoredTip>;
}

/** What a relay lacks of an actor, and the receipt that proves it. */
type Lacked = Omit<StoredLoss, "lostAt">;

interface Bringing {
  readonly signed: Signed<DocCard>;
  readonly losses: readonly Lacked[];
  readonly open: OpenChanges;
}

const nothingOpen: OpenChanges = { hashes: new Set(), tips: new Map() };

export class Restorer {
  readonly #deps: RestorerDeps;
  #connection: Connection | undefined;
  readonly #waiting = new Set<string>();
  /** On their way: the actors whose receipts have to come, and up to which number. */
  readonly #offered = new Map<string, ReadonlyMap<string, number>>();
  /** The relay takes them, but not now. */
  readonly #later = new Set<string>();
  #cancel: () => void = () => undefined;

  constructor(deps: RestorerDeps) {
    this.#deps = deps;
  }

  /** What was known to be missing is offered again; what is written on top of it waits. */
  connected(connection: Connection): void {
    this.disconnected();
    this.#connection = connection;
    this.#await(this.#deps.losses.documents());
  }

  disconnected(): void {
    this.#connection = undefined;
    for (const doc of [...this.#waiting, ...this.#offered.keys(), ...this.#later]) this.#end(doc);
    this.#cancel();
  }

  /** The relay does not have what these receipts are for. False when the store failed. */
  async lose(forgotten: readonly Forgotten[]): Promise<boolean> {
    const { losses, store, seen, clock } = this.#deps;
    if (forgotten.length === 0) return true;
    const step = losses.lose(forgotten, clock.now());
    const stored = await store.transact(step.writes, "strict");
    if (!stored.ok) return false;
    step.apply();
    for (const { receipt } of forgotten) seen.drop(receipt.doc, receipt.actor);
    this.#await(new Set(forgotten.map(({ receipt }) => receipt.doc)));
    this.#deps.changed();
    return true;
  }

  /**
   * The relay does not know these changes. True when we hold receipts for some of them and did not know yet that they
   * are lost.
   */
  async lack(doc: string, hashes: readonly string[]): Promise<boolean> {
    const { cards, documents, store, losses } = this.#deps;
    const card = cards.byDoc(doc);
    if (card === undefined) return false;
    const document = await documents.open(card);
    const below = new Map<string, number>();
    for (const hash of hashes) {
      const meta = document?.crdt.meta(hash);
      if (meta !== undefined)
        below.set(meta.actor, Math.min(below.get(meta.actor) ?? Infinity, meta.seq - 1));
    }
    const known = new Map(losses.of(doc).map(({ actor, has }) => [toHex(actor), has]));
    const receipts = await store.all("receipts", `${doc}/`);
    const forgotten = [...receipts, ...losses.of(doc)].flatMap((receipt): Forgotten[] => {
      const actor = toHex(receipt.actor);
      const has = below.get(actor);
      return has === undefined || has >= (known.get(actor) ?? receipt.seq) ? [] : [{ receipt, has }];
    });
    return forgotten.length > 0 && (await this.lose(forgotten));
  }

  /** Whether what the relay says of this document answers an offer. */
  isOffered(doc: string): boolean {
    return this.#offered.has(doc);
  }

  /** A receipt came, or the changes themselves from the relay, whoever brought them back. */
  settle(doc: string): void {
    this.#deps.changed();
    const awaited = this.#offered.get(doc);
    if (awaited === undefined && !this.#waiting.has(doc) && !this.#later.has(doc)) return;
    const { losses, hall } = this.#deps;
    const left = [
      ...losses.of(doc).map(({ actor, has }) => ({ actor: toHex(actor), seq: has + 1 })),
      ...hall.of(doc),
    ];
    if (left.some(({ actor, seq }) => awaited === undefined || seq <= (awaited.get(actor) ?? 0))) return;
    this.#end(doc);
    // What came meanwhile goes next.
    if (left.length > 0) this.#await([doc]);
  }

  /** Offers what came through the hall, unless the relay has it meanwhile. */
  bring(docs: readonly string[]): void {
    const { hall } = this.#deps;
    this.#await(docs.filter((doc) => hall.has(doc) && !this.#offered.has(doc) && !this.#later.has(doc)));
  }

  /** The relay will not take the document from us, or not now. `hash`: the change at fault, where one is. */
  async refused(
    doc: string,
    code: RefusalCode | "held" | `held-${string}`,
    hash: string | null = null,
  ): Promise<void> {
    this.#end(doc);
    // What is missing below may still come from somebody else.
    if (code !== "deps" && this.#deps.hall.has(doc)) {
      const isAside = await this.#deps.setAside(doc, code, hash);
      if (isAside && hash !== null) return this.again(doc);
    }
    // Not ours to read any more, or replaced: nobody misses it here.
    if (code === "grant" || code === "gone")
      await this.giveUp(
        doc,
        this.#deps.losses.of(doc).map(({ actor }) => toHex(actor)),
      );
  }

  /** What these actors wrote in the document is not missed any more; where the store fails, it is until next time. */
  async giveUp(doc: string, actors: readonly string[]): Promise<void> {
    const { losses, store } = this.#deps;
    const step = losses.giveUp(doc, actors);
    const stored = await store.transact(step.writes, "relaxed");
    if (stored.ok) step.apply();
    this.#deps.changed();
  }

  /** The relay has had enough from us for a while: what is written on top of the document waits on. */
  later(doc: string): void {
    this.#later.add(doc);
    this.#offered.delete(doc);
    if (this.#offered.size === 0) this.#cancel();
  }

  /** What was on its way of this document is not any more; it may be offered again. */
  again(doc: string): void {
    this.#offered.delete(doc);
    this.#later.delete(doc);
    this.#await([doc]);
  }

  forget(doc: string): void {
    this.#deps.losses.forget(doc);
    this.#end(doc);
    this.#deps.changed();
  }

  /** Offers as much as may be on its way. Nothing goes while a push of the same document is not answered. */
  async offer(): Promise<void> {
    const connection = this.#connection;
    for (const doc of [...this.#waiting]) {
      if (connection === undefined || this.#offered.size >= windowSize) return;
      if (this.#offered.has(doc) || this.#deps.outbox.isOnItsWay(doc)) continue;
      const offers = await this.#offersOf(doc);
      if (connection !== this.#connection) return;
      this.#waiting.delete(doc);
      const last = offers.at(-1);
      if (last === undefined) {
        this.#end(doc);
        continue;
      }
      this.#offered.set(doc, new Map(last.tips.map(({ actor, seq }) => [toHex(actor), seq])));
      for (const offer of offers) connection.send(offer);
      this.#cancel();
      this.#cancel = this.#deps.timers.after(answerMs, connection.drop);
    }
  }

  #await(docs: Iterable<string>): void {
    if (this.#connection === undefined) return;
    for (const doc of docs) {
      this.#waiting.add(doc);
      this.#deps.outbox.hold(doc);
    }
  }

  #end(doc: string): void {
    for (const list of [this.#waiting, this.#offered, this.#later]) list.delete(doc);
    this.#deps.outbox.release(doc);
    if (this.#offered.size === 0) this.#cancel();
  }

  async #offersOf(doc: string): Promise<readonly RestoreOffer[]> {
    const { cards, documents, losses } = this.#deps;
    const card = cards.byDoc(doc);
    const signed = card === undefined ? undefined : parseEnvelope<DocCard>(card.signed);
    if (card === undefined || card.stopped !== undefined || signed?.ok !== true) return [];
    const document = await documents.open(card);
    if (document === undefined) return [];
    const open = this.#deps.hall.has(doc) ? this.#openOf(doc) : nothingOpen;
    return this.#packsOf(card, document, { signed: signed.value, losses: losses.of(doc), open });
  }

  /** What nobody gave a receipt for, for a relay in the hall. `whole`: with all that there are receipts for. */
  async forHall(doc: string, extent: "open" | "whole"): Promise<readonly RestoreOffer[]> {
    const { cards, documents, store, losses } = this.#deps;
    const card = cards.byDoc(doc);
    const signed = card === undefined ? undefined : parseEnvelope<DocCard>(card.signed);
    if (card === undefined || card.stopped !== undefined || signed?.ok !== true) return [];
    const document = await documents.open(card);
    if (document === undefined) return [];
    const receipts =
      extent === "open" ? [] : [...(await store.all("receipts", `${doc}/`)), ...losses.of(doc)];
    const proofs = receipts.map((receipt) => ({ ...receipt, has: 0 }));
    return this.#packsOf(card, document, { signed: signed.value, losses: proofs, open: this.#openOf(doc) });
  }

  /** What nobody gave a receipt for, under its authors' newest tips, and what these receipts are for. */
  async #packsOf(
    card: StoredCard,
    document: OpenDocument,
    { signed, losses, open }: Bringing,
  ): Promise<readonly RestoreOffer[]> {
    const { doc } = card;
    const proven: { readonly loss: Lacked; readonly tip: Tip }[] = [];
    for (const loss of losses) {
      const tip = await this.#tipOf(loss);
      if (tip !== undefined) proven.push({ loss, tip });
    }
    const ranges = proven.map(({ loss }) => loss);
    const chunks = await this.#chunksOf(card, document, ranges, open.hashes);
    if (chunks.length === 0) return [];
    const isOpen = ({ tip }: { readonly tip: Tip }): boolean => open.tips.has(toHex(tip.actor));
    const accepted = proven.filter((one) => !isOpen(one));
    const tips = [...accepted.map(({ tip }) => tip), ...Array.from(open.tips.values(), wireTip)];
    const receipts = accepted.map(({ loss }) => wireReceipt(loss));
    const parts = inParts(chunks);
    return parts.map((part, at): RestoreOffer => {
      const more = at < parts.length - 1;
      return {
        t: "restore",
        ...{ doc: idToBytes(brand(doc)), card: signed, chunks: packChunks(part), more },
        ...(more ? { tips: [], receipts: [] } : { tips, receipts }),
      };
    });
  }

  /** Own changes and those that came through the hall, under the newest tip of each actor. */
  #openOf(doc: string): OpenChanges {
    const { hall, outbox } = this.#deps;
    const own = outbox.entriesOf(doc);
    const tips = new Map(hall.tipsOf(doc).map((tip) => [toHex(tip.actor), tip]));
    for (const { tip } of own) {
      const actor = toHex(tip.actor);
      if ((tips.get(actor)?.seq ?? 0) < tip.seq) tips.set(actor, tip);
    }
    return { hashes: new Set([...own, ...hall.of(doc)].map(({ hash }) => hash)), tips };
  }

  /** The tip that the receipt is for. Of our own changes we may hold a newer one only; then we sign that one again. */
  async #tipOf({ doc, actor, seq, hash }: Lacked): Promise<Tip | undefined> {
    const { store, signer, membership } = this.#deps;
    const tip = await store.get("tips", `${doc}/${toHex(actor)}`);
    if (tip === undefined) return undefined;
    if (tip.hash === hash) return wireTip(tip);
    if (textOfBytes(tip.device) !== textOfBytes(signer.publicKey)) return undefined;
    const facts = {
      actor,
      nonce: tip.nonce,
      seq,
      hash: hashBytes(hash),
      checkpoint: membership.checkpoint(),
    };
    return makeTip(membership.company, idToBytes(brand(doc)), facts, signer);
  }

  /** What is missing, ancestors first; what was put aside comes last, since nothing sound builds on it. */
  async #chunksOf(
    { doc }: StoredCard,
    document: OpenDocument,
    losses: readonly Lacked[],
    open: ReadonlySet<string>,
  ): Promise<readonly { readonly bytes: Uint8Array }[]> {
    const ranges = new Map(losses.map(({ actor, has, seq }) => [toHex(actor), { has, seq }]));
    const isMissing = (actor: string, seq: number): boolean => {
      const range = ranges.get(actor);
      return range !== undefined && seq > range.has && seq <= range.seq;
    };
    const sound = document.crdt
      .changes()
      .filter(({ hash, actor, seq }) => open.has(hash) || isMissing(actor, seq))
      .flatMap(({ hash }) => document.crdt.bytesOf(hash) ?? []);
    const aside: Uint8Array[] = [];
    for (const [hash, { actor, seq }] of this.#deps.soundness.aside(doc)) {
      if (!isMissing(toHex(actor), seq)) continue;
      const chunk = await this.#deps.store.get("quarantine", `${doc}/${hash}`);
      if (chunk !== undefined) aside.push(chunk.bytes);
    }
    return [...sound, ...aside].map((bytes) => ({ bytes }));
  }
}

const inParts = <T extends { readonly bytes: Uint8Array }>(
  chunks: readonly T[],
): readonly (readonly T[])[] => {
  const parts: T[][] = [[]];
  let size = 0;
  for (const chunk of chunks) {
    if (size + chunk.bytes.length > messageBytes) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1)?.push(chunk);
    size += chunk.bytes.length;
  }
  return parts;
};
