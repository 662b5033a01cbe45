/** Tables as the programs people come from write them, with what is known to be odd about each. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { must } from "#shared/kernel/result";
import { bytesSource } from "#shared/domain/import";
import type { ByteSource } from "#shared/domain/import";
import { asset, assetCost, code, location, product, productValue } from "#shared/domain/inventory";
import { category } from "#shared/domain/settings";
import type { ImportWorld } from "#tests/support/import-world";
import { createImportWorld, textSource } from "#tests/support/import-world";

const textOf = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../fixtures/import/${name}`, import.meta.url)), "utf8");
const fixture = (name: string): ByteSource => bytesSource(name, new TextEncoder().encode(textOf(name)));

const unchanged = { rows: { new: 0, changed: 0, doubtful: 0 }, newProducts: 0, newAssets: 0 };

const called = (world: ImportWorld, name: string) =>
  world.documents.all(product).find((record) => record.name === name);
const coded = (world: ImportWorld, value: string) =>
  world.documents.all(asset).find((record) => record.code === value);

/** Why rows were refused, by their number in the file. */
const refusals = async (world: ImportWorld, file: ByteSource): Promise<readonly unknown[]> => {
  const { session, opened } = await world.open(file);
  must(opened);
  session.plan();
  return session.rows(["refused"], 0, 100).rows.map(({ row, problem }) => [row, problem]);
};

describe("Rentman", () => {
  const file = fixture("rentman-equipment.csv");

  test("[INT-08] units under their equipment, bulk by quantity, sales as consumables, combinations without a body left out", async () => {
    const world = createImportWorld();
    const { session, opened } = await world.open(file);
    expect(must(opened)).toMatchObject({ dialect: "rentman-equipment", asks: [] });
    expect(session.plan()).toMatchObject({ newProducts: 3, newAssets: 2, rows: { refused: 1 } });
    world.apply(session);
    expect(await refusals(createImportWorld(), file)).toEqual([
      [6, { type: "NoBody", value: "Virtual combination" }],
    ]);
    const mega = called(world, "MegaPointe");
    expect(mega).toMatchObject({ tracking: "assets", weightG: 22_200, powerW: 470, source: "rentman" });
    expect(coded(world, "MEGA-002")).toMatchObject({ serial: "SN-2", product: mega?.id });
    expect(world.documents.all(assetCost).map(({ purchase }) => purchase)).toEqual([
      "123450 EUR",
      "123450 EUR",
    ]);
    expect(called(world, "Schuko 10 m")).toMatchObject({
      tracking: "bulk",
      minimumStock: 20,
      lengthMm: 10_000,
      originCountry: "DE",
    });
    expect(called(world, "Schuko 10 m")).not.toHaveProperty("notes");
    // What is sold has a price and no rate.
    expect(world.documents.all(productValue).map(({ product, dayRate }) => [product, dayRate])).toEqual([
      [mega?.id, "8500 EUR"],
      [called(world, "Schuko 10 m")?.id, "200 EUR"],
    ]);
    expect(world.owned("Schuko 10 m")).toBe(140);
    expect(called(world, "Gaffer black")).toMatchObject({ tracking: "consumable" });
    expect(world.documents.all(code).map(({ value }) => value)).toEqual(
      expect.arrayContaining(["MEGA", "SCH10", "GAF"]),
    );
    const kinds = world.documents.all(category);
    const heads = kinds.find(({ id }) => id === mega?.category);
    expect([heads?.name, kinds.find(({ id }) => id === heads?.parent)?.name]).toEqual([
      "Moving heads",
      "Light",
    ]);
    expect(await world.run(file)).toMatchObject(unchanged);
  });

  test("[INT-02] the ID finds the equipment again after its name changed, and only the name changes", async () => {
    const world = createImportWorld();
    await world.run(file);
    const before = called(world, "MegaPointe");
    const renamed = textOf("rentman-equipment.csv").replaceAll("MegaPointe", "Robin MegaPointe");
    expect(await world.run(textSource("rentman-equipment.csv", renamed))).toMatchObject({
      newProducts: 0,
      newAssets: 0,
    });
    expect(called(world, "Robin MegaPointe")?.id).toBe(before?.id);
    expect(world.documents.all(product)).toHaveLength(3);
  });
});

