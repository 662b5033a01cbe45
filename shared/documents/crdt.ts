/**
 * One Automerge document as a flat record store, without a JavaScript copy of it: the records live in our own map,
 * Automerge only merges. Everything that touches its low-level handle is in this file; `tests/assumptions` holds
 * what it relies on.
 */
import * as Automerge from "@automerge/automerge/slim";
import type { Scalar } from "#shared/kernel/record";
import { assert } from "#shared/kernel/result";
import type { RawRecord } from "./record-table";
import { isObject, plainRecord, plainValue, RecordTable } from "./record-table";

export type RecordWrite =
  | { readonly create: string; readonly fields: Readonly<Record<string, Scalar>> }
  /** Null deletes the field. */
  | { readonly set: string; readonly fields: Readonly<Record<string, Scalar | null>> };

export interface DocumentRoot {
  readonly kind: string;
  readonly schema: number;
  /** Programs with a lower schema number for this kind may read but not write. */
  readonly minWriter: number;
}

/** A change as it goes into the store and over the wire. */
export interface WrittenChange {
  readonly hash: string;
  readonly bytes: Uint8Array;
  readonly seq: number;
  readonly deps: readonly string[];
}

export interface ChangeMeta {
  readonly hash: string;
  readonly actor: string;
  readonly seq: number;
  readonly startOp: number;
  readonly maxOp: number;
  /** Seconds since 1970, claimed by the writer. */
  readonly time: number;
  readonly message: string | null;
  readonly deps: readonly string[];
}

export interface FieldWrite {
  readonly key: string;
  readonly field: string | null;
  readonly value: unknown;
  /** Counter of the operation; with the actor of its change it names the operation. */
  readonly counter: number;
  /** Names (`<counter>@<actor>`) of the operations whose values the writer saw and replaced. */
  readonly replaces: readonly string[];
}

export interface ConflictingValue {
  readonly value: Scalar | null;
  readonly actor: string;
  readonly counter: number;
}

type Handle = ReturnType<typeof Automerge.getBackend>;

export interface CrdtDocument {
  readonly actor: string;
  readonly records: ReadonlyMap<string, RawRecord>;
  root(): DocumentRoot;
  heads(): readonly string[];
  has(hash: string): boolean;
  /** Hashes that applied chunks depend on and nobody brought yet. */
  missing(): readonly string[];
  /** Sequence number of the newest change of an actor, 0 when it has none. */
  seqOf(actor: string): number;
  /** Applies foreign or stored chunks in any order and returns the keys of the records that changed. Throws on bytes that are not changes. */
  apply(chunks: readonly Uint8Array[]): ReadonlySet<string>;
  /** Makes exactly one change; null when the writes change nothing. `time` in seconds. */
  write(writes: readonly RecordWrite[], message: string, time: number): WrittenChange | null;
  isConflicted(key: string, field: string): boolean;
  conflictedFields(key: string): readonly string[];
  /** Every value devices gave the field without knowing of each other, the winner last. */
  conflictingValues(key: string, field: string): readonly ConflictingValue[];
  changes(): readonly ChangeMeta[];
  /** Those that are not among the ancestors of `heads`, which must be known here; ancestors before descendants. */
  changesAfter(heads: readonly string[]): readonly ChangeMeta[];
  meta(hash: string): ChangeMeta | undefined;
  /** The change as a chunk. */
  bytesOf(hash: string): Uint8Array | undefined;
  /** The fields one change wrote, in order; null means deleted, `field` null means the record itself. */
  writesOf(hash: string): readonly FieldWrite[];
  stats(): { readonly changes: number; readonly operations: number; readonly actors: number };
  free(): void;
}

const scalarOrNull = (value: unknown): Scalar | null => {
  const plain = plainValue(value);
  return typeof plain === "string" ||
    typeof plain === "number" ||
    typeof plain === "boolean" ||
    plain instanceof Uint8Array
    ? plain
    : null;
};

/** Byte strings of a decoded change come as lists of numbers. */
const decodedValue = (value: unknown): unknown =>
  Array.isArray(value) ? Uint8Array.from(value, Number) : plainValue(value);

const putScalar = (handle: Handle, object: string, field: string, value: Scalar): void => {
  if (typeof value === "string") handle.put(object, field, value, "str");
  else if (typeof value === "boolean") handle.put(object, field, value, "boolean");
  else if (typeof value === "number")
    handle.put(object, field, value, Number.isInteger(value) ? "int" : "f64");
  else handle.put(object, field, value, "bytes");
};

const hydrated = (fields: Readonly<Record<string, Scalar>>): Record<string, unknown> => {
  const values: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(fields)) {
    values[field] = typeof value === "string" ? new Automerge.ImmutableString(value) : value;
  }
  return values;
};

const containerOf = (handle: Handle): string | undefined => {
  const found = handle.getWithType("_root", "records");
  return found?.[0] === "map" ? found[1] : undefined;
};

/** Bytes and wrapped strings are objects too, and no record. */
const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isObject(value) && Object.getPrototypeOf(value) === Object.prototype;

