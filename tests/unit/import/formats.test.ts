import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { must } from "#shared/kernel/result";
import { bytesSource } from "#shared/domain/import";
import type { ByteSource } from "#shared/domain/import";
import {
  addAccessory,
  asset,
  assetCost,
  createProduct,
  location,
  product,
  productValue,
} from "#shared/domain/inventory";
import { createEvent } from "#shared/domain/events";
import { line } from "#shared/domain/pull-list";
import { brand } from "#shared/kernel/brand";
import type { LocalDateTime, Zone } from "#shared/kernel/record";
import { category } from "#shared/domain/settings";
import { createImportWorld, textSource } from "#tests/support/import-world";
import { writeZip } from "#tests/support/zip-writer";

const fixture = (name: string): ByteSource =>
  bytesSource(name, readFileSync(fileURLToPath(new URL(`../../fixtures/import/${name}`, import.meta.url))));

const nothingNew = { rows: { new: 0, changed: 0, doubtful: 0, refused: 0 }, newProducts: 0, newAssets: 0 };

const recordCalled = <T extends { readonly name: string }>(
  records: readonly T[],
  name: string,
): T | undefined => records.find((record) => record.name === name);

describe("tables of known programs", () => {
  test("[INT-08] Snipe-IT assets: quotes and line breaks in cells, US dates of two lengths, dollars, people left out", async () => {
    const world = createImportWorld();
    expect(await world.run(fixture("snipe-it-assets.csv"))).toMatchObject({
      rows: { new: 3 },
      newProducts: 2,
      newAssets: 3,
    });
    const mega = recordCalled(world.documents.all(product), 'MegaPointe "2"');
    expect(mega).toMatchObject({
      maker: "Robe",
      modelNumber: "MP-1",
      notes: "Beam and spot",
      tracking: "assets",
    });
    const [first, second] = world.documents.all(asset);
    expect(first).toMatchObject({
      code: "MEGA-0001",
      name: "Spot left",
      purchasedOn: "2008-11-24",
      notes: "Lens changed,\nsecond line\nSupplier: Lightpower\nOrder Number: O-1",
    });
    expect(second).toMatchObject({ code: "MEGA-0002", purchasedOn: "2023-01-23", product: mega?.id });
    expect(JSON.stringify([first, second])).not.toContain("example.org");
    expect(world.documents.all(assetCost).map((cost) => cost.purchase)).toEqual(["226613 EUR", "125000 USD"]);
    expect(world.documents.all(location).map((place) => place.name)).toEqual(["Hall A", "Rack"]);
    expect(await world.run(fixture("snipe-it-assets.csv"))).toMatchObject(nothingNew);
  });

  test("[INT-08] AdamRMS export: nested category, own fields by their names, rates per day, location unverified", async () => {
    const world = createImportWorld();
    const { session, opened } = await world.open(fixture("adamrms-export.csv"));
    expect(must(opened)).toMatchObject({ dialect: "adamrms-export", rows: 3 });
    expect(session.plan()).toMatchObject({ newProducts: 2, newAssets: 3 });
    world.apply(session);
    const spot = recordCalled(world.documents.all(product), "Alpha Spot QWO 800");
    expect(spot).toMatchObject({ maker: "Clay Paky", weightG: 36_000, source: "adamrms" });
    const kinds = world.documents.all(category);
    const kind = kinds.find((each) => each.id === spot?.category);
    expect(kind?.name).toBe("Moving heads - Spot");
    expect(kinds.find((each) => each.id === kind?.parent)?.name).toBe("Lighting");
    expect(world.documents.all(productValue)).toMatchObject([
      { replacement: "345000 GBP", dayRate: "4000 GBP" },
      { replacement: "18000 GBP", dayRate: "200 GBP" },
    ]);
    const dented = world.documents.all(asset).find((each) => each.code === "A-2");
    expect(dented?.notes).toBe("Dent\nLocation (unverified): Store 1\nLamp: Osram 800");
    expect(dented?.home).toBeUndefined();
    expect(JSON.stringify([world.documents.all(asset), world.documents.all(product)])).not.toContain("40.00");
    expect(await world.run(fixture("adamrms-export.csv"))).toMatchObject(nothingNew);
  });

  test("[INT-08] AdamRMS import template", async () => {
    const world = createImportWorld();
    expect(await world.run(fixture("adamrms-template.csv"))).toMatchObject({ newProducts: 1, newAssets: 1 });
    expect(world.documents.all(product)).toMatchObject([
      { name: "SM58", maker: "Shure", weightG: 298, notes: "Vocal microphone" },
    ]);
    expect(world.documents.all(asset)).toMatchObject([
      { code: "MIC-001", notes: "Grille new\nCapsule: Dynamic" },
    ]);
    expect(world.documents.all(productValue)).toMatchObject([
      { replacement: "9900 EUR", dayRate: "500 EUR" },
    ]);
    // What differs for this piece, not what was paid for it.
    expect(world.documents.all(assetCost)).toMatchObject([{ replacement: "9550 EUR" }]);
  });
});