describe("Current RMS", () => {
  test("[INT-08] products: a zero counts nothing, inactive ones stay out, own fields are kept, sale prices are not", async () => {
    const world = createImportWorld();
    const file = fixture("current-rms-products.csv");
    const { session, opened } = await world.open(file);
    expect(must(opened)).toMatchObject({ dialect: "current-rms-products" });
    session.plan();
    world.apply(session);
    expect(await refusals(createImportWorld(), file)).toEqual([
      [4, { type: "NotInStock", column: "Active", value: "No" }],
    ]);
    const fresnel = called(world, "Fresnel 2 kW");
    expect(fresnel?.notes).toContain("powerType: 16 A");
    expect(fresnel?.tracking).not.toBe("bulk");
    expect(world.owned("Cable ramp")).toBe(60);
    expect(fresnel?.originCountry).toBe("GB");
    expect(world.documents.all(productValue)).toMatchObject([
      { replacement: "65000 EUR", dayRate: "1800 EUR" },
      { replacement: "9000 EUR", dayRate: "400 EUR" },
    ]);
    expect(JSON.stringify(world.documents.all(product))).not.toMatch(/18\.00|example\.org/);
  });

  test("[INT-08] assets after the products: joined by name, what was written off or sold stays out", async () => {
    const world = createImportWorld();
    await world.run(fixture("current-rms-products.csv"));
    const file = fixture("current-rms-assets.csv");
    expect(await refusals(world, file)).toEqual([
      [4, { type: "NotInStock", column: "written_off", value: "1.0" }],
      [5, { type: "NotInStock", column: "sold", value: "1.0" }],
    ]);
    expect(await world.run(file)).toMatchObject({ newProducts: 0, newAssets: 2 });
    const fresnel = called(world, "Fresnel 2 kW");
    expect(coded(world, "FR-001")).toMatchObject({
      product: fresnel?.id,
      serial: "A100",
      purchasedOn: "2024-12-03",
    });
    expect(coded(world, "FR-003")).toBeUndefined();
    expect(world.owned("Cable ramp")).toBe(60);
    expect(await world.run(file)).toMatchObject({ ...unchanged, rows: { new: 0, refused: 2 } });
  });
});