/** Concurrent changes are the only source of conflicts; a chain has none. */
const isChain = (changes: readonly ChangeMeta[]): boolean =>
  changes.every((change, at) =>
    at === 0
      ? change.deps.length === 0
      : change.deps.length === 1 && change.deps[0] === changes[at - 1]?.hash,
  );

const actorOfOperation = (id: string): { readonly actor: string; readonly counter: number } => {
  const at = id.indexOf("@");
  return { counter: Number(id.slice(0, at)), actor: id.slice(at + 1) };
};

class AutomergeDocument implements CrdtDocument {
  readonly #handle: Handle;
  readonly #table = new RecordTable();
  #container: string | undefined;
  /** What commands ask of every document they write to; only foreign changes make it another. */
  #root: DocumentRoot | undefined;

  constructor(handle: Handle) {
    this.#handle = handle;
  }

  get actor(): string {
    return this.#handle.getActorId();
  }
  get records(): ReadonlyMap<string, RawRecord> {
    return this.#table.records;
  }

  /** Fills the record map from what the handle holds, at the price of one pass over it. */
  readEverything(): void {
    this.#container = containerOf(this.#handle);
    this.#table.records.clear();
    this.#table.conflicts.clear();
    if (this.#container !== undefined) {
      const all = this.#handle.materialize(this.#container);
      let shown = this.#handle.keys("_root").length;
      if (isObject(all))
        for (const key of Object.keys(all)) {
          const record = all[key];
          this.#table.records.set(key, plainRecord(record));
          shown += isPlainObject(record) ? 1 + Object.keys(record).length : Number.NaN;
        }
      // Where every operation shows, as in a log of facts, none can have another beside it.
      const { numActors, numOps } = this.#handle.stats();
      if (numActors > 1 && numOps !== shown && !isChain(this.changes())) this.#readConflicts();
    }
    this.#handle.updateDiffCursor();
  }

  #readConflicts(): void {
    const conflicts = this.#handle
      .diff([], this.#handle.getHeads())
      .filter((patch) => patch.action === "conflict" || ("conflict" in patch && patch.conflict));
    for (const { path } of conflicts) {
      const [container, key, field] = path;
      if (
        container !== "records" ||
        typeof key !== "string" ||
        typeof field !== "string" ||
        path.length !== 3
      )
        continue;
      this.#table.conflicts.set(key, (this.#table.conflicts.get(key) ?? new Set()).add(field));
    }
  }

  root(): DocumentRoot {
    this.#root ??= this.#readRoot();
    return this.#root;
  }

  #readRoot(): DocumentRoot {
    const text = (field: string): string => {
      const value = plainValue(this.#handle.get("_root", field));
      return typeof value === "string" ? value : "";
    };
    const highest = (field: string): number =>
      Math.max(
        0,
        ...this.#handle.getAll("_root", field).map(([, value]) => (typeof value === "number" ? value : 0)),
      );
    return { kind: text("kind"), schema: highest("schema"), minWriter: highest("minWriter") };
  }

  heads(): readonly string[] {
    return this.#handle.getHeads();
  }
  has(hash: string): boolean {
    return this.#handle.getChangeMetaByHash(hash) !== null;
  }
  missing(): readonly string[] {
    return this.#handle.getMissingDeps([]);
  }
  seqOf(actor: string): number {
    return this.changes().reduce(
      (newest, change) => (change.actor === actor ? Math.max(newest, change.seq) : newest),
      0,
    );
  }

