/** A table that was opened, with what its columns mean and how its cells are read. */
import type { FieldName } from "./fields";
import { moneyFields, numberFields } from "./fields";
import type { ImportItem } from "./items";
import type { TableShape } from "./recognise-table";
import { recogniseTable } from "./recognise-table";
import type { Table } from "./table";
import type { ValueSettings } from "./table-items";
import { createRowReader } from "./table-items";
import type { DateOrder, DecimalMark, Guess } from "./values";
import { guessDateOrder, guessDecimalMark } from "./values";

/** Other meanings for columns, or answers about dates and numbers. */
export interface TableChange {
  readonly columns?: readonly FieldName[];
  readonly dateOrder?: DateOrder;
  readonly decimalMark?: DecimalMark;
}

export interface OpenTable {
  readonly table: Table;
  readonly shape: TableShape;
  readonly settings: ValueSettings;
  readonly dates: Guess<DateOrder>;
  readonly marks: Guess<DecimalMark>;
  readonly answered: ReadonlySet<string>;
}

export const openTable = (table: Table, currency: string): OpenTable => {
  const shape = recogniseTable(table.headers);
  const guessed = guessSettings(table, shape);
  return {
    table,
    shape,
    ...guessed,
    settings: { dateOrder: guessed.dates.value, decimalMark: guessed.marks.value, currency },
    answered: new Set(),
  };
};

const guessSettings = (table: Table, shape: TableShape): Pick<OpenTable, "dates" | "marks"> => {
  const cellsOf = function* (wanted: (field: FieldName) => boolean): Generator<string> {
    const columns = shape.columns.flatMap((field, column) => (wanted(field) ? [column] : []));
    for (const record of table.records) for (const column of columns) yield record[column] ?? "";
  };
  const dates = guessDateOrder(cellsOf((field) => field === "purchasedOn"));
  if (table.form.type === "sheet")
    return { dates, marks: { value: table.form.decimalMark, isCertain: true } };
  const marks = guessDecimalMark(cellsOf((field) => numberFields.has(field) || moneyFields.has(field)));
  const isOdd = hasOddAmount(
    cellsOf((field) => moneyFields.has(field)),
    marks.value,
  );
  return {
    dates,
    marks: isOdd ? { ...marks, isCertain: false } : marks,
  };
};

/** Amounts have no three decimals: `4.350` beside a weight of `36.5` is worth a question, not four euros. */
const hasOddAmount = (cells: Iterable<string>, mark: DecimalMark): boolean => {
  const odd = mark === "point" ? /^\D*\d{1,3}\.\d{3}\D*$/ : /^\D*\d{1,3},\d{3}\D*$/;
  for (const cell of cells) if (odd.test(cell)) return true;
  return false;
};

/** What the person answered stays; what only was guessed is guessed anew when columns change. */
export const changeTable = (open: OpenTable, change: TableChange): OpenTable => {
  const shape = change.columns === undefined ? open.shape : { ...open.shape, columns: change.columns };
  const guessed = guessSettings(open.table, shape);
  const answered = new Set(open.answered);
  for (const asked of ["dateOrder", "decimalMark"] as const)
    if (change[asked] !== undefined) answered.add(asked);
  const dateOrder =
    change.dateOrder ?? (answered.has("dateOrder") ? open.settings.dateOrder : guessed.dates.value);
  const decimalMark =
    change.decimalMark ?? (answered.has("decimalMark") ? open.settings.decimalMark : guessed.marks.value);
  return { ...open, shape, ...guessed, answered, settings: { ...open.settings, dateOrder, decimalMark } };
};

export const tableItems = ({ table, shape, settings }: OpenTable): readonly ImportItem[] => {
  const read = createRowReader(table.headers, shape, settings);
  return table.records.flatMap((record, index) => read(record, index + table.firstRow) ?? []);
};
