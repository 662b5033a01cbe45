/** Rolls, tapes and the language of Zebra printers. */
import { describe, expect, test } from "vitest";
import { PDFDocument } from "@cantoo/pdf-lib";
import { encode } from "uqr";
import { labelPdf } from "#client/features/labels/label-pdf";
import { mmToPoints, pageCount, placeLabels } from "#client/features/labels/label-layout";
import type { LabelContent, SheetSettings } from "#client/features/labels/label-layout";
import { labelZpl, zplResolutions } from "#client/features/labels/label-zpl";
import { labelRolls, ownRoll } from "#client/features/labels/rolls";
import type { LabelSheet } from "#client/features/labels/sheets";
import { sha256 } from "#shared/kernel/hash";
import { labelFrom, labelUrl } from "#shared/kernel/label-text";
import { seededRandom } from "#tests/support/plain-drafts";
import { decodeModules } from "#tests/support/read-symbol";

const random = seededRandom(13);
const company = random.bytes(32);
const contentOf = (index: number): LabelContent => ({
  url: labelUrl("relay.example.org", labelFrom(sha256, company, random.bytes(10))),
  code: `MEGA-${String(index).padStart(4, "0")}`,
  product: "MegaPointe",
  company: "Lichtwerk Berlin",
});
const settingsOf = (sheet: LabelSheet): SheetSettings => ({ sheet, start: 0, offsetX: 0, offsetY: 0 });
const rolls = [...labelRolls, ownRoll(45, 20)];

describe.each(rolls.map((sheet) => [sheet.id, sheet] as const))("roll %s", (_, sheet) => {
  test("[SCN-15] every label is a page of its own at exact size, within what the printer reaches", async () => {
    const contents = [contentOf(1), contentOf(2), contentOf(3)];
    const placed = placeLabels(contents, settingsOf(sheet));
    expect(pageCount(3, settingsOf(sheet))).toBe(3);
    expect(placed.map(({ page }) => page)).toEqual([0, 1, 2]);
    const bytes = await labelPdf(placed, sheet, "Labels", 0);
    for (const page of (await PDFDocument.load(bytes)).getPages())
      expect(page.getSize()).toEqual({
        width: mmToPoints(sheet.pageWidth),
        height: mmToPoints(sheet.pageHeight),
      });
    for (const { box, modules, texts } of placed) {
      expect(box.y).toBeGreaterThanOrEqual(sheet.top);
      expect(box.y + box.height).toBeLessThanOrEqual(sheet.pageHeight - sheet.top + 0.001);
      const module = modules[0]?.height ?? 0;
      expect(module).toBeGreaterThan(0.2);
      for (const part of modules) {
        expect(part.x - 4 * module).toBeGreaterThanOrEqual(box.x - 0.001);
        expect(part.y - 4 * module).toBeGreaterThanOrEqual(box.y - 0.001);
        expect(part.y + part.height + 4 * module).toBeLessThanOrEqual(box.y + box.height + 0.001);
      }
      for (const line of texts) expect(line.width).toBeGreaterThan(8);
    }
    expect(await decodeModules(placed[0]?.modules ?? [])).toBe(contents[0]?.url);
  });
});

interface ZplLabel {
  readonly width: number;
  readonly height: number;
  readonly symbol: {
    readonly x: number;
    readonly y: number;
    readonly magnification: number;
    readonly text: string;
  };
  readonly texts: readonly {
    readonly x: number;
    readonly y: number;
    readonly height: number;
    readonly text: string;
  }[];
}

/** Reads a format as the printer does: commands begin with a caret, `_5E` in a text is one again. */
const readZpl = (zpl: string): readonly ZplLabel[] =>
  zpl
    .split("^XA")
    .slice(1)
    .map((format) => {
      expect(format.trimEnd().endsWith("^XZ")).toBe(true);
      expect(format).toContain("^CI28");
      const number = (pattern: RegExp): number => Number(pattern.exec(format)?.[1]);
      const code = /\^FO(\d+),(\d+)\^BQN,2,(\d+)\^FDQA,([^^]*)\^FS/.exec(format);
      const texts = [...format.matchAll(/\^FT(\d+),(\d+)\^A0N,(\d+),\d+\^FH\^FD([^^~]*)\^FS/g)];
      return {
        width: number(/\^PW(\d+)/),
        height: number(/\^LL(\d+)/),
        symbol: {
          x: Number(code?.[1]),
          y: Number(code?.[2]),
          magnification: Number(code?.[3]),
          text: code?.[4] ?? "",
        },
        texts: texts.map(([, x, y, height, text]) => ({
          x: Number(x),
          y: Number(y),
          height: Number(height),
          text: (text ?? "").replace(/_([0-9A-F]{2})/g, (__, hex: string) =>
            String.fromCharCode(Number.parseInt(hex, 16)),
          ),
        })),
      };
    });

describe.each(zplResolutions.map((dpi) => [dpi] as const))("ZPL at %i dots per inch", (dpi) => {
  const perMm = { 203: 8, 300: 12, 600: 24 }[dpi];

  test.each(["57x32", "100x50", "30252"])(
    "[SCN-16] %s: size in dots, the symbol with its quiet zone on the label, the texts beside it",
    (id) => {
      const sheet = labelRolls.find((roll) => roll.id === id);
      if (sheet === undefined) throw new Error(`no roll ${id}`);
      const contents = [contentOf(1), contentOf(2)];
      const labels = readZpl(labelZpl(contents, settingsOf(sheet), dpi));
      expect(labels).toHaveLength(2);
      labels.forEach((label, index) => {
        expect(label.width).toBe(Math.round(sheet.pageWidth * perMm));
        expect(label.height).toBe(Math.round(sheet.pageHeight * perMm));
        const { x, y, magnification, text } = label.symbol;
        expect(text).toBe(contents[index]?.url);
        const { size } = encode(text, { ecc: "Q", border: 0, boostEcc: false });
        const quiet = 4 * magnification;
        expect(magnification).toBeGreaterThanOrEqual(2);
        expect(x - quiet).toBeGreaterThanOrEqual(-1);
        expect(y - quiet).toBeGreaterThanOrEqual(-1);
        expect(y + size * magnification + quiet).toBeLessThanOrEqual(label.height + 1);
        expect(label.texts.map((line) => line.text)).toContain(contents[index]?.code);
        for (const line of label.texts) {
          expect(line.x).toBeGreaterThanOrEqual(x + size * magnification + quiet - 1);
          expect(line.y).toBeLessThanOrEqual(label.height);
        }
      });
    },
  );

  test("[SCN-16] nothing in a name becomes a command, and letters of any language are sent as they are", () => {
    const [sheet] = labelRolls;
    if (sheet === undefined) throw new Error("a roll");
    const odd = { ...contentOf(1), code: "A^XZ~JA_\\5E", product: "Größe\n灯" };
    const zpl = labelZpl([odd], settingsOf(sheet), dpi);
    const [label, ...others] = readZpl(zpl);
    expect(others).toEqual([]);
    expect(label?.texts.map(({ text }) => text).slice(0, 2)).toEqual(["A^XZ~JA_\\5E", "Größe 灯"]);
    expect(zpl.match(/\^XZ/g)).toHaveLength(1);
  });
});
