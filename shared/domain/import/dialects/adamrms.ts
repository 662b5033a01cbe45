/** AdamRMS: its export of assets and the template of its own importer. */
import type { FieldName } from "../fields";
import type { Dialect } from "./dialect";

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

/** The names of those fields stand in cells beside the values. */
const nameColumn = (header: string): string | undefined => {
  const [, exported] = /^definablefield(\d+)value$/.exec(header) ?? [];
  if (exported !== undefined) return `definablefield${exported}name`;
  const [, inTemplate] = /^assetdefinablefields(\d+)$/.exec(header) ?? [];
  return inTemplate === undefined ? undefined : `assettypedefinablefieldsname${inTemplate}`;
};

export const adamRms: readonly Dialect[] = [
  {
    name: "adamrms-export",
    source: "adamrms",
    categoryPath: "dash",
    nameColumn,
    has: ["assetcode", "category", "name", "manufacturer", "masskg", "definablefield1name"],
    keepAs: { location: "Location (unverified)" },
    columns: {
      assetcode: "code",
      category: "category",
      name: "name",
      manufacturer: "maker",
      masskg: "weightKg",
      dayrate: "dayRate",
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
    categoryPath: "dash",
    nameColumn,
    has: ["assettypesname", "manufacturersname", "assetstag"],
    columns: {
      assettypesname: "name",
      assettypesdescription: "notes",
      assettypesproductlink: "keep",
      assettypesmass: "weightKg",
      assettypesdayrate: "dayRate",
      assettypesweekrate: "ignore",
      assettypesvalue: "replacement",
      // A number that means something only inside the other system.
      assetcategoriesid: "ignore",
      manufacturersname: "maker",
      assetstag: "code",
      assetsnotes: "assetNotes",
      assetsstoragelocation: "location",
      assetsdayrate: "assetDayRate",
      assetsweekrate: "ignore",
      assetsvalue: "assetReplacement",
      assetsmass: "ignore",
      ...definableFields,
    },
  },
];
