/** A table as records of text, whatever file it came in. */
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { TextEncodingName } from "./byte-source";
import type { Separator } from "./delimited";
import type { FileProblem } from "./problems";
import { isListOfPeople } from "./recognise-table";
import type { DecimalMark } from "./values";

/** How the table was written down. A sheet settles its decimal mark by itself. */
export type TableForm =
  | {
      readonly type: "text";
      readonly separator: Separator;
      readonly encoding: TextEncodingName;
      readonly hasMark: boolean;
    }
  | { readonly type: "sheet"; readonly sheet: string; readonly decimalMark: DecimalMark };

export interface Table {
  readonly headers: readonly string[];
  /** Records below the header, blank ones included: record i stands in row i + `firstRow`. */
  readonly records: readonly (readonly string[])[];
  readonly firstRow: number;
  readonly form: TableForm;
}

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === "");

/** The first record with content is the header; `startRow` is the row the first record stands in. */
export const tableOf = (
  all: readonly (readonly string[])[],
  startRow: number,
  form: TableForm,
): Result<Table, FileProblem> => {
  const headerAt = all.findIndex((cells) => !isBlank(cells));
  const headers = all[headerAt]?.map((cell) => cell.trim()) ?? [];
  const records = all.slice(headerAt + 1);
  if (headerAt < 0 || records.every(isBlank)) return err({ type: "NoRows" });
  if (isListOfPeople(headers)) return err({ type: "ListOfPeople" });
  return ok({ headers, records, firstRow: headerAt + 1 + startRow, form });
};
