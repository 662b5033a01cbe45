/** What the host does while it holds the lock: one connection, one lane of work, and the parts that share them. */
import type { OfferedRows, RelayMsg } from "#shared/protocol/messages";
import { docIdFromBytes } from "#shared/protocol/wire-types";
import { CardIndex } from "../card-index";
import { OpenDocuments } from "../open-documents";
import type { ReplicaDeps, TabMessage } from "../ports";
import { Successions } from "../rotation/successions";
import { HallWork } from "../hall/hall-work";
import { Halls } from "../hall/halls";
import type { SyncProblem } from "../types";
import { Damage } from "./damage";
import type { ChunksMessage } from "./intake";
import { hearTab } from "./hear-tab";
import { HeldReview } from "./held-review";
import type { HostLimits } from "./host-limits";
import { Intake } from "./intake";
import { Lane } from "./lane";
import { Leaving } from "./leaving";
import type { Connection } from "./link";
import { Link } from "./link";
import { LinkBook } from "./link-book";
import { OfferedRowBook } from "./offered-rows";
import { Pusher } from "./pusher";
import { LogReader } from "./log-reader";
import { MembershipPost } from "./membership-post";
import type { NoticeDeps } from "./notices";
import { takeNotice } from "./notices";
import type { LogPosition } from "./position";
import { remindOfMembership } from "./remind-of-membership";
import { RightsWatch } from "./rights-watch";
import { RowPublisher } from "./row-publisher";
import { RowKeeper } from "./row-keeper";
import { RowWriter } from "./row-writer";
import { SeenReceipts } from "./seen-receipts";
import { Soundness } from "./soundness";
import type { HostMembership } from "./standing";
import { documentOf } from "./verify-card";
import { wantOf } from "./wanting";

