/**
 * Current RMS: its product data export and its asset listing report. The report names products by name only, so the
 * products are best imported first.
 */
import type { Dialect } from "./dialect";

export const currentRms: readonly Dialect[] = [
  {
    name: "current-rms-products",
    source: "current-rms",
    has: ["id", "name", "productgroup", "allowedstocktype"],
    isZeroUncounted: true,
    columns: {
      id: "sourceId",
      name: "name",
      description: "notes",
      productgroup: "category",
      manufacturer: "maker",
      stockmethod: "tracking",
      allowedstocktype: "tracking",
      active: "inUse",
      accessoryonly: "keep",
      weight: "weightKg",
      barcode: "productCode",
      sku: "productCode",
      countryoforigincode: "originCountry",
      rentalbulkquantity: "quantity",
      salebulkquantity: "ignore",
      saleprice: "ignore",
      rentalprice: "dayRate",
      purchaseprice: "ignore",
      replacementcharge: "replacement",
      imageurl: "ignore",
    },
  },
  {
    name: "current-rms-assets",
    source: "current-rms",
    has: ["name", "assetnumber", "serialnumber", "quantityheld"],
    columns: {
      id: "ignore",
      name: "name",
      assetnumber: "code",
      serialnumber: "serial",
      quantityheld: "quantity",
      location: "location",
      purchaseprice: "purchase",
      assetreplacementvalue: "replacement",
      effectivedate: "purchasedOn",
      writtenoff: "leftStock",
      sold: "leftStock",
    },
  },
];
