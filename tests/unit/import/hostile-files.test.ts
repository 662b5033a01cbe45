import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { must } from "#shared/kernel/result";
import { bytesSource, importLimits } from "#shared/domain/import";
import type { ByteSource } from "#shared/domain/import";
import { asset, product } from "#shared/domain/inventory";
import { createImportWorld, textSource } from "#tests/support/import-world";
import { writeZip } from "#tests/support/zip-writer";

const problemOf = async (...files: readonly ByteSource[]): Promise<unknown> => {
  const { opened } = await createImportWorld().open(...files);
  return opened.ok ? undefined : opened.error.problem;
};

const description = `<GDTF><FixtureType Name="Beam" Manufacturer="Robe"/></GDTF>`;

describe("files that are not what they say", () => {
  test.each([
    [
      "a picture",
      [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0],
      { type: "NotATable", looksLike: "image" },
    ],
    ["a program", [0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0], { type: "NotATable", looksLike: "program" }],
    ["a PDF", [...Buffer.from("%PDF-1.7\n")], { type: "NotATable", looksLike: "pdf" }],
    [
      "an old spreadsheet",
      [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1],
      { type: "NotATable", looksLike: "spreadsheet" },
    ],
    [
      "random bytes",
      Array.from({ length: 4000 }, (_, i) => (i * 7919) % 256),
      { type: "NotATable", looksLike: "unknown" },
    ],
    ["nothing", [], { type: "FileEmpty" }],
    ["a header alone", [...Buffer.from("Name,Maker\n\n")], { type: "NoRows" }],
    [
      "a quote that never closes",
      [...Buffer.from('Name\nSpot\n"Wash\n')],
      { type: "QuoteNotClosed", row: 3 },
    ],
    ["broken JSON", [...Buffer.from('[{"key": "a"')], { type: "JsonDamaged" }],
    ["other JSON", [...Buffer.from('{"name": "eventkit", "version": "1"}')], { type: "JsonForeign" }],
  ])("%s named list.csv is refused with its reason", async (_, bytes, problem) => {
    expect(await problemOf(bytesSource("list.csv", Uint8Array.from(bytes)))).toEqual(problem);
  });

  test("other office files are told from an archive with plans in it", async () => {
    const letter = writeZip([{ name: "word/document.xml", data: "<document/>" }]);
    expect(await problemOf(bytesSource("list.csv", letter))).toEqual({
      type: "NotATable",
      looksLike: "spreadsheet",
    });
    expect(await problemOf(bytesSource("a.zip", writeZip([{ name: "readme.txt", data: "hi" }])))).toEqual({
      type: "ZipForeign",
    });
  });

  test("a file that goes away while it is read is said to be unreadable", async () => {
    const gone: ByteSource = { name: "list.csv", size: 100, read: () => Promise.reject(new Error("gone")) };
    expect(await problemOf(gone)).toEqual({ type: "FileUnreadable" });
  });

  test("300 MB: a text is refused by its size and read no further than its beginning, a film by its content", async () => {
    const sized = (start: Uint8Array): { readonly source: ByteSource; readonly reads: number[] } => {
      const reads: number[] = [];
      const read = async (from: number, length: number): Promise<Uint8Array> => {
        reads.push(length);
        return start.subarray(from, from + length);
      };
      return { source: { name: "list.csv", size: 300_000_000, read }, reads };
    };
    const text = sized(new TextEncoder().encode("Name,Maker\n".repeat(1000)));
    expect(await problemOf(text.source)).toEqual({
      type: "FileTooLarge",
      limitBytes: importLimits.textBytes,
    });
    expect(Math.max(...text.reads)).toBeLessThanOrEqual(4096);
    const film = sized(Uint8Array.from({ length: 8000 }, (_, i) => (i * 31) % 256));
    expect(await problemOf(film.source)).toEqual({ type: "NotATable", looksLike: "unknown" });
  });
});

