/**
 * Writes again, into the document that took its place, what somebody wrote into the old one without knowing. A value
 * that the writer had not seen stays beside theirs, as if both had been written to one document.
 */
import type { CrdtDocument, FieldWrite, RecordWrite } from "#shared/documents/crdt";
import { loadDocument } from "#shared/documents/crdt";
import { sameValue, scalar } from "#shared/documents/draft";
import type { Scalar } from "#shared/kernel/record";
import { assert } from "#shared/kernel/result";
import { restated } from "./marks";
import type { ActorChange } from "./replacement";
import { distinctValues } from "./replacement";

export interface OldDocument {
  /** With everything this device has of it. */
  readonly whole: CrdtDocument;
  /** As it was when its contents were carried over. */
  readonly before: CrdtDocument;
  /** Hashes of what is to be written again, ancestors first. */
  readonly late: readonly string[];
  /** Every change that was not carried over. */
  readonly beyond: readonly string[];
}

export interface CarriedChange extends ActorChange {
  /** Hash of the late change this says again; null for a value that is kept beside. */
  readonly again: string | null;
}

/** Changes `target` and returns what was written: each late change again, then values that were to be kept beside. */
export const carryOver = (
  old: OldDocument,
  target: CrdtDocument,
  actor: () => string,
  time: number,
): readonly CarriedChange[] => {
  const kept = keptBeside(old, target);
  const widest = kept.reduce((most, { values }) => Math.max(most, values.length), 0);
  const here = widest === 0 ? [] : target.changes().flatMap(({ hash }) => target.bytesOf(hash) ?? []);
  const written = old.late.flatMap((hash): readonly CarriedChange[] => {
    const meta = old.whole.meta(hash);
    const change = target.write(
      writesAgain(old.whole.writesOf(hash), target),
      meta?.message ?? "",
      meta?.time ?? time,
    );
    return change === null ? [] : [{ actor: target.actor, change, again: hash }];
  });
  const branches = Array.from({ length: widest }, (_, at): CarriedChange => {
    const branch = loadDocument(actor(), here);
    const writes = kept.flatMap(({ key, field, values }): RecordWrite[] => {
      const value = values[at];
      if (value === undefined) return [];
      // Putting what is there already would be no operation at all.
      return [null, value].map((each): RecordWrite => ({ set: key, fields: { [field]: each } }));
    });
    const change = branch.write(writes, restated, time);
    assert(change, "a value that is stated again is a change");
    const made = { actor: branch.actor, change, again: null };
    branch.free();
    return made;
  });
  if (branches.length > 0) target.apply(branches.map(({ change }) => change.bytes));
  return [...written, ...branches];
};

/** Of a record that is there already only the fields are set. */
const writesAgain = (writes: readonly FieldWrite[], target: CrdtDocument): readonly RecordWrite[] => {
  const fresh = new Set(
    writes.filter(({ key, field }) => field === null && !target.records.has(key)).map(({ key }) => key),
  );
  const fields = new Map<string, Record<string, Scalar | null>>();
  for (const { key, field, value } of writes) {
    const known = fields.get(key) ?? {};
    fields.set(key, field === null ? known : { ...known, [field]: scalar(value) ?? null });
  }
  return Array.from(fields, ([key, values]): RecordWrite => {
    if (!fresh.has(key) && target.records.has(key)) return { set: key, fields: values };
    const given: Record<string, Scalar> = {};
    for (const [field, value] of Object.entries(values)) if (value !== null) given[field] = value;
    return { create: key, fields: given };
  });
};

interface Kept {
  readonly key: string;
  readonly field: string;
  readonly values: readonly Scalar[];
}

/** Values in the new document which the late writer neither saw nor wrote. */
const keptBeside = ({ whole, before, late, beyond }: OldDocument, target: CrdtDocument): readonly Kept[] => {
  const valueOf = namedValues(whole, beyond);
  const seen = new Map<string, { key: string; field: string; values: (Scalar | null)[] }>();
  for (const { key, field, value, replaces } of late.flatMap((hash) => whole.writesOf(hash))) {
    if (field === null || !target.records.has(key)) continue;
    const name = `${key} ${field}`;
    const known = seen.get(name) ?? { key, field, values: [] };
    seen.set(name, known);
    known.values.push(scalar(value) ?? null);
    const earlier = before.conflictingValues(key, field);
    for (const one of replaces) {
      const found = earlier.find(({ counter, actor }) => `${counter}@${actor}` === one)?.value;
      known.values.push(found ?? valueOf.get(one) ?? null);
    }
  }
  return Array.from(seen.values(), ({ key, field, values }) => ({
    key,
    field,
    values: distinctValues(target, key, field).filter(
      (value) => !values.some((known) => sameValue(known, value)),
    ),
  })).filter(({ values }) => values.length > 0);
};

const namedValues = (whole: CrdtDocument, hashes: readonly string[]): ReadonlyMap<string, Scalar | null> => {
  const values = new Map<string, Scalar | null>();
  for (const hash of hashes) {
    const actor = whole.meta(hash)?.actor ?? "";
    for (const { counter, value } of whole.writesOf(hash))
      values.set(`${counter}@${actor}`, scalar(value) ?? null);
  }
  return values;
};
