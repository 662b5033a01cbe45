/** Everything gets its label; what the printer puts on paper is read by the scanner. */
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { rectanglesOf } from "../../../support/pdf-rectangles";
import type { Rectangle } from "../../../support/pdf-rectangles";
import { decodeModules } from "../../../support/read-symbol";
import { expect } from "../app";
import { card, ready, wedge } from "../scanning";
import type { Day } from "./stage";
import { headCodes, openThing } from "./stage";

export type Labels = ReadonlyMap<string, string>;

const pieces = ["CASE-001", "CASE-002", ...headCodes(1, 2, 3, 4, 5, 6, 7, 8)] as const;

/** Runs of what stands together on one axis: labels of a sheet stand apart by more than the quiet zone of a symbol. */
const runs = (
  all: readonly Rectangle[],
  from: (each: Rectangle) => number,
  to: (each: Rectangle) => number,
): readonly (readonly Rectangle[])[] => {
  const apart = 4 * Math.min(...all.map(({ height }) => height));
  const found: Rectangle[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const each of all.toSorted((a, b) => from(a) - from(b))) {
    if (from(each) > end + apart) found.push([]);
    found.at(-1)?.push(each);
    end = Math.max(end, to(each));
  }
  return found;
};

/** The texts of the symbols on the sheet, each decoded by itself. */
export const readSheet = async (pdf: Uint8Array): Promise<readonly string[]> => {
  const columns = runs(
    rectanglesOf(pdf),
    ({ x }) => x,
    ({ x, width }) => x + width,
  );
  const symbols = columns.flatMap((column) =>
    runs(
      column,
      ({ y }) => y,
      ({ y, height }) => y + height,
    ),
  );
  const texts: string[] = [];
  for (const symbol of symbols) {
    // Paper is measured from below, a picture from above.
    const text = await decodeModules(symbol.map((each) => ({ ...each, y: -each.y - each.height })));
    expect(text, "every symbol on the sheet can be read").toBeDefined();
    texts.push(text ?? "");
  }
  return texts;
};

const print = async (day: Day, page: Page): Promise<Uint8Array> => {
  await page.goto(`${day.relay.origin}/labels`);
  await page.getByRole("button", { name: "All without a label" }).click();
  await expect(page.getByText(`${pieces.length} assets get their label now.`)).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Make the PDF" }).click();
  const pdf = await readFile(await (await download).path());
  await expect(page.getByText("get their label now")).toBeHidden();
  return pdf;
};

/** Prints in the office, reads with the phone of whoever sticks them on. Answers each piece's label. */
export const printLabels = async (day: Day): Promise<Labels> => {
  const { office, mira, relay } = day;
  const texts = await readSheet(await print(day, office));
  expect(texts).toHaveLength(pieces.length);
  for (const code of ["CASE-002", "MEGA-0008"]) {
    await openThing(day, mira, code);
    await expect(mira.getByText(/^[0-9A-HJKMNP-TV-Z]{26}$/)).toBeVisible();
  }
  await mira.goto(`${relay.origin}/scan?mode=in`);
  await ready(mira);
  const labels = new Map<string, string>();
  let before = "nothing yet";
  for (const text of texts) {
    await wedge(mira, text.toUpperCase());
    await expect(card(mira)).toHaveAttribute("data-rule", "SCAN-32");
    await expect(card(mira)).not.toContainText(before);
    before = /(?:MEGA|CASE)-\d+/.exec((await card(mira).textContent()) ?? "")?.[0] ?? "";
    labels.set(before, text.toUpperCase());
  }
  expect([...labels.keys()].sort()).toEqual([...pieces].sort());
  return labels;
};
