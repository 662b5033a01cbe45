import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { must } from "#shared/kernel/result";
import { brand } from "#shared/kernel/brand";
import type { LocalDateTime, Zone } from "#shared/kernel/record";
import { bytesSource } from "#shared/domain/import";
import type { ByteSource } from "#shared/domain/import";
import { asset, assetCost, location, product } from "#shared/domain/inventory";
import { createEvent } from "#shared/domain/events";
import { line, lineGroup } from "#shared/domain/pull-list";
import { createImportWorld } from "#tests/support/import-world";

/** Files of other programs that lie beside the project while it is developed; the formats have fixtures of our own too. */
const folder = fileURLToPath(new URL("../../../../shared/data/", import.meta.url));
const file = (name: string): ByteSource => bytesSource(name, readFileSync(folder + name));
const nothingNew = { rows: { new: 0, changed: 0, doubtful: 0, refused: 0 }, newProducts: 0, newAssets: 0 };

describe.runIf(existsSync(folder))("files of other programs", () => {
  test("[INT-08] Snipe-IT assets: every row an asset with its date, cost and place; again changes nothing", async () => {
    const world = createImportWorld();
    const { session, opened } = await world.open(file("snipe-it-assets.csv"));
    expect(must(opened)).toMatchObject({
      type: "table",
      dialect: "snipe-it-assets",
      rows: 22,
      form: { encoding: "utf-8", separator: "," },
      asks: [],
      settings: { dateOrder: "month-day-year", decimalMark: "point" },
    });
    expect(session.plan()).toMatchObject({ rows: { new: 22, refused: 0, doubtful: 0 }, newAssets: 22 });
    world.apply(session);
    const first = world.documents.all(asset).find((record) => record.code === "ICC-2065556");
    expect(first).toMatchObject({ name: "Backhoe", purchasedOn: "2023-01-23" });
    expect(world.documents.all(product).find((record) => record.id === first?.product)).toMatchObject({
      name: 'Macbook Pro 13"',
      maker: "Berge Inc",
      modelNumber: "1786VM80X07",
    });
    expect(world.documents.all(assetCost).find((record) => record.asset === first?.id)?.purchase).toBe(
      "226613 EUR",
    );
    expect(await world.run(file("snipe-it-assets.csv"))).toMatchObject(nothingNew);
  });

  test("[INT-08] Snipe-IT consumables are stock that does not come back, with quantity, place and minimum", async () => {
    const world = createImportWorld();
    expect(await world.run(file("snipe-it-consumables.csv"))).toMatchObject({ rows: { new: 3, refused: 0 } });
    expect(world.documents.all(product).find((record) => record.name === "Dragline")).toMatchObject({
      tracking: "consumable",
      minimumStock: 100,
      maker: "McLaughlin-Wisozk",
    });
    expect(world.owned("Dragline")).toBe(50);
    expect(world.documents.all(location).map((record) => record.name)).toContain("Cherven Bryag");
    expect(await world.run(file("snipe-it-consumables.csv"))).toMatchObject(nothingNew);
    expect(world.owned("Dragline")).toBe(50);
  });

  test.each([
    ["snipe-it-accessories.csv", "snipe-it-accessories", 3],
    ["snipe-it-models.csv", "snipe-it-models", 20],
    ["snipe-it-locations.csv", "snipe-it-locations", 19],
  ])(
    "[INT-08] %s is recognised as %s, %i rows, and importing it twice changes nothing",
    async (name, dialect, rows) => {
      const world = createImportWorld();
      const { session, opened } = await world.open(file(name));
      expect(must(opened)).toMatchObject({ dialect, rows });
      expect(session.plan().rows).toMatchObject({ new: rows, refused: 0, doubtful: 0 });
      world.apply(session);
      expect(await world.run(file(name))).toMatchObject(nothingNew);
    },
  );

  test("a list of people is refused with that reason", async () => {
    const { opened } = await createImportWorld().open(file("snipe-it-users.csv"));
    expect(opened).toMatchObject({ ok: false, error: { problem: { type: "ListOfPeople" } } });
  });

  test("[INT-07] the fixture library's list gives 627 products with weight, power and size", async () => {
    const world = createImportWorld();
    expect(await world.run(file("open-fixture-library-products.json"))).toMatchObject({
      newProducts: 627,
      rows: { new: 627 },
    });
    expect(world.documents.all(product).find((record) => record.name === "Spica 250M")).toMatchObject({
      maker: "5Star Systems",
      weightG: 18_000,
      powerW: 500,
      widthMm: 427,
      heightMm: 459,
      lengthMm: 373,
    });
    expect(await world.run(file("open-fixture-library-products.json"))).toMatchObject({
      ...nothingNew,
      rows: { unchanged: 627 },
    });
  });

  test("[INT-07] a GDTF file gives its maker, name and size", async () => {
    const world = createImportWorld();
    await world.run(file("gdtf-example.gdtf"));
    expect(world.documents.all(product)).toMatchObject([
      { name: "Alpha Spot QWO 800", maker: "Clay Paky", heightMm: 450 },
    ]);
  });

  test("[INT-07] the MVR gives 76 fixtures of five types and 13 trusses as lines, products matched or new", async () => {
    const world = createImportWorld();
    await world.run(file("open-fixture-library-products.json"));
    const before = world.documents.all(product).length;
    const made = must(
      world.documents.run(createEvent, {
        name: "Demo show",
        busyFrom: brand<LocalDateTime>("2026-07-01T08:00"),
        busyTo: brand<LocalDateTime>("2026-07-03T20:00"),
        zone: brand<Zone>("Europe/Berlin"),
      }),
    );
    const { session, opened } = await world.open(file("capture_demo_show.mvr"));
    expect(must(opened)).toMatchObject({ type: "scene", fixtures: 76, trusses: 13 });
    session.plan();
    world.apply(session, made.event);
    const lines = world.documents.all(line);
    const quantity = (name: string): number =>
      lines.filter((each) => each.name === name).reduce((sum, each) => sum + each.quantity, 0);
    expect(
      ["Robin MMX Spot", "Robin MMX WashBeam", "Alpha Spot QWO 800", "A.leda Wash K20", "ALC4"].map(
        (name) => [name, quantity(name)],
      ),
    ).toEqual([
      ["Robin MMX Spot", 24],
      ["Robin MMX WashBeam", 24],
      ["Alpha Spot QWO 800", 10],
      ["A.leda Wash K20", 10],
      ["ALC4", 8],
    ]);
    expect(
      lines.filter((each) => each.name.includes("DT34")).reduce((sum, each) => sum + each.quantity, 0),
    ).toBe(13);
    expect(lines.every((each) => each.product !== undefined)).toBe(true);
    // ADB's ALC4 is in the library: its line carries weight and power from there, and no second product was made.
    expect(world.documents.all(product).filter((each) => each.name === "ALC4")).toHaveLength(1);
    expect(lines.find((each) => each.name === "ALC4")?.weightG).toBeGreaterThan(0);
    expect(world.documents.all(product).length).toBeGreaterThan(before);
    expect(world.documents.all(lineGroup).map((group) => group.name)).toEqual(
      expect.arrayContaining(["Truss Lights", "Floor Lights"]),
    );
    await world.run(file("capture_demo_show.mvr"), [], made.event);
    expect(world.documents.all(line)).toHaveLength(lines.length);
  });
});
