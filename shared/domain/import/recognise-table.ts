/**
 * Tables of known programs, recognised by their headers. A dialect says what each column becomes; any other table
 * goes through suggestions that the person checks. See docs of the sources for what their columns hold.
 */
import { squeezeText } from "#shared/domain/inventory";
import type { Tracking } from "#shared/domain/inventory";
import type { FieldName } from "./fields";
import { manyColumns, suggestField } from "./fields";

export const dialectNames = [
  "snipe-it-assets",
  "snipe-it-accessories",
  "snipe-it-consumables",
  "snipe-it-components",
  "snipe-it-models",
  "snipe-it-locations",
  "snipe-it-report",
  "adamrms-export",
  "adamrms-template",
  "table",
] as const;
export type DialectName = (typeof dialectNames)[number];

/** How rows of a table are understood. */
export interface TableShape {
  readonly dialect: DialectName;
  /** Written into records as their source: the same for all tables of one program. */
  readonly source: string;
  /** One per column. */
  readonly columns: readonly FieldName[];
  /** Rows are places, not equipment. */
  readonly isPlaces: boolean;
  /** How pieces are counted where the row does not say. */
  readonly tracking: Tracking | null;
  /** Header names per column under which kept values appear in notes. */
  readonly keepAs: readonly string[];
  /** Per column: the column whose cell names the kept value instead of the header, where there is one. */
  readonly keepNames: readonly (number | null)[];
  /** How a category cell names its department too. */
  readonly categoryPath: "dash" | "slash" | "flat";
}

interface Dialect {
  readonly name: DialectName;
  readonly source: string;
  /** Headers that must be there, squeezed; and some that must not. */
  readonly has: readonly string[];
  readonly hasNot?: readonly string[];
  readonly columns: Readonly<Record<string, FieldName>>;
  readonly tracking?: Tracking;
  readonly isPlaces?: boolean;
}

const snipeShared = {
  company: "ignore",
  category: "category",
  supplier: "keep",
  manufacturer: "maker",
  location: "location",
  ordernumber: "keep",
  modelnumber: "modelNumber",
  purchasedate: "purchasedOn",
  purchasecost: "purchase",
} as const satisfies Record<string, FieldName>;

const snipeQuantities = {
  ...snipeShared,
  name: "name",
  qty: "quantity",
  quantity: "quantity",
  minamount: "minimumStock",
  itemnumber: "keep",
  notes: "notes",
  purchasedate: "keep",
  purchasecost: "replacement",
} as const satisfies Record<string, FieldName>;

/** The ten custom fields of an AdamRMS table: values are kept, their names stand in cells beside them. */
const definableFields: Readonly<Record<string, FieldName>> = Object.fromEntries(
  Array.from({ length: 10 }, (_, index) => index + 1).flatMap(
    (n): readonly (readonly [string, FieldName])[] => [
      [`definablefield${n}name`, "ignore"],
      [`definablefield${n}value`, "keep"],
      [`assettypedefinablefieldsname${n}`, "ignore"],
      [`assetdefinablefields${n}`, "keep"],
    ],
  ),
);

