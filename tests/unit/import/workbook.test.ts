import { describe, expect, test } from "vitest";
import { must } from "#shared/kernel/result";
import { bytesSource } from "#shared/domain/import";
import { asset, product } from "#shared/domain/inventory";
import { createImportWorld } from "#tests/support/import-world";
import { writeWorkbook } from "#tests/support/workbook-writer";
import type { WorkbookOptions, WrittenSheet } from "#tests/support/workbook-writer";

const book = (sheets: readonly WrittenSheet[], options?: WorkbookOptions) =>
  bytesSource("stock.xlsx", writeWorkbook(sheets, options));

const sheet = (...rows: WrittenSheet["rows"]): WrittenSheet => ({ name: "Stock", rows });

const opened = async (sheets: readonly WrittenSheet[], options?: WorkbookOptions) =>
  (await createImportWorld().open(book(sheets, options))).opened;

/** What the columns of the first table show. */
const samples = async (...rows: WrittenSheet["rows"]): Promise<readonly (readonly string[])[]> => {
  const view = must(await opened([sheet(...rows)]));
  return view.type === "table" ? view.columns.map((column) => column.samples) : [];
};

describe("workbooks", () => {
  test("[INT-01] texts, numbers, dates and formulas become the rows a person sees, without a question", async () => {
    const world = createImportWorld();
    const file = book([
      sheet(
        ["Name", "Manufacturer", "Weight", "Serial number", "Purchase date", "Qty"],
        ["MegaPointe", "Robe & Co <CZ>", 22.399999999999999, "S1", { day: 45_629 }, null],
        [null],
        ["Clamp", { formula: 'CONCAT("Dough","ty")', value: "Doughty" }, 1.125, null, null, 24],
      ),
    ]);
    const { session, opened: view } = await world.open(file);
    expect(must(view)).toMatchObject({
      type: "table",
      form: { type: "sheet", sheet: "Stock" },
      rows: 2,
      asks: [],
      notes: [],
    });
    expect(session.plan()).toMatchObject({ newProducts: 2, newAssets: 1 });
    expect(session.rows(["new"], 0, 9).rows.map(({ row }) => row)).toEqual([2, 4]);
    world.apply(session);
    expect(world.documents.all(product)).toMatchObject([
      { name: "MegaPointe", maker: "Robe & Co <CZ>", weightG: 22_400 },
      { name: "Clamp", maker: "Doughty", weightG: 1_125 },
    ]);
    expect(world.documents.all(asset)).toMatchObject([{ serial: "S1", purchasedOn: "2024-12-03" }]);
    expect(world.owned("Clamp")).toBe(24);
    expect(await world.run(file)).toMatchObject({ rows: { new: 0, changed: 0, refused: 0 } });
  });

  test("[INT-01] texts with a comma decide how the sheet's numbers are written", async () => {
    const world = createImportWorld();
    await world.run(book([sheet(["Name", "Weight"], ["A", "12,5 kg"], ["B", 1.25], ["C", 1200])]));
    expect(world.documents.all(product).map(({ weightG }) => weightG)).toEqual([12_500, 1_250, 1_200_000]);
  });

  test("[INT-01] days in every way they are counted; a number with a word in its format stays a number", async () => {
    const styled = (value: number, style: number) => ({
      xml: (at: string) => `<c r="${at}" s="${style}"><v>${value}</v></c>`,
    });
    expect(
      await samples(
        ["Day", "Own format", "Time", "Number", "First days"],
        [styled(45_629, 1), styled(45_629.75, 2), styled(0.25, 2), styled(3, 3), styled(59, 1)],
        [null, null, null, null, styled(61, 1)],
      ),
    ).toEqual([["2024-12-03"], ["2024-12-03 18:00"], ["06:00"], ["3"], ["1900-02-28", "1900-03-01"]]);
    const view = must(await opened([sheet(["Day"], [{ day: 0 }], [{ day: 44_167 }])], { is1904: true }));
    expect(view.type === "table" && view.columns[0]?.samples).toEqual(["00:00", "2024-12-03"]);
  });

  test("[INT-01] other ways to write a cell: inline and rich text, reading aids, yes and no, errors, no references", async () => {
    const xml = (body: string) => ({ xml: () => body });
    expect(
      await samples(
        ["A", "B", "C", "D"],
        [
          xml('<c t="inlineStr"><is><r><t>Mega</t></r><r><t>Pointe</t></r><rPh><t>aid</t></rPh></is></c>'),
          xml('<c t="b"><v>1</v></c>'),
          xml('<c t="e"><v>#N/A</v></c>'),
          xml('<c t="d"><v>2024-12-03</v></c>'),
        ],
      ),
    ).toEqual([["MegaPointe"], ["true"], [], ["2024-12-03"]]);
  });

  test("[INT-01] elements with a prefix, as some programs write them", async () => {
    const view = must(await opened([sheet(["Name"], ["Spot"])], { prefix: "x" }));
    expect(view).toMatchObject({ rows: 1, columns: [{ header: "Name", samples: ["Spot"] }] });
  });

  test("[INT-01] of several sheets the one a known program wrote is read, else the longest; the note names the others", async () => {
    const long = sheet(["Item", "Qty"], ["A", 1], ["B", 2], ["C", 3]);
    const known = {
      name: "Assets",
      rows: [
        ["Name (In Database)", "Stock calculation method"],
        ["Spot", "Bulk"],
      ],
    };
    const hidden = { name: "Lists", isHidden: true, rows: [["x"], ["1"], ["2"], ["3"], ["4"], ["5"]] };
    const read = { name: "Read me", rows: [["How to fill this in"], ["Line by line"]] };
    expect(must(await opened([read, long, hidden, known]))).toMatchObject({
      dialect: "rentman-equipment",
      form: { sheet: "Assets" },
      notes: [{ type: "SheetsLeftOut", sheet: "Assets", others: ["Read me", "Stock"] }],
    });
    expect(must(await opened([read, long, hidden]))).toMatchObject({ form: { sheet: "Stock" }, rows: 3 });
  });
});

