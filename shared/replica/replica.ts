/** Opens a company in one tab: the public surface of `types.ts` over an engine, its books and the channel. */
import { textOfBytes } from "#shared/protocol/wire-types";
import type { Ms } from "#shared/kernel/clock";
import type { Command } from "#shared/kernel/command";
import type { ThingId } from "#shared/kernel/ids";
import { brand } from "#shared/kernel/brand";
import { encodeClientMsg } from "#shared/protocol/messages-codec";
import { idToBytes, newId } from "#shared/kernel/ids";
import type { AnyRecordType } from "#shared/kernel/record";
import { recordKey } from "#shared/kernel/record";
import type { Result } from "#shared/kernel/result";
import { Engine } from "./engine/engine";
import type { Commit } from "./engine/commit-queue";
import type { CompanyIdentity, Standing } from "./engine/company";
import { clockWrite, uncorrectedLogs } from "./engine/clock-facts";
import { runInBulk } from "./engine/bulk-steps";
import { adoptedRecords } from "./engine/adopted-records";
import { exportEverything } from "./engine/export";
import { HistoryReader } from "./engine/history-reader";
import { takeNext } from "./engine/inbox";
import { loadCompany, showLoaded } from "./engine/load";
import { pendingEdits } from "./engine/pending-edits";
import { SyncBook } from "./engine/sync-book";
import { UndoSteps } from "./engine/undo-steps";
import { recordsWhole } from "./engine/whole-records";
import { leftoversMark } from "./leftovers-mark";
import { loadOrClose } from "./load-or-close";
import { createSource } from "./observable";
import type { DocumentChanges, LinkState, ReplicaDeps, StoreWrite, TabMessage } from "./ports";
import type {
  AuditMoment,
  BulkFailure,
  BulkOptions,
  BulkProgress,
  Committed,
  HeldLog,
  RecordRef,
  Replica,
  Rescue,
  RowChange,
  RunProblem,
  WholeRecords,
} from "./types";

export type TabDeps = Omit<ReplicaDeps, "locks" | "connect">;

export type { CompanyIdentity, Standing };

/** Rejects when the store cannot be read. Rows come at once; documents and commands wait for `startEngine` of shared/documents. */
export const openReplica = async (
  deps: TabDeps,
  identity: CompanyIdentity,
  standing: Standing,
): Promise<Replica> => loadOrClose(new Tab(deps, identity, standing));

class Tab implements Replica {
  readonly company: string;
  readonly device: string;
  readonly member: Replica["member"];
  readonly #deps: TabDeps;
  readonly #standing: Standing;
  readonly #engine: Engine;
  readonly #history: HistoryReader;
  readonly #book: SyncBook;
  readonly #undo: UndoSteps;
  readonly #rescues = createSource<readonly Rescue[]>([]);
  readonly #held = createSource<readonly HeldLog[]>([]);
  readonly #unsubscribe: () => void;
  /** Not heard yet. */
  readonly #inbox: TabMessage[] = [];
  #listening: Promise<void> = Promise.resolve();

