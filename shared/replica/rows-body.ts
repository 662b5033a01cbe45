/**
 * The body of signed rows: the records of a document as they lie in it, so that every version of the program makes its
 * own rows of them, and the values of fields on which devices disagree. Deflated JSON; byte strings stand as `{b}`.
 */
import * as v from "valibot";
import { brand } from "#shared/kernel/brand";
import { fromBase64Url, toBase64Url } from "#shared/kernel/bytes";
import type { ThingId } from "#shared/kernel/ids";
import type { Scalar } from "#shared/kernel/record";
import { DocumentProjection } from "#shared/documents/projection";
import type { RawRecord } from "#shared/documents/record-table";
import { deflateText, inflateText } from "#shared/protocol/deflated-text";
import { rowLimits } from "#shared/protocol/limits";
import type { GivenValue, MemberOf } from "./document-rows";
import { conflictOf, storedRows } from "./document-rows";
import type { OpenDocument } from "./open-documents";
import type { StoredCard, StoredDocumentRows } from "./stored";
import type { FieldConflictValue } from "./types";

export interface RowsBody {
  readonly records: ReadonlyMap<string, RawRecord>;
  /** By record key, then field. */
  readonly conflicts: ReadonlyMap<string, Readonly<Record<string, readonly GivenValue[]>>>;
}

type Written = string | number | boolean | { readonly b: string };

/** Undefined when the document is too large to be offered as rows. */
export const writeRowsBody = (document: OpenDocument): Uint8Array | undefined => {
  const records: Record<string, Record<string, Written>> = {};
  const conflicts: Record<string, Record<string, readonly object[]>> = {};
  for (const key of [...document.crdt.records.keys()].sort()) {
    const fields = Object.entries(document.crdt.records.get(key) ?? {});
    records[key] = Object.fromEntries(
      fields.flatMap(([field, value]) => {
        const one = written(value);
        return one === undefined ? [] : [[field, one]];
      }),
    );
    for (const field of document.crdt.conflictedFields(key)) {
      const values = conflictOf(document, key, field);
      if (values.length > 1)
        (conflicts[key] ??= {})[field] = values.map((given) => ({
          ...given,
          value: written(given.value) ?? null,
        }));
    }
  }
  const body = deflateText(JSON.stringify({ records, conflicts }), rowLimits.inflated);
  return body === undefined || body.length > rowLimits.bytes ? undefined : body;
};

/** Undefined when it is not what `writeRowsBody` writes. Never throws. */
export const readRowsBody = (body: Uint8Array): RowsBody | undefined => {
  const text = inflateText(body, rowLimits.inflated);
  const parsed = text === undefined ? undefined : v.safeParse(bodySchema, jsonOf(text));
  if (parsed?.success !== true) return undefined;
  const { records, conflicts } = parsed.output;
  return { records: new Map(Object.entries(records)), conflicts: new Map(Object.entries(conflicts)) };
};

/** The rows this program makes of them. */
export const rowsFromBody = (
  { records, conflicts }: RowsBody,
  card: StoredCard,
  heads: readonly string[],
  memberOf: MemberOf,
): StoredDocumentRows =>
  storedRows({
    ...{ doc: card.doc, thing: brand<ThingId>(card.thing), kind: card.kind, heads },
    projection: new DocumentProjection(card.kind, records),
    conflictsOf: (key) => {
      const fields: Record<string, readonly FieldConflictValue[]> = {};
      for (const [field, values] of Object.entries(conflicts.get(key) ?? {})) {
        fields[field] = values.map(({ device, value, at }) => ({
          ...{ value: value instanceof Uint8Array ? toBase64Url(value) : value, at },
          member: device === null ? null : memberOf(device),
        }));
      }
      return fields;
    },
  });

const written = (value: unknown): Written | undefined => {
  if (value instanceof Uint8Array) return { b: toBase64Url(value) };
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? value
    : undefined;
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the schema refuses it.
    return undefined;
  }
};

const bytesOf = ({ b }: { readonly b: string }): Uint8Array => fromBase64Url(b) ?? new Uint8Array();

const scalar: v.GenericSchema<unknown, Scalar> = v.union([
  v.string(),
  v.number(),
  v.boolean(),
  v.pipe(v.strictObject({ b: v.string() }), v.transform(bytesOf)),
]);

const bodySchema = v.strictObject({
  records: v.record(v.string(), v.record(v.string(), scalar)),
  conflicts: v.record(
    v.string(),
    v.record(
      v.string(),
      v.array(
        v.strictObject({
          value: v.nullable(scalar),
          at: v.nullable(v.number()),
          device: v.nullable(v.string()),
        }),
      ),
    ),
  ),
});