describe("any other table", () => {
  test("[INT-01] a German spreadsheet: semicolons, Windows-1252, comma decimals, shelf inside the place, unknown columns kept", async () => {
    const world = createImportWorld();
    const { session, opened } = await world.open(fixture("german-list.csv"));
    const view = must(opened);
    expect(view).toMatchObject({
      type: "table",
      dialect: "table",
      form: { separator: ";", encoding: "windows-1252" },
      asks: [],
      settings: { decimalMark: "comma" },
    });
    expect(view.type === "table" && view.columns.map((column) => column.field)).toEqual([
      "name",
      "maker",
      "category",
      "quantity",
      "weightKg",
      "powerW",
      "replacement",
      "location",
      "shelf",
      "purchase",
      "notes",
      "keep",
    ]);
    session.plan();
    world.apply(session);
    expect(recordCalled(world.documents.all(product), "Bow-Schäkel 3,25 t")).toMatchObject({
      weightG: 630,
      tracking: "bulk",
      notes: "verzinkt\nBaujahr: 2019",
    });
    expect(world.owned("Nebelfluid „Größe 5 l“")).toBe(36);
    expect(world.documents.all(productValue).map((value) => value.replacement)).toContain("123450 EUR");
    const places = world.documents.all(location);
    const shelf = recordCalled(places, "R-01");
    expect(places.find((place) => place.id === shelf?.parent)?.name).toBe("Halle Nord");
    expect(await world.run(fixture("german-list.csv"))).toMatchObject(nothingNew);
  });

  const table = 'Product;Serial numbers;Bought;Price\nSpot;"S1; S2, S3";03.04.2020;1.234\n';

  test("[INT-01] several serial numbers in one cell are an asset each; open dates and amounts are asked, answers change the rows", async () => {
    const world = createImportWorld();
    const slashes = table.replace("03.04.2020", "03/04/2020").replace("Bought", "Purchase date");
    const { session, opened } = await world.open(textSource("list.csv", slashes));
    const view = must(opened);
    expect(view.type === "table" && view.asks).toEqual(["dateOrder", "decimalMark"]);
    const answered = session.setTable({ dateOrder: "month-day-year", decimalMark: "comma" });
    expect(answered.type === "table" && answered.asks).toEqual([]);
    session.plan();
    world.apply(session);
    expect(world.documents.all(asset).map((each) => [each.code, each.purchasedOn])).toEqual([
      ["S1", "2020-03-04"],
      ["S2", "2020-03-04"],
      ["S3", "2020-03-04"],
    ]);
    expect(world.documents.all(assetCost)[0]?.purchase).toBe("123400 EUR");
  });

  test("an amount that would have three decimals is asked about, even where weights settle the mark", async () => {
    const { opened } = await createImportWorld().open(
      textSource("list.csv", "Name,Weight (kg),Value\nSpot,36.5,4.350\n"),
    );
    expect(must(opened)).toMatchObject({ asks: ["decimalMark"] });
    const plain = await createImportWorld().open(
      textSource("list.csv", "Name,Weight (kg),Value\nSpot,36.500,4.35\n"),
    );
    expect(must(plain.opened)).toMatchObject({ asks: [] });
  });

  test.each([
    ["utf-8", new TextEncoder().encode("Name,Maker\nGröße,Łódź\n")],
    ["utf-16le", new Uint8Array(Buffer.from("\ufeffName,Maker\nGröße,Łódź\n", "utf16le"))],
    ["utf-16be", new Uint8Array(Buffer.from("\ufeffName,Maker\nGröße,Łódź\n", "utf16le").swap16())],
    ["utf-16le", new Uint8Array(Buffer.from("Name,Maker\nGröße,Łódź\n", "utf16le"))],
  ])("text in %s, with or without its mark", async (encoding, bytes) => {
    const world = createImportWorld();
    const { session, opened } = await world.open(bytesSource("list.csv", bytes));
    expect(must(opened)).toMatchObject({ form: { encoding }, rows: 1 });
    session.plan();
    world.apply(session);
    expect(world.documents.all(product)).toMatchObject([{ name: "Größe", maker: "Łódź" }]);
  });

  test("separators, Excel's own line, blank lines and repeated headers", async () => {
    for (const separator of [",", ";", "\t", "|"]) {
      const rows = [
        "",
        ["Name", "Maker", "Qty", "Qty"].join(separator),
        ["Clamp", "Doughty", "12", "99"].join(separator),
        "",
        "",
      ].join("\r\n");
      const world = createImportWorld();
      expect(await world.run(textSource("list.csv", rows))).toMatchObject({ rows: { new: 1, refused: 0 } });
      expect(world.owned("Clamp")).toBe(12);
    }
    const world = createImportWorld();
    await world.run(textSource("list.csv", "sep=;\r\nName;Qty\r\nClamp, half;3\r\n"));
    expect(world.owned("Clamp, half")).toBe(3);
  });

  test("a column can be given another meaning, and the plan follows", async () => {
    const world = createImportWorld();
    const { session, opened } = await world.open(textSource("list.csv", "Thing,Who\nSpot,Robe\n"));
    const view = must(opened);
    expect(view.type === "table" && view.columns.map((column) => column.field)).toEqual(["keep", "keep"]);
    expect(session.plan().rows.refused).toBe(1);
    session.setTable({ columns: ["name", "maker"] });
    expect(session.plan().rows).toMatchObject({ new: 1, refused: 0 });
  });
});