describe("Shelf", () => {
  test("[INT-08] assets under their model, codes of several kinds, own fields, quantities, nobody's name", async () => {
    const world = createImportWorld();
    const file = fixture("shelf-assets.csv");
    const { session, opened } = await world.open(file);
    expect(must(opened)).toMatchObject({ dialect: "shelf-assets" });
    session.plan();
    world.apply(session);
    const spot = called(world, "MegaPointe");
    expect(world.documents.all(asset).find((each) => each.product === spot?.id)).toMatchObject({
      code: "SN-77",
      serial: "SN-77",
      name: "Left spot",
      notes: "Lens scratched\ntags: fragile\ncolour: black",
    });
    expect(world.documents.all(code).map(({ value }) => value)).toEqual(
      expect.arrayContaining(["MEGA-1", "MEGA-OLD-1", "4012345678901", "TAPE-B"]),
    );
    expect(coded(world, "cm2abc")).toMatchObject({ name: "Tripod", product: called(world, "Tripod")?.id });
    expect(called(world, "Black tape")).toMatchObject({ tracking: "consumable", minimumStock: 12 });
    expect(world.owned("Black tape")).toBe(48);
    expect(JSON.stringify(world.documents.all(asset))).not.toContain("Jo Doe");
    expect(await world.run(file)).toMatchObject(unchanged);
  });

  test("[INT-08] a backup: nothing quoted, related records as JSON, a row torn by its own text is refused", async () => {
    const world = createImportWorld();
    const file = fixture("shelf-backup.csv");
    const { session, opened } = await world.open(file);
    expect(must(opened)).toMatchObject({ dialect: "shelf-backup", form: { separator: ";" } });
    session.plan();
    world.apply(session);
    expect(session.rows(["refused"], 0, 9).rows.map(({ row, problem }) => [row, problem])).toEqual([
      [3, { type: "CellsShifted", cells: 13, columns: 12 }],
    ]);
    expect(coded(world, "cm1abc")).toMatchObject({
      name: "Left spot",
      notes: '12" lens, works\ntags: fragile, rented',
      product: called(world, "MegaPointe")?.id,
    });
    expect(world.documents.all(location).map(({ name }) => name)).toEqual(["Hall A"]);
    expect(world.documents.all(category).map(({ name }) => name)).toEqual(["Lighting"]);
  });

  test("[INT-08] a backup keeps own fields by their names and the codes on the labels that stick", async () => {
    const world = createImportWorld();
    const fields = JSON.stringify([
      { value: { raw: "black", valueText: "black" }, customField: { id: "f1", name: "Colour" } },
      { value: { raw: 12 }, customField: { id: "f2", name: "Metres" } },
    ]);
    const file = textSource(
      "backup.csv",
      `id;title;status;organizationId;custody;assetModel;qrCodes;customFields\ncm1;Left spot;AVAILABLE;org1;{};{"id":"m1","name":"MegaPointe"};[{"id":"qr1abc"}];${fields}\n`,
    );
    await world.run(file);
    expect(coded(world, "qr1abc")).toMatchObject({ name: "Left spot", notes: "Colour: black\nMetres: 12" });
    expect(await world.run(file)).toMatchObject(unchanged);
  });

  test("[INT-08] the report whose columns people choose is known by what is always in it", async () => {
    const world = createImportWorld();
    const file = textSource(
      "assets.csv",
      "Name,QR ID,Asset ID,Status,Asset model,Custody,Code128\nLeft spot,qr123,SAM-0001,Available,MegaPointe,Jo Doe,MEGA-1\n",
    );
    const { session, opened } = await world.open(file);
    expect(must(opened)).toMatchObject({ dialect: "shelf-analytics" });
    session.plan();
    world.apply(session);
    expect(coded(world, "SAM-0001")).toMatchObject({
      name: "Left spot",
      product: called(world, "MegaPointe")?.id,
    });
    expect(world.documents.all(code).map(({ value }) => value)).toEqual(["qr123", "MEGA-1"]);
  });
});

describe("rates", () => {
  const list = (rate: string): ByteSource =>
    textSource(
      "stock.csv",
      `Name,Tagesmiete,Ursprungsland,Strom\nSpot,${rate},Deutschland,"2,2"\nRamp,0,Atlantis,\n`,
    );

  test("[INT-02] [INV-05] a list read again with another rate changes the rate and nothing else, and zero is none", async () => {
    const world = createImportWorld();
    await world.run(list("40"));
    expect(world.documents.all(productValue)).toMatchObject([{ dayRate: "4000 EUR" }]);
    expect(called(world, "Spot")).toMatchObject({ originCountry: "DE", currentMa: 2_200 });
    expect(called(world, "Ramp")?.notes).toBe("Ursprungsland: Atlantis");
    expect(await world.run(list("40"))).toMatchObject(unchanged);
    const { session } = await world.open(list("45"));
    expect(session.plan()).toMatchObject({ rows: { changed: 1, unchanged: 1 } });
    expect(session.rows(["changed"], 0, 9).rows[0]?.changes).toEqual([
      { field: "dayRate", before: "4000 EUR", after: "4500 EUR" },
    ]);
    world.apply(session);
    expect(world.documents.all(productValue)).toMatchObject([{ dayRate: "4500 EUR" }]);
  });
});

