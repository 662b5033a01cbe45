/** Columns that become fields the company added itself. */
import { squeezeText } from "#shared/domain/inventory";
import { readCustomValue } from "#shared/domain/settings";
import type { CustomField, CustomFieldId } from "#shared/domain/settings";
import type { FieldName } from "./fields";
import type { TableShape } from "./recognise-table";
import type { DateOrder, DecimalMark } from "./values";
import { isNo, readDay, readNumber } from "./values";

export type OwnField = Pick<CustomField, "id" | "name" | "on" | "kind" | "unit" | "choices">;

/** What a column becomes: a field every company has, or one of its own. */
export type ColumnField = FieldName | `own:${string}`;

/** Values of own fields, as the records keep them. */
export type OwnValues = ReadonlyMap<CustomFieldId, string>;

export const ownColumnOf = ({ id }: Pick<OwnField, "id">): ColumnField => `own:${id}`;

export const isOwnColumn = (column: ColumnField): column is `own:${string}` => column.startsWith("own:");

export const ownFieldOf = (column: ColumnField, own: readonly OwnField[]): OwnField | undefined =>
  own.find((field) => ownColumnOf(field) === column);

/** A column that is none of ours and bears the name of an own field is meant for it; pieces before products. */
export const withOwnColumns = (
  shape: TableShape,
  headers: readonly string[],
  own: readonly OwnField[],
): TableShape => {
  if (shape.isPlaces || own.length === 0) return shape;
  const left = [...own].sort((a, b) => Number(a.on === "product") - Number(b.on === "product"));
  const columns = shape.columns.map((column, index) => {
    if (column !== "keep" && column !== "ignore") return column;
    const header = squeezeText(headers[index] ?? "");
    const at = left.findIndex(({ name }) => squeezeText(name) === header);
    const [field] = at < 0 ? [] : left.splice(at, 1);
    return field === undefined ? column : ownColumnOf(field);
  });
  return { ...shape, columns };
};

const isYes = (text: string): boolean => /^(1|yes|y|ja|j|oui|true|wahr|x|✓)$/i.test(text);

/** As the field keeps it; undefined where it is none of its kind. */
export const readOwnValue = (
  field: OwnField,
  cell: string,
  settings: { readonly dateOrder: DateOrder; readonly decimalMark: DecimalMark },
): string | undefined => {
  switch (field.kind) {
    case "number": {
      const number = readNumber(cell, settings.decimalMark);
      return number === undefined ? undefined : readCustomValue(field, String(number));
    }
    case "day":
      return readDay(cell, settings.dateOrder);
    case "flag":
      return isYes(cell) ? "yes" : isNo(cell) ? "no" : undefined;
    case "text":
    case "choice":
      return readCustomValue(field, cell);
  }
};
