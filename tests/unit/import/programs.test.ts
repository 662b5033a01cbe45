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
      notes: "Country of origin: DE",
    });
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
  test("[INT-08] products: a zero counts nothing, inactive ones stay out, own fields are kept, prices are not", async () => {
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
    expect(world.documents.all(productValue).map(({ replacement }) => replacement)).toEqual([
      "65000 EUR",
      "9000 EUR",
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
