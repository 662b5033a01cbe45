/** Importing a list of assets: from choosing the file to the plan, from applying it to the last row being durable. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { readProbe } from "./chrome";

export interface ImportTimes {
  readonly planMs: number;
  readonly applyMs: number;
  /** The longest the page was held up while applying. */
  readonly longestTaskMs: number;
}

export interface ReadTimes {
  readonly planMs: number;
  /** The longest the page was held up while reading and planning. */
  readonly longestTaskMs: number;
}

const header =
  "Company,Name,Asset Tag,Category,Manufacturer,Location,Model,Model Number,Serial,Purchase Date";

/** `rows` assets of `products` products, in columns of Snipe-IT. */
export const assetList = (rows: number, products: number): string => {
  const lines = Array.from({ length: rows }, (_, at) => {
    const product = (at % products) + 1;
    const maker = `Maker ${product % 40}`;
    return `Bench,,IMP-${at + 1},Lighting,${maker},Warehouse,Import model ${product},IM-${product},IS${1_000_000 + at},`;
  });
  return [header, ...lines].join("\n");
};

/** Chooses the file and waits for its plan. */
export const measureReading = async (page: Page, origin: string, csv: string): Promise<ReadTimes> => {
  await page.goto(`${origin}/import`);
  const chosen = page.waitForEvent("filechooser");
  await page
    .getByRole("button", { name: /choose|file/i })
    .first()
    .click();
  const chooser = await chosen;
  const folder = mkdtempSync(join(tmpdir(), "eventkit-bench-file-"));
  const file = join(folder, "assets.csv");
  writeFileSync(file, csv);
  await page.evaluate("globalThis.benchProbe.longest = 0");
  const began = Date.now();
  // From the disk: the bytes of a buffer would be decoded by a script in the page that is measured.
  await chooser.setFiles(file);
  await page.getByRole("button", { name: /^Apply/ }).waitFor({ timeout: 120_000 });
  const planMs = Date.now() - began;
  const { longest } = await readProbe(page);
  rmSync(folder, { recursive: true });
  return { planMs, longestTaskMs: longest };
};

export const measureImport = async (page: Page, origin: string, csv: string): Promise<ImportTimes> => {
  const { planMs } = await measureReading(page, origin, csv);
  const apply = page.getByRole("button", { name: /^Apply/ });
  await page.evaluate("globalThis.benchProbe.longest = 0");
  const applied = Date.now();
  await apply.click();
  await page.getByRole("button", { name: "Undo" }).waitFor({ timeout: 240_000 });
  const applyMs = Date.now() - applied;
  const { longest } = await readProbe(page);
  return { planMs, applyMs, longestTaskMs: longest };
};