describe("archives", () => {
  const gdtf = writeZip([{ name: "description.xml", data: description }]);

  test("broken anywhere: refused, never an exception", async () => {
    for (const cut of [4, 40, gdtf.length - 30, gdtf.length - 5])
      expect(await problemOf(bytesSource("a.gdtf", gdtf.subarray(0, cut)))).toEqual({ type: "ZipDamaged" });
    await fc.assert(
      fc.asyncProperty(fc.nat(gdtf.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const damaged = Uint8Array.from(gdtf);
        damaged[at] = (damaged[at] ?? 0) ^ flip;
        const { session, opened } = await createImportWorld().open(bytesSource("a.gdtf", damaged));
        if (opened.ok) session.plan();
      }),
      { seed: 20261121, numRuns: 400 },
    );
  });

  test("a path that leads out of the archive is left alone and said so; the plan is read", async () => {
    const scene = `<GeneralSceneDescription><Scene><Layers><Layer name="A"><ChildList><Fixture name="x"><GDTFSpec>../../evil.gdtf</GDTFSpec></Fixture></ChildList></Layer></Layers></Scene></GeneralSceneDescription>`;
    const mvr = writeZip([
      { name: "../../../etc/passwd", data: "root" },
      { name: "C:\\windows\\system32\\a.dll", data: "x" },
      { name: "../../evil.gdtf", data: gdtf },
      { name: "GeneralSceneDescription.xml", data: scene },
    ]);
    const { opened } = await createImportWorld().open(bytesSource("show.mvr", mvr));
    expect(must(opened)).toMatchObject({
      type: "scene",
      fixtures: 1,
      notes: [{ type: "UnsafeNames", count: 3 }],
    });
  });

  test("what unpacks to far more than announced, or announces too much, is not unpacked", async () => {
    const bomb = new Uint8Array(8_000_000);
    const lying = writeZip([{ name: "description.xml", data: bomb, claimedSize: 100 }]);
    expect(await problemOf(bytesSource("a.gdtf", lying))).toEqual({ type: "ZipDamaged" });
    const huge = writeZip([
      { name: "description.xml", data: description, claimedSize: importLimits.partBytes + 1 },
    ]);
    expect(await problemOf(bytesSource("a.gdtf", huge))).toMatchObject({ type: "ZipTooBig" });
  });

  test("locked archives, and XML that declares entities or nests without end", async () => {
    const locked = writeZip([{ name: "description.xml", data: description, isEncrypted: true }]);
    expect(await problemOf(bytesSource("a.gdtf", locked))).toEqual({ type: "ZipEncrypted" });
    const deep = `<GDTF>${"<a>".repeat(5_000)}${"</a>".repeat(5_000)}</GDTF>`;
    expect(
      await problemOf(bytesSource("a.gdtf", writeZip([{ name: "description.xml", data: deep }]))),
    ).toEqual({ type: "XmlDamaged", file: "description.xml" });
    const laughs = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><GDTF><FixtureType Name="&b;" Manufacturer="Robe"/></GDTF>`;
    const world = createImportWorld();
    const { session, opened } = await world.open(
      bytesSource("a.gdtf", writeZip([{ name: "description.xml", data: laughs }])),
    );
    if (opened.ok) {
      session.plan();
      expect(session.rows(["new"], 0, 1).rows[0]?.name).toBe("&b;");
    } else expect(opened.error.problem).toMatchObject({ type: "XmlDamaged" });
  });

  test("a fixture type inside a plan that cannot be read costs its figures, not the plan", async () => {
    const scene = `<GeneralSceneDescription><Scene><Layers><Layer name="A"><ChildList><Fixture name="x"><GDTFSpec>Robe@Beam.gdtf</GDTFSpec></Fixture></ChildList></Layer></Layers></Scene></GeneralSceneDescription>`;
    const mvr = writeZip([
      { name: "GeneralSceneDescription.xml", data: scene },
      { name: "Robe@Beam.gdtf", data: "no archive" },
    ]);
    const { session, opened } = await createImportWorld().open(bytesSource("show.mvr", mvr));
    expect(must(opened)).toMatchObject({ notes: [{ type: "PartDamaged", file: "Robe@Beam.gdtf" }] });
    session.plan();
    expect(session.lines()).toMatchObject([{ name: "Beam", maker: "Robe", quantity: 1 }]);
  });
});

describe("rows", () => {
  test("formulas and script tags stay text, and a formula does not run in the file of refused rows", async () => {
    const world = createImportWorld();
    const rows = [
      "Name,Maker,Asset code,Qty",
      `"=HYPERLINK(""http://x"",""y"")",<script>alert(1)</script>,A1,`,
      "@SUM(A1),+1,A1,",
      "=cmd|calc,M,,-3",
    ].join("\n");
    const { session, opened } = await world.open(textSource("list.csv", rows));
    must(opened);
    expect(session.plan().rows).toMatchObject({ new: 1, refused: 2 });
    world.apply(session);
    expect(world.documents.all(product)).toMatchObject([
      { name: '=HYPERLINK("http://x","y")', maker: "<script>alert(1)</script>" },
    ]);
    const saved = session.refusedRows([
      [3, "code twice"],
      [4, "below zero"],
    ]);
    expect(saved).toBe(
      ",Name,Maker,Asset code,Qty\r\ncode twice,'@SUM(A1),'+1,A1,\r\nbelow zero,'=cmd|calc,M,,-3\r\n",
    );
  });

  test.each([
    ["Name,Qty\nClamp,-2\n", { type: "QuantityNegative", value: "-2" }],
    ["Name,Qty\nClamp,many\n", { type: "NotANumber", column: "Qty", value: "many" }],
    ["Name,Qty\nClamp,99999999\n", { type: "NotANumber", column: "Qty", value: "99999999" }],
    [
      "Name,Asset tag,Purchase date\nClamp,A,31/02/2020\n",
      { type: "NotADate", column: "Purchase date", value: "31/02/2020" },
    ],
    ["Name,Value\nClamp,cheap\n", { type: "NotAnAmount", column: "Value", value: "cheap" }],
    [`Name,Qty\n${"x".repeat(201)},1\n`, { type: "TextTooLong", column: "Name", limit: 200 }],
    [`Name,Qty,Code\nClamp,5,C1;${"x".repeat(301)}\n`, { type: "TextTooLong", column: "Code", limit: 300 }],
    [
      `Name,Serial numbers\nClamp,"S1, ${"x".repeat(121)}"\n`,
      { type: "TextTooLong", column: "Serial numbers", limit: 120 },
    ],
    ["Name,Maker\n,Robe\n", { type: "NameMissing" }],
    ["Name,Asset tag\nA,X1\nB,x1\n", { type: "CodeTwiceInFile", code: "x1", otherRow: 2 }],
    ["Name,Asset tag,Serial\nA,X1,S\nA,X2,s\n", { type: "SerialTwiceInFile", serial: "s", otherRow: 2 }],
  ])("[INT-01] %j is refused with its reason, the rest goes on", async (text, problem) => {
    const { session, opened } = await createImportWorld().open(
      textSource("list.csv", `${text}Good one${",".repeat(3)}\n`),
    );
    must(opened);
    session.plan();
    expect(session.rows(["refused"], 0, 9).rows.map((row) => row.problem)).toEqual([problem]);
    expect(session.rows(["new"], 0, 9).rows.at(-1)?.name).toBe("Good one");
  });

  test("a code that belongs to another product of the company is refused, not moved", async () => {
    const world = createImportWorld();
    await world.run(textSource("a.csv", "Name,Asset tag\nSpot,X1\n"));
    const { session, opened } = await world.open(textSource("b.csv", "Name,Asset tag\nWash,X1\n"));
    must(opened);
    session.plan();
    expect(session.rows(["refused"], 0, 1).rows[0]?.problem).toEqual({
      type: "CodeElsewhere",
      code: "X1",
      productName: "Spot",
    });
    expect(world.documents.all(asset)).toHaveLength(1);
  });

  test(
    "200,000 rows are planned in seconds, more than the limit is refused",
    { timeout: 120_000 },
    async () => {
      const lines = ["Name,Maker,Asset tag,Serial,Purchase date,Weight (kg)"];
      for (let i = 0; i < 200_000; i++)
        lines.push(
          `Product ${String(i % 400)},Maker ${String(i % 20)},C-${String(i)},S${String(i)},2020-01-0${String(1 + (i % 9))},1.5`,
        );
      const started = performance.now();
      const { session, opened } = await createImportWorld().open(textSource("big.csv", lines.join("\n")));
      expect(must(opened)).toMatchObject({ rows: 200_000 });
      expect(session.plan()).toMatchObject({ newAssets: 200_000, newProducts: 400 });
      const planned = performance.now();
      const steps = session.prepare(null);
      expect(steps).toBe(800);
      console.log(
        `200,000 rows read and planned in ${(planned - started).toFixed(0)} ms, ${String(steps)} steps`,
      );
      const more = `Name\n${"a\n".repeat(importLimits.rows + 10)}`;
      expect(await problemOf(textSource("bigger.csv", more))).toEqual({
        type: "TooManyRows",
        limit: importLimits.rows,
      });
    },
  );
});
