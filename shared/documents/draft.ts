/**
 * The draft commands write on. It collects what a command sets on top of the document's records; nothing reaches
 * Automerge before the command has succeeded, so a refused command cannot leave half a change.
 */
import * as v from "valibot";
import type { DocumentDraft } from "#shared/kernel/command";
import type { Ms } from "#shared/kernel/clock";
import type { Id, ThingId } from "#shared/kernel/ids";
import { parseId } from "#shared/kernel/ids";
import type { AnyRecordType, RecordOf, Scalar } from "#shared/kernel/record";
import { assert } from "#shared/kernel/result";
import type { RecordWrite } from "./crdt";
import { parseRecord, removedField, typesOfKind } from "./projection";
import type { RawRecord } from "./record-table";

/** The document a draft stands on. */
export interface DraftSource {
  readonly kind: string;
  readonly thing: ThingId;
  readonly raw: ReadonlyMap<string, RawRecord>;
  /** A record already parsed, when the source keeps them. */
  readonly parsed: <R extends AnyRecordType>(type: R, id: string) => RecordOf<R> | undefined;
  /** All that can be read of a type. */
  readonly parsedOf: <R extends AnyRecordType>(type: R) => ReadonlyMap<string, RecordOf<R>>;
  /** Whether devices disagree about the field: then setting the value it shows still counts, it settles the matter. */
  readonly isConflicted: (key: string, field: string) => boolean;
}

export interface CollectingDraft extends DocumentDraft {
  /** What the command set, in the order of first touch; values that end as they began are left out. */
  writes(): readonly RecordWrite[];
}

type Values = Readonly<Record<string, Scalar | null | undefined>>;

class OverlayDraft implements CollectingDraft {
  readonly kind: string;
  readonly thing: ThingId;
  readonly #source: DraftSource;
  readonly #now: Ms;
  readonly #overlay = new Map<string, Record<string, unknown>>();
  readonly #settled = new Map<string, Set<string>>();

  constructor(source: DraftSource, now: Ms) {
    this.kind = source.kind;
    this.thing = source.thing;
    this.#source = source;
    this.#now = now;
  }

  get<R extends AnyRecordType>(type: R, id: string): RecordOf<R> | undefined {
    const key = this.#keyOf(type, id);
    const changed = this.#overlay.get(key);
    if (changed === undefined) return this.#source.parsed(type, id);
    const parsed = parseRecord(type, id, changed);
    return parsed.ok ? parsed.value : undefined;
  }

