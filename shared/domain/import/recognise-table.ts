/**
 * What the columns of a table hold: by the program that wrote it, recognised by its headers, or else by suggestions
 * that the person checks.
 */
import { squeezeText } from "#shared/domain/inventory";
import type { Tracking } from "#shared/domain/inventory";
import { adamRms } from "./dialects/adamrms";
import { currentRms } from "./dialects/current-rms";
import type { CategoryPath, Dialect, DialectName } from "./dialects/dialect";
import { homebox } from "./dialects/homebox";
import { rentalDesk } from "./dialects/rentaldesk";
import { rentman } from "./dialects/rentman";
import { shelf } from "./dialects/shelf";
import { snipeIt } from "./dialects/snipe-it";
import type { FieldName } from "./fields";
import type { ColumnField } from "./own-fields";
import { manyColumns, suggestField } from "./fields";

/** How rows of a table are understood. */
export interface TableShape {
  readonly dialect: DialectName;
  /** Written into records as their source: the same for all tables of one program. */
  readonly source: string;
  /** One per column. */
  readonly columns: readonly ColumnField[];
  /** Rows are places, not equipment. */
  readonly isPlaces: boolean;
  /** How pieces are counted where the row does not say. */
  readonly tracking: Tracking | null;
  /** Header names per column under which kept values appear in notes. */
  readonly keepAs: readonly string[];
  /** Per column: the column whose cell names the kept value instead of the header, where there is one. */
  readonly keepNames: readonly (number | null)[];
  readonly categoryPath: CategoryPath;
  /** Cells were never quoted: a record of another length than the headers cannot be told apart. */
  readonly isUnquoted: boolean;
  /** A quantity of zero says that the pieces are counted in another way. */
  readonly isZeroUncounted: boolean;
  readonly readCell: (cell: string) => string;
}

/** Most particular first. */
const dialects: readonly Dialect[] = [
  ...adamRms,
  ...rentman,
  ...currentRms,
  ...shelf,
  ...homebox,
  ...rentalDesk,
  ...snipeIt,
];

const isTableOf = (squeezed: readonly string[], dialect: Dialect): boolean =>
  dialect.has.every((header) => squeezed.includes(header)) &&
  dialect.hasNot?.some((header) => squeezed.includes(header)) !== true;

/** The known program's table with these headers, or suggestions column by column. */
export const recogniseTable = (headers: readonly string[]): TableShape => {
  const squeezed = headers.map(squeezeText);
  const known = dialects.find((dialect) => isTableOf(squeezed, dialect));
  const names = headers.map((header) => (known?.bareHeader?.(header) ?? header).trim());
  return {
    dialect: known?.name ?? "table",
    source: known?.source ?? "table",
    columns: onceEach(names.map((name) => (known === undefined ? suggestField(name) : fieldOf(known, name)))),
    isPlaces: known?.isPlaces ?? false,
    tracking: known?.tracking ?? null,
    keepNames: squeezed.map((header) => {
      const at = squeezed.indexOf(known?.nameColumn?.(header) ?? "");
      return at < 0 ? null : at;
    }),
    categoryPath: known === undefined ? "slash" : (known.categoryPath ?? "flat"),
    keepAs: names.map((name) => known?.keepAs?.[squeezeText(name)] ?? name),
    isUnquoted: known?.isUnquoted ?? false,
    isZeroUncounted: known?.isZeroUncounted ?? false,
    readCell: known?.readCell ?? ((cell) => cell),
  };
};

/** Columns a known table has beyond its usual ones: custom fields are kept, records about people are not. */
const fieldOf = (dialect: Dialect, name: string): FieldName => {
  const squeezed = squeezeText(name);
  const told = dialect.columns[squeezed];
  if (told !== undefined) return told;
  if (dialect.isPlaces === true || /^(checkedout|user|checkout)/.test(squeezed)) return "ignore";
  const suggested = suggestField(name);
  // A field people made themselves may be one of ours; a further column of the program itself is none.
  return suggested === "ignore" || dialect.bareHeader !== undefined ? suggested : "keep";
};

/** The first column keeps a field, further ones with the same meaning go to the notes. */
const onceEach = (columns: readonly FieldName[]): readonly FieldName[] => {
  const taken = new Set<FieldName>();
  return columns.map((field) => {
    if (manyColumns.has(field)) return field;
    if (taken.has(field)) return "keep";
    taken.add(field);
    return field;
  });
};

/** A list of people (an export of users or contacts) rather than equipment. */
export const isListOfPeople = (headers: readonly string[]): boolean => {
  const squeezed = new Set(headers.map(squeezeText));
  return (
    squeezed.has("email") &&
    (squeezed.has("firstname") || squeezed.has("lastname") || squeezed.has("username")) &&
    !squeezed.has("assettag")
  );
};
