import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { PDFDocument } from "@cantoo/pdf-lib";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { labelFrom, labelUrl, parseLabel, spellLabel } from "#shared/kernel/label-text";
import { sha256 } from "#shared/kernel/hash";
import { labelPdf, startPdf } from "#client/features/labels/label-pdf";
import { codesTooLong, mmToPoints, pageCount, placeLabels } from "#client/features/labels/label-layout";
import type { LabelContent, SheetSettings } from "#client/features/labels/label-layout";
import { codesNotInPdf, latinText } from "#client/features/labels/latin-text";
import { labelRolls } from "#client/features/labels/rolls";
import { labelSheets } from "#client/features/labels/sheets";
import type { LabelSheet } from "#client/features/labels/sheets";
import { textWidth } from "#client/features/labels/text-fit";
import { rectanglesOf } from "#tests/support/pdf-rectangles";
import type { Rectangle } from "#tests/support/pdf-rectangles";
import { seededRandom } from "#tests/support/plain-drafts";

const wasm = createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm");
prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer } });

const random = seededRandom(11);
const company = random.bytes(32);

const contentOf = (index: number): LabelContent => ({
  url: labelUrl("relay.example.org", labelFrom(sha256, company, random.bytes(10))),
  code: `MEGA-${String(index).padStart(4, "0")}`,
  product: "MegaPointe",
  company: "Lichtwerk Berlin",
});

const sheetNamed = (id: string): LabelSheet => {
  const found = labelSheets.find((sheet) => sheet.id === id);
  if (found === undefined) throw new Error(`no sheet ${id}`);
  return found;
};

const settingsOf = (sheet: LabelSheet, start = 0): SheetSettings => ({
  sheet,
  start,
  offsetX: 0,
  offsetY: 0,
});

/** Paints a region of the page at 12 dots per point's tenth, black on white, and reads the code in it. */
const decodeAt = async (rectangles: readonly Rectangle[], box: Rectangle): Promise<string | undefined> => {
  const scale = 600 / box.width;
  const [width, height] = [600, Math.round(box.height * scale)];
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (const each of rectangles) {
    for (
      let y = Math.round((box.y + box.height - each.y - each.height) * scale);
      y < Math.round((box.y + box.height - each.y) * scale);
      y++
    )
      for (
        let x = Math.round((each.x - box.x) * scale);
        x < Math.round((each.x + each.width - box.x) * scale);
        x++
      )
        if (x >= 0 && y >= 0 && x < width && y < height)
          data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
  }
  const found = await readBarcodes(
    { width, height, data, colorSpace: "srgb" },
    {
      formats: ["QRCode"],
    },
  );
  return found[0]?.text;
};

const boxInPoints = (
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  sheet: LabelSheet,
): Rectangle => ({
  x: mmToPoints(box.x),
  y: mmToPoints(sheet.pageHeight - box.y - box.height),
  width: mmToPoints(box.width),
  height: mmToPoints(box.height),
});

