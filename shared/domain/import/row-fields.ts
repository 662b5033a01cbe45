/** One row of a table with its cells by field, read with the settings of the file. */
import { moneyParts } from "#shared/kernel/money";
import type { Day, Money } from "#shared/kernel/record";
import { readCountry } from "./countries";
import type { FieldName } from "./fields";
import type { RowProblem } from "./problems";
import type { ColumnField, OwnField, OwnValues } from "./own-fields";
import { ownColumnOf, readOwnValue } from "./own-fields";
import type { TableShape } from "./recognise-table";
import type { DateOrder, DecimalMark } from "./values";
import { isNo, readDay, readMoney, readNumber } from "./values";

export interface ValueSettings {
  readonly dateOrder: DateOrder;
  readonly decimalMark: DecimalMark;
  /** ISO 4217, for amounts without a currency of their own. */
  readonly currency: string;
}

/** As the records take them: what a step could not write would stop the whole import on the way. */
const longestOwn = 1_000;

export type Fields = ReadonlyMap<
  ColumnField,
  readonly { readonly value: string; readonly column: number; readonly keepAs: string }[]
>;

export const gatherFields = (cells: readonly string[], shape: TableShape): Fields => {
  const fields = new Map<ColumnField, { value: string; column: number; keepAs: string }[]>();
  shape.columns.forEach((field, column) => {
    const value = shape.readCell(cells[column] ?? "").trim();
    if (field === "ignore" || value === "") return;
    const nameColumn = shape.keepNames[column];
    const named = nameColumn === null || nameColumn === undefined ? "" : (cells[nameColumn] ?? "");
    const keepAs = named.trim().replace(/:$/, "").trim() || (shape.keepAs[column] ?? "");
    fields.set(field, [...(fields.get(field) ?? []), { value, column, keepAs }]);
  });
  return fields;
};

export const firstOf = (fields: Fields, field: FieldName): string | undefined =>
  fields.get(field)?.[0]?.value;

/**
 * One row with its cells by field, read with the settings of the file. A cell that cannot be read counts as absent
 * and is remembered: the first such cell is why the whole row is refused.
 */
export class RowFields {
  readonly #fields: Fields;
  readonly #headers: readonly string[];
  readonly shape: TableShape;
  readonly settings: ValueSettings;
  readonly #own: readonly OwnField[];
  #problem: RowProblem | undefined;
  constructor(
    fields: Fields,
    headers: readonly string[],
    shape: TableShape,
    settings: ValueSettings,
    own: readonly OwnField[],
  ) {
    this.#own = own;
    this.#fields = fields;
    this.#headers = headers;
    this.shape = shape;
    this.settings = settings;
  }

  problem(): RowProblem | undefined {
    return this.#problem;
  }

  refuse(problem: RowProblem): undefined {
    this.#problem ??= problem;
  }

  /** Two letters. A country nobody knows is kept in words where it is asked for. */
  country(field: FieldName): { readonly code?: string; readonly kept?: string } {
    const found = this.#fields.get(field)?.[0];
    if (found === undefined) return {};
    const code = readCountry(found.value);
    return code === undefined ? { kept: `${found.keepAs}: ${found.value}` } : { code };
  }

  text(field: FieldName, limit: number): string | undefined {
    const found = this.#fields.get(field)?.[0];
    return found === undefined ? undefined : this.#within(limit, found.value, found.column);
  }

  /** What the cells of the field list. */
  list(field: FieldName, limit: number): readonly string[] {
    return (this.#fields.get(field) ?? []).flatMap(({ value, column }) =>
      splitList(value).flatMap((part) => this.#within(limit, part, column) ?? []),
    );
  }

  all(field: FieldName): readonly string[] {
    return this.#fields.get(field)?.map((found) => found.value) ?? [];
  }

  kept(field: ColumnField = "keep"): readonly string[] {
    return (
      this.#fields.get(field)?.map(({ keepAs, value }) => (keepAs === "" ? value : `${keepAs}: ${value}`)) ??
      []
    );
  }

  /** What the row says in the company's own fields of products, or of assets. */
  own(on: OwnField["on"]): OwnValues | undefined {
    const values = new Map<OwnField["id"], string>();
    for (const field of this.#own) {
      const found = field.on === on ? this.#fields.get(ownColumnOf(field))?.[0] : undefined;
      if (found === undefined) continue;
      const value = readOwnValue(field, found.value, this.settings);
      if (value === undefined)
        return this.refuse({ type: "NotOfField", column: this.#header(found.column), value: found.value });
      if (this.#within(longestOwn, value, found.column) === undefined) return undefined;
      values.set(field.id, value);
    }
    return values.size === 0 ? undefined : values;
  }

  /** Where there is no piece they could stand on, nothing of them is lost. */
  keptOfAssets(): readonly string[] {
    return this.#own.flatMap((field) => (field.on === "asset" ? this.kept(ownColumnOf(field)) : []));
  }

  /** In the field's unit times `factor`, rounded to a whole. */
  whole(field: FieldName, factor = 1): number | undefined {
    const found = this.#fields.get(field)?.[0];
    if (found === undefined) return undefined;
    const value = readNumber(found.value, this.settings.decimalMark);
    const scaled = value === undefined ? undefined : Math.round(value * factor);
    if (scaled === undefined || scaled < 0 || !Number.isSafeInteger(scaled))
      return this.refuse({ type: "NotANumber", column: this.#header(found.column), value: found.value });
    return scaled;
  }

  quantity(): number | undefined {
    const found = this.#fields.get("quantity")?.[0];
    if (found === undefined) return undefined;
    const value = readNumber(found.value, this.settings.decimalMark);
    if (value !== undefined && value < 0)
      return this.refuse({ type: "QuantityNegative", value: found.value });
    if (value === undefined || !Number.isSafeInteger(value) || value > 1_000_000)
      return this.refuse({ type: "NotANumber", column: this.#header(found.column), value: found.value });
    return value;
  }

  day(field: FieldName): Day | undefined {
    const found = this.#fields.get(field)?.[0];
    if (found === undefined || isNo(found.value)) return undefined;
    const day = readDay(found.value, this.settings.dateOrder);
    if (day === undefined)
      return this.refuse({ type: "NotADate", column: this.#header(found.column), value: found.value });
    return day;
  }

  money(field: FieldName): Money | undefined {
    const found = this.#fields.get(field)?.[0];
    if (found === undefined) return undefined;
    const amount = readMoney(found.value, this.settings.decimalMark, this.settings.currency);
    if (amount === undefined)
      return this.refuse({ type: "NotAnAmount", column: this.#header(found.column), value: found.value });
    return amount;
  }

  /** An amount that zero says nothing about. */
  rate(field: FieldName): Money | undefined {
    const amount = this.money(field);
    return amount === undefined || moneyParts(amount).minor === 0 ? undefined : amount;
  }

  /** Remembers the first column that says the thing is no part of the stock. */
  checkInStock(): void {
    for (const [field, saysGone] of [
      ["leftStock", (value: string) => !isNo(value)],
      ["inUse", isNo],
    ] as const)
      for (const { value, column } of this.#fields.get(field) ?? [])
        if (saysGone(value)) this.refuse({ type: "NotInStock", column: this.#header(column), value });
  }

  #within(limit: number, value: string, column: number): string | undefined {
    if (value.length <= limit) return value;
    return this.refuse({ type: "TextTooLong", column: this.#header(column), limit });
  }

  #header(column: number): string {
    return this.#headers[column] ?? "";
  }
}

const splitList = (cell: string): readonly string[] =>
  cell
    .split(/[;,\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
