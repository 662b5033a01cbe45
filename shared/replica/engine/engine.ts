/**
 * The interactive half of a replica: commands, documents and rows of one tab. It never talks to the network; what it
 * commits the sync host picks up from the store, and what the host stores it hears of through the channel.
 */
import { permissionsFor } from "#shared/kernel/command";
import type { Command, CommandContext, DocumentRef } from "#shared/kernel/command";
import type { Id, ThingId } from "#shared/kernel/ids";
import { newId } from "#shared/kernel/ids";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { RecordWrite, WrittenChange } from "#shared/documents/crdt";
import { engineIsReady, engineReady } from "#shared/documents/crdt";
import { findDocumentKind } from "#shared/documents/kinds";
import { textOfBytes } from "#shared/protocol/wire-types";
import { CardIndex } from "../card-index";
import { rowsOfKeys, unreadableOf } from "../document-rows";
import type { KeyedRow } from "../document-rows";
import type { DamageReport, OpenDocument } from "../open-documents";
import { OpenDocuments } from "../open-documents";
import type { ReplicaDeps, StoreProblem } from "../ports";
import { MergedRows } from "../merged-rows";
import { RowTable } from "../row-table";
import type { StoredCard } from "../stored";
import type { Committed, RowChange, RunProblem, Unsubscribe } from "../types";
import { Arrivals } from "./arrivals";
import { splitWrites } from "./change-size";
import type { Commit, CommitPart } from "./commit-queue";
import { CommitQueue } from "./commit-queue";
import type { CompanyIdentity, Standing } from "./company";
import type { Resolved, Written } from "./draft-session";
import { DraftSession, withCompanions } from "./draft-session";
import { makeDocument } from "./new-document";
import type { Named, RunOptions } from "./undo-log";
import { createUndoNotes } from "./undo-log";
import { whyNotAllWritten, whyNotWritten } from "./write-subject";

export type EngineDeps = Pick<
  ReplicaDeps,
  "store" | "channel" | "signer" | "sha256" | "clock" | "timers" | "random"
>;

/** A log with more facts than this is left for a new one. */
const factsPerLog = 2_000;

/** What the engine tells the parts that keep books on it: undo, sync state. */
export interface EngineEvents {
  readonly committing: (commit: Commit) => void;
  readonly committed: (commit: Commit, result: Result<void, StoreProblem>) => void;
  readonly damaged: (report: DamageReport) => void;
}

export class Engine {
  readonly rows = new RowTable();
  readonly merged = new MergedRows(this.rows);
  readonly cards = new CardIndex();
  readonly documents: OpenDocuments;
  readonly #queue: CommitQueue;
  readonly #deps: EngineDeps;
  readonly #identity: CompanyIdentity;
  readonly #standing: Standing;
  readonly #events: EngineEvents;
  readonly #device: string;
  /** Relay time minus device time while connected. */
  offsetMs: number | null = null;
  #turn: Promise<void> | undefined;
  readonly #arrivals: Arrivals;
  #closed = false;

