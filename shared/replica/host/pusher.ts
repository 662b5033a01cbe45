/** Sends what the outbox plans, and acts on every answer that is not chunks. */
import { toHex } from "#shared/kernel/bytes";
import { brand } from "#shared/kernel/brand";
import type { ThingId } from "#shared/kernel/ids";
import type { PushPart, RefusalCode, RelayMsg } from "#shared/protocol/messages";
import { verifyReceipt } from "#shared/protocol/receipts";
import { docIdFromBytes } from "#shared/protocol/wire-types";
import type { CardIndex } from "../card-index";
import type { HallWork } from "../hall/hall-work";
import type { OpenDocuments } from "../open-documents";
import type { ReplicaDeps, StoreWrite } from "../ports";
import type { OutboxEntry } from "../stored";
import type { SyncProblem } from "../types";
import type { Lane } from "./lane";
import { Leftovers } from "./leftovers";
import type { Connection } from "./link";
import type { Forgotten } from "./losses";
import type { LinkBook } from "./link-book";
import { Outbox, receiptWrites } from "./outbox";
import { ownEntries } from "./own-entries";
import { partOf } from "./part-of";
import { dropWrites, rescueOf, withdrawWrites } from "./rescue";
import { Restorer } from "./restorer";
import type { RightsWatch } from "./rights-watch";
import type { RowWriter } from "./row-writer";
import type { SeenReceipts } from "./seen-receipts";
import type { Soundness } from "./soundness";
import type { HostMembership } from "./standing";

export interface PusherDeps extends Pick<
  ReplicaDeps,
  "store" | "channel" | "signer" | "verifier" | "clock" | "timers" | "random"
> {
  readonly membership: HostMembership;
  readonly cards: CardIndex;
  readonly documents: OpenDocuments;
  readonly rows: RowWriter;
  readonly seen: SeenReceipts;
  readonly hall: HallWork;
  /** The relay does not take that change, or nothing of what came through the hall. False when nothing went. */
  readonly setAside: (doc: string, code: string, hash: string | null) => Promise<boolean>;
  readonly soundness: Soundness;
  readonly lane: Lane;
  readonly book: LinkBook;
  readonly watch: RightsWatch;
  readonly report: (problem: SyncProblem) => void;
  /** The document's rows have to be made again. */
  readonly dirty: (doc: string) => void;
  /** Own changes of the document have receipts. */
  readonly settled: (doc: string) => void;
  /** The relay takes nothing more of a document: what it is about is in another one. */
  readonly movedTo: (doc: string, by: string) => Promise<void>;
}

/** A frame not answered for this long means a connection that only looks alive. */
const answerMs = 30_000;

/** Trying again later may help. */
const passing: ReadonlySet<RefusalCode> = new Set(["rate", "busy", "quota", "session", "version", "full"]);

/** Every log of movements has this class and scope. */
const anyFacts = { cls: "movements", scope: "company" } as const;

export class Pusher {
  readonly outbox = new Outbox();
  readonly #deps: PusherDeps;
  readonly #restorer: Restorer;
  readonly leftovers: Leftovers;
  /** Documents the relay has the card of. */
  readonly #accepted = new Set<string>();
  /** Those it has shown over this connection: what it forgot is not among them. */
  readonly #shown = new Set<string>();
  #connection: Connection | undefined;
  #isSure = false;
  #cancelAnswer: () => void = () => undefined;
  readonly #retries = new Set<() => void>();

  constructor(deps: PusherDeps) {
    this.#deps = deps;
    this.leftovers = new Leftovers(deps);
    const { losses } = deps.seen;
    const changed = (): void => {
      if (losses.missing !== deps.book.state.missing) deps.book.change(losses.told);
    };
    this.#restorer = new Restorer({ ...deps, losses, changed, outbox: this.outbox });
  }

  async load(): Promise<void> {
    const { store } = this.#deps;
    for (const key of await store.keys("receipts")) this.#accepted.add(key.slice(0, key.indexOf("/")));
    this.outbox.add(await store.all("outbox"));
    await this.leftovers.load();
  }

  /** Nothing goes until the relay has shown that it is where we left it. */
  connected(connection: Connection): void {
    this.#connection = connection;
    this.#isSure = false;
    this.#shown.clear();
    this.outbox.reset();
    this.#restorer.connected(connection);
  }

