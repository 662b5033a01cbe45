/** Records and their history as tables for spreadsheets and other programs. */
import { toBase64Url } from "#shared/kernel/bytes";
import type { AnyRecordType, Scalar } from "#shared/kernel/record";

export type TableRows = readonly (readonly string[])[];

/** Bytes as base64url, instants as the numbers they are (milliseconds since 1970), nothing as an empty cell. */
export const cellOf = (value: unknown): string =>
  value instanceof Uint8Array
    ? toBase64Url(value)
    : typeof value === "string"
      ? value
      : typeof value === "number" || typeof value === "boolean"
        ? String(value)
        : "";

/** One row per record under its field names; records that were removed carry when. In order of their ids. */
export const recordTable = (type: AnyRecordType, rows: Iterable<object>): TableRows => {
  const columns = ["id", "thing", ...Object.keys(type.fields), "removedAt"];
  const records = Array.from(rows, (row) => {
    const values = new Map<string, unknown>(Object.entries(row));
    return columns.map((column) => cellOf(values.get(column)));
  });
  return [columns, ...records.sort(([a = ""], [b = ""]) => (a < b ? -1 : 1))];
};

/** Columns behind those of a table: of each record by its id. Where two have one name, each has its number. */
export const withColumns = (
  table: TableRows,
  columns: readonly { readonly name: string; readonly of: (id: string) => string }[],
): TableRows => {
  const taken = new Set(table[0] ?? []);
  const heads = columns.map(({ name }) => {
    let head = name;
    for (let n = 2; taken.has(head); n++) head = `${name} ${n}`;
    taken.add(head);
    return head;
  });
  return table.map((row, at) => [...row, ...(at === 0 ? heads : columns.map(({ of }) => of(row[0] ?? "")))]);
};

/** One field of one record that somebody changed. */
export interface ChangedField {
  readonly at: number;
  readonly who: string;
  readonly device: string;
  readonly isSigned: boolean;
  readonly command: string;
  readonly change: string;
  readonly record: string;
  readonly field: string;
  readonly before: Scalar | null;
  readonly after: Scalar | null;
}

export const historyHead = [
  ...["when", "who", "device", "signed", "command", "change", "record", "field", "before", "after"],
] as const;

export const historyRow = (entry: ChangedField): readonly string[] => [
  new Date(entry.at).toISOString(),
  entry.who,
  entry.device,
  entry.isSigned ? "yes" : "no",
  ...[entry.command, entry.change, entry.record, entry.field],
  ...[entry.before, entry.after].map(cellOf),
];
