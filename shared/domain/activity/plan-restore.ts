/** What would change if records went back to a moment, before anything does. */
import * as v from "valibot";
import { parseId } from "#shared/kernel/ids";
import type { Id } from "#shared/kernel/ids";
import type { AnyRecordType, Scalar } from "#shared/kernel/record";
import { sameValue } from "./same-value";
import type { RestoredField, RestoredRecord } from "./restore-records";

const removedField = "removedAt";

type Values = Readonly<Record<string, Scalar>>;

export interface RestorePlan {
  readonly records: readonly RestoredRecord[];
  /** Fields whose old value this version does not take any more: they stay as they are. */
  readonly untaken: readonly { readonly record: string; readonly field: string }[];
}

/** `types` are the record types of the document's kind, by name. Records that came after the moment go away. */
export const plannedRestore = (
  types: ReadonlyMap<string, AnyRecordType>,
  differences: readonly { readonly record: string; readonly then: Values | null; readonly now: Values }[],
): RestorePlan => {
  const records: RestoredRecord[] = [];
  const untaken: { record: string; field: string }[] = [];
  for (const { record, then, now } of differences) {
    const at = record.indexOf(":");
    const type = types.get(record.slice(0, at));
    const id = parseId<Id<string>>(record.slice(at + 1));
    if (type === undefined || id === undefined) continue;
    const isHere = now[removedField] === undefined;
    const wasHere = then !== null && then[removedField] === undefined;
    const before = then ?? {};
    const fields: RestoredField[] = [];
    // What is gone then and now, or came later, keeps its fields for whoever brings it back.
    for (const field of wasHere ? Object.keys(type.fields) : []) {
      const change = fieldChange(type, field, before[field] ?? null, now[field] ?? null);
      if (change === "untaken") untaken.push({ record, field });
      else if (change !== undefined) fields.push(change);
    }
    const removal = isHere === wasHere ? null : isHere ? "away" : "back";
    if (fields.length > 0 || removal !== null) records.push({ type, id, fields, removal });
  }
  return { records, untaken };
};

const fieldChange = (
  type: AnyRecordType,
  name: string,
  then: Scalar | null,
  now: Scalar | null,
): RestoredField | "untaken" | undefined => {
  const field = type.fields[name];
  const old = then ?? field?.fallback ?? null;
  if (field === undefined || sameValue(old, now ?? field.fallback ?? null)) return undefined;
  const isTaken = old === null ? field.presence === "optional" : v.safeParse(field.schema, old).success;
  return isTaken ? { field: name, now, then } : "untaken";
};