  list<R extends AnyRecordType>(type: R): readonly RecordOf<R>[] {
    const prefix = this.#keyOf(type, "");
    const known = this.#source.parsedOf(type);
    const changed = [...this.#overlay.keys()].filter((key) => key.startsWith(prefix));
    if (changed.length === 0) return [...known.values()];
    const all = new Map(known);
    for (const key of changed) {
      const id = key.slice(prefix.length);
      const record = this.get(type, id);
      if (record === undefined) all.delete(id);
      else all.set(id, record);
    }
    return [...all.values()];
  }

  create(type: AnyRecordType, id: Id<string>, values: object): void {
    const key = this.#keyOf(type, id);
    assert(parseId(id), `${key} has a proper id`);
    assert(this.#current(key) === undefined, `${key} is made once`);
    const record: Record<string, unknown> = {};
    for (const [name, field] of Object.entries(type.fields)) {
      const value = entries(values)[name];
      assert(
        field.presence !== "required" || (value !== undefined && value !== null),
        `${key} is given ${name}`,
      );
      if (value === undefined || value === null || value === field.fallback) continue;
      record[name] = checked(type, name, value);
    }
    assert(
      Object.keys(values).every((name) => name === "id" || name in type.fields),
      `${key} has only the fields of its type`,
    );
    this.#overlay.set(key, record);
  }

  set(type: AnyRecordType, id: Id<string>, values: object): void {
    const key = this.#keyOf(type, id);
    for (const [name, value] of Object.entries(entries(values))) {
      if (value === undefined) continue;
      const field = type.fields[name];
      assert(field, `${type.name} has a field ${name}`);
      assert(value !== null || field.presence === "optional", `${type.name}.${name} cannot be cleared`);
      this.#put(key, name, value === null ? null : checked(type, name, value), field.fallback);
    }
  }

  remove(type: AnyRecordType, id: Id<string>): void {
    const key = this.#keyOf(type, id);
    if (this.#current(key)?.[removedField] === undefined) this.#put(key, removedField, this.#now, undefined);
  }

  restore(type: AnyRecordType, id: Id<string>): void {
    this.#put(this.#keyOf(type, id), removedField, null, undefined);
  }

  writes(): readonly RecordWrite[] {
    const writes: RecordWrite[] = [];
    for (const [key, record] of this.#overlay) {
      const before = this.#source.raw.get(key);
      if (before === undefined) {
        writes.push({ create: key, fields: scalars(record) });
        continue;
      }
      const fields: Record<string, Scalar | null> = {};
      for (const field of new Set([...Object.keys(record), ...Object.keys(before)])) {
        const settles = this.#settled.get(key)?.has(field) === true;
        if (!settles && sameValue(record[field], before[field])) continue;
        fields[field] = scalar(record[field]) ?? null;
      }
      if (Object.keys(fields).length > 0) writes.push({ set: key, fields });
    }
    return writes;
  }

  #keyOf(type: AnyRecordType, id: string): string {
    assert(typesOfKind(this.kind).has(type.name), `a ${this.kind} document holds ${type.name} records`);
    return `${type.name}:${id}`;
  }

  #current(key: string): RawRecord | undefined {
    return this.#overlay.get(key) ?? this.#source.raw.get(key);
  }

  #put(key: string, field: string, value: Scalar | null, fallback: Scalar | undefined): void {
    const current = this.#current(key);
    assert(current, `${key} exists`);
    const conflicted = this.#source.isConflicted(key, field);
    if (!conflicted && sameValue(current[field] ?? fallback, value ?? undefined)) return;
    let record = this.#overlay.get(key);
    if (record === undefined) {
      record = { ...current };
      this.#overlay.set(key, record);
    }
    if (value === null) delete record[field];
    else record[field] = value;
    if (conflicted) this.#settled.set(key, (this.#settled.get(key) ?? new Set()).add(field));
  }
}

export const draftOn = (source: DraftSource, now: Ms): CollectingDraft => new OverlayDraft(source, now);

/** The draft of a document that does not exist yet. */
export const emptySource = (kind: string, thing: ThingId): DraftSource => ({
  kind,
  thing,
  raw: new Map(),
  parsed: () => undefined,
  parsedOf: () => new Map(),
  isConflicted: () => false,
});

/** Equality of field values; byte strings by content. */
export const sameValue = (a: unknown, b: unknown): boolean => {
  if (a instanceof Uint8Array && b instanceof Uint8Array) {
    return a.length === b.length && a.every((byte, at) => byte === b[at]);
  }
  return a === b;
};

export const scalar = (value: unknown): Scalar | undefined =>
  typeof value === "string" ||
  typeof value === "number" ||
  typeof value === "boolean" ||
  value instanceof Uint8Array
    ? value
    : undefined;

const scalars = (record: RawRecord): Record<string, Scalar> => {
  const fields: Record<string, Scalar> = {};
  for (const [field, value] of Object.entries(record)) {
    const known = scalar(value);
    if (known !== undefined) fields[field] = known;
  }
  return fields;
};

const entries = (values: object): Values => {
  const found: Record<string, Scalar | null | undefined> = {};
  for (const [name, value] of Object.entries<unknown>({ ...values })) {
    if (name !== "id") found[name] = value === null ? null : scalar(value);
  }
  return found;
};

const checked = (type: AnyRecordType, name: string, value: Scalar): Scalar => {
  const field = type.fields[name];
  assert(field, `${type.name} has a field ${name}`);
  const parsed = v.safeParse(field.schema, value);
  assert(parsed.success, `${type.name}.${name} takes this value`);
  return parsed.output;
};
