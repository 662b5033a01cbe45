/**
 * Results of portable appliance testers as they are exported: a table with a row per test (the "simple Excel" of
 * PATorganiser and its kin, with groups of Test, Result, Unit, Status repeated to the right), or key and value line by
 * line with a blank line between assets (Rigel, Seaward). Everything is text here; nothing in a cell is ever run.
 */
import { squeezeText } from "#shared/domain/inventory";

/** One result as the file says it, all of it text. */
export interface RawResult {
  /** Row of the file it begins in. */
  readonly row: number;
  readonly asset: string;
  readonly serial: string;
  readonly class: string;
  readonly day: string;
  readonly status: string;
  readonly tester: string;
  readonly instrument: string;
  readonly instrumentSerial: string;
  readonly retestMonths: string;
  readonly note: string;
  readonly readings: readonly RawReading[];
}

export interface RawReading {
  readonly what: string;
  readonly value: string;
  readonly unit: string;
  readonly status: string;
}

export interface PatTable {
  readonly headers: readonly string[];
  readonly records: readonly (readonly string[])[];
  /** Row of the file the first record stands in. */
  readonly firstRow: number;
}

type Field = Exclude<keyof RawResult, "row" | "readings">;

/** Names of columns and keys, squeezed to letters and digits. */
const fieldNames: Readonly<Record<string, Field>> = {
  assetid: "asset",
  applianceid: "asset",
  testtag: "asset",
  assetserial: "serial",
  serial: "serial",
  serialnumber: "serial",
  serialno: "serial",
  assetclass: "class",
  class: "class",
  testdate: "day",
  lastfulltestdate: "day",
  lasttest: "day",
  testedon: "day",
  date: "day",
  passfail: "status",
  overallstatus: "status",
  overallresult: "status",
  overall: "status",
  person: "tester",
  username: "tester",
  user: "tester",
  tester: "tester",
  testedby: "tester",
  instrument: "instrument",
  instrumentname: "instrument",
  instrumentserial: "instrumentSerial",
  instrumentserialnumber: "instrumentSerial",
  retestmonths: "retestMonths",
  retestperiod: "retestMonths",
  testnotes: "note",
  comments: "note",
  notes: "note",
};

const empty = {
  ...{ asset: "", serial: "", class: "", day: "", status: "", tester: "", instrument: "" },
  ...{ instrumentSerial: "", retestMonths: "", note: "" },
} as const;

/** `Test`, `Result`, `Unit`, `Status` one after the other, as often as they come. */
const groupsOf = (squeezed: readonly string[]): readonly number[] =>
  squeezed.flatMap((header, at) =>
    /^test\d*$/.test(header) && /^result\d*$/.test(squeezed[at + 1] ?? "") ? [at] : [],
  );

const fromTable = (table: PatTable): readonly RawResult[] => {
  const squeezed = table.headers.map(squeezeText);
  const groups = groupsOf(squeezed);
  const grouped = new Set(groups.flatMap((at) => [at, at + 1, at + 2, at + 3]));
  const columns = new Map<Field, number>();
  squeezed.forEach((header, at) => {
    // `Status` on its own is the overall result; inside a group it belongs to the reading.
    const field = grouped.has(at) ? undefined : header === "status" ? "status" : fieldNames[header];
    if (field !== undefined && !columns.has(field)) columns.set(field, at);
  });
  return table.records.flatMap((cells, index): readonly RawResult[] => {
    if (cells.every((cell) => cell.trim() === "")) return [];
    const found = Object.fromEntries([...columns].map(([field, at]) => [field, (cells[at] ?? "").trim()]));
    const readings = groups.flatMap((at): readonly RawReading[] => {
      const [what = "", value = "", unit = "", status = ""] = cells
        .slice(at, at + 4)
        .map((cell) => cell.trim());
      return what === "" && value === "" ? [] : [{ what, value, unit, status }];
    });
    return [{ ...empty, ...found, row: index + table.firstRow, readings }];
  });
};

const isKeyed = ({ headers, records }: PatTable): boolean =>
  [headers, ...records.slice(0, 5)].filter(([key]) => keyOf(key ?? "") !== undefined).length >= 2;

const keyOf = (key: string): Field | "sequence" | "end" | undefined => {
  const squeezed = squeezeText(key);
  if (squeezed === "testsequence") return "sequence";
  if (squeezed === "endofdata") return "end";
  return fieldNames[squeezed];
};

const fromLines = (table: PatTable): readonly RawResult[] => {
  const found: RawResult[] = [];
  let fields: Partial<Record<Field, string>> = {};
  let readings: RawReading[] = [];
  let begun: number | undefined;
  const close = (): void => {
    if (begun !== undefined) found.push({ ...empty, ...fields, row: begun, readings });
    [fields, readings, begun] = [{}, [], undefined];
  };
  const lines = [table.headers, ...table.records];
  for (const [index, cells] of lines.entries()) {
    const [first = "", ...rest] = cells.map((cell) => cell.trim());
    const key = keyOf(first);
    if (key === "end") break;
    if (first === "" && rest.every((cell) => cell === "")) close();
    else {
      begun ??= index + table.firstRow - 1;
      if (key !== undefined && key !== "sequence") fields = { ...fields, [key]: rest.join(" ").trim() };
      else if (key === undefined) {
        const [value = "", unit = "", status = ""] = rest;
        readings.push({ what: first, value, unit, status });
      }
    }
  }
  close();
  return found;
};

/** Undefined when neither form is recognised: no column or key says which asset it is about. */
export const readPatResults = (table: PatTable): readonly RawResult[] | undefined => {
  if (isKeyed(table)) return fromLines(table);
  const fields = table.headers.map((header) => fieldNames[squeezeText(header)]);
  return fields.includes("asset") || fields.includes("serial") ? fromTable(table) : undefined;
};
