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

/** The name of a related record; `{}` and empty lists say there is none. */
const nameInJson = (cell: string): string => {
  if (!/^\s*[[{]/.test(cell)) return cell;
  try {
    return namesIn(JSON.parse(cell)).join(", ");
  } catch {
    return cell;
  }
};

const namesIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== "object" || value === null) return [];
  const found: unknown = "name" in value ? value.name : "title" in value ? value.title : undefined;
  return typeof found === "string" && found !== "" ? [found] : [];
};

export const shelf: readonly Dialect[] = [
  {
    name: "shelf-backup",
    source: "shelf",
    has: ["id", "title", "status", "organizationid", "custody"],
    isUnquoted: true,
    readCell: nameInJson,
    columns: {
      ...pieces,
      id: "fallbackCode",
      qrcodes: "ignore",
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
      customfields: "ignore",
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
