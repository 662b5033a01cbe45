/** A table that was opened, with what its columns mean and how its cells are read. */
import { isOneOf, moneyFields, numberFields } from "./fields";
import type { ImportItem } from "./items";
import type { ColumnField, OwnField } from "./own-fields";
import { ownFieldOf, withOwnColumns } from "./own-fields";
import type { TableShape } from "./recognise-table";
import { recogniseTable } from "./recognise-table";
import type { Table } from "./table";
import type { ValueSettings } from "./row-fields";
import { createRowReader } from "./table-items";
import type { DateOrder, DecimalMark, Guess } from "./values";
import { guessDateOrder, guessDecimalMark } from "./values";

/** Other meanings for columns, or answers about dates and numbers. */
export interface TableChange {
  readonly columns?: readonly ColumnField[];
  readonly dateOrder?: DateOrder;
  readonly decimalMark?: DecimalMark;
}

export interface OpenTable {
  readonly table: Table;
  readonly shape: TableShape;
  readonly own: readonly OwnField[];
  readonly settings: ValueSettings;
  readonly dates: Guess<DateOrder>;
  readonly marks: Guess<DecimalMark>;
  readonly answered: ReadonlySet<string>;
}

export const openTable = (table: Table, currency: string, own: readonly OwnField[]): OpenTable => {
  const shape = withOwnColumns(recogniseTable(table.headers), table.headers, own);
  const guessed = guessSettings(table, shape, own);
  return {
    table,
    shape,
    own,
    ...guessed,
    settings: { dateOrder: guessed.dates.value, decimalMark: guessed.marks.value, currency },
    answered: new Set(),
  };
};

const guessSettings = (
  table: Table,
  shape: TableShape,
  own: readonly OwnField[],
): Pick<OpenTable, "dates" | "marks"> => {
  const kindOf = (field: ColumnField): OwnField["kind"] | undefined => ownFieldOf(field, own)?.kind;
  const cellsOf = function* (wanted: (field: ColumnField) => boolean): Generator<string> {
    const columns = shape.columns.flatMap((field, column) => (wanted(field) ? [column] : []));
    for (const record of table.records) for (const column of columns) yield record[column] ?? "";
  };
  const dates = guessDateOrder(cellsOf((field) => field === "purchasedOn" || kindOf(field) === "day"));
  if (table.form.type === "sheet")
    return { dates, marks: { value: table.form.decimalMark, isCertain: true } };
  const isFigure = (field: ColumnField): boolean =>
    isOneOf(numberFields, field) || isOneOf(moneyFields, field) || kindOf(field) === "number";
  const marks = guessDecimalMark(cellsOf(isFigure));
  const isOdd = hasOddAmount(
    cellsOf((field) => isOneOf(moneyFields, field)),
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
  const guessed = guessSettings(open.table, shape, open.own);
  const answered = new Set(open.answered);
  for (const asked of ["dateOrder", "decimalMark"] as const)
    if (change[asked] !== undefined) answered.add(asked);
  const dateOrder =
    change.dateOrder ?? (answered.has("dateOrder") ? open.settings.dateOrder : guessed.dates.value);
  const decimalMark =
    change.decimalMark ?? (answered.has("decimalMark") ? open.settings.decimalMark : guessed.marks.value);
  return { ...open, shape, ...guessed, answered, settings: { ...open.settings, dateOrder, decimalMark } };
};

export const tableItems = ({ table, shape, settings, own }: OpenTable): readonly ImportItem[] => {
  const read = createRowReader(table.headers, shape, settings, own);
  return table.records.flatMap((record, index) => read(record, index + table.firstRow) ?? []);
};