describe("fixture files", () => {
  test("[INT-07] one fixture of the library, its maker from the folder or the list of makers", async () => {
    const text = readFileSync(fileURLToPath(new URL("../../fixtures/import/fixture.json", import.meta.url)));
    const inFolder = bytesSource("beamer-200.json", text, "fixtures/clay-paky");
    const world = createImportWorld();
    await world.run(inFolder);
    expect(world.documents.all(product)).toMatchObject([
      {
        name: "Beamer 200",
        maker: "Clay Paky",
        weightG: 12_500,
        powerW: 350,
        widthMm: 300,
        heightMm: 420,
        lengthMm: 250,
        connectors: "5-pin",
      },
    ]);
    const makers = textSource(
      "manufacturers.json",
      JSON.stringify({ $schema: "x", "clay-paky": { name: "Claypaky" } }),
    );
    const { session, opened } = await createImportWorld().open(
      makers,
      inFolder,
      textSource("notes.txt", "not a table"),
    );
    expect(must(opened)).toMatchObject({ type: "products", rows: 1, notes: [{ type: "FilesIgnored" }] });
    session.plan();
    expect(session.rows(["new"], 0, 1).rows[0]?.maker).toBe("Claypaky");
  });

  test("a library fills gaps and leaves what the company says", async () => {
    const world = createImportWorld();
    await world.run(textSource("list.csv", "Name,Maker,Weight (kg)\nBeamer 200,Clay Paky,13\n"));
    const text = readFileSync(fileURLToPath(new URL("../../fixtures/import/fixture.json", import.meta.url)));
    expect(await world.run(bytesSource("b.json", text, "clay-paky"))).toMatchObject({
      rows: { changed: 1 },
      newProducts: 0,
    });
    expect(world.documents.all(product)).toMatchObject([{ weightG: 13_000, powerW: 350 }]);
  });

  const description = (body: string): string =>
    `<?xml version="1.0"?><GDTF DataVersion="1.1"><FixtureType Name="Beam &amp; Spot" LongName="" Manufacturer="Robe">${body}</FixtureType></GDTF>`;

  test("[INT-07] GDTF: weight and power of the older description, and of its wiring", async () => {
    const older = `<PhysicalDescriptions><Properties><PowerConsumption Value="670"/><PowerConsumption Value="640"/><Weight Value="22.0"/></Properties></PhysicalDescriptions>`;
    const newer = `<PhysicalDescriptions><Properties><Weight Value="18.5"/></Properties></PhysicalDescriptions><Geometries><Geometry Name="Base"><WiringObject Name="In" ComponentType="Input" SignalType="Power" ElectricalPayLoad="0"/><WiringObject Name="Load" ComponentType="Consumer" ElectricalPayLoad="480"/></Geometry></Geometries>`;
    for (const [body, weightG, powerW] of [
      [older, 22_000, 670],
      [newer, 18_500, 480],
    ] as const) {
      const world = createImportWorld();
      await world.run(
        bytesSource("a.gdtf", writeZip([{ name: "description.xml", data: description(body) }])),
      );
      expect(world.documents.all(product)).toMatchObject([
        { name: "Beam & Spot", maker: "Robe", weightG, powerW },
      ]);
    }
  });

  test("[PUL-13] MVR: counted by type and layer, also inside groups and hanging on trusses", async () => {
    const fixtureXml = (name: string): string =>
      `<Fixture uuid="u" name="${name}"><GDTFSpec>Robe@Beam &amp; Spot@v1</GDTFSpec><GDTFMode>16 bit</GDTFMode></Fixture>`;
    const scene = `<GeneralSceneDescription verMajor="1" verMinor="5"><Scene><AUXData><Symdef uuid="s1" name="H30V 3 m"/></AUXData><Layers>
      <Layer uuid="l1" name="Front"><ChildList><GroupObject><ChildList>${fixtureXml("1")}${fixtureXml("2")}</ChildList></GroupObject>
      <Truss uuid="t"><Geometries><Symbol symdef="s1"/></Geometries><ChildList>${fixtureXml("3")}</ChildList></Truss></ChildList></Layer>
      <Layer uuid="l2" name="Back"><ChildList>${fixtureXml("4")}<Fixture name="No type"/></ChildList></Layer>
      </Layers></Scene></GeneralSceneDescription>`;
    const gdtf = writeZip([
      {
        name: "description.xml",
        data: description(
          `<PhysicalDescriptions><Properties><Weight Value="9"/></Properties></PhysicalDescriptions>`,
        ),
      },
    ]);
    const mvr = writeZip([
      { name: "GeneralSceneDescription.xml", data: scene },
      { name: "Robe@Beam & Spot@v1.gdtf", data: gdtf },
    ]);
    const { session, opened } = await createImportWorld().open(bytesSource("show.mvr", mvr));
    expect(must(opened)).toMatchObject({ fixtures: 5, trusses: 1, layers: 2 });
    session.plan();
    expect(session.lines().map((line) => [line.layer, line.name, line.quantity])).toEqual([
      ["Front", "Beam & Spot", 3],
      ["Front", "H30V 3 m", 1],
      ["Back", "Beam & Spot", 1],
      ["Back", "No type", 1],
    ]);
    expect(session.rows(["new"], 0, 1).rows[0]?.weightG).toBe(9_000);
  });
});

