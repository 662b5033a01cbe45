/** Rows of a table as items, by what its columns are said to hold. */
import { brand } from "#shared/kernel/brand";
import { squeezeText } from "#shared/domain/inventory";
import type { Tracking } from "#shared/domain/inventory";
import type { FieldName } from "./fields";
import type { AssetFacts, EquipmentItem, ImportItem, ProductFacts } from "./items";
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

export type RowReader = (cells: readonly string[], row: number) => ImportItem | undefined;

/** A reader for the rows of one table. Blank rows give undefined. */
export const createRowReader = (
  headers: readonly string[],
  shape: TableShape,
  settings: ValueSettings,
  own: readonly OwnField[],
): RowReader => {
  return (cells, number) => {
    if (cells.every((cell) => cell.trim() === "")) return undefined;
    const fields = gatherFields(cells, shape);
    if (shape.isUnquoted && cells.length !== headers.length)
      return refusedItem(fields, number, {
        type: "CellsShifted",
        cells: cells.length,
        columns: headers.length,
      });
    if (shape.isPlaces)
      return placeItem(fields, number) ?? refusedItem(fields, number, { type: "NameMissing" });
    const row = new RowFields(fields, headers, shape, settings, own);
    const item = equipmentItem(row, number);
    const problem = row.problem();
    return problem === undefined ? item : refusedItem(fields, number, problem);
  };
};

type Fields = ReadonlyMap<
  ColumnField,
  readonly { readonly value: string; readonly column: number; readonly keepAs: string }[]
>;

