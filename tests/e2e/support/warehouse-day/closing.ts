/** The same day on every device: figures on the screens, the report, and the movements they are the sum of. */
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { strFromU8, unzipSync } from "fflate";
import { parseDelimited } from "#shared/domain/import/delimited";
import { must } from "#shared/kernel/result";
import { expect } from "../app";
import { counted } from "./evening-count";
import type { Plan } from "./plan";
import { coupler } from "./receive";
import { returned } from "./returns";
import type { Day } from "./stage";
import { everyone, headCodes, openProduct, place } from "./stage";

/** Tables that every colleague may read. */
const tables = [
  "asset",
  "product",
  "movement",
  "settled",
  "count",
  "stocktake",
  "event",
  "line",
  "fault",
] as const;

type Table = (typeof tables)[number];
type Row = Readonly<Record<string, string>>;

const exported = async (day: Day, page: Page): Promise<ReadonlyMap<Table, string>> => {
  await page.goto(`${day.relay.origin}/settings/device`);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export everything" }).click();
  const parts = unzipSync(await readFile(await (await download).path()));
  return new Map(tables.map((name) => [name, strFromU8(parts[`records/${name}.csv`] ?? new Uint8Array())]));
};

const rowsOf = (csv: string | undefined): readonly Row[] => {
  const [head = [], ...lines] = must(parseDelimited(csv ?? "", ","));
  return lines.map((cells) => Object.fromEntries(head.map((name, index) => [name, cells[index] ?? ""])));
};

/** What a movement of a quantity adds to what is in the house. */
const shareOf = ({ kind, quantity }: Row): number => {
  if (kind === "received" || kind === "in" || kind === "counted") return Number(quantity);
  expect(kind).toBe("out");
  return -Number(quantity);
};

/** Counted from the facts alone, as anybody could with a spreadsheet. */
const expectSums = (archive: ReadonlyMap<Table, string>): void => {
  const movements = rowsOf(archive.get("movement")).toSorted((a, b) => Number(a["at"]) - Number(b["at"]));
  const bulk = movements.filter(({ asset }) => asset === "");
  expect(bulk.map(shareOf).reduce((sum, share) => sum + share, 0)).toBe(counted.couplers);
  const last = new Map(movements.map(({ asset, kind }) => [asset, kind]));
  const lost = rowsOf(archive.get("asset")).filter(({ id }) => last.get(id ?? "") === "lost");
  expect(lost.map(({ code }) => code).sort()).toEqual([counted.gone, returned.lost].sort());
  expect([...last.values()]).not.toContain("out");
};

const expectStock = async (day: Day, page: Page): Promise<void> => {
  await openProduct(day, page, coupler);
  await expect(page.getByLabel(`Quantity at ${place}`)).toHaveValue(String(counted.couplers));
  await openProduct(day, page, "MegaPointe");
  await expect(page.getByText("8 assets")).toBeVisible();
  const pieces = page.getByRole("grid", { name: "Assets" }).getByRole("row");
  for (const code of headCodes(1, 2, 3, 4, 5, 6, 7, 8)) {
    const lost = code === returned.lost ? "Lost on Fair Hall 3" : "Lost";
    const row = pieces.filter({ hasText: code });
    if (code === returned.lost || code === counted.gone) await expect(row).toContainText(lost);
    else await expect(row).not.toContainText(/Lost|Out with/);
  }
};

const expectReport = async (day: Day, page: Page): Promise<void> => {
  await page.goto(`${day.relay.origin}/stock/report`);
  const accuracy = page.getByRole("region", { name: "How right the stock is" });
  await expect(accuracy).toContainText(/80\s?%/);
  await expect(accuracy).toContainText("of all lines of one stocktake were right");
  for (const reason of ["Not found", "Miscounted"]) await expect(accuracy).toContainText(reason);
  await page.goto(`${day.relay.origin}/stock/maintenance`);
  await expect(page.getByRole("link", { name: returned.fault })).toBeVisible();
  await page.goto(`${day.relay.origin}/conflicts`);
  await expect(page.getByText("Nothing disagrees")).toBeVisible();
};

const expectJobsOver = async (day: Day, page: Page, plan: Plan): Promise<void> => {
  for (const event of [plan.gala, plan.fair]) {
    await page.goto(`${day.relay.origin}/events/${event}`);
    await expect(page.getByRole("button", { name: "Change the status, now Returned" })).toBeVisible();
  }
};

export const closeDay = async (day: Day, plan: Plan): Promise<void> => {
  for (const page of everyone(day)) {
    await expectStock(day, page);
    await expectReport(day, page);
    await expectJobsOver(day, page, plan);
  }
  const [office, ...phones] = await Promise.all(everyone(day).map((page) => exported(day, page)));
  expectSums(office ?? new Map());
  for (const phone of phones)
    for (const table of tables)
      expect(phone.get(table), `${table} is the same on every device`).toBe(office?.get(table));
};