test("[INV-10] what goes along with a product of the plan comes with it", async () => {
  const world = createImportWorld();
  const { documents } = world;
  const spot = must(documents.run(createProduct, { name: "Beam & Spot", maker: "Robe" })).product;
  const clamp = must(documents.run(createProduct, { name: "Clamp" })).product;
  must(documents.run(addAccessory, { product: spot, item: clamp, quantity: 2 }));
  const { event } = must(
    documents.run(createEvent, {
      name: "Gala",
      busyFrom: brand<LocalDateTime>("2026-06-11T07:00"),
      busyTo: brand<LocalDateTime>("2026-06-14T20:00"),
      zone: brand<Zone>("Europe/Berlin"),
    }),
  );
  const fixture = `<Fixture uuid="u" name="1"><GDTFSpec>Robe@Beam &amp; Spot@v1</GDTFSpec></Fixture>`;
  const scene = `<GeneralSceneDescription verMajor="1" verMinor="5"><Scene><Layers>
    <Layer uuid="l" name="Front"><ChildList>${fixture.repeat(3)}</ChildList></Layer>
    </Layers></Scene></GeneralSceneDescription>`;
  const mvr = writeZip([{ name: "GeneralSceneDescription.xml", data: scene }]);
  await world.run(bytesSource("show.mvr", mvr), [], event);
  await world.run(bytesSource("show.mvr", mvr), [], event);
  expect(documents.all(line).map(({ name, quantity }) => [name, quantity])).toEqual([
    ["Beam & Spot", 3],
    ["Clamp", 6],
  ]);
});

describe("products that are counted one by one", () => {
  test("a bare quantity that agrees changes nothing; one that differs is refused, and nothing turns into bulk", async () => {
    const world = createImportWorld();
    await world.run(textSource("a.csv", "Name,Maker,Asset tag\nSpot,Robe,S1\nSpot,Robe,S2\n"));
    expect(await world.run(textSource("b.csv", "Name,Maker,Qty\nSpot,Robe,2\n"))).toMatchObject({
      rows: { unchanged: 1 },
    });
    const { session, opened } = await world.open(textSource("c.csv", "Name,Maker,Qty\nSpot,Robe,5\n"));
    must(opened);
    expect(session.plan().rows).toMatchObject({ refused: 1, changed: 0 });
    expect(session.rows(["refused"], 0, 1).rows[0]?.problem).toEqual({
      type: "CountedOneByOne",
      owned: 2,
      value: 5,
    });
    world.apply(session);
    expect(world.owned("Spot")).toBe(0);
    expect(world.documents.all(product)).toMatchObject([{ name: "Spot", tracking: "assets" }]);
  });
});