  constructor(deps: EngineDeps, identity: CompanyIdentity, standing: Standing, events: EngineEvents) {
    this.#deps = deps;
    this.#identity = identity;
    this.#standing = standing;
    this.#events = events;
    this.#device = textOfBytes(deps.signer.publicKey);
    this.documents = new OpenDocuments(deps, {
      damaged: events.damaged,
      // Stored rows may lag behind the chunks; an open document always says what is.
      opened: (document) =>
        this.refresh(document, new Set([...this.rows.keysOf(document.doc), ...document.crdt.records.keys()])),
    });
    this.#arrivals = new Arrivals(deps, (doc) => !this.rows.isUnchecked(doc));
    this.#queue = new CommitQueue(deps, identity.company, standing.checkpoint, (commits) =>
      this.#takeBack(commits),
    );
  }

  async run<A, V, P>(
    command: Command<A, V, P>,
    args: A,
    options: RunOptions = { undoable: true },
  ): Promise<Result<Committed<V>, P | RunProblem>> {
    for (const { verb, on } of permissionsFor(command, args))
      if (!this.#standing.may(verb, on)) return err({ type: "NotAllowed", verb, on });
    if (!engineIsReady()) await engineReady();
    const refs = withCompanions(command.documents(args), this.merged, this.cards);
    const awaited = this.#unchecked(refs);
    if (awaited.length > 0) await this.#arrivals.fetch(awaited);
    // A command whose documents are open runs within this call; others wait for theirs, in the order they came.
    if (this.#turn === undefined && this.#missing(refs).length === 0) {
      return this.#execute(command, args, refs, options).settled;
    }
    const started = await this.#inTurn(async () => {
      const holds: Unsubscribe[] = [];
      const opened = await this.#openAll(refs, holds);
      const execution = opened.ok
        ? this.#execute(command, args, refs, options)
        : { settled: Promise.resolve(opened) };
      for (const letGo of holds) letGo();
      return execution;
    });
    return started.settled;
  }

  /** Writes without a command, for undo; `change` when this goes on with one. */
  async write(
    name: string,
    parts: readonly { readonly document: OpenDocument; readonly writes: readonly RecordWrite[] }[],
    change?: string,
  ): Promise<Result<string, RunProblem>> {
    const written = parts.map(({ document, writes }): Written => ({ target: { document }, writes }));
    const why = whyNotWritten(written, this.cards, this.#standing);
    if (why !== undefined) return err(why);
    const bulk = change === undefined ? {} : { bulk: { change, part: 0 } };
    const { commit, letGo } = this.#apply({ name }, written, { undoable: false, ...bulk });
    const stored = await this.#store(commit, letGo);
    return stored.ok ? ok(commit.change) : err({ type: "StorageFailed", message: stored.error.message });
  }

  whyNotAllWritten(things: Iterable<string>): RunProblem | undefined {
    return whyNotAllWritten(things, this.cards, this.#standing);
  }

  /** Runs `work` at once with those of the documents that are there, all open. */
  async withDocuments<T>(
    things: readonly ThingId[],
    work: (documents: ReadonlyMap<string, OpenDocument>) => T,
  ): Promise<T> {
    return this.#inTurn(async () => {
      const letGo: Unsubscribe[] = [];
      const documents = new Map<string, OpenDocument>();
      for (const thing of things) {
        const card = this.cards.current(thing);
        if (card === undefined) continue;
        letGo.push(this.documents.hold(card.doc));
        const document = await this.documents.open(card);
        if (document !== undefined) documents.set(thing, document);
      }
      const result = work(documents);
      for (const one of letGo) one();
      return result;
    });
  }

  hold(thing: ThingId): Promise<Unsubscribe> {
    return this.#hold(this.cards.current(thing));
  }

  holdOwnLog(): Promise<Unsubscribe> {
    return this.#hold(this.#logCard());
  }

  async #hold(card: StoredCard | undefined): Promise<Unsubscribe> {
    if (card === undefined) return () => undefined;
    const letGo = this.documents.hold(card.doc);
    await this.documents.open(card);
    return letGo;
  }

  /** Brings rows up to date for these record keys of an open document and tells the listeners. */
  refresh(document: OpenDocument, keys: Iterable<string>): void {
    this.rows.notify(this.rowsChanged(document, keys));
  }

  async idle(): Promise<void> {
    await this.#queue.idle();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#queue.idle();
    this.documents.closeAll();
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#turn;
    const turn = (async () => {
      await before;
      return work();
    })();
    const settled = turn.then(
      () => undefined,
      () => undefined,
    );
    this.#turn = settled;
    try {
      return await turn;
    } finally {
      if (this.#turn === settled) this.#turn = undefined;
    }
  }

  #cardOf(ref: DocumentRef): StoredCard | undefined {
    if ("thing" in ref) return this.cards.current(ref.thing);
    return "single" in ref ? this.cards.single(ref.single) : undefined;
  }

  /** This device's newest log of today with room left; opened, or its card. */
  #logCard(): StoredCard | undefined {
    return this.cards.logsOf(this.#device, this.#deps.clock.now())[0];
  }

  #unchecked(refs: readonly DocumentRef[]): readonly string[] {
    return refs.flatMap((ref) => {
      const doc = "own" in ref ? undefined : this.#cardOf(ref)?.doc;
      return doc !== undefined && this.rows.isUnchecked(doc) ? [doc] : [];
    });
  }

  /** Rows of documents were replaced. */
  arrived(): void {
    this.#arrivals.look();
  }

  #new(kind: string): { readonly kind: string; readonly thing: ThingId } {
    return { kind, thing: newId<ThingId>(this.#deps.random) };
  }

  #missing(refs: readonly DocumentRef[]): readonly StoredCard[] {
    return refs.flatMap((ref) => {
      const card = "own" in ref ? this.#logCard() : this.#cardOf(ref);
      if (card === undefined) return [];
      return this.documents.peek(card.doc) === undefined ? [card] : [];
    });
  }

  async #openAll(refs: readonly DocumentRef[], holds: Unsubscribe[]): Promise<Result<void, RunProblem>> {
    try {
      for (const card of this.#missing(refs)) {
        holds.push(this.documents.hold(card.doc));
        await this.documents.open(card);
      }
      return ok(undefined);
    } catch (problem) {
      return err({ type: "StorageFailed", message: String(problem) });
    }
  }

  #resolve(refs: readonly DocumentRef[]): Result<readonly (readonly [DocumentRef, Resolved])[], RunProblem> {
    const resolved: (readonly [DocumentRef, Resolved])[] = [];
    for (const ref of refs) {
      const card = "own" in ref ? this.#logCard() : this.#cardOf(ref);
      const document = card === undefined ? undefined : this.documents.peek(card.doc);
      if ("own" in ref && (document === undefined || document.crdt.records.size >= factsPerLog)) {
        resolved.push([ref, { fresh: [this.#new("movements")] }]);
        continue;
      }
      if ("single" in ref && ref.single === "company" && card === undefined) {
        // Whoever founds the company makes both of its only documents, so that nobody ever makes a second one.
        resolved.push([ref, { fresh: [this.#new("company"), this.#new("places")] }]);
        continue;
      }
      if (card === undefined || document === undefined) {
        return err({ type: "DocumentMissing", thing: "thing" in ref ? ref.thing : null });
      }
      if (card.stopped !== undefined)
        return err({ type: "DocumentReadOnly", thing: document.thing, why: "stopped" });
      const schema = findDocumentKind(document.kind)?.schema ?? 0;
      if (document.crdt.root().minWriter > schema) {
        return err({ type: "DocumentReadOnly", thing: document.thing, why: "too-old" });
      }
      resolved.push([ref, { document }]);
    }
    return ok(resolved);
  }

  /** Runs and applies at once; `settled` follows the store. */
  #execute<A, V, P>(
    command: Command<A, V, P>,
    args: A,
    refs: readonly DocumentRef[],
    options: RunOptions,
  ): { readonly settled: Promise<Result<Committed<V>, P | RunProblem>> } {
    const at = (result: Result<Committed<V>, P | RunProblem>) => ({ settled: Promise.resolve(result) });
    if (this.#closed) return at(err({ type: "StorageFailed", message: "the company was closed" }));
    const resolved = this.#resolve(refs);
    if (!resolved.ok) return at(resolved);
    const context: CommandContext = {
      now: this.#deps.clock.now(),
      offsetMs: this.offsetMs,
      ...{ member: this.#identity.member, home: this.#standing.home() },
      newId: <T extends Id<string>>() => newId<T>(this.#deps.random),
    };
    const session = new DraftSession(resolved.value, this.cards, this.merged, context.now);
    const result = command.run(session, args, context);
    if (!result.ok) return at(result);
    const written = session.written();
    if (written.length === 0) return at(ok({ value: result.value, change: null }));
    const why = whyNotWritten(written, this.cards, this.#standing);
    if (why !== undefined) return at(err(why));
    const { commit, letGo } = this.#apply(command, written, options);
    const settled = this.#store(commit, letGo).then((stored) =>
      stored.ok
        ? ok({ value: result.value, change: commit.change })
        : err({ type: "StorageFailed" as const, message: stored.error.message }),
    );
    return { settled };
  }

  /** Applies writes to the open documents and the rows; what follows is only making it durable. */
  #apply({ name, undoesQuantities }: Named, written: readonly Written[], options: RunOptions): Applied {
    const at = this.#deps.clock.now();
    const change = options.bulk?.change ?? newId(this.#deps.random);
    const message = JSON.stringify({ c: name, id: change });
    const parts: CommitPart[] = [];
    const notes = createUndoNotes();
    const changes: RowChange[] = [];
    const letGo: Unsubscribe[] = [];
    for (const { target, writes } of written) {
      const { document, card } =
        "document" in target
          ? { ...target, card: null }
          : makeDocument(target.create, this.documents, this.#identity.company, this.#deps, at);
      letGo.push(this.documents.hold(document.doc));
      if (card !== null) {
        this.cards.add({ ...card.stored, signed: new Uint8Array() });
        this.documents.adopt(document);
      }
      notes.add(document, document.crdt.records, writes);
      const made = splitWrites(writes).flatMap((part): readonly WrittenChange[] => {
        const one = document.crdt.write(part, message, Math.floor(at / 1000));
        return one === null ? [] : [one];
      });
      document.devices.set(document.actor, this.#deps.signer.publicKey);
      const keys = writes.map((write) => ("create" in write ? write.create : write.set));
      const rows = this.#rowsOf(document, keys);
      const unreadable = unreadableOf(document);
      parts.push({ document, changes: made, card, keys, rows, unreadable });
      changes.push(...this.rows.update(document.doc, document.thing, rows, unreadable));
    }
    this.rows.notify(changes);
    const undo = options.undoable ? notes.parts(undoesQuantities === true) : null;
    const kept = undo === null ? null : { part: 0, ...options.bulk, change, command: name, at, ...undo };
    return { commit: { change, command: name, at, parts, undo: kept }, letGo };
  }

  async #store(commit: Commit, holds: readonly Unsubscribe[]): Promise<Result<void, StoreProblem>> {
    this.#events.committing(commit);
    const result = await this.#queue.add(commit);
    for (const letGo of holds) letGo();
    this.#events.committed(commit, result);
    return result;
  }

  /** Brings rows up to date for these record keys; the caller tells the listeners. */
  rowsChanged(document: OpenDocument, keys: Iterable<string>): readonly RowChange[] {
    // Another document has taken its place, or it is still to take that of another.
    if (this.cards.byDoc(document.doc) !== undefined && !this.cards.isCurrent(document.doc)) return [];
    const rows = this.#rowsOf(document, [...keys]);
    return this.rows.update(document.doc, document.thing, rows, unreadableOf(document));
  }

  #rowsOf(document: OpenDocument, keys: readonly string[]): readonly KeyedRow[] {
    document.projection.update(keys);
    return rowsOfKeys(document, keys, this.#standing.memberOf);
  }

  /** The store refused: documents and rows go back to what it holds. Commands wait meanwhile. */
  async #takeBack(commits: readonly Commit[]): Promise<void> {
    const parts = commits.flatMap((commit) => commit.parts);
    for (const { document, card } of parts) {
      this.documents.discard(document.doc);
      if (card !== null) this.cards.remove(document.doc);
    }
    await this.#inTurn(async () => {
      for (const doc of new Set(parts.map(({ document }) => document.doc))) await this.#reread(doc);
    });
  }

  /** Reads a document again from the store and sets its rows to what it says. */
  async reload(doc: string): Promise<void> {
    this.documents.discard(doc);
    await this.#inTurn(() => this.#reread(doc));
  }

  async #reread(doc: string): Promise<void> {
    const card = this.cards.byDoc(doc);
    const document = card === undefined ? undefined : await this.documents.open(card);
    if (document === undefined) this.rows.notify(this.rows.remove(doc));
  }
}

interface Applied {
  readonly commit: Commit;
  /** Lets the written documents go again; call when the commit is settled. */
  readonly letGo: readonly Unsubscribe[];
}
