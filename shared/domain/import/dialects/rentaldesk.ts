/** RentalDesk and HireTrack: the equipment table of their import. `Type` is what a piece is called. */
import type { Dialect } from "./dialect";

export const rentalDesk: readonly Dialect[] = [
  {
    name: "rentaldesk",
    source: "rentaldesk",
    has: ["mastercategory", "category", "type", "stocklevel"],
    categoryPath: "flat",
    columns: {
      mastercategory: "department",
      category: "category",
      type: "name",
      sales: "ignore",
      dailyrate1: "dayRate",
      dailyrate2: "ignore",
      hourlyrate1: "ignore",
      hourlyrate2: "ignore",
      value: "replacement",
      weight: "weightKg",
      length: "lengthCm",
      width: "widthCm",
      height: "heightCm",
      countryoforigin: "originCountry",
      nominalcode: "ignore",
      nominaldescription: "ignore",
      stocklevel: "quantity",
      stockcode: "productCode",
      barcode: "code",
      serialno: "serial",
      purchasedate: "purchasedOn",
      purchaseprice: "purchase",
      pricescheme: "ignore",
    },
  },
];