describe("Snipe-IT", () => {
  test("[INT-08] the custom report: headers repeat, whoever has a piece is left out, what was deleted stays out", async () => {
    const world = createImportWorld();
    const file = textSource(
      "custom-assets-report.csv",
      [
        "Company,Asset Name,Asset Tag,Model,Model No.,Category,Manufacturer,Serial,Purchased,Cost,Supplier,Location,Address,Address,City,State,Country,Zip,Default Location,Address,Address,City,State,Country,Zip,Checked Out,Type,Manager,Department,Title,Phone,User Address,User City,Status,Deleted,Notes,lens",
        "Acme,Left,A-1,MegaPointe,MP1,Spots,Robe,S1,2023-01-23,1200.00,Lightpower,Jo's desk,1 Side St,,Anytown,,US,1,Hall A,2 Main St,,Berlin,,DE,10115,Jo Doe,user,Kim Boss,Sales,Chief,555-0100,3 Home St,Smallville,Deployed,,Lens new,wide",
        "Acme,Old,A-2,MegaPointe,MP1,Spots,Robe,S2,2023-01-23,1200.00,,Hall A,,,,,,,Hall A,,,,,,,,,,,,,,,Archived,2024-02-03 10:00:00,,",
      ].join("\n"),
    );
    const { session, opened } = await world.open(file);
    expect(must(opened)).toMatchObject({ dialect: "snipe-it-report" });
    expect(session.plan()).toMatchObject({ newAssets: 1, rows: { refused: 1 } });
    world.apply(session);
    expect(coded(world, "A-1")).toMatchObject({
      serial: "S1",
      name: "Left",
      notes: "Lens new\nSupplier: Lightpower\nStatus: Deployed\nlens: wide",
    });
    expect(world.documents.all(location).map(({ name }) => name)).toEqual(["Hall A"]);
    expect(JSON.stringify(world.documents.all(asset))).not.toMatch(
      /Jo|Kim|Sales|Chief|555|St,|Smallville|Berlin/,
    );
  });

  test("[INT-08] accessories, consumables, components, models and places, as the samples of its importer are headed", async () => {
    const world = createImportWorld();
    const files = [
      "Company,Name,Category,Supplier,Manufacturer,QTY,Location,Order Number,Min Amount,Model Number,Notes,Purchase Date,Purchase Cost\nAcme,XLR 5 m,Cables,Cordial,Cordial,40,Hall A,O-1,10,CTM5,Black,2023-01-02,9.50",
      "Company,Name,Category,Supplier,Manufacturer,QTY,Location,Order Number,Min Amount,Model Number,Item Number,Notes,Purchase Date,Purchase Cost\nAcme,Gaffer,Tape,,Advance,24,Hall A,O-2,6,AT200,I-7,,,8.00",
      "Item Name,Purchase Date,Purchase Cost,Location,Company,Order Number,Serial number,Category,Quantity\nLamp 470,2023-01-02,12.00,Hall A,Acme,O-3,,Lamps,6",
      "Name,Category,Manufacturer,Model Notes,Model Number,Fieldset,Requestable,EOL,Min Qty\nSL-1200,Turntables,Technics,Direct drive,MK7,,1,36,2",
      "name,address,address2,city,state,country,zip,manager,manager username,currency\nHall A,2 Main St,,Berlin,,DE,10115,Kim Boss,kim,EUR",
    ].map((text, at) => textSource(`${at}.csv`, text));
    const known: unknown[] = [];
    for (const file of files) {
      const { session, opened } = await world.open(file);
      const view = must(opened);
      known.push(view.type === "table" ? view.dialect : view.type);
      session.plan();
      world.apply(session);
    }
    expect(known).toEqual(
      ["accessories", "consumables", "components", "models", "locations"].map((name) => `snipe-it-${name}`),
    );
    expect(world.owned("XLR 5 m")).toBe(40);
    expect(called(world, "Gaffer")).toMatchObject({ tracking: "consumable", minimumStock: 6 });
    expect(called(world, "Lamp 470")).toMatchObject({ tracking: "bulk" });
    expect(called(world, "SL-1200")).toMatchObject({
      tracking: "assets",
      modelNumber: "MK7",
      minimumStock: 2,
    });
    expect(world.documents.all(location)).toMatchObject([{ name: "Hall A" }]);
    expect(JSON.stringify(world.documents.all(location))).not.toContain("Kim");
    for (const file of files) expect(await world.run(file)).toMatchObject(unchanged);
  });
});

