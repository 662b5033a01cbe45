/** The records of one document as plain values, kept current from Automerge's patches. */
import * as Automerge from "@automerge/automerge/slim";

type Patch = ReturnType<ReturnType<typeof Automerge.getBackend>["diffIncremental"]>[number];

/** A record as it lies in the document, before its type has looked at it. */
export type RawRecord = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

/** Strings come as objects, texts as strings, timestamps as dates, the largest integers as bigints; containers stay what they are. */
export const plainValue = (value: unknown): unknown => {
  if (Automerge.isImmutableString(value)) return value.toString();
  if (typeof value === "bigint") return Number(value);
  return value instanceof Date ? value.getTime() : value;
};

export const plainRecord = (value: unknown): RawRecord => {
  if (!isObject(value)) return {};
  const record: Record<string, unknown> = {};
  for (const field of Object.keys(value)) {
    const plain = plainValue(value[field]);
    if (plain !== null) record[field] = plain;
  }
  return record;
};

/** Which fields of which records a set of patches touched, and where they leave or settle a conflict. */
export class RecordTable {
  readonly records = new Map<string, RawRecord>();
  readonly conflicts = new Map<string, Set<string>>();

  /** Returns the keys touched; `reread` fetches a record whose patches say more than single values. */
  absorb(patches: readonly Patch[], reread: (key: string) => RawRecord | undefined): Set<string> {
    const touched = new Set<string>();
    const unclear = new Set<string>();
    const fresh = new Map<string, Record<string, unknown>>();
    for (const patch of patches) {
      const [container, key, field] = patch.path;
      if (container !== "records" || typeof key !== "string") continue;
      touched.add(key);
      if (patch.path.length === 2) this.#absorbRecord(patch, key, fresh, unclear);
      else if (patch.path.length === 3 && typeof field === "string")
        this.#absorbField(patch, key, field, fresh, unclear);
      else unclear.add(key);
    }
    for (const [key, record] of fresh) this.records.set(key, record);
    for (const key of unclear) {
      const record = reread(key);
      if (record === undefined) this.records.delete(key);
      else this.records.set(key, record);
    }
    return touched;
  }

  /** The field has one value again. */
  settle(key: string, field: string): void {
    this.#mark(key, field, false);
  }

  #absorbRecord(
    patch: Patch,
    key: string,
    fresh: Map<string, Record<string, unknown>>,
    unclear: Set<string>,
  ): void {
    this.conflicts.delete(key);
    if (patch.action === "put" && isObject(patch.value) && patch.conflict !== true) fresh.set(key, {});
    else unclear.add(key);
  }

  #absorbField(
    patch: Patch,
    key: string,
    field: string,
    fresh: Map<string, Record<string, unknown>>,
    unclear: Set<string>,
  ): void {
    if (patch.action === "conflict") {
      this.#mark(key, field, true);
      // Where one batch deletes the value and brings a concurrent one, this is all Automerge 3.5 says of the new value.
      unclear.add(key);
      return;
    }
    let record = fresh.get(key);
    if (record === undefined) {
      record = { ...this.records.get(key) };
      fresh.set(key, record);
    }
    if (patch.action === "put") {
      this.#mark(key, field, patch.conflict === true);
      const value = plainValue(patch.value);
      if (isObject(value) && !(value instanceof Uint8Array)) unclear.add(key);
      else if (value === null) delete record[field];
      else record[field] = value;
    } else if (patch.action === "del") {
      this.#mark(key, field, false);
      delete record[field];
    } else unclear.add(key);
  }

  #mark(key: string, field: string, conflicted: boolean): void {
    const fields = this.conflicts.get(key);
    if (conflicted) {
      if (fields === undefined) this.conflicts.set(key, new Set([field]));
      else fields.add(field);
    } else if (fields?.delete(field) === true && fields.size === 0) this.conflicts.delete(key);
  }
}