describe("label sheets", () => {
  test.each(labelSheets.map((sheet) => [sheet.id, sheet] as const))(
    "[SCN-14] %s: every label lies on the paper and none overlaps another",
    (_, sheet) => {
      const perPage = sheet.columns * sheet.rows;
      const placed = placeLabels(
        Array.from({ length: perPage + 1 }, (_unused, i) => contentOf(i)),
        settingsOf(sheet),
      );
      expect(pageCount(perPage + 1, settingsOf(sheet))).toBe(2);
      expect(placed.at(-1)?.page).toBe(1);
      for (const { box } of placed) {
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.y).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(sheet.pageWidth + 0.01);
        expect(box.y + box.height).toBeLessThanOrEqual(sheet.pageHeight + 0.01);
      }
      expect(sheet.stepX).toBeGreaterThanOrEqual(sheet.width);
      expect(sheet.stepY).toBeGreaterThanOrEqual(sheet.height);
      // The stock lies centred on the paper, within what makers allow.
      const right = sheet.pageWidth - sheet.left - (sheet.columns - 1) * sheet.stepX - sheet.width;
      expect(Math.abs(right - sheet.left)).toBeLessThan(1.2);
    },
  );

  test.each(labelSheets.map((sheet) => [sheet.id, sheet] as const))(
    "%s: symbol with its quiet zone and texts stay inside the label",
    (_, sheet) => {
      const [label] = placeLabels([contentOf(1)], settingsOf(sheet));
      const [symbolLeft, symbolTop] = [
        Math.min(...(label?.modules ?? []).map((box) => box.x)),
        Math.min(...(label?.modules ?? []).map((box) => box.y)),
      ];
      const module = label?.modules[0]?.height ?? 0;
      expect(module).toBeGreaterThan(0.2);
      expect(symbolLeft - 4 * module).toBeGreaterThanOrEqual((label?.box.x ?? 0) - 0.001);
      expect(symbolTop - 4 * module).toBeGreaterThanOrEqual((label?.box.y ?? 0) - 0.001);
      const symbolRight = Math.max(...(label?.modules ?? []).map((box) => box.x + box.width));
      for (const line of label?.texts ?? []) {
        expect(line.x).toBeGreaterThan(symbolRight + 4 * module - 0.001);
        expect(line.width).toBeGreaterThan(8);
        expect(line.y).toBeLessThan((label?.box.y ?? 0) + sheet.height);
      }
      expect(label?.texts.map((line) => line.text)).toEqual(["MEGA-0001", "MegaPointe", "Lichtwerk Berlin"]);
    },
  );
});

describe("label PDF", () => {
  test("[SCN-14] [DOC-04] a begun sheet goes on at the given label, at exact size, and every symbol reads back", async () => {
    const sheet = sheetNamed("L7160");
    const contents = Array.from({ length: 5 }, (_, i) => contentOf(i));
    const placed = placeLabels(contents, settingsOf(sheet, 19));
    expect(placed.map((label) => label.page)).toEqual([0, 0, 1, 1, 1]);
    const bytes = await labelPdf(placed, sheet, "Labels", 0);
    const read = await PDFDocument.load(bytes);
    expect(read.getPages().map((page) => page.getSize())).toEqual(
      Array.from({ length: 2 }, () => ({ width: mmToPoints(210), height: mmToPoints(297) })),
    );
    const firstPage = await labelPdf(
      placed.filter((label) => label.page === 0),
      sheet,
      "Labels",
      0,
    );
    const rectangles = rectanglesOf(firstPage);
    for (const [index, label] of placed.filter((each) => each.page === 0).entries()) {
      const text = await decodeAt(rectangles, boxInPoints(label.box, sheet));
      expect(text).toBe(contents[index]?.url);
      expect(parseLabel(sha256, (text ?? "").slice(-26))?.text).toBe(contents[index]?.url.slice(-26));
    }
  });

  test("symbols are black vectors of one module size: 33 by 33 for a usual host, at level Q", async () => {
    const sheet = sheetNamed("L7163");
    const [label] = placeLabels([contentOf(1)], settingsOf(sheet));
    const bytes = await labelPdf(label === undefined ? [] : [label], sheet, "Labels", 0);
    const rectangles = rectanglesOf(bytes);
    const module = Math.min(...rectangles.map((each) => each.height));
    const size = Math.round(
      (Math.max(...rectangles.map((each) => each.x + each.width)) -
        Math.min(...rectangles.map((each) => each.x))) /
        module,
    );
    expect(size).toBe(33);
    for (const each of rectangles)
      expect(Math.abs(each.width / module - Math.round(each.width / module))).toBeLessThan(0.01);
  });

  test("the offset moves everything; names in any script do not stop the printing", async () => {
    const sheet = sheetNamed("L7160");
    const [plain] = placeLabels([contentOf(1)], settingsOf(sheet));
    const [moved] = placeLabels([contentOf(1)], { ...settingsOf(sheet), offsetX: 1.5, offsetY: -0.5 });
    expect((moved?.box.x ?? 0) - (plain?.box.x ?? 0)).toBeCloseTo(1.5);
    expect((moved?.box.y ?? 0) - (plain?.box.y ?? 0)).toBeCloseTo(-0.5);
    expect(latinText("Dvořák Größe Łódź 灯具\u0007")).toBe("Dvorák Größe Lódz ??");
    expect(latinText("0.3 Ω, 200 M\u2126")).toBe("0.3 Ohm, 200 MOhm");
    const odd = placeLabels(
      [{ ...contentOf(1), product: "灯具 Dvořák ".repeat(20), company: "\u0000" }],
      settingsOf(sheet),
    );
    await expect(labelPdf(odd, sheet, "Ярлыки", 0)).resolves.toBeInstanceOf(Uint8Array);
  });
});

