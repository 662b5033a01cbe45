/** From raw records to records the domain can trust: one parser for every type, made from its declaration. */
import * as v from "valibot";
import { brand } from "#shared/kernel/brand";
import type { Id } from "#shared/kernel/ids";
import { parseId } from "#shared/kernel/ids";
import type { AnyRecordType, Field, RecordOf, Scalar } from "#shared/kernel/record";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import { findDocumentKind } from "./kinds";
import type { RawRecord } from "./record-table";

/** Raised when rows or history made by older code must be made again. */
export const projectionVersion = 2;

/** Field of every record: when it was removed. */
export const removedField = "removedAt";

type Fields = readonly (readonly [string, Field])[];
const fieldsByType = new WeakMap<AnyRecordType, Fields>();

const fieldsOf = (type: AnyRecordType): Fields => {
  const known = fieldsByType.get(type);
  if (known !== undefined) return known;
  const fields = Object.entries(type.fields);
  fieldsByType.set(type, fields);
  return fields;
};

/** Splits `<type>:<id>`; undefined for keys that are not of that form, such as those of newer versions. */
export const splitKey = (key: string): { readonly type: string; readonly id: string } | undefined => {
  const at = key.indexOf(":");
  return at <= 0 || key.includes("#") ? undefined : { type: key.slice(0, at), id: key.slice(at + 1) };
};

/** The declared type of a record key in a document of this kind; undefined for what newer versions added. */
export const typeOfKey = (kind: string, key: string): AnyRecordType | undefined => {
  const name = splitKey(key)?.type;
  return name === undefined ? undefined : typesOfKind(kind).get(name);
};

const typeTables = new Map<string, ReadonlyMap<string, AnyRecordType>>();

export const typesOfKind = (kind: string): ReadonlyMap<string, AnyRecordType> => {
  const known = typeTables.get(kind);
  if (known !== undefined) return known;
  const table = new Map((findDocumentKind(kind)?.records ?? []).map((type) => [type.name, type]));
  typeTables.set(kind, table);
  return table;
};

/**
 * A record as its type declares it, defaults filled in; fields this version does not know are left out here and kept
 * in the document. The error says which field is wrong.
 */
export const parseRecord = <R extends AnyRecordType>(
  type: R,
  id: string,
  raw: RawRecord,
): Result<RecordOf<R>, string> => {
  if (parseId<Id<string>>(id) === undefined) return err("its id is not an id");
  const values: Record<string, Scalar> = { id };
  for (const [name, field] of fieldsOf(type)) {
    const value = raw[name];
    if (value === undefined) {
      if (field.fallback !== undefined) values[name] = field.fallback;
      else if (field.presence === "required") return err(`${name} is missing`);
      continue;
    }
    const parsed = v.safeParse(field.schema, value);
    if (!parsed.success) return err(`${name}: ${parsed.issues[0].message}`);
    values[name] = parsed.output;
  }
  const removedAt = raw[removedField];
  if (typeof removedAt === "number") values[removedField] = removedAt;
  return ok(brand<RecordOf<R>>(values));
};

export interface Projection {
  /** Readable records by type name, then id. */
  readonly records: ReadonlyMap<string, ReadonlyMap<string, RecordOf<AnyRecordType>>>;
  /** Record key to the reason it cannot be read. */
  readonly unreadable: ReadonlyMap<string, string>;
}

/** Keeps the projection of one document current: hand it the keys that changed. */
export class DocumentProjection implements Projection {
  readonly records = new Map<string, Map<string, RecordOf<AnyRecordType>>>();
  readonly unreadable = new Map<string, string>();
  readonly #kind: string;
  readonly #raw: ReadonlyMap<string, RawRecord>;

  constructor(kind: string, raw: ReadonlyMap<string, RawRecord>) {
    this.#kind = kind;
    this.#raw = raw;
    this.update(raw.keys());
  }

  update(keys: Iterable<string>): void {
    for (const key of keys) this.#project(key);
  }

  get<R extends AnyRecordType>(type: R, id: string): RecordOf<R> | undefined {
    return brand<RecordOf<R> | undefined>(this.records.get(type.name)?.get(id));
  }

  all<R extends AnyRecordType>(type: R): ReadonlyMap<string, RecordOf<R>> {
    return brand<ReadonlyMap<string, RecordOf<R>>>(this.records.get(type.name) ?? new Map());
  }

  #project(key: string): void {
    const type = typeOfKey(this.#kind, key);
    const id = splitKey(key)?.id;
    if (type === undefined || id === undefined) return;
    const raw = this.#raw.get(key);
    const parsed = raw === undefined ? undefined : parseRecord(type, id, raw);
    this.unreadable.delete(key);
    if (parsed?.ok === true) {
      const ofType = this.records.get(type.name);
      if (ofType === undefined) this.records.set(type.name, new Map([[id, parsed.value]]));
      else ofType.set(id, parsed.value);
      return;
    }
    this.records.get(type.name)?.delete(id);
    if (parsed !== undefined) this.unreadable.set(key, parsed.error);
  }
}