export class Host {
  readonly #deps: ReplicaDeps;
  readonly #membership: HostMembership;
  readonly #lane: Lane;
  readonly #book: LinkBook;
  readonly #cards = new CardIndex();
  readonly #documents: OpenDocuments;
  readonly #rows: RowWriter;
  readonly #offered: OfferedRowBook;
  readonly #publisher: RowPublisher;
  readonly #keeper: RowKeeper;
  readonly #pusher: Pusher;
  readonly #intake: Intake;
  readonly #link: Link;
  readonly #seen = new SeenReceipts();
  readonly #damage: Damage;
  readonly #review: HeldReview;
  readonly #noticed: NoticeDeps;
  readonly #membershipPost: MembershipPost;
  readonly #leaving: Leaving;
  readonly #successions: Successions;
  readonly #reader: LogReader;
  readonly #hall = new HallWork();
  readonly #halls: Halls;
  readonly #watch = new RightsWatch(
    () => this.#membership,
    (problem) => this.#book.report(problem),
  );
  #connection: Connection | undefined;
  #leaveMembership: () => void = () => undefined;
  /** Between `coming` and `current`. */
  #isCatchingUp = false;

  constructor(deps: ReplicaDeps, membership: HostMembership, { limits, share }: HostLimits) {
    this.#deps = deps;
    this.#membership = membership;
    const report = (problem: SyncProblem): void => this.#book.report(problem);
    this.#lane = new Lane((defect) => {
      report({ type: "StorageFailed", message: String(defect) });
      this.#connection?.drop();
    });
    this.#book = new LinkBook(deps.channel, membership.relay() !== null, deps.clock.now());
    this.#documents = new OpenDocuments(deps, {
      opened: () => undefined,
      damaged: ({ card }) => this.#damage.note(card.doc),
    });
    this.#rows = new RowWriter(deps.store, membership.memberOf);
    const count = (unchecked: number): void => this.#book.change({ unchecked });
    const read = { cards: this.#cards, soundness: new Soundness(deps.sha256) };
    this.#offered = new OfferedRowBook({ ...deps, ...read, membership, report, count });
    const parts = {
      ...{ ...deps, ...read, membership, report, documents: this.#documents, rows: this.#rows },
      ...{ seen: this.#seen, offered: this.#offered },
      ...{ watch: this.#watch, hall: this.#hall, lane: this.#lane, book: this.#book },
    };
    this.#keeper = new RowKeeper(parts);
    this.#damage = new Damage({ ...parts, fetch: (doc) => this.#fetchAgain(doc) });
    this.#review = new HeldReview(parts);
    this.#noticed = { ...parts, review: this.#review };
    this.#membershipPost = new MembershipPost(parts);
    const dirty = (doc: string): void => this.#keeper.markDirty(doc);
    const settled = (doc: string): void => this.#publisher.changed(doc);
    const setAside: Halls["setAside"] = (...what) => this.#halls.setAside(...what);
    this.#pusher = new Pusher({
      ...parts,
      ...{ dirty, settled, setAside },
      movedTo: (doc, by) => this.#successions.movedTo(doc, by),
    });
    const { outbox } = this.#pusher;
    this.#successions = new Successions({
      ...{ ...parts, outbox, limits, dirty },
      want: (doc) => this.#want(doc),
      announce: (card) => this.#intake.announce([card], documentOf),
    });
    const healed = (doc: string): Promise<void> => this.#damage.check(doc);
    const contradicted = (doc: string): Promise<void> => this.#contradicted(doc);
    this.#intake = new Intake({ ...parts, settled, outbox, healed, contradicted });
    this.#halls = new Halls({
      ...{ ...parts, dirty, share, pusher: () => this.#pusher },
      isOnlyShown: (doc) => this.#offered.has(doc),
      settle: () => this.#flush(),
    });
    const isWaiting = (doc: string): boolean => outbox.entriesOf(doc).length > 0 || this.#hall.has(doc);
    this.#publisher = new RowPublisher({ ...parts, isWaiting });
    this.#reader = new LogReader({ ...parts, lose: (forgotten) => this.#pusher.lose(forgotten) });
    this.#link = this.#openLink(report);
    this.#leaving = new Leaving({
      ...{ ...parts, pusher: this.#pusher },
      connect: () => this.#link.wake(),
    });
  }

  #fetchAgain(doc: string): void {
    this.#keeper.markDirty(doc);
    this.#lane.add(() => this.#want(doc));
  }

  /** The home relay shows other work than the hall did under the same numbers: it decides. */
  async #contradicted(doc: string): Promise<void> {
    this.#intake.abandon(doc);
    await this.#halls.setAside(doc, "contradicted", null);
    this.#connection?.drop();
  }

  #openLink(problem: (problem: SyncProblem) => void): Link {
    return new Link(this.#deps, this.#membership, () => this.#reader.position, {
      connected: (connection) => {
        this.#leaving.stop();
        this.#lane.add(() => this.#connected(connection));
      },
      message: (message) => this.#lane.add(() => this.#receive(message)),
      disconnected: () => this.#lane.add(() => this.#disconnected(), "urgent"),
      moved: () => this.#deps.channel.post({ t: "record-changed" }),
      problem: (found) => {
        problem(found);
        if (found.type === "DeviceRevoked") this.#leaving.sentAway();
      },
    });
  }

  async run(stopped: Promise<void>): Promise<void> {
    // Heard from the first moment on, worked on once everything is read: what is committed meanwhile is not missed.
    const unsubscribe = this.#deps.channel.subscribe((message) => this.#hear(message));
    this.#lane.add(() => this.#load(), "urgent");
    await stopped;
    unsubscribe();
    this.#link.stop();
    this.#halls.stop();
    this.#leaving.stop();
    this.#keeper.stop();
    this.#pusher.disconnected();
    this.#publisher.disconnected();
    this.#successions.disconnected();
    await this.#lane.close();
    this.#documents.closeAll();
  }

  async #load(): Promise<void> {
    const { store } = this.#deps;
    for (const card of await store.all("cards")) this.#cards.add(card);
    await this.#halls.load();
    await this.#pusher.load();
    await this.#reader.load();
    await this.#damage.load();
    const { stale, signed } = await this.#rows.stale();
    this.#offered.load(signed);
    for (const { doc } of signed) this.#pusher.arrived(doc);
    for (const doc of stale) this.#keeper.markDirty(doc);
    for (const part of [this.#publisher, this.#successions]) await part.load();
    this.#book.change({ unchecked: this.#offered.size, ...this.#seen.losses.told });
    this.#book.tell();
    this.#link.wake();
    await this.#halls.look();
  }

  wake(): void {
    this.#book.change({ hasRelay: this.#membership.relay() !== null });
    this.#link.wake();
    this.#halls.wake();
  }

  #hear(message: TabMessage): void {
    hearTab(message, {
      ...{ lane: this.#lane, book: this.#book, membershipPost: this.#membershipPost, review: this.#review },
      ...{ documents: this.#documents, damage: this.#damage, pusher: this.#pusher },
      committed: (doc, hashes) => this.#committed(doc, hashes),
      want: (doc) => this.#want(doc),
      send: (frame) => this.#connection?.send(frame),
    });
  }

  async #committed(doc: string, hashes: readonly string[]): Promise<void> {
    const { store } = this.#deps;
    if (this.#cards.byDoc(doc) === undefined) {
      const card = await store.get("cards", doc);
      if (card !== undefined) this.#cards.add(card);
    }
    const entries = await Promise.all(hashes.map((hash) => store.get("outbox", `${doc}/${hash}`)));
    this.#pusher.outbox.add(entries.filter((entry) => entry !== undefined));
    await this.#documents.ingest(doc, hashes);
    this.#keeper.markDirty(doc);
    await this.#stored([doc]);
  }

  async #stored(docs: readonly string[]): Promise<void> {
    await this.#successions.stored(docs);
    await this.#halls.changed(docs);
  }

  async #connected(connection: Connection): Promise<void> {
    this.#connection = connection;
    this.#pusher.connected(connection);
    remindOfMembership(connection, this.#membership, (problem) => this.#book.report(problem));
    this.#leaveMembership = this.#membership.link.connected(connection.send);
    this.#book.connected(connection.offsetMs);
    this.#publisher.connected(connection);
    this.#halls.reachedHome();
    this.#successions.connected(connection);
    // What the membership log says meanwhile comes first: whoever may not write any more pushes in another form.
    const isNews = connection.welcome.checkpoint > this.#membership.checkpoint();
    if ((await this.#reader.begin(connection)) && !isNews) this.#pusher.trust();
    for (const doc of this.#damage.documents()) await this.#want(doc);
    await this.#pusher.push();
  }

  async #disconnected(): Promise<void> {
    await this.#flush();
    this.#connection = undefined;
    this.#isCatchingUp = false;
    this.#halls.leftHome();
    this.#leaveMembership();
    this.#membershipPost.forget();
    this.#pusher.disconnected();
    this.#publisher.disconnected();
    this.#successions.disconnected();
    this.#intake.forgetUnfinished();
    this.#book.disconnected(this.#deps.clock.now());
    this.#review.forget();
    this.#leaving.disconnected();
  }

  async #receive(message: RelayMsg): Promise<void> {
    const connection = this.#connection;
    if (connection === undefined) return;
    this.#book.heard(this.#deps.clock.now());
    if (message.t !== "chunks" && !(await this.#flush(connection))) return;
    if (await takeNotice(message, connection, this.#noticed)) return;
    if (await this.#successions.answer(message)) return;
    if (await this.#pusher.take(message, connection.relayKey)) return this.#pusher.push();
    switch (message.t) {
      case "chunks":
        if (!(await this.#takeChunks(message, connection))) return;
        break;
      case "rows":
        await this.#show(message.rows, connection);
        return;
      case "packs":
        if (!(await this.#takePacks(message, connection))) return;
        break;
      case "current":
        await this.#current(message, connection);
        break;
      case "unknown":
        if (!(await this.#reader.unknown(message.serials))) return connection.drop();
        break;
      case "coming":
        this.#isCatchingUp = true;
        if (this.#reader.position.serial === 0)
          this.#book.change({ firstSync: { done: 0, total: message.docs } });
        if (!this.#seen.mustProve) this.#pusher.trust();
        break;
      case "cards":
        this.#intake.announce(message.cards, documentOf);
        return;
      case "drop":
        await this.#dropped(docIdFromBytes(message.doc));
        return;
      case "leaver":
        this.#leaving.left(message.until);
        break;
      case "mem":
      case "refused-mem":
      case "join":
      case "join-closed":
        await this.#membershipPost.take(message);
        return;
      default:
        return;
    }
    await this.#pusher.push();
  }

  async #dropped(doc: string): Promise<void> {
    this.#intake.forget(doc);
    if (this.#reader.isRepairing) return;
    this.#offered.forget(doc);
    const replaced = this.#successions.givenUp(doc);
    if (replaced !== undefined) await this.#pusher.withdraw(replaced, "gone");
    await this.#pusher.drop(doc);
  }

  /** True when they are stored. */
  async #takeChunks(message: ChunksMessage, connection: Connection): Promise<boolean> {
    await this.#intake.take(message, connection.relayKey);
    this.#pusher.arrived(docIdFromBytes(message.doc));
    this.#book.progress(1);
    return !this.#mayWait(message) && this.#flush(connection);
  }

  async #takePacks({ packs }: Extract<RelayMsg, { t: "packs" }>, connection: Connection): Promise<boolean> {
    await this.#intake.takePacks(packs, connection.relayKey);
    for (const { doc } of packs) this.#pusher.arrived(docIdFromBytes(doc));
    this.#book.progress(packs.length);
    return this.#flush(connection);
  }

  /** False when the store failed: the connection ends, and the next one brings everything again. */
  async #flush(connection = this.#connection): Promise<boolean> {
    if (connection === undefined) return true;
    const flushed = await this.#intake.flush();
    if (flushed.ok) {
      for (const doc of flushed.value) this.#pusher.arrived(doc);
      await this.#stored(flushed.value);
      return true;
    }
    this.#book.report({ type: "StorageFailed", message: flushed.error.message });
    connection.drop();
    return false;
  }

  /** What comes close together is stored together; a single message, and what somebody waits for, at once. */
  #mayWait({ doc }: ChunksMessage): boolean {
    const comesMore = this.#isCatchingUp || this.#lane.hasMore;
    return comesMore && !this.#intake.isFull && !this.#offered.has(docIdFromBytes(doc));
  }

  async #show(offered: readonly OfferedRows[], by: Connection): Promise<void> {
    for (const doc of await this.#offered.take(offered, by)) this.#pusher.arrived(doc);
  }

  /** Everything up to here has come. What is incomplete is asked for, and the place is not passed until it is there. */
  async #current(place: LogPosition, connection: Connection): Promise<void> {
    this.#isCatchingUp = false;
    this.#book.change({ firstSync: null });
    const state = await this.#reader.reached(place);
    if (state === "failed") connection.drop();
    if (state !== "reached") return;
    this.#pusher.trust();
    this.#watch.settle();
    const unfinished = [...this.#intake.unfinished(), ...this.#successions.unfinished()];
    if (unfinished.length > 0) {
      for (const doc of unfinished) await this.#want(doc);
      return;
    }
    for (const doc of this.#offered.end(connection)) await this.#pusher.drop(doc);
    await this.#reader.keep(place);
    this.#keeper.gatherLater();
  }

  /** Asks for what is missing of a document. */
  async #want(doc: string): Promise<void> {
    this.#connection?.send(await wantOf(doc, { cards: this.#cards, documents: this.#documents }));
  }
}
