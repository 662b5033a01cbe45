/** Rows as JSON text, one text per document and record type, so that starting reads them all and parses few. */
import { fromBase64Url, toBase64Url } from "#shared/kernel/bytes";
import { brand } from "#shared/kernel/brand";
import type { ThingId } from "#shared/kernel/ids";
import type { AnyRecordType } from "#shared/kernel/record";
import type { Row } from "./types";

export type AnyRow = Row<AnyRecordType>;

/** Byte strings have no form in JSON; a row that holds some carries them here, by field. */
const bytesField = "~bytes";

export const encodeRows = (rows: Iterable<AnyRow>): string => JSON.stringify(Array.from(rows, encodeRow));

/** `thing` is the same for all rows of a document and is not repeated in them. */
const encodeRow = (row: AnyRow): object => {
  const rest: Record<string, unknown> = { ...row };
  delete rest["thing"];
  const bytes: Record<string, string> = {};
  for (const [field, value] of Object.entries(rest))
    if (value instanceof Uint8Array) bytes[field] = toBase64Url(value);
  return Object.keys(bytes).length === 0 ? rest : { ...rest, ...bytes, [bytesField]: bytes };
};

/** Reads what `encodeRows` of the same projection number wrote on this device. */
export const decodeRows = (text: string, thing: ThingId): AnyRow[] => {
  const rows = brand<Record<string, unknown>[]>(JSON.parse(text));
  for (const row of rows) {
    row["thing"] = thing;
    const bytes = row[bytesField];
    if (typeof bytes !== "object" || bytes === null) continue;
    delete row[bytesField];
    for (const [field, value] of Object.entries(bytes)) row[field] = fromBase64Url(String(value));
  }
  return brand<AnyRow[]>(rows);
};
