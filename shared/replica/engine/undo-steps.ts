/** The undo list of this device: newest last, kept over restarts, bounded. */
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { RecordWrite } from "#shared/documents/crdt";
import type { Clock } from "#shared/kernel/clock";
import { brand } from "#shared/kernel/brand";
import type { ThingId } from "#shared/kernel/ids";
import { createSource } from "../observable";
import type { OpenDocument } from "../open-documents";
import type { ByteStore, StoreWrite } from "../ports";
import type { StoredUndo, StoredUndoDocument } from "../stored";
import type { Observable, RunProblem, UndoReport, UndoStep } from "../types";
import { undoKey } from "./commit-queue";
import { reversalOf } from "./undo-log";

/** Older steps are forgotten; what they changed stays. */
const keptSteps = 200;

export interface UndoTarget {
  /** Runs `work` at once with those of the documents that are there, all open. */
  withDocuments<T>(
    things: readonly ThingId[],
    work: (documents: ReadonlyMap<string, OpenDocument>) => T,
  ): Promise<T>;
  write(
    name: string,
    parts: readonly { readonly document: OpenDocument; readonly writes: readonly RecordWrite[] }[],
  ): Promise<Result<string, RunProblem>>;
}

export class UndoSteps {
  readonly #store: ByteStore;
  readonly #clock: Clock;
  /** Oldest first; a bulk run has many under one change. */
  #entries: StoredUndo[] = [];
  readonly #steps = createSource<readonly UndoStep[]>([]);

  constructor(store: ByteStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  get steps(): Observable<readonly UndoStep[]> {
    return this.#steps;
  }

  async load(): Promise<void> {
    this.#set([...(await this.#store.all("undo"))]);
  }

  add(entry: StoredUndo): void {
    this.#entries.push(entry);
    const { change, command, at } = entry;
    const steps = this.#steps.get();
    if (steps.at(-1)?.change !== change) this.#steps.set([...steps, { change, command, at }]);
  }

  /** The commit was taken back. */
  forget(entry: StoredUndo): void {
    this.#set(this.#entries.filter((one) => one !== entry));
  }

  async undo(
    target: UndoTarget,
    change: string | undefined,
  ): Promise<Result<UndoReport, { readonly type: "NothingToUndo" } | RunProblem>> {
    const step =
      change === undefined
        ? this.#steps.get().at(-1)
        : this.#steps.get().find((one) => one.change === change);
    if (step === undefined) return err({ type: "NothingToUndo" });
    const entries = this.#entries.filter((entry) => entry.change === step.change);
    const parts = entries.flatMap((entry) => entry.docs).reverse();
    const things = [...new Set(parts.map((part) => brand<ThingId>(part.thing)))];
    const { kept, written } = await target.withDocuments(things, (documents) =>
      this.#reverse(target, parts, documents),
    );
    const done = await written;
    if (!done.ok) return done;
    await this.#drop(entries);
    return ok({ undone: step, kept });
  }

  #reverse(
    target: UndoTarget,
    parts: readonly StoredUndoDocument[],
    documents: ReadonlyMap<string, OpenDocument>,
  ): { readonly kept: number; readonly written: Promise<Result<string | null, RunProblem>> } {
    const byDocument = new Map<OpenDocument, RecordWrite[]>();
    let kept = 0;
    for (const part of parts) {
      const document = documents.get(part.thing);
      if (document === undefined) {
        kept += part.created.length + part.fields.length;
        continue;
      }
      const reversal = reversalOf(part, document.crdt.records, this.#clock.now());
      kept += reversal.kept;
      byDocument.set(document, [...(byDocument.get(document) ?? []), ...reversal.writes]);
    }
    const writes = Array.from(byDocument, ([document, one]) => ({ document, writes: one }));
    const real = writes.filter((one) => one.writes.length > 0);
    return {
      kept,
      written: real.length === 0 ? Promise.resolve(ok(null)) : target.write("replica.undo", real),
    };
  }

  /** Deletes what fell off the end of the list. */
  async prune(): Promise<void> {
    const kept = new Set(
      this.#steps
        .get()
        .slice(-keptSteps)
        .map((step) => step.change),
    );
    await this.#drop(this.#entries.filter((entry) => !kept.has(entry.change)));
  }

  async #drop(entries: readonly StoredUndo[]): Promise<void> {
    if (entries.length === 0) return;
    this.#set(this.#entries.filter((entry) => !entries.includes(entry)));
    await this.#store.transact(
      entries.map((entry): StoreWrite => ({ delete: "undo", key: undoKey(entry) })),
      "relaxed",
    );
  }

  #set(entries: StoredUndo[]): void {
    this.#entries = entries;
    const steps = new Map<string, UndoStep>();
    for (const { change, command, at } of entries) steps.set(change, { change, command, at });
    this.#steps.set([...steps.values()]);
  }
}
