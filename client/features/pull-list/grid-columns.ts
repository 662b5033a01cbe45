/** Columns of the grid. They leave from the right when it gets narrow; name and needed never do. */

export const columnIds = [
  "name",
  "needed",
  "allocated",
  "packed",
  "out",
  "back",
  "free",
  "weight",
  "power",
  "note",
] as const;
export type ColumnId = (typeof columnIds)[number];

interface GridColumn {
  readonly id: ColumnId;
  readonly width: string;
  /** The column is there from this width of the grid on, in rem. */
  readonly from: number;
}

export const gridColumns: readonly GridColumn[] = [
  { id: "name", width: "minmax(11rem, 1fr)", from: 0 },
  { id: "needed", width: "4.25rem", from: 0 },
  { id: "allocated", width: "4.75rem", from: 30 },
  { id: "packed", width: "4.25rem", from: 46 },
  { id: "out", width: "3.75rem", from: 34 },
  { id: "back", width: "3.75rem", from: 38 },
  { id: "free", width: "7.25rem", from: 25 },
  { id: "weight", width: "5.25rem", from: 54 },
  { id: "power", width: "5.75rem", from: 60 },
  { id: "note", width: "11.5rem", from: 68 },
];

export const editableColumns: ReadonlySet<ColumnId> = new Set<ColumnId>(["name", "needed", "note"]);

export const columnsAt = (widthRem: number): readonly GridColumn[] =>
  gridColumns.filter((column) => widthRem === 0 || widthRem >= column.from);

export const tracksOf = (columns: readonly Pick<GridColumn, "width">[]): string =>
  ["2.5rem", ...columns.map(({ width }) => width)].join(" ");
