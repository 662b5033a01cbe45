/**
 * The connection to one relay in the hall, beside the one to the company's own relay. It carries signed work in both
 * directions and decides nothing: its receipts say where a copy lies, its log only what is still to be fetched.
 */
import { bytesEqual, toHex } from "#shared/kernel/bytes";
import type { RelayMsg } from "#shared/protocol/messages";
import { verifyReceipt } from "#shared/protocol/receipts";
import { docIdFromBytes, textOfBytes } from "#shared/protocol/wire-types";
import type { CardIndex } from "../card-index";
import type { ChunksMessage } from "../host/intake";
import type { Lane } from "../host/lane";
import type { Connection } from "../host/link";
import { Link } from "../host/link";
import type { Outbox } from "../host/outbox";
import { outboxWrite } from "../host/outbox";
import type { LogPosition } from "../host/position";
import { startOfLog } from "../host/position";
import { remindOfMembership } from "../host/remind-of-membership";
import type { Restorer } from "../host/restorer";
import type { HostMembership } from "../host/standing";
import { wantOf } from "../host/wanting";
import type { OpenDocuments } from "../open-documents";
import type { ReplicaDeps } from "../ports";
import type { OutboxEntry } from "../stored";
import type { HallShare } from "./hall-budget";
import { HallBudget, costOf, costOfIdle, costOfRepeated } from "./hall-budget";
import type { HallIntake } from "./hall-intake";
import { hallPositionWrite, readHallPosition } from "./hall-position";
import { HallRefusals } from "./hall-refusals";
import type { HallRelay } from "./hall-relay";
import type { HallWork } from "./hall-work";
import { HeldBack } from "./held-back";

export interface HallLinkDeps extends ReplicaDeps {
  readonly membership: HostMembership;
  readonly lane: Lane;
  readonly cards: CardIndex;
  readonly documents: OpenDocuments;
  readonly outbox: Outbox;
  readonly hall: HallWork;
  readonly intake: HallIntake;
  readonly forHall: Restorer["forHall"];
  readonly share: HallShare;
  /** Stores what the company's relay sent: it waits for the next task of the lane, and that may be one of the hall. */
  readonly settle: () => Promise<unknown>;
  /** Something came or went, was kept or lost. */
  readonly changed: (arrived: readonly string[]) => void;
}

/** Documents on their way at once. */
const windowSize = 8;
/** An offer not answered for this long means a connection that only looks alive. */
const answerMs = 30_000;

export class HallLink {
  readonly relay: HallRelay;
  readonly #name: string;
  readonly #deps: HallLinkDeps;
  readonly #link: Link;
  /** As the socket has it; what came over it waits for its turn in the lane. */
  #live: Connection | undefined;
  /** Once the lane has come to it. */
  #connection: Connection | undefined;
  #position: LogPosition = startOfLog;
  readonly #held = new HeldBack();
  readonly #budget: HallBudget;
  /** It sent too much that was of no use: nobody speaks with it for a while. */
  #isResting = false;
  /** Its address is none of its own, or it did not prove its key there. */
  #isUnproven = false;
  #cancelRest: () => void = () => undefined;
  /** On their way, and how much of each. */
  readonly #offered = new Map<string, "open" | "whole">();
  /** Changes of each document that were offered over this connection, whether they were taken or not. */
  readonly #done = new Map<string, ReadonlySet<string>>();
  #cancel: () => void = () => undefined;
  readonly #refusals: HallRefusals;
  /** Changes of others that it gave a receipt for: by document, hexadecimal hashes. */
  readonly #has = new Map<string, ReadonlySet<string>>();
  /** Where its log ended when it was last reached. */
  #reachedAt = 0;