describe("others", () => {
  test("[INT-08] Homebox: dates of the year 1 are none, several pieces under one number are bulk, sold ones stay out", async () => {
    const world = createImportWorld();
    const file = fixture("homebox.csv");
    expect(await refusals(world, file)).toEqual([
      [4, { type: "NotInStock", column: "HB.sold_time", value: "2024-05-06T00:00:00Z" }],
    ]);
    await world.run(file);
    expect(coded(world, "000-001")).toMatchObject({ serial: "S1", purchasedOn: "2021-03-04" });
    expect(called(world, "XLR 5 m")).toMatchObject({ tracking: "bulk", maker: "Cordial" });
    expect(world.owned("XLR 5 m")).toBe(24);
    expect(world.documents.all(asset)).toHaveLength(1);
    expect(await world.run(file)).toMatchObject(unchanged);
  });

  test("[INT-08] RentalDesk: the type is the product, the stock code its code, barcodes are pieces", async () => {
    const world = createImportWorld();
    const file = fixture("rentaldesk.csv");
    const { session, opened } = await world.open(file);
    expect(must(opened)).toMatchObject({ dialect: "rentaldesk", asks: [] });
    session.plan();
    world.apply(session);
    expect(coded(world, "MIC-2")).toMatchObject({
      serial: "S-2",
      purchasedOn: "2019-05-25",
      product: called(world, "SM58")?.id,
    });
    expect(world.owned("Boom stand")).toBe(40);
    expect(called(world, "Boom stand")).toMatchObject({ lengthMm: 1_000, weightG: 3_200 });
    expect(await world.run(file)).toMatchObject(unchanged);
  });

  test("[INT-01] a total without a place speaks of all places, and places take up what had none", async () => {
    const world = createImportWorld();
    const byPlace = (...rows: readonly string[]) =>
      textSource("list.csv", ["Name,Qty,Place", ...rows].join("\n"));
    const total = (quantity: number) => textSource("list.csv", `Name,Qty\nClamp,${quantity}\n`);
    await world.run(total(60));
    await world.run(byPlace("Clamp,40,Hall A"));
    expect(world.owned("Clamp")).toBe(60);
    await world.run(byPlace("Clamp,40,Hall A", "Clamp,25,Hall B"));
    expect(world.owned("Clamp")).toBe(65);
    expect(await world.run(total(65))).toMatchObject(unchanged);
    expect(await refusals(world, total(70))).toEqual([[2, { type: "CountedByPlace", owned: 65, value: 70 }]]);
  });

  test("[INT-01] one code for several pieces is the product's, and a piece that was sold stays out of any table", async () => {
    const world = createImportWorld();
    const file = textSource(
      "list.csv",
      "Name,Code,Qty,Sold\nClamp,CL,12,\nSpot,SP-1,1,no\nSpot,SP-2,1,yes\n",
    );
    expect(await refusals(world, file)).toEqual([[4, { type: "NotInStock", column: "Sold", value: "yes" }]]);
    expect(await world.run(file)).toMatchObject({ newProducts: 2, newAssets: 1 });
    expect(world.owned("Clamp")).toBe(12);
    expect(world.documents.all(code).map(({ value }) => value)).toEqual(["CL"]);
  });
});