describe("codes are read whole", () => {
  const blankOf = (): LabelContent => {
    const label = labelFrom(sha256, company, random.bytes(10));
    const url = labelUrl("relay.example.org", label);
    return { url, code: spellLabel(label.text), product: "", company: "", isBlank: true };
  };

  test.each([...labelSheets, ...labelRolls].map((sheet) => [sheet.id, sheet] as const))(
    "[SCN-13] %s: a blank label carries its symbol, its characters whole and clear of it, and nothing else",
    (_, sheet) => {
      const blank = blankOf();
      const [label] = placeLabels([blank], settingsOf(sheet));
      if (label === undefined) throw new Error("one label");
      const { box, symbol, texts } = label;
      expect(label.isTooLong).toBe(false);
      expect(texts.map((line) => line.text).join("")).toBe(blank.code);
      for (const line of texts) {
        expect(line.size).toBeGreaterThanOrEqual(1.3);
        expect(line.x).toBeGreaterThan(box.x);
        expect(line.x + textWidth(line.text) * line.size).toBeLessThan(box.x + box.width);
        expect(line.y).toBeLessThan(box.y + box.height);
        const isUnder = line.y - line.size * 0.8 > symbol.y + symbol.height - 0.01;
        expect(isUnder || line.x >= symbol.x + symbol.width).toBe(true);
        expect(isUnder).toBe(sheet.height >= 20);
      }
      expect(symbol.y).toBeGreaterThanOrEqual(box.y);
      expect(symbol.y + symbol.height).toBeLessThanOrEqual(box.y + box.height);
    },
  );

  test("[SCN-14] the letters of the PDF are never wider than counted", async () => {
    const { strong } = await startPdf("Labels", 0);
    for (let char = 0x21; char < 0x100; char++) {
      if (char > 0x7e && char < 0xa1) continue;
      const letter = String.fromCharCode(char);
      expect(`${letter} ${textWidth(letter) + 0.001 >= strong.widthOfTextAtSize(letter, 1)}`).toBe(
        `${letter} true`,
      );
    }
  });

  test("[SCN-14] a long code goes on several lines, breaks where it is divided, and is refused where nobody could read it", () => {
    const [long, endless] = ["LICHTWERK-BERLIN/HALLE-2/MEGAPOINTE-0001", "W".repeat(120)];
    const placed = placeLabels(
      [
        { ...contentOf(1), code: long },
        { ...contentOf(2), code: endless },
      ],
      settingsOf(sheetNamed("L7160")),
    );
    const codeLines = placed[0]?.texts.filter((line) => line.isStrong) ?? [];
    expect(codeLines.length).toBeGreaterThan(1);
    expect(codeLines.map((line) => line.text).join("")).toBe(long);
    expect(codeLines[0]?.text.endsWith("-") || codeLines[0]?.text.endsWith("/")).toBe(true);
    expect(placed.map((label) => label.isTooLong)).toEqual([false, false]);
    expect(codesTooLong([{ ...contentOf(2), code: endless }], settingsOf(sheetNamed("L4731")))).toEqual([
      endless,
    ]);
    expect(codesTooLong([contentOf(1)], settingsOf(sheetNamed("L4731")))).toEqual([]);
  });

  test("[SCN-14] a code in letters the PDF does not have is named, not printed in others", () => {
    const codes = ["MEGA-1", "ЛАМПА-7", "ŁÓDŹ-2", "Größe-3"].map((code) => ({ code }));
    expect(codesNotInPdf(codes)).toEqual(["ЛАМПА-7", "ŁÓDŹ-2"]);
  });
});
