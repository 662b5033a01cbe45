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
import { takeBackQuantities } from "./undo-quantities";
import type { QuantityLog } from "./undo-quantities";

/** Older steps are forgotten; what they changed stays. */
const keptSteps = 200;
/** So many parts of a bulk run are taken back in one transaction. */
const partsAtOnce = 25;

export interface UndoTarget extends QuantityLog {
  /** Undefined where this device may write all of these things that are here. */
  whyNotAllWritten(things: Iterable<string>): RunProblem | undefined;
  /** Runs `work` at once with those of the documents that are there, all open. */
  withDocuments<T>(
    things: readonly ThingId[],
    work: (documents: ReadonlyMap<string, OpenDocument>) => T,
  ): Promise<T>;
  write(
    name: string,
    parts: readonly { readonly document: OpenDocument; readonly writes: readonly RecordWrite[] }[],
    change?: string,
  ): Promise<Result<string, RunProblem>>;
}

type Counted = Pick<UndoReport, "removed" | "restored" | "kept" | "missing">;
interface Reversed extends Counted {
  readonly written: Promise<Result<string | null, RunProblem>>;
}

const stepOf = ({ change, command, at, label }: StoredUndo): UndoStep => ({
  ...{ change, command, at },
  ...(label === undefined ? {} : { label }),
});

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
    const steps = this.#steps.get();
    if (steps.at(-1)?.change !== entry.change) this.#steps.set([...steps, stepOf(entry)]);
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
    const facts = entries.flatMap((entry) => entry.facts ?? []);
    // Who may not take the records back leaves the quantities, and who may not take these back leaves the rest as well.
    const things = facts.length === 0 ? [] : entries.flatMap(({ docs }) => docs.map(({ thing }) => thing));
    const why = target.whyNotAllWritten(new Set(things));
    if (why !== undefined) return err(why);
    const quantities = await takeBackQuantities(target, facts);
    if (!quantities.ok) return quantities;
    const records = await this.#reverseAll(target, entries);
    if (!records.ok) return records;
    const { removed, restored, kept, missing } = records.value;
    return ok({
      ...{ undone: step, removed, restored, kept },
      ...{ facts: quantities.value.facts, missing: missing + quantities.value.missing },
    });
  }

  /**
   * Newest first, and of a bulk run so few at a time that the page stays usable. What is done is forgotten at once: where
   * it stops, the step is still there and says what is left.
   */
  async #reverseAll(
    target: UndoTarget,
    entries: readonly StoredUndo[],
  ): Promise<Result<Counted, RunProblem>> {
    const total = { removed: 0, restored: 0, kept: 0, missing: 0 };
    let change: string | undefined;
    for (let end = entries.length; end > 0; end -= partsAtOnce) {
      const slice = entries.slice(Math.max(0, end - partsAtOnce), end);
      const parts = slice.flatMap((entry) => entry.docs).reverse();
      const things = [...new Set(parts.map((part) => brand<ThingId>(part.thing)))];
      const { written, ...counted } = await target.withDocuments(things, (documents) =>
        this.#reverse(target, parts, documents, change),
      );
      const done = await written;
      if (!done.ok) return done;
      change = done.value ?? change;
      total.removed += counted.removed;
      total.restored += counted.restored;
      total.kept += counted.kept;
      total.missing += counted.missing;
      await this.#drop(slice);
    }
    return ok(total);
  }

  #reverse(
    target: UndoTarget,
    parts: readonly StoredUndoDocument[],
    documents: ReadonlyMap<string, OpenDocument>,
    change: string | undefined,
  ): Reversed {
    const byDocument = new Map<OpenDocument, RecordWrite[]>();
    let [removed, restored, kept, missing] = [0, 0, 0, 0];
    for (const part of parts) {
      const document = documents.get(part.thing);
      if (document === undefined) {
        missing += part.created.length + part.fields.length;
        continue;
      }
      const reversal = reversalOf(part, document.crdt.records, this.#clock.now());
      removed += reversal.removed;
      restored += reversal.restored;
      kept += reversal.kept;
      byDocument.set(document, [...(byDocument.get(document) ?? []), ...reversal.writes]);
    }
    const writes = Array.from(byDocument, ([document, one]) => ({ document, writes: one }));
    const real = writes.filter((one) => one.writes.length > 0);
    return {
      ...{ removed, restored, kept, missing },
      written: real.length === 0 ? Promise.resolve(ok(null)) : target.write("replica.undo", real, change),
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
    for (const entry of entries) steps.set(entry.change, stepOf(entry));
    this.#steps.set([...steps.values()]);
  }
}
