/** What a column of a table may become, and by which headers it is recognised. */
import { squeezeText } from "#shared/domain/inventory";
import { aliases } from "./field-aliases";

export const fields = [
  "name",
  "maker",
  "modelNumber",
  "category",
  "department",
  "tracking",
  "weightKg",
  "weightG",
  "powerW",
  "currentA",
  "lengthMm",
  "widthMm",
  "heightMm",
  "lengthCm",
  "widthCm",
  "heightCm",
  "connectors",
  "minimumStock",
  "replacement",
  "dayRate",
  "originCountry",
  "customsCode",
  "notes",
  "productCode",
  "code",
  "furtherCode",
  /** The asset's code where the row has no other. */
  "fallbackCode",
  "serial",
  "serials",
  "assetName",
  "location",
  "shelf",
  "quantity",
  "purchasedOn",
  "purchase",
  /** Where one piece differs from its product. */
  "assetReplacement",
  "assetDayRate",
  "assetNotes",
  /** The product's identity in the other program: found again by it when its name has changed. */
  "sourceId",
  /** Says that the piece left the stock (sold, written off), or that it is still in use: such rows stay out. */
  "leftStock",
  "inUse",
  /** What sort of thing the row is: sets of other things have no body and stay out. */
  "kind",
  "placeName",
  "placeParent",
  "address",
  /** Kept as a line "header: value" in the notes of the asset, or of the product where there is no asset. */
  "keep",
  "ignore",
] as const;
export type FieldName = (typeof fields)[number];

/** Fields that several columns may feed together; of the others the last column wins. */
export const manyColumns: ReadonlySet<FieldName> = new Set([
  "keep",
  "ignore",
  "address",
  "notes",
  "assetNotes",
  "furtherCode",
  "productCode",
  "tracking",
  "leftStock",
  "inUse",
]);

const byAlias = new Map<string, FieldName>();
for (const field of fields) for (const alias of aliases[field] ?? []) byAlias.set(alias, field);

/** Columns whose content must not reach people without rights to money, or is useless here: left out unless chosen. */
const leftOut =
  /^(id|importref|externalid)$|price|preis|rate|satz|cost|kosten|tax|steuer|ledger|konto|margin|discount|rabatt|image|url|bild|depreciation|bookvalue|currency|created|updated|checkedout|checkin|checkout/;

/** What a header probably means. Unknown columns are kept in the notes so that nothing is lost. */
export const suggestField = (header: string): FieldName => {
  const squeezed = squeezeText(header);
  const exact = byAlias.get(squeezed);
  if (exact !== undefined) return exact;
  const bare = squeezed.replace(
    /(serialnumber|asset|product|equipment|hb)$|^(hb|asset|product|equipment|default)/g,
    "",
  );
  const close = bare === squeezed ? undefined : byAlias.get(bare);
  if (close !== undefined) return close;
  if (squeezed === "" || leftOut.test(squeezed)) return "ignore";
  return "keep";
};

/** Columns whose cells show which decimal mark the file uses. */
export const numberFields: ReadonlySet<FieldName> = new Set([
  "weightKg",
  "weightG",
  "powerW",
  "currentA",
  "lengthMm",
  "widthMm",
  "heightMm",
  "lengthCm",
  "widthCm",
  "heightCm",
  "minimumStock",
  "quantity",
]);
export const moneyFields: ReadonlySet<FieldName> = new Set([
  "replacement",
  "dayRate",
  "purchase",
  "assetReplacement",
  "assetDayRate",
]);

/** Whether a column's field, which may be the company's own, is one of these. */
export const isOneOf = (these: ReadonlySet<string>, field: string): boolean => these.has(field);