/** Most particular first. */
const dialects: readonly Dialect[] = [
  {
    name: "adamrms-export",
    source: "adamrms",
    has: ["assetcode", "category", "name", "manufacturer", "masskg", "definablefield1name"],
    columns: {
      assetcode: "code",
      category: "category",
      name: "name",
      manufacturer: "maker",
      masskg: "weightKg",
      dayrate: "ignore",
      weekrate: "ignore",
      value: "replacement",
      // The export repeats the previous asset's location for one that was never scanned: it proves nothing.
      location: "keep",
      notes: "assetNotes",
      ...definableFields,
    },
  },
  {
    name: "adamrms-template",
    source: "adamrms",
    has: ["assettypesname", "manufacturersname", "assetstag"],
    columns: {
      assettypesname: "name",
      assettypesdescription: "notes",
      assettypesproductlink: "keep",
      assettypesmass: "weightKg",
      assettypesdayrate: "ignore",
      assettypesweekrate: "ignore",
      assettypesvalue: "replacement",
      // A number that means something only inside the other system.
      assetcategoriesid: "ignore",
      manufacturersname: "maker",
      assetstag: "code",
      assetsnotes: "assetNotes",
      assetsstoragelocation: "location",
      assetsdayrate: "ignore",
      assetsweekrate: "ignore",
      assetsvalue: "purchase",
      assetsmass: "ignore",
      ...definableFields,
    },
  },
  {
    name: "snipe-it-assets",
    source: "snipe-it",
    has: ["assettag", "model", "manufacturer", "checkouttype"],
    columns: {
      ...snipeShared,
      name: "assetName",
      assettag: "code",
      model: "name",
      modelnotes: "notes",
      assetnotes: "assetNotes",
      serial: "serial",
      serialnumber: "serial",
      asseteoldate: "ignore",
    },
    tracking: "assets",
  },
  {
    name: "snipe-it-report",
    source: "snipe-it",
    has: ["assettag", "assetname", "model", "modelno"],
    columns: {
      ...snipeShared,
      id: "ignore",
      assetname: "assetName",
      assettag: "code",
      model: "name",
      modelno: "modelNumber",
      serial: "serial",
      purchased: "purchasedOn",
      cost: "purchase",
      notes: "assetNotes",
      location: "ignore",
      defaultlocation: "location",
    },
    tracking: "assets",
  },
  {
    name: "snipe-it-consumables",
    source: "snipe-it",
    has: ["name", "category", "manufacturer", "qty", "minamount", "itemnumber"],
    columns: snipeQuantities,
    tracking: "consumable",
  },
  {
    name: "snipe-it-accessories",
    source: "snipe-it",
    has: ["name", "category", "manufacturer", "qty", "minamount", "modelnumber"],
    hasNot: ["itemnumber"],
    columns: snipeQuantities,
    tracking: "bulk",
  },
  {
    name: "snipe-it-components",
    source: "snipe-it",
    has: ["itemname", "serialnumber", "category", "quantity", "ordernumber"],
    columns: { ...snipeQuantities, itemname: "name", serialnumber: "keep" },
    tracking: "bulk",
  },
  {
    name: "snipe-it-models",
    source: "snipe-it",
    has: ["name", "category", "manufacturer", "modelnotes", "fieldset"],
    columns: {
      name: "name",
      category: "category",
      manufacturer: "maker",
      modelnotes: "notes",
      modelnumber: "modelNumber",
      fieldset: "ignore",
      requestable: "ignore",
      eol: "ignore",
      minqty: "minimumStock",
    },
    tracking: "assets",
  },
  {
    name: "snipe-it-locations",
    source: "snipe-it",
    has: ["name", "address", "city", "country", "zip"],
    hasNot: ["category", "email"],
    columns: {
      name: "placeName",
      parent: "placeParent",
      parentlocation: "placeParent",
      address: "address",
      address2: "address",
      city: "address",
      state: "address",
      country: "address",
      zip: "address",
      manager: "ignore",
      managerusername: "ignore",
      currency: "ignore",
    },
    isPlaces: true,
  },
];

const keptHeader: Readonly<Record<string, string>> = { "adamrms-export/location": "Location (unverified)" };

/** The known program's table with these headers, or suggestions column by column. */
export const recogniseTable = (headers: readonly string[]): TableShape => {
  const squeezed = headers.map(squeezeText);
  const known = dialects.find(
    (dialect) =>
      dialect.has.every((header) => squeezed.includes(header)) &&
      dialect.hasNot?.some((header) => squeezed.includes(header)) !== true,
  );
  const columns = squeezed.map((header, index) =>
    known === undefined
      ? suggestField(headers[index] ?? "")
      : (known.columns[header] ?? fallback(known, headers[index] ?? "")),
  );
  return {
    dialect: known?.name ?? "table",
    source: known?.source ?? "table",
    columns: onceEach(columns),
    isPlaces: known?.isPlaces ?? false,
    tracking: known?.tracking ?? null,
    keepNames: squeezed.map((header) => nameColumnOf(header, squeezed)),
    categoryPath: known === undefined ? "slash" : known.source === "adamrms" ? "dash" : "flat",
    keepAs: headers.map(
      (header, index) => keptHeader[`${known?.name ?? ""}/${squeezed[index] ?? ""}`] ?? header.trim(),
    ),
  };
};

/** AdamRMS writes the names of its own fields into cells beside the values. */
const nameColumnOf = (header: string, all: readonly string[]): number | null => {
  const [, exported] = /^definablefield(\d+)value$/.exec(header) ?? [];
  const [, inTemplate] = /^assetdefinablefields(\d+)$/.exec(header) ?? [];
  const wanted =
    exported !== undefined
      ? `definablefield${exported}name`
      : inTemplate !== undefined
        ? `assettypedefinablefieldsname${inTemplate}`
        : undefined;
  const at = wanted === undefined ? -1 : all.indexOf(wanted);
  return at < 0 ? null : at;
};

/** Columns a known table has beyond its usual ones: custom fields are kept, records about people are not. */
const fallback = (dialect: Dialect, header: string): FieldName =>
  dialect.isPlaces === true || /^(checkedout|user|checkout)/.test(squeezeText(header))
    ? "ignore"
    : keepOrIgnore(header);

const keepOrIgnore = (header: string): FieldName => (suggestField(header) === "ignore" ? "ignore" : "keep");

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
