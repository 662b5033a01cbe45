/** Case labels: on the page, readable, complete or saying what does not fit. */
import { describe, expect, test } from "vitest";
import { PDFDocument } from "@cantoo/pdf-lib";
import { caseLabelPdf } from "#client/features/labels/case-label-pdf";
import { caseLabelSizes, departmentColours, placeCaseLabel } from "#client/features/labels/case-label";
import type { CaseLabelContent } from "#client/features/labels/case-label";
import { mmToPoints } from "#client/features/labels/label-layout";
import { sha256 } from "#shared/kernel/hash";
import { labelFrom, labelUrl, readScannedText } from "#shared/kernel/label-text";
import { seededRandom } from "#tests/support/plain-drafts";
import { decodeModules } from "#tests/support/read-symbol";

const random = seededRandom(12);
const company = random.bytes(32);
const label = labelFrom(sha256, company, random.bytes(10));

const contentOf = (lines: number): CaseLabelContent => ({
  url: labelUrl("relay.example.org", label, "K7Q2"),
  code: "FC-0007",
  product: "MegaPointe case, 2 way",
  company: "Lichtwerk Berlin",
  department: "Lighting",
  colour: 1,
  event: "Summer Gala",
  place: "2 of 7",
  weight: "96.4 kg",
  revision: "Contents K7Q2, 21 Nov",
  contents: Array.from({ length: lines }, (_, i) => ({
    amount: `${i + 1} ×`,
    name: `Thing ${i}`,
    depth: i % 3,
  })),
  more: (n) => `and ${n} more`,
});

describe.each(caseLabelSizes.map((size) => [size.id, size] as const))("case label %s", (_, size) => {
  test("[CAS-08] everything lies on the page, contents, weight, department and n of m among it", () => {
    const placed = placeCaseLabel(contentOf(9), size);
    const words = placed.texts.map(({ text }) => text);
    for (const wanted of [
      "FC-0007",
      "Summer Gala",
      "2 of 7",
      "96.4 kg",
      "Contents K7Q2, 21 Nov",
      "9 ×",
      "Thing 8",
    ])
      expect(words).toContain(wanted);
    expect(placed.barText.text).toBe("Lighting");
    for (const line of [...placed.texts, placed.barText]) {
      expect(line.x).toBeGreaterThanOrEqual(5);
      expect(line.x + line.width).toBeLessThanOrEqual(size.width - 4.9);
      expect(line.y).toBeLessThanOrEqual(size.height - 5);
      expect(line.width).toBeGreaterThan(10);
    }
    for (const box of placed.modules) {
      expect(box.x + box.width).toBeLessThanOrEqual(size.width);
      expect(box.y).toBeGreaterThan(placed.bar.height);
    }
  });

  test("[CAS-08] [DOC-06] the symbol reads back as the case with the revision of its contents", async () => {
    const text = await decodeModules(placeCaseLabel(contentOf(3), size).modules);
    expect(text).toBe(contentOf(3).url);
    expect(readScannedText(sha256, company, text ?? "")).toMatchObject({
      type: "own-label",
      revision: "K7Q2",
    });
  });

  test("[CAS-08] a list that does not fit says how much is left out", () => {
    const placed = placeCaseLabel(contentOf(80), size);
    const names = placed.texts.filter(({ text }) => text.startsWith("Thing")).length;
    expect(names).toBeGreaterThan(8);
    expect(placed.texts.map(({ text }) => text)).toContain(`and ${80 - names} more`);
    for (const line of placed.texts) expect(line.y).toBeLessThanOrEqual(size.height - 5);
  });

  test("[CAS-08] the page has its exact size, one case each", async () => {
    const placed = placeCaseLabel(contentOf(4), size);
    const bytes = await caseLabelPdf(
      [0, 9].map((colour) => ({ placed, colour })),
      size,
      "Cases",
      0,
    );
    const pages = (await PDFDocument.load(bytes)).getPages().map((page) => page.getSize());
    const page = { width: mmToPoints(size.width), height: mmToPoints(size.height) };
    expect(pages).toEqual([page, page]);
  });
});

test("white letters can be read on every department's colour", () => {
  const light = (value: number): number =>
    value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  for (const [red, green, blue] of departmentColours) {
    const luminance = 0.2126 * light(red) + 0.7152 * light(green) + 0.0722 * light(blue);
    expect(1.05 / (luminance + 0.05)).toBeGreaterThan(4.5);
  }
});
