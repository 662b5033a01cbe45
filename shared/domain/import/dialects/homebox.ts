/** Homebox: its export, whose headers all begin with `HB.`. Dates that were never set are the first of January of year 1. */
import type { Dialect } from "./dialect";

export const homebox: readonly Dialect[] = [
  {
    name: "homebox",
    source: "homebox",
    has: ["hbname", "hblocation"],
    categoryPath: "flat",
    columns: {
      hbimportref: "fallbackCode",
      hbassetid: "code",
      hblocation: "location",
      hblabels: "category",
      hbtags: "category",
      hbquantity: "quantity",
      hbname: "name",
      hbdescription: "notes",
      hbinsured: "ignore",
      hbarchived: "leftStock",
      hburl: "ignore",
      hbserialnumber: "serial",
      hbmodelnumber: "modelNumber",
      hbmanufacturer: "maker",
      hbnotes: "assetNotes",
      hbpurchasefrom: "keep",
      hbpurchaseprice: "purchase",
      hbpurchasetime: "purchasedOn",
      hbpurchasedate: "purchasedOn",
      hblifetimewarranty: "ignore",
      hbwarrantyexpires: "ignore",
      hbwarrantydetails: "keep",
      hbsoldto: "ignore",
      hbsoldprice: "ignore",
      hbsoldtime: "leftStock",
      hbsoldnotes: "ignore",
    },
  },
];
