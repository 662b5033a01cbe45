/** Rows of a table as items, by what its columns are said to hold. */
import type { Money } from "#shared/kernel/record";
import { squeezeText } from "#shared/domain/inventory";
import type { Tracking } from "#shared/domain/inventory";
import type { AssetAmounts, ProductAmounts } from "./amounts";
import { defined } from "./defined";
import type { AssetFacts, EquipmentItem, ImportItem, ProductFacts } from "./items";
import type { OwnField } from "./own-fields";
import type { RowProblem } from "./problems";
import type { TableShape } from "./recognise-table";
import type { Fields, ValueSettings } from "./row-fields";
import { RowFields, firstOf, gatherFields } from "./row-fields";

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

const longestNotes = 4_000;
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
      amounts: productAmountsOf(row, product.tracking),
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
  const origin = row.country("originCountry");
  const kept = [
    ...(origin.kept === undefined ? [] : [origin.kept]),
    ...(assets > 0 ? [] : [...row.kept(), ...row.keptOfAssets()]),
  ];
  const notes = [...row.all("notes"), ...kept].join("\n").slice(0, longestNotes);
  return {
    name,
    ...defined({
      maker: row.text("maker", 120),
      modelNumber: row.text("modelNumber", 120),
      category: readCategory(row),
      tracking: said ?? guessedTracking(row, assets, quantity),
      weightG: row.whole("weightKg", 1000) ?? row.whole("weightG"),
      powerW: row.whole("powerW"),
      currentMa: row.whole("currentA", 1000),
      lengthMm: row.whole("lengthMm") ?? row.whole("lengthCm", 10),
      widthMm: row.whole("widthMm") ?? row.whole("widthCm", 10),
      heightMm: row.whole("heightMm") ?? row.whole("heightCm", 10),
      connectors: row.text("connectors", 200),
      minimumStock: row.whole("minimumStock"),
      originCountry: origin.code,
      customsCode: row.text("customsCode", 20),
      notes: notes === "" ? undefined : notes,
    }),
  };
};

/** What sells has a price, not a rate; nothing is hired out for nothing. */
const productAmountsOf = (row: RowFields, tracking: Tracking | undefined): ProductAmounts | undefined =>
  orNothing({
    replacement: row.money("replacement"),
    dayRate: tracking === "consumable" ? undefined : row.rate("dayRate"),
  });

const assetAmountsOf = (row: RowFields): AssetAmounts | undefined =>
  orNothing({
    purchase: row.money("purchase"),
    replacement: row.money("assetReplacement"),
    dayRate: row.rate("assetDayRate"),
  });

const orNothing = <T extends Readonly<Record<string, Money | undefined>>>(amounts: T) => {
  const said = defined(amounts);
  return Object.keys(said).length === 0 ? undefined : said;
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
    amounts: assetAmountsOf(row),
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