  constructor(relay: HallRelay, deps: HallLinkDeps) {
    this.relay = relay;
    this.#name = textOfBytes(relay.key);
    this.#deps = deps;
    this.#refusals = new HallRefusals(deps.timers);
    this.#budget = new HallBudget(deps.clock, deps.share);
    const { lane, membership } = deps;
    const asRelay: HostMembership = {
      ...membership,
      relay: () => (this.#isResting ? null : relay),
      // A relay that does not know the company, or this device, is shown who belongs to it.
      catchUp: async () => {
        const shown = await membership.acquaint(relay);
        if (shown !== "unanswered") this.#prove(shown === "shown");
        return "later";
      },
    };
    this.#link = new Link(deps, asRelay, () => this.#position, {
      connected: (connection) => {
        if (this.#isResting) return connection.drop();
        this.#live = connection;
        this.#prove(true);
        lane.add(() => this.#connected(connection));
      },
      message: (message) => this.#hear(message),
      disconnected: () => {
        this.#live = undefined;
        lane.add(() => this.#disconnected(), "urgent");
      },
      moved: () => undefined,
      // It accuses nobody: whatever else is wrong with it, nothing hangs on it.
      problem: ({ type }) => {
        if (type === "AddressForeign") this.#prove(false);
      },
    });
  }

  get isConnected(): boolean {
    return this.#connection !== undefined;
  }

  get isResting(): boolean {
    return this.#isResting;
  }

  get isUnproven(): boolean {
    return this.#isUnproven;
  }

  #prove(isProven: boolean): void {
    if (this.#isUnproven === !isProven) return;
    this.#isUnproven = !isProven;
    this.#deps.changed([]);
  }

  async open(): Promise<void> {
    this.#position = await readHallPosition(this.#deps.store, this.#name);
    this.#link.wake();
  }

  wake(): void {
    this.#link.wake();
  }

  stop(): void {
    this.#link.stop();
    this.#cancel();
    this.#cancelRest();
    this.#refusals.cancel();
  }

  /** Changes of these documents came from elsewhere: what waited for them may hold now. */
  async arrived(docs: readonly string[]): Promise<void> {
    for (const doc of docs) if (this.#held.drop(doc)) await this.#want(doc);
  }

  /** Offers what this relay does not have yet. */
  async offer(): Promise<void> {
    const connection = this.#connection;
    if (connection === undefined) return;
    const { outbox, hall } = this.#deps;
    for (const doc of new Set([...outbox.documents(), ...hall.documents()])) {
      if (this.#offered.size >= windowSize) return;
      if (this.#offered.has(doc)) continue;
      const done = this.#done.get(doc);
      if (this.#lackedOf(doc).every((hash) => done?.has(hash) === true)) continue;
      await this.#send(doc, "open", connection);
    }
  }

  /** Hashes of what this relay has not said that it has. */
  #lackedOf(doc: string): readonly string[] {
    const { outbox, hall } = this.#deps;
    const own = outbox.entriesOf(doc).filter(({ kept }) => kept !== this.#name);
    const others = hall
      .of(doc)
      .filter(({ from, hash }) => from !== this.#name && this.#has.get(doc)?.has(hash) !== true);
    return [...own, ...others].map(({ hash }) => hash);
  }

  async #send(doc: string, extent: "open" | "whole", connection: Connection): Promise<void> {
    this.#done.set(doc, new Set(this.#lackedOf(doc)));
    const offers = await this.#deps.forHall(doc, extent);
    if (connection !== this.#connection || offers.length === 0) return;
    this.#offered.set(doc, extent);
    for (const offer of offers) connection.send(offer);
    this.#cancel();
    this.#cancel = this.#deps.timers.after(answerMs, connection.drop);
  }

  async #connected(connection: Connection): Promise<void> {
    const { membership, settle } = this.#deps;
    await settle();
    // It may have broken, or have been let go of, before its turn came.
    if (connection !== this.#live) return;
    this.#connection = connection;
    const { welcome, send } = connection;
    // What a relay in a hall knows of the order it has from others: behind is no fault of its own.
    remindOfMembership(connection, membership, () => undefined);
    const isBehind = welcome.serial < Math.max(this.#position.serial, this.#reachedAt);
    this.#reachedAt = welcome.serial;
    const isOther =
      welcome.serial === this.#position.serial && !bytesEqual(welcome.logHash, this.#position.logHash);
    if (isBehind || isOther) await this.#forgotten();
    send({ t: "since", ...this.#position });
    this.#deps.changed([]);
    await this.offer();
  }

  async #disconnected(): Promise<void> {
    this.#connection = undefined;
    await this.#deps.settle();
    this.#offered.clear();
    this.#done.clear();
    this.#held.clear();
    this.#cancel();
    this.#refusals.cancel();
    this.#deps.changed([]);
  }

  #hear(message: RelayMsg): void {
    if (this.#live === undefined) return;
    const cost = costOf(message);
    if (!this.#budget.enqueue(cost)) return this.#letGo();
    this.#deps.lane.add(async () => {
      this.#budget.dequeue(cost);
      await this.#receive(message);
    });
  }

  async #receive(message: RelayMsg): Promise<void> {
    const connection = this.#connection;
    if (connection === undefined || this.#isResting) return;
    const isRepeated = message.t === "chunks" && this.#isHere(message);
    const held = message.t === "chunks" ? this.#held.of(docIdFromBytes(message.doc)) : undefined;
    const cost = isRepeated ? costOfRepeated(message) : costOf(message, held);
    if (!this.#budget.allows(cost)) return this.#letGo();
    if (isRepeated) return this.#budget.charge(cost);
    await this.#deps.settle();
    this.#budget.charge(await this.#take(message, connection));
    await this.offer();
  }

  /** Whether the layer and the outbox have all of it: after a break a box repeats what it said before. */
  #isHere({ doc, chunks, tips }: ChunksMessage): boolean {
    const { hall, outbox } = this.#deps;
    const name = docIdFromBytes(doc);
    const own = new Set(outbox.entriesOf(name).map(({ hash }) => hash));
    const isHere = ({ hash }: { readonly hash: Uint8Array }): boolean =>
      own.has(toHex(hash)) || hall.hasChange(name, toHex(hash));
    return chunks.length > 0 && chunks.every(isHere) && tips.every(isHere);
  }

  /** What of it was of no use. */
  async #take(message: RelayMsg, connection: Connection): Promise<number> {
    const { membership, intake, changed, channel } = this.#deps;
    switch (message.t) {
      case "chunks": {
        const { isNews, idle } = await intake.take(message, { relay: this.#name, held: this.#held });
        if (isNews) changed([docIdFromBytes(message.doc)]);
        return costOfIdle(idle, isNews);
      }
      case "receipt":
        return (await this.#kept(message.receipt)) ? 0 : costOf(message);
      case "need":
        await this.#needed(docIdFromBytes(message.doc), connection);
        return costOf(message);
      case "refused":
        this.#refused(docIdFromBytes(message.doc), message.retryMs);
        return costOf(message);
      case "current":
        await this.#current(message);
        return costOf(message);
      case "mem": {
        const taken = await membership.takeOrdered(message.entries);
        // Each tab judges rights by a log of its own.
        if (taken > 0) channel.post({ t: "record-changed" });
        return taken > 0 ? message.entries.length - taken : costOf(message);
      }
      default:
        return costOf(message);
    }
  }

  /** What it sends costs more than this device gives it: nothing more is heard of it for now. */
  #letGo(): void {
    if (this.#isResting) return;
    this.#isResting = true;
    this.#live?.drop();
    const { timers, share } = this.#deps;
    this.#cancelRest = timers.after(share.restMs, () => {
      this.#isResting = false;
      this.#deps.changed([]);
      this.#link.wake();
    });
    this.#deps.changed([]);
  }

  /** It has less than it had, or another log: everything is fetched and brought anew. */
  async #forgotten(): Promise<void> {
    const { store, outbox, hall } = this.#deps;
    this.#position = startOfLog;
    const lost = outbox.all().filter(({ kept }) => kept === this.#name);
    const entries = lost.map(withoutPlace);
    const layer = hall.lostBy(this.#name);
    const stored = await store.transact([...entries.map(outboxWrite), ...layer.writes], "relaxed");
    if (!stored.ok) return this.#connection?.drop();
    layer.apply();
    outbox.replace(entries);
    this.#has.clear();
    this.#done.clear();
    this.#tellKept(entries, false);
  }

  async #current({ serial, logHash }: LogPosition): Promise<void> {
    const { store } = this.#deps;
    if (serial === 0 && this.#position.serial > 0) {
      await this.#forgotten();
      this.#connection?.drop();
      return;
    }
    // What could not be taken comes again with the next connection.
    if (this.#held.isUnfinished) return;
    const position = { serial, logHash };
    const stored = await store.transact([hallPositionWrite(this.#name, position)], "relaxed");
    if (stored.ok) this.#position = position;
  }

  /**
   * It has stored what the receipt is for: own changes lie in the hall too, whatever becomes of this device. False when
   * that was known: such a receipt is not even read.
   */
  async #kept(receipt: Extract<RelayMsg, { t: "receipt" }>["receipt"]): Promise<boolean> {
    const { membership, verifier, store, outbox, hall } = this.#deps;
    const doc = docIdFromBytes(receipt.doc);
    const actor = toHex(receipt.actor);
    this.#answered(doc);
    const lacked = new Set(this.#lackedOf(doc));
    const entries = outbox
      .entriesOf(doc)
      .filter(({ hash, tip }) => lacked.has(hash) && toHex(tip.actor) === actor && tip.seq <= receipt.seq)
      .map((entry) => ({ ...entry, kept: this.#name }));
    const others = hall
      .of(doc)
      .filter((change) => lacked.has(change.hash) && change.actor === actor && change.seq <= receipt.seq);
    if (entries.length + others.length === 0) return false;
    if (!(await verifyReceipt(membership.company, receipt, this.relay.key, verifier))) return false;
    const stored = await store.transact(entries.map(outboxWrite), "relaxed");
    if (!stored.ok) return false;
    outbox.replace(entries);
    this.#has.set(doc, new Set([...(this.#has.get(doc) ?? []), ...others.map(({ hash }) => hash)]));
    this.#refusals.taken(doc);
    this.#tellKept(entries, true);
    return true;
  }

  async #needed(doc: string, connection: Connection): Promise<void> {
    const was = this.#offered.get(doc);
    this.#answered(doc);
    if (was === "open") await this.#send(doc, "whole", connection);
  }

  #refused(doc: string, retryMs: number | null): void {
    if (!this.#answered(doc) || retryMs === null) return;
    const { lane, settle } = this.#deps;
    this.#refusals.later(doc, retryMs, () => {
      this.#done.delete(doc);
      lane.add(async () => {
        await settle();
        await this.offer();
      });
    });
  }

  /** Whether something of the document was on its way. */
  #answered(doc: string): boolean {
    const isAnswer = this.#offered.delete(doc);
    if (this.#offered.size === 0) this.#cancel();
    return isAnswer;
  }

  #tellKept(entries: readonly OutboxEntry[], isKept: boolean): void {
    const byDoc = new Map<string, string[]>();
    for (const { doc, hash } of entries) byDoc.set(doc, [...(byDoc.get(doc) ?? []), hash]);
    const docs = Array.from(byDoc, ([doc, hashes]) => ({ doc, hashes }));
    if (docs.length > 0) this.#deps.channel.post({ t: "kept-in-hall", docs, isKept });
  }

  async #want(doc: string): Promise<void> {
    this.#connection?.send(await wantOf(doc, this.#deps));
  }
}

const withoutPlace = (entry: OutboxEntry): OutboxEntry => {
  const { kept, ...rest } = entry;
  return kept === undefined ? entry : rest;
};
