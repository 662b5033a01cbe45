/**
 * Shelf.nu: the table of its import, which its export writes too; the analytics export, where people choose the
 * columns; and the backup, whose cells are never quoted and hold related records as JSON.
 */
import type { Dialect } from "./dialect";

/** `cf:Serial number,type:text`, in the wild with spaces anywhere. */
const ownField = /^\s*cf:\s*(.*?)\s*,\s*type:\s*\w+\s*$/i;

const bareHeader = (header: string): string => ownField.exec(header)?.[1] ?? header;

/** Every piece has a title of its own; the model it belongs to names the product, where there is one. */
const pieces = {
  title: "assetName",
  name: "assetName",
  description: "assetNotes",
  category: "category",
  kit: "keep",
  tags: "keep",
  location: "location",
  custodian: "ignore",
  custody: "ignore",
  bookable: "ignore",
  valuation: "replacement",
  value: "replacement",
  totalvalue: "ignore",
  assetmodel: "name",
  type: "tracking",
  trackingmethod: "tracking",
  consumptiontype: "tracking",
  quantity: "quantity",
  minquantity: "minimumStock",
  unitofmeasure: "keep",
} as const;

/** The name of a related record, or what a field of the company's own holds; `{}` and empty lists say there is none. */
const nameInJson = (cell: string): string => {
  if (!/^\s*[[{]/.test(cell)) return cell;
  try {
    const names = namesIn(JSON.parse(cell));
    return names.join(names.some((name) => name.includes(": ")) ? "\n" : ", ");
  } catch {
    return cell;
  }
};

const namesIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== "object" || value === null) return [];
  if ("customField" in value && "value" in value) {
    const [name] = namesIn(value.customField);
    const held = heldIn(value.value);
    return name === undefined || held === undefined ? [] : [`${name}: ${held}`];
  }
  const fields = new Map<string, unknown>(Object.entries(value));
  const text = fields.get("name") ?? fields.get("title") ?? fields.get("id");
  return typeof text === "string" && text !== "" ? [text] : [];
};

/** Shelf keeps what was typed beside what it means by it. */
const heldIn = (value: unknown): string | undefined => {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return String(value);
  if (typeof value !== "object" || value === null || !("raw" in value)) return undefined;
  return heldIn(value.raw);
};

export const shelf: readonly Dialect[] = [
  {
    name: "shelf-backup",
    source: "shelf",
    has: ["id", "title", "status", "organizationid", "custody"],
    isUnquoted: true,
    readCell: nameInJson,
    keepAs: { customfields: "" },
    columns: {
      ...pieces,
      id: "fallbackCode",
      qrcodes: "furtherCode",
      status: "ignore",
      mainimage: "ignore",
      mainimageexpiration: "ignore",
      thumbnailimage: "ignore",
      createdat: "ignore",
      updatedat: "ignore",
      userid: "ignore",
      organizationid: "ignore",
      organization: "ignore",
      locationid: "ignore",
      categoryid: "ignore",
      kitid: "ignore",
      assetmodelid: "ignore",
      availabletobook: "ignore",
      sequentialid: "code",
      notes: "ignore",
      customfields: "keep",
    },
  },
  {
    name: "shelf-analytics",
    source: "shelf",
    has: ["qrid", "name", "status"],
    columns: {
      ...pieces,
      id: "ignore",
      assetid: "code",
      qrid: "furtherCode",
      status: "ignore",
      availabletobook: "ignore",
      createdat: "ignore",
      updatedat: "ignore",
      upcomingreminder: "ignore",
      upcomingbookings: "ignore",
      code128: "furtherCode",
      code39: "furtherCode",
      datamatrix: "furtherCode",
      externalqr: "furtherCode",
      ean13: "furtherCode",
    },
  },
  {
    name: "shelf-assets",
    source: "shelf",
    has: ["title", "kit", "category", "location", "custodian"],
    bareHeader,
    columns: {
      ...pieces,
      id: "fallbackCode",
      barcodecode128: "furtherCode",
      barcodecode39: "furtherCode",
      barcodedatamatrix: "furtherCode",
      barcodeexternalqr: "furtherCode",
      barcodeean13: "furtherCode",
    },
  },
];