  constructor(deps: TabDeps, identity: CompanyIdentity, standing: Standing) {
    this.company = textOfBytes(identity.company);
    this.device = textOfBytes(deps.signer.publicKey);
    this.member = identity.member;
    this.#deps = deps;
    this.#standing = standing;
    this.#book = new SyncBook(standing.home() !== null, deps.clock.now());
    this.#undo = new UndoSteps(deps.store, deps.clock);
    this.#engine = new Engine(deps, identity, standing, {
      committing: (commit) => this.#committing(commit),
      committed: (commit, result) => {
        if (!result.ok) this.#uncommitted(commit, result.error.message);
      },
      // The host reports it to every tab and fetches it again.
      damaged: ({ card, hashes }) => deps.channel.post({ t: "damaged", docs: [{ doc: card.doc, hashes }] }),
    });
    this.#history = new HistoryReader({
      ...deps,
      ...{ company: identity.company, device: this.device, memberOf: standing.memberOf },
      ...{ cards: this.#engine.cards, documents: this.#engine.documents },
      withDocuments: (things, work) => this.#engine.withDocuments(things, work),
    });
    this.#unsubscribe = deps.channel.subscribe((message) => {
      this.#inbox.push(message);
      this.#listening = this.#listening.then(async () => {
        const next = takeNext(this.#inbox);
        if (next === undefined) return;
        await this.#hear(next);
        this.#book.behind(this.#engine.rows.behind);
      });
    });
  }

  get rows(): Replica["rows"] {
    return this.#engine.merged;
  }
  get sync(): Replica["sync"] {
    return this.#book.state;
  }
  get undoSteps(): Replica["undoSteps"] {
    return this.#undo.steps;
  }
  get rescues(): Replica["rescues"] {
    return this.#rescues;
  }
  get held(): Replica["held"] {
    return this.#held;
  }

  async load(): Promise<void> {
    // What other contexts say meanwhile is heard afterwards: it is newer than what is being read.
    this.#listening = this.#load();
    await this.#listening;
  }

  async #load(): Promise<void> {
    const [loaded] = await Promise.all([loadCompany(this.#deps.store), this.#undo.load()]);
    for (const card of loaded.cards) this.#engine.cards.add(card);
    const behind = showLoaded(this.#engine.rows, this.#engine.cards, loaded);
    this.#book.add(loaded.outbox);
    this.#rescues.set(loaded.rescues);
    // The host announces the rest; until then the sync state says that they are not shown as they are.
    for (const doc of behind.slice(0, openedAtOnce)) await this.#engine.reload(doc);
    this.#book.behind(this.#engine.rows.behind);
    this.#deps.channel.post({ t: "ask" });
  }

  may(...asked: Parameters<Replica["may"]>): boolean {
    return this.#standing.may(...asked);
  }

  run<A, V, P>(command: Command<A, V, P>, args: A): Promise<Result<Committed<V>, P | RunProblem>> {
    return this.#engine.run(command, args);
  }

  runBulk<A, V, P>(
    command: Command<A, V, P>,
    args: readonly A[],
    onProgress: (progress: BulkProgress) => void,
    options?: BulkOptions,
  ): Promise<Result<Committed<readonly V[]>, BulkFailure<P | RunProblem>>> {
    const change = newId(this.#deps.random);
    return runInBulk(args, { change, clock: this.#deps.clock }, onProgress, (one, part) =>
      this.#engine.run(command, one, { undoable: true, bulk: { ...options, change, part } }),
    );
  }

  undo(change?: string): ReturnType<Replica["undo"]> {
    return this.#undo.undo(this.#engine, change);
  }

  hold(thing: ThingId): ReturnType<Replica["hold"]> {
    return this.#engine.hold(thing);
  }

  holdOwnLog(): ReturnType<Replica["holdOwnLog"]> {
    return this.#engine.holdOwnLog();
  }

  documentOf(thing: ThingId): ReturnType<Replica["documentOf"]> {
    return brand(this.#engine.cards.current(thing)?.doc);
  }

  recordsWhole<R extends AnyRecordType>(thing: ThingId, type: R): Promise<WholeRecords<R> | undefined> {
    return recordsWhole(this.#engine, thing, type);
  }

  history(thing: ThingId, record?: RecordRef): ReturnType<Replica["history"]> {
    return this.#history.entries(thing, keyOf(record));
  }

  recentHistory(thing: ThingId, count: number, record?: RecordRef): ReturnType<Replica["recentHistory"]> {
    return this.#history.recent(thing, count, keyOf(record));
  }

  recordsAt(thing: ThingId, moment: AuditMoment, record?: RecordRef): ReturnType<Replica["recordsAt"]> {
    return this.#history.recordsAt(thing, moment, keyOf(record));
  }

  signers(thing: ThingId): ReturnType<Replica["signers"]> {
    return this.#history.signers(thing);
  }

  lastWrites(): ReturnType<Replica["lastWrites"]> {
    return this.#history.lastWrites();
  }

  lastContacts(): ReturnType<Replica["lastContacts"]> {
    return this.#history.lastContacts();
  }

  activity(since: Ms): ReturnType<Replica["activity"]> {
    return this.#history.activity(since);
  }

  adopted(): ReturnType<Replica["adopted"]> {
    return adoptedRecords(this.#engine, this.#standing.adoptions());
  }

  discardHeld(doc: string, why: string): void {
    const message = { t: "discard", doc: idToBytes(brand(doc)), why: why.normalize("NFC") } as const;
    this.#deps.channel.post({ t: "to-relay", frame: encodeClientMsg(message) });
  }

  async dismissRescue(id: string): Promise<void> {
    const ended = this.#rescues.get().find((rescue) => rescue.id === id);
    const writes: StoreWrite[] = [{ delete: "rescues", key: id }];
    // What only it named goes with it; looking for that takes a while, so not where it named nothing.
    const namesFiles = ended === undefined || ended.files !== undefined;
    if (namesFiles) writes.push(leftoversMark);
    if (!(await this.#deps.store.transact(writes, "strict")).ok) return;
    this.#rescues.set(this.#rescues.get().filter((rescue) => rescue.id !== id));
    if (namesFiles) this.#deps.channel.post({ t: "rescue-ended" });
  }

  pendingEdits(): ReturnType<Replica["pendingEdits"]> {
    return pendingEdits(this.#deps.store, this.#engine);
  }

  exportAll(): Promise<Uint8Array> {
    return exportEverything(this.#deps.store, this.company);
  }

  async close(): Promise<void> {
    this.#unsubscribe();
    await this.#listening;
    await this.#engine.close();
    await this.#undo.prune();
  }

  #committing(commit: Commit): void {
    if (commit.undo !== null) this.#undo.add(commit.undo);
    this.#book.add(
      commit.parts.flatMap(({ document: { doc, thing, kind }, changes }) =>
        changes.map(({ hash }) => ({ doc, thing, kind, hash, change: commit.change, at: commit.at })),
      ),
    );
  }

  #uncommitted(commit: Commit, message: string): void {
    if (commit.undo !== null) this.#undo.forget(commit.undo);
    this.#book.settle(
      commit.parts.map(({ document, changes }) => ({
        doc: document.doc,
        hashes: changes.map(({ hash }) => hash),
      })),
    );
    this.#book.report({ type: "StorageFailed", message });
  }

  async #hear(message: TabMessage): Promise<void> {
    switch (message.t) {
      case "arrived":
        return this.#arrived(message.docs);
      case "committed":
        return this.#committedElsewhere(message.docs);
      case "kept-in-hall":
        return this.#book.keptInHall(message.docs, message.isKept);
      case "handed-in":
        return this.#book.handedIn(message.docs, message.until);
      case "review":
        return this.#held.set(message.held);
      case "receipted":
        return this.#book.settle(message.docs);
      case "rebuilt":
        return this.#rebuilt(message.doc);
      case "moved":
        return this.#moved(message);
      case "dropped":
        this.#engine.cards.remove(message.doc);
        this.#history.forget(message.doc);
        await this.#engine.reload(message.doc);
        return this.#rescues.set(await this.#deps.store.all("rescues"));
      case "link":
        return this.#linked(message.link);
      default:
        return;
    }
  }

  async #linked(link: LinkState): Promise<void> {
    const before = this.#engine.offsetMs;
    this.#engine.offsetMs = link.offsetMs;
    this.#book.linked(link);
    if (before !== null || link.offsetMs === null) return;
    const { clock, random } = this.#deps;
    const now = clock.now();
    const logs = uncorrectedLogs(this.#engine.rows, this.#engine.cards.allLogsOf(this.device), now);
    if (logs.length === 0) return;
    const { offsetMs } = link;
    await this.#engine.withDocuments(logs, (documents) => {
      const parts = Array.from(documents.values(), (document) => ({
        document,
        writes: [clockWrite(now, offsetMs, random)],
      }));
      // Not waited for: it is durable when it is durable, and nothing depends on it.
      void this.#engine.write("replica.clock", parts);
    });
  }

  /** Chunks of these documents are in the store, written by another tab or by the host; all rows change at once. */
  async #arrived(docs: readonly DocumentChanges[]): Promise<void> {
    const { cards, documents, rows } = this.#engine;
    const { store } = this.#deps;
    await this.#learnCards(docs);
    const changes = await Promise.all(
      docs.map(async ({ doc, hashes }): Promise<readonly RowChange[]> => {
        const card = cards.byDoc(doc);
        if (card === undefined) return [];
        const ingested = await documents.ingest(doc, hashes);
        if (!cards.isCurrent(doc)) return [];
        if (ingested !== undefined) return this.#engine.rowsChanged(ingested.document, ingested.keys);
        const stored = await store.get("rows", `doc/${doc}`);
        if (stored !== undefined) return stored.docs.flatMap((entry) => rows.replace(entry));
        // Its rows lie in a pack already: opening it shows what is.
        await documents.open(card);
        return [];
      }),
    );
    rows.notify(changes.flat());
    this.#engine.arrived();
  }

  async #learnCards(docs: readonly DocumentChanges[]): Promise<void> {
    const { cards } = this.#engine;
    const unknown = docs.filter(({ doc }) => cards.byDoc(doc) === undefined);
    const found = await Promise.all(unknown.map(({ doc }) => this.#deps.store.get("cards", doc)));
    for (const card of found) if (card !== undefined) cards.add(card);
  }

  /** Another tab of this profile committed something. */
  async #committedElsewhere(docs: readonly DocumentChanges[]): Promise<void> {
    await this.#learnCards(docs);
    for (const { doc, hashes } of docs) {
      const entries = await this.#deps.store.all("outbox", `${doc}/`);
      this.#book.add(entries.filter(({ hash }) => hashes.includes(hash)));
    }
    const open = docs.filter(({ doc }) => this.#engine.documents.peek(doc) !== undefined);
    // Of the others the host writes the rows and says so.
    await this.#arrived(open);
  }

  /** A thing lives in another document: its rows change hands at once. */
  async #moved({ from, to, hashes }: Extract<TabMessage, { readonly t: "moved" }>): Promise<void> {
    const { cards, documents, rows } = this.#engine;
    const { store } = this.#deps;
    for (const doc of [from, to]) {
      const card = await store.get("cards", doc);
      if (card !== undefined) cards.add(card);
      this.#history.forget(doc);
    }
    const ingested = await documents.ingest(to, hashes);
    const stored = ingested === undefined ? await store.get("rows", `doc/${to}`) : undefined;
    const [late, carried] = [await store.all("outbox", `${from}/`), await store.all("outbox", `${to}/`)];
    documents.discard(from);
    const gone = rows.remove(from);
    const shown =
      ingested === undefined
        ? (stored?.docs ?? []).flatMap((entry) => rows.replace(entry))
        : this.#engine.rowsChanged(ingested.document, ingested.document.crdt.records.keys());
    this.#book.replace(from, late);
    this.#book.replace(to, carried);
    rows.notify([...gone, ...shown]);
    if (ingested === undefined && stored === undefined) await this.#engine.reload(to);
  }

  async #rebuilt(doc: string): Promise<void> {
    const card = await this.#deps.store.get("cards", doc);
    if (card !== undefined) this.#engine.cards.add(card);
    this.#history.forget(doc);
    await this.#engine.reload(doc);
    this.#book.replace(doc, await this.#deps.store.all("outbox", `${doc}/`));
    this.#rescues.set(await this.#deps.store.all("rescues"));
  }
}

const keyOf = (record: RecordRef | undefined): string | undefined =>
  record === undefined ? undefined : recordKey(record.type, record.id);

/** Documents opened at the start because their rows lack changes. */
const openedAtOnce = 20;