  apply(chunks: readonly Uint8Array[]): ReadonlySet<string> {
    this.#root = undefined;
    this.#handle.applyChanges([...chunks]);
    if (this.#container === undefined) {
      this.readEverything();
      return new Set(this.#table.records.keys());
    }
    return this.#absorb();
  }

  write(writes: readonly RecordWrite[], message: string, time: number): WrittenChange | null {
    const container = this.#container;
    assert(container, "a document is begun or loaded before it is written");
    for (const write of writes) {
      if ("create" in write)
        this.#handle.putObjectFromHydrate(container, write.create, hydrated(write.fields));
      else this.#setFields(write.set, write.fields);
    }
    const hash = this.#handle.commit(message, time);
    if (hash === null) return null;
    this.#absorb();
    return this.#written(hash);
  }

  /** Puts the root fields and the one container there will ever be; goes out with the first change. */
  begin(root: DocumentRoot): void {
    this.#root = undefined;
    this.#handle.put("_root", "kind", root.kind, "str");
    this.#handle.put("_root", "schema", root.schema, "int");
    this.#handle.put("_root", "minWriter", root.minWriter, "int");
    this.#container = this.#handle.putObject("_root", "records", {});
  }

  isConflicted(key: string, field: string): boolean {
    return this.#table.conflicts.get(key)?.has(field) === true;
  }
  conflictedFields(key: string): readonly string[] {
    return [...(this.#table.conflicts.get(key) ?? [])].sort();
  }
  conflictingValues(key: string, field: string): readonly ConflictingValue[] {
    const object = this.#objectOf(key);
    if (object === undefined) return [];
    const values = this.#handle.getAll(object, field).map((full) => {
      const [type, value, id] = full;
      const operation = typeof id === "string" ? id : typeof value === "string" ? value : "0@";
      return { value: type === "null" ? null : scalarOrNull(value), ...actorOfOperation(operation) };
    });
    // The handle lists them in an order of its own; every device must show the same.
    return values.sort((a, b) => a.counter - b.counter || (a.actor < b.actor ? -1 : 1));
  }

  changes(): readonly ChangeMeta[] {
    return this.#handle.getChangesMeta([]);
  }
  changesAfter(heads: readonly string[]): readonly ChangeMeta[] {
    return this.#handle.getChangesMeta([...heads]);
  }
  meta(hash: string): ChangeMeta | undefined {
    return this.#handle.getChangeMetaByHash(hash) ?? undefined;
  }
  bytesOf(hash: string): Uint8Array | undefined {
    return this.#handle.getChangeByHash(hash) ?? undefined;
  }
  writesOf(hash: string): readonly FieldWrite[] {
    const decoded = this.#handle.getDecodedChangeByHash(hash);
    if (decoded === null || this.#container === undefined) return [];
    const keys = new Map<string, string | undefined>();
    const keyOf = (object: string): string | undefined => {
      if (keys.has(object)) return keys.get(object);
      const [container, key] = object === "_root" ? [] : (this.#handle.objInfo(object).path ?? []);
      const found = container === "records" && typeof key === "string" ? key : undefined;
      keys.set(object, found);
      return found;
    };
    return decoded.ops.flatMap((operation, at): FieldWrite[] => {
      const place = { counter: decoded.startOp + at, replaces: operation.pred };
      const isGone = operation.action === "del";
      if (operation.obj === this.#container)
        return [{ ...place, key: operation.key, field: null, value: isGone ? null : {} }];
      const key = keyOf(operation.obj);
      if (key === undefined) return [];
      const value = isGone ? null : decodedValue(operation.value);
      return [{ ...place, key, field: operation.key, value }];
    });
  }
  stats(): { readonly changes: number; readonly operations: number; readonly actors: number } {
    const { numChanges, numOps, numActors } = this.#handle.stats();
    return { changes: numChanges, operations: numOps, actors: numActors };
  }
  free(): void {
    this.#handle.free();
  }

  #absorb(): ReadonlySet<string> {
    const touched = this.#table.absorb(this.#handle.diffIncremental(), (key) => {
      const object = this.#objectOf(key);
      return object === undefined ? undefined : plainRecord(this.#handle.materialize(object));
    });
    // A further value that does not win, or one that goes, changes a conflict without any patch.
    for (const [key, fields] of [...this.#table.conflicts]) {
      touched.add(key);
      for (const field of [...fields]) {
        if (this.conflictingValues(key, field).length < 2) this.#table.settle(key, field);
      }
    }
    return touched;
  }
  #objectOf(key: string): string | undefined {
    if (this.#container === undefined) return undefined;
    const found = this.#handle.getWithType(this.#container, key);
    return found?.[0] === "map" ? found[1] : undefined;
  }
  #setFields(key: string, fields: Readonly<Record<string, Scalar | null>>): void {
    const object = this.#objectOf(key);
    assert(object, "a record exists before its fields are set");
    for (const [field, value] of Object.entries(fields)) {
      if (value === null) this.#handle.delete(object, field);
      else putScalar(this.#handle, object, field, value);
    }
  }
  #written(hash: string): WrittenChange {
    const meta = this.meta(hash);
    const bytes = this.bytesOf(hash);
    assert(meta !== undefined && bytes !== undefined, "a change just made is in its document");
    return { hash, bytes, seq: meta.seq, deps: meta.deps };
  }
}

const handleFor = (actor: string): Handle => Automerge.getBackend(Automerge.init({ actor }));

/** An empty document of a kind; its first change carries the root fields and the record container. */
export const beginDocument = (actor: string, root: DocumentRoot): CrdtDocument => {
  const document = new AutomergeDocument(handleFor(actor));
  document.begin(root);
  return document;
};

/** A document from its chunks in any order. Throws on bytes that are not changes. */
export const loadDocument = (actor: string, chunks: readonly Uint8Array[]): CrdtDocument => {
  const handle = handleFor(actor);
  handle.applyChanges([...chunks]);
  const document = new AutomergeDocument(handle);
  document.readEverything();
  return document;
};

/** Call once before any document is opened. In a browser the argument is the address of the wasm file. */
export const startEngine = async (wasm: Parameters<typeof Automerge.initializeWasm>[0]): Promise<void> => {
  if (!Automerge.isWasmInitialized()) await Automerge.initializeWasm(wasm);
};

/** Whether `startEngine` has settled: rows are read without it, documents are not. */
export const engineIsReady = (): boolean => Automerge.isWasmInitialized();

/** Settles when `startEngine` has. */
export const engineReady = (): Promise<void> => Automerge.wasmInitialized();
