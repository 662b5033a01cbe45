/** What the screen is told about opened files. */
import { assert } from "#shared/kernel/result";
import type { DialectName } from "./dialects/dialect";
import type { OpenTable } from "./open-table";
import type { Opened } from "./opened-files";
import type { ColumnField } from "./own-fields";
import type { FileNote } from "./problems";
import type { Table, TableForm } from "./table";
import type { ValueSettings } from "./row-fields";

export interface ColumnView {
  readonly header: string;
  readonly samples: readonly string[];
  readonly field: ColumnField;
}

export type OpenedView = { readonly name: string; readonly notes: readonly FileNote[] } & (
  | {
      readonly type: "table";
      readonly dialect: DialectName;
      readonly rows: number;
      readonly form: TableForm;
      readonly columns: readonly ColumnView[];
      readonly settings: ValueSettings;
      /** Settings the cells leave open: ask before going on. */
      readonly asks: readonly ("dateOrder" | "decimalMark")[];
      readonly isPlaces: boolean;
    }
  | { readonly type: "products"; readonly source: "open-fixture-library" | "gdtf"; readonly rows: number }
  | {
      readonly type: "scene";
      readonly rows: number;
      readonly fixtures: number;
      readonly trusses: number;
      readonly layers: number;
    }
);

const samplesPerColumn = 3;

const samplesOf = (table: Table, column: number): readonly string[] => {
  const samples = new Set<string>();
  for (const record of table.records) {
    const cell = record[column]?.trim() ?? "";
    if (cell !== "") samples.add(cell.slice(0, 80));
    if (samples.size === samplesPerColumn) break;
  }
  return [...samples];
};

export const viewOf = (file: Opened, open: OpenTable | undefined): OpenedView => {
  const { name, notes } = file;
  if (file.type === "products")
    return { type: "products", name, notes, source: file.source, rows: file.items.length };
  if (file.type === "scene") {
    const total = (kind: "fixture" | "truss"): number =>
      file.scene.lines.filter((line) => line.kind === kind).reduce((sum, line) => sum + line.quantity, 0);
    const layers = new Set(file.scene.lines.map((line) => line.layer)).size;
    return {
      type: "scene",
      name,
      notes,
      rows: file.scene.lines.length,
      fixtures: total("fixture"),
      trusses: total("truss"),
      layers,
    };
  }
  assert(open, "an open table has its settings");
  const { table, shape, settings, dates, marks, answered } = open;
  return {
    type: "table",
    name,
    notes,
    dialect: shape.dialect,
    rows: table.records.filter((record) => record.some((cell) => cell.trim() !== "")).length,
    form: table.form,
    columns: table.headers.map((header, column) => ({
      header,
      samples: samplesOf(table, column),
      field: shape.columns[column] ?? "ignore",
    })),
    settings,
    asks: [
      ...(dates.isCertain || answered.has("dateOrder") ? [] : ["dateOrder" as const]),
      ...(marks.isCertain || answered.has("decimalMark") ? [] : ["decimalMark" as const]),
    ],
    isPlaces: shape.isPlaces,
  };
};