  /** The relay is where we left it, or what it forgot is known. */
  trust(): void {
    this.#isSure = true;
  }

  /** Brings what came through the hall, unless the relay has it meanwhile. */
  async bring(docs: readonly string[]): Promise<void> {
    this.#restorer.bring(docs);
    await this.push();
  }

  /** Whether the relay has the document. */
  has(doc: string): boolean {
    return this.#accepted.has(doc) || this.#deps.seen.losses.knows(doc);
  }

  /** See the restorer: what goes to a relay in the hall. */
  get forHall(): Restorer["forHall"] {
    return (doc, extent) => this.#restorer.forHall(doc, extent);
  }

  /** This device is being sent away: the relay takes its facts and nothing else. */
  handIn(): void {
    this.#restorer.disconnected();
    this.trust();
  }

  /** The relay does not have what these receipts are for: they go back to it first. False when the store failed. */
  async lose(forgotten: readonly Forgotten[]): Promise<boolean> {
    const stored = await this.#restorer.lose(forgotten);
    for (const { receipt } of forgotten)
      if (stored && !this.#shown.has(receipt.doc)) this.#accepted.delete(receipt.doc);
    return stored;
  }

  disconnected(): void {
    this.#connection = undefined;
    this.#cancelAnswer();
    this.#restorer.disconnected();
    for (const cancel of this.#retries) cancel();
    this.#retries.clear();
  }

  /** The relay sent changes of the document, so it has it. */
  arrived(doc: string): void {
    this.#shown.add(doc);
    this.#accepted.add(doc);
    this.outbox.arrived(doc);
    this.#restorer.settle(doc);
  }

  /** Sends the next frame if there is something to send and nothing on its way. */
  async push(): Promise<void> {
    const connection = this.#connection;
    if (connection === undefined || !this.#isSure) return;
    await this.#restorer.offer();
    const parts: PushPart[] = [];
    const withCard = new Set<string>();
    for (const planned of this.outbox.plan((entry) => this.#mayBeHeld(entry))) {
      const part = await partOf(planned, { ...this.#deps, has: this.#accepted, withCard });
      if (part === undefined) this.outbox.block(planned.doc);
      else parts.push(part);
    }
    if (connection !== this.#connection || parts.length === 0) return;
    this.#cancelAnswer();
    this.#cancelAnswer = this.#deps.timers.after(answerMs, connection.drop);
    connection.send({ t: "push", parts });
  }

  /** What became of a push; false for messages about anything else. */
  async take(message: RelayMsg, relayKey: Uint8Array): Promise<boolean> {
    switch (message.t) {
      case "receipt":
        await this.receipt(message, relayKey);
        return true;
      case "need":
        await this.need(docIdFromBytes(message.doc), message.hashes.map(toHex));
        return true;
      case "refused":
        await this.refused(message);
        return true;
      case "held":
        await this.held(message);
        return true;
      case "held-ended":
        await this.heldEnded(message);
        return true;
      default:
        return false;
    }
  }

  async receipt(message: Extract<RelayMsg, { t: "receipt" }>, relayKey: Uint8Array): Promise<void> {
    const { receipt } = message;
    const { store, channel, book, membership, verifier } = this.#deps;
    const doc = docIdFromBytes(receipt.doc);
    if (!(await verifyReceipt(membership.company, receipt, relayKey, verifier))) {
      this.#deps.report({ type: "RelayUntrusted", reason: "signature", thing: null });
      return;
    }
    const card = this.#deps.cards.byDoc(doc);
    // For what this device brought back it is told others' receipts too.
    const tip =
      this.#deps.hall.tipOf(doc, receipt.actor) ??
      (await store.get("tips", `${doc}/${toHex(receipt.actor)}`));
    const shown = { receipts: [receipt], deviceOf: () => tip?.device, beginning: [] };
    if (card !== undefined) this.#deps.watch.look(card, shown);
    const settled = receiptWrites(this.outbox, doc, [receipt], this.#deps);
    const stored = await store.transact(settled.writes, "relaxed");
    if (!stored.ok) {
      this.#deps.report({ type: "StorageFailed", message: stored.error.message });
      return;
    }
    settled.apply();
    this.#accepted.add(doc);
    this.outbox.unblock(doc);
    this.outbox.sendMore(doc);
    this.outbox.settle(settled.entries);
    this.#restorer.settle(doc);
    if (settled.entries.length > 0) this.#deps.settled(doc);
    if (settled.docs.length > 0) channel.post({ t: "receipted", docs: settled.docs, at: receipt.at });
    // What came back to the relay carries its old time.
    book.change({ lastReceiptAt: Math.max(receipt.at, book.state.lastReceiptAt ?? 0) });
    book.clear("RelayFull");
    this.#answered();
  }

  /**
   * The relay lacks ancestors of what we sent. What it gave receipts for comes back first. For the rest we wait;
   * meanwhile what does not build on it goes.
   */
  async need(doc: string, hashes: readonly string[]): Promise<void> {
    // Without its card it would have refused: the document itself it has, unless this very push brought the card.
    if (this.#accepted.has(doc)) this.#shown.add(doc);
    this.outbox.bringAgain(doc);
    const isNews = await this.#restorer.lack(doc, hashes);
    if (this.#restorer.isOffered(doc)) {
      if (isNews) this.#restorer.again(doc);
      else {
        await this.#pushBelow(doc, hashes);
        await this.#restorer.refused(doc, "deps");
      }
    } else if (isNews || this.outbox.lack(doc, hashes)) this.outbox.answer(doc);
    else this.outbox.block(doc);
    this.#answered();
  }

  /** The relay keeps it outside its log: this device may not write any more, and the company decides. */
  async held({ doc: bytes, actor, seq, until }: Extract<RelayMsg, { t: "held" }>): Promise<void> {
    const doc = docIdFromBytes(bytes);
    const entries = this.outbox.handIn(doc, toHex(actor), seq);
    const brought = this.#deps.hall.tipOf(doc, actor);
    if (brought !== undefined && this.#restorer.isOffered(doc)) {
      await this.#restorer.refused(doc, "held", brought.hash);
      return this.#answered();
    }
    const writes = entries
      .filter((entry) => entry.held !== until)
      .map((entry): StoreWrite => ({
        ...{ put: "outbox", key: `${doc}/${entry.hash}` },
        value: { ...entry, held: until },
      }));
    const stored = await this.#deps.store.transact(writes, "relaxed");
    if (!stored.ok) this.#deps.report({ type: "StorageFailed", message: stored.error.message });
    const hashes = entries.map(({ hash }) => hash);
    if (hashes.length > 0) this.#deps.channel.post({ t: "handed-in", docs: [{ doc, hashes }], until });
    this.#answered();
  }

  /** Nobody adopted what was handed in, and nobody will. */
  async heldEnded({ doc, how, why }: Extract<RelayMsg, { t: "held-ended" }>): Promise<void> {
    const ended = docIdFromBytes(doc);
    await this.withdraw(ended, `held-${how}`, why);
    // Brought by this device: whoever else brings them hears the same.
    if (this.#restorer.isOffered(ended)) await this.#restorer.refused(ended, `held-${how}`);
    this.#answered();
  }

  #mayBeHeld({ kind }: OutboxEntry): boolean {
    const { membership, signer } = this.#deps;
    return kind === "movements" && !membership.mayWrite(signer.publicKey, anyFacts);
  }

  async refused(message: Extract<RelayMsg, { t: "refused" }>): Promise<void> {
    const doc = docIdFromBytes(message.doc);
    const isRestored = this.#restorer.isOffered(doc);
    if (message.code === "deps") return this.need(doc, []);
    // A document that is nearly full takes what still fits; at its limit everything waits for the one after it.
    if (message.code === "quota" && this.outbox.sendLess(doc)) {
      this.#answered();
      return undefined;
    }
    if (passing.has(message.code)) {
      if (message.code === "version") this.#deps.report({ type: "VersionTooOld" });
      if (message.code === "full") this.#deps.report({ type: "RelayFull" });
      this.outbox.block(doc);
      if (isRestored) this.#restorer.later(doc);
      const cancel = this.#deps.timers.after(message.retryMs ?? answerMs, () => {
        this.#retries.delete(cancel);
        if (isRestored) this.#restorer.again(doc);
        this.outbox.unblock(doc);
        void this.push();
      });
      this.#retries.add(cancel);
    } else if (isRestored) {
      await this.#pushAgain(doc);
      await this.#restorer.refused(doc, message.code, message.hash === null ? null : toHex(message.hash));
    } else if (message.code === "gone" && message.see !== null) {
      this.outbox.block(doc);
      await this.#deps.movedTo(doc, docIdFromBytes(message.see));
    } else await this.withdraw(doc, message.code);
    this.#answered();
    return undefined;
  }

  /** Own unreceipted changes leave the document and become a rescue, with what others built on them in the hall. */
  async withdraw(doc: string, code: string, why = ""): Promise<void> {
    const { store, cards, documents, clock, rows, channel } = this.#deps;
    const card = cards.byDoc(doc);
    const entries = this.outbox.entriesOf(doc);
    if (card === undefined || entries.length === 0) return;
    const document = await documents.open(card);
    const above = this.#deps.hall.above(doc, new Set(entries.map(({ hash }) => hash)), entries);
    const because = { code, at: clock.now(), ...(why === "" ? {} : { why }) };
    const rescue = await rescueOf(card, document, [...entries, ...above], because, this.#deps);
    const isOnlyHere = !this.has(doc) && above.length === this.#deps.hall.of(doc).length;
    const layer = this.#deps.hall.withdraw(doc, above);
    const writes = [
      ...withdrawWrites(card, entries, rescue, isOnlyHere),
      ...layer.writes,
      ...(isOnlyHere ? rows.goneWrites(doc) : []),
    ];
    const stored = await store.transact(writes, "strict");
    if (!stored.ok) return this.#deps.report({ type: "StorageFailed", message: stored.error.message });
    layer.apply();
    this.outbox.forget(doc);
    documents.discard(doc);
    if (isOnlyHere) cards.remove(doc);
    else this.#deps.dirty(doc);
    channel.post({ t: "rebuilt", doc });
    this.#deps.report({ type: "Refused", thing: brand<ThingId>(card.thing), code, rescue: rescue.id });
  }

  /** The right to a document ended or it is gone: so is everything of it here. What the relay never had is not meant. */
  async drop(doc: string): Promise<void> {
    if (!this.#accepted.has(doc)) return;
    await this.withdraw(doc, "gone");
    const { store, cards, documents, channel, report } = this.#deps;
    const { writes, rescue } = await dropWrites(doc, this.#deps);
    if (!(await store.transact(writes, "strict")).ok) return;
    this.#deps.hall.forget(doc);
    this.outbox.forget(doc);
    this.#restorer.forget(doc);
    this.#accepted.delete(doc);
    documents.discard(doc);
    cards.remove(doc);
    channel.post({ t: "dropped", doc });
    this.leftovers.sweepSoon();
    if (rescue !== undefined)
      report({ type: "Refused", thing: rescue.thing, code: "gone", rescue: rescue.id });
  }

  /**
   * What we offered builds on own changes that no receipt came for, and those may build on what we offered: neither
   * would ever be taken without the other, so all of it goes as new, in its order.
   */
  async #pushBelow(doc: string, lacked: readonly string[]): Promise<void> {
    if (this.outbox.entriesOf(doc).some(({ hash }) => lacked.includes(hash))) await this.#pushAgain(doc);
  }

  /** What we wrote ourselves goes as if it had never had a receipt. */
  async #pushAgain(doc: string): Promise<void> {
    const { cards, documents, store, seen, channel } = this.#deps;
    const card = cards.byDoc(doc);
    const document = card === undefined ? undefined : await documents.open(card);
    if (card === undefined || document === undefined) return;
    const lost = new Set(seen.losses.of(doc).map(({ actor }) => toHex(actor)));
    const written = await ownEntries(card, document, this.outbox.entriesOf(doc), this.#deps);
    const entries = written.filter(({ tip }) => lost.has(toHex(tip.actor)));
    if (entries.length === 0) return;
    const writes = entries.map((entry): StoreWrite => ({
      put: "outbox",
      key: `${doc}/${entry.hash}`,
      value: entry,
    }));
    const stored = await store.transact(writes, "strict");
    if (!stored.ok) return;
    await this.#restorer.giveUp(doc, [...new Set(entries.map(({ tip }) => toHex(tip.actor)))]);
    this.outbox.add(entries);
    channel.post({ t: "rebuilt", doc });
  }

  #answered(): void {
    if (!this.outbox.isBusy) this.#cancelAnswer();
  }
}