const gatherFields = (cells: readonly string[], shape: TableShape): Fields => {
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

const firstOf = (fields: Fields, field: FieldName): string | undefined => fields.get(field)?.[0]?.value;

/**
 * One row with its cells by field, read with the settings of the file. A cell that cannot be read counts as absent
 * and is remembered: the first such cell is why the whole row is refused.
 */
class RowFields {
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
    return this.#fields.get(field)?.map((found) => `${found.keepAs}: ${found.value}`) ?? [];
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

  day(field: FieldName): AssetFacts["purchasedOn"] {
    const found = this.#fields.get(field)?.[0];
    if (found === undefined || isNo(found.value)) return undefined;
    const day = readDay(found.value, this.settings.dateOrder);
    if (day === undefined)
      return this.refuse({ type: "NotADate", column: this.#header(found.column), value: found.value });
    return day;
  }

  money(field: FieldName): AssetFacts["purchase"] {
    const found = this.#fields.get(field)?.[0];
    if (found === undefined) return undefined;
    const amount = readMoney(found.value, this.settings.decimalMark, this.settings.currency);
    if (amount === undefined)
      return this.refuse({ type: "NotAnAmount", column: this.#header(found.column), value: found.value });
    return amount;
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

const longestNotes = 4_000;
/** As the records take them: what a step could not write would stop the whole import on the way. */
const longestOwn = 1_000;
const longestCode = 300;

const equipmentItem = (row: RowFields, number: number): EquipmentItem => {
  row.checkInStock();
  const kind = row.text("kind", 60);
  if (kind !== undefined && /virtu/i.test(kind)) row.refuse({ type: "NoBody", value: kind });
  const said = saidTracking(row);
  const counted = said === "assets" ? undefined : row.quantity();
  const isOneByOne = countsOneByOne(row, said, counted);
  const assets = isOneByOne ? readAssets(row) : [];
  const name = row.text("name", 200) ?? row.text("modelNumber", 120) ?? row.text("assetName", 200);
  if (name === undefined) row.refuse({ type: "NameMissing" });
  const isUnknown = counted === 0 && said === undefined && row.shape.isZeroUncounted;
  const quantity = assets.length > 0 || isUnknown ? undefined : counted;
  const product = readProduct(row, name ?? "", assets.length, quantity, said);
  const id = row.text("sourceId", 120);
  const codes = ["productCode", ...(isOneByOne ? [] : (["code", "furtherCode"] as const))] as const;
  return {
    kind: "equipment",
    row: number,
    product,
    sourceId: id === undefined ? productKey(product) : `id:${id}`,
    assets,
    ...defined({
      quantity,
      location: readPlace(row),
      replacement: row.money("replacement"),
      own: row.own("product"),
    }),
    productCodes: codes.flatMap((field) => row.list(field, longestCode)),
  };
};

/** One code for several pieces is the product's. */
const countsOneByOne = (
  row: RowFields,
  said: Tracking | undefined,
  quantity: number | undefined,
): boolean => {
  if (said !== undefined) return said === "assets";
  if (row.shape.tracking !== null) return true;
  return (quantity ?? 1) <= 1 || row.all("serial").length + row.all("serials").length > 0;
};

/** The same product in any spelling of capitals, spaces and signs. */
export const productKey = (product: Pick<ProductFacts, "name" | "maker" | "modelNumber">): string =>
  [product.maker, product.name, product.modelNumber]
    .map((part) => squeezeText(part ?? ""))
    .join("|")
    .slice(0, 300);

const readProduct = (
  row: RowFields,
  name: string,
  assets: number,
  quantity: number | undefined,
  said: Tracking | undefined,
): ProductFacts => {
  // Where there is an asset, what is kept belongs to it: order number and supplier differ from piece to piece.
  const notes = [...row.all("notes"), ...(assets > 0 ? [] : [...row.kept(), ...row.keptOfAssets()])]
    .join("\n")
    .slice(0, longestNotes);
  return {
    name,
    ...defined({
      maker: row.text("maker", 120),
      modelNumber: row.text("modelNumber", 120),
      category: readCategory(row),
      tracking: said ?? guessedTracking(row, assets, quantity),
      weightG: row.whole("weightKg", 1000) ?? row.whole("weightG"),
      powerW: row.whole("powerW"),
      lengthMm: row.whole("lengthMm") ?? row.whole("lengthCm", 10),
      widthMm: row.whole("widthMm") ?? row.whole("widthCm", 10),
      heightMm: row.whole("heightMm") ?? row.whole("heightCm", 10),
      connectors: row.text("connectors", 200),
      minimumStock: row.whole("minimumStock"),
      notes: notes === "" ? undefined : notes,
    }),
  };
};

/** What the row itself says about how its pieces are counted. */
const saidTracking = (row: RowFields): Tracking | undefined => {
  const said = row.all("tracking").map(squeezeText).join(" ");
  if (/consumable|verbrauch|oneway/.test(said)) return "consumable";
  if (/serial|individual|einzel|asset/.test(said)) return "assets";
  if (/bulk|menge|quantity|twoway/.test(said)) return /\bsales?\b/.test(said) ? "consumable" : "bulk";
  return undefined;
};

const guessedTracking = (
  row: RowFields,
  assets: number,
  quantity: number | undefined,
): Tracking | undefined =>
  row.shape.tracking ?? (assets > 0 ? "assets" : quantity === undefined ? undefined : "bulk");

const readCategory = (row: RowFields): readonly string[] | undefined => {
  const cell = row.text("category", 200);
  const department = row.text("department", 80);
  const parts = cell === undefined ? [] : splitCategory(cell, row.shape.categoryPath);
  const path = [...(department === undefined ? [] : [department]), ...parts].map((part) => part.slice(0, 80));
  return path.length === 0 ? undefined : path;
};

const splitCategory = (cell: string, how: TableShape["categoryPath"]): readonly string[] => {
  if (how === "flat") return [cell];
  // The first dash parts group and category; further ones belong to the category's name.
  const parts = how === "dash" ? cell.split(/ - (.*)/s).slice(0, 2) : cell.split(/\s+[/\\>|]\s+|\s*>\s*/);
  return parts.map((part) => part.trim()).filter((part) => part !== "");
};

const readPlace = (row: RowFields): readonly string[] | undefined => {
  const place = row.text("location", 400);
  const shelf = row.text("shelf", 120);
  const parts =
    place === undefined ? [] : row.shape.dialect === "table" ? place.split(/\s+[/\\>|]\s+/) : [place];
  const path = [...parts, ...(shelf === undefined ? [] : [shelf])].map((part) => part.trim().slice(0, 120));
  return path.length === 0 ? undefined : path.filter((part) => part !== "");
};

const splitList = (cell: string): readonly string[] =>
  cell
    .split(/[;,\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");

const readAssets = (row: RowFields): readonly AssetFacts[] => {
  const furtherCodes = row.list("furtherCode", longestCode);
  const serial = row.text("serial", 120);
  const code =
    row.text("code", 120) ?? serial ?? row.list("furtherCode", 120)[0] ?? row.text("fallbackCode", 120);
  const serials = row.list("serials", 120);
  if (code === undefined && serials.length === 0) return [];
  const shared = defined({
    home: readPlace(row),
    purchasedOn: row.day("purchasedOn"),
    purchase: row.money("purchase"),
    own: row.own("asset"),
  });
  if (code === undefined)
    return serials.map((value) => ({ code: value, serial: value, furtherCodes: [], ...shared }));
  const notes = [...row.all("assetNotes"), ...row.kept()].join("\n").slice(0, longestNotes);
  return [
    {
      code,
      furtherCodes: furtherCodes.filter((further) => further !== code),
      ...shared,
      ...defined({
        serial: serial ?? serials[0],
        name: row.text("assetName", 200),
        notes: notes === "" ? undefined : notes,
      }),
    },
  ];
};

const placeItem = (fields: Fields, row: number): ImportItem | undefined => {
  const name = firstOf(fields, "placeName") ?? firstOf(fields, "name");
  if (name === undefined) return undefined;
  const parent = firstOf(fields, "placeParent");
  const address = (fields.get("address") ?? [])
    .map((found) => found.value)
    .join(", ")
    .slice(0, 400);
  return {
    kind: "place",
    row,
    path: [...(parent === undefined ? [] : [parent]), name].map((part) => part.slice(0, 120)),
    ...(address === "" ? {} : { address }),
  };
};

const refusedItem = (fields: Fields, row: number, problem: RowProblem): EquipmentItem => ({
  kind: "equipment",
  row,
  product: {
    name: (firstOf(fields, "name") ?? firstOf(fields, "placeName") ?? "").slice(0, 200),
    ...defined({ maker: firstOf(fields, "maker")?.slice(0, 120) }),
  },
  sourceId: "",
  assets: [],
  productCodes: [],
  problem,
});

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The object without its undefined values. */
export const defined = <T extends Readonly<Record<string, unknown>>>(values: T): Defined<T> =>
  brand<Defined<T>>(Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)));