describe("hostile workbooks", () => {
  const one = [sheet(["Name"], ["Spot"])];

  test.each([
    ["a sheet that breaks off", { "xl/worksheets/sheet1.xml": "<worksheet><sheetData><row>" }, "XmlDamaged"],
    ["no sheet at all", { "xl/workbook.xml": "<workbook><sheets/></workbook>" }, "NoRows"],
    ["texts that break off", { "xl/sharedStrings.xml": "<sst><si><t>" }, "XmlDamaged"],
    ["a directory that breaks off", { "xl/workbook.xml": "<workbook" }, "XmlDamaged"],
    [
      "a row far beyond the limit",
      {
        "xl/worksheets/sheet1.xml":
          '<worksheet><sheetData><row r="900000"><c r="A900000" t="str"><v>x</v></c></row></sheetData></worksheet>',
      },
      "TooManyRows",
    ],
    [
      "a column far beyond the limit",
      {
        "xl/worksheets/sheet1.xml":
          '<worksheet><sheetData><row r="1"><c r="XFD1" t="str"><v>x</v></c></row></sheetData></worksheet>',
      },
      "TooManyColumns",
    ],
    [
      "entities that multiply",
      {
        "xl/sharedStrings.xml":
          '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>',
      },
      "XmlDamaged",
    ],
  ])("[INT-01] %s is refused with its reason", async (_, replace, problem) => {
    expect(await opened(one, { replace })).toMatchObject({
      ok: false,
      error: { problem: { type: problem } },
    });
  });

  test("[INT-01] formulas and script stay text, a text number out of range and a wild row number do no harm", async () => {
    const world = createImportWorld();
    await world.run(
      book([
        sheet(
          ["Name", "Notes"],
          [
            "<script>alert(1)</script>",
            { formula: 'HYPERLINK("http://example.org")', value: '=cmd|"/c calc"' },
          ],
          ["Spot", { xml: (at) => `<c r="${at}" t="s"><v>99999</v></c>` }],
        ),
      ]),
    );
    expect(world.documents.all(product)).toMatchObject([
      { name: "<script>alert(1)</script>", notes: '=cmd|"/c calc"' },
      { name: "Spot" },
    ]);
  });
});
