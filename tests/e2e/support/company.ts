/** Companies with something in them, made the way people make them. */
import type { Page } from "@playwright/test";
import { createCompany, expect } from "./app";

/** Drops one file on Import; what it becomes is shown then. */
export const chooseFile = async (page: Page, origin: string, name: string, bytes: Buffer): Promise<void> => {
  await page.goto(`${origin}/import`);
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose files" }).click();
  await (await chooser).setFiles({ name, mimeType: "application/octet-stream", buffer: bytes });
};

export const codeOf = (number: number): string => `MEGA-${String(number).padStart(4, "0")}`;

/** Moving heads of one product in "Main warehouse", MEGA-0001 and on, through Import. */
export const importHeads = async (page: Page, origin: string, count: number): Promise<void> => {
  const rows = Array.from(
    { length: count },
    (_, n) =>
      `Hall Nine,,${codeOf(n + 1)},Moving heads,,Robe,Main warehouse,,MegaPointe,,MP-1,,3/14/25,6120.50,,`,
  );
  const head =
    "Company,Name,Asset Tag,Category,Supplier,Manufacturer,Location,Order Number,Model,Model Notes,Model Number,Asset Notes,Purchase Date,Purchase Cost,Checkout Type,Asset EOL Date";
  await chooseFile(page, origin, "assets.csv", Buffer.from(`\ufeff${[head, ...rows].join("\r\n")}`));
  await page.getByRole("button", { name: new RegExp(`^Apply ${count} rows`) }).click();
  await expect(page.getByText(new RegExp(`${count} rows were imported`))).toBeVisible();
};

/** A company that has so many moving heads and nothing else. */
export const companyOfHeads = async (page: Page, origin: string, count: number): Promise<void> => {
  await createCompany(page, origin);
  await importHeads(page, origin, count);
};

/** The page of one piece, as somebody finds it in the stock; what is wrong with it is shown. */
export const openPiece = async (page: Page, origin: string, code: string): Promise<void> => {
  await page.goto(`${origin}/stock?view=assets`);
  await page.getByRole("link", { name: code }).first().click();
  await expect(page.getByRole("region", { name: "Condition" })).toBeVisible();
};

/** An event of the coming days; answers the address of its pull list, where the page stays. */
export const makeEvent = async (page: Page, origin: string, name: string): Promise<string> => {
  await page.goto(`${origin}/events`);
  await page.getByRole("button", { name: "New event" }).first().click();
  const form = page.getByRole("form", { name: "New event" });
  await form.getByLabel("Event").fill(name);
  await form.getByRole("button", { name: "Create event" }).click();
  await expect(page).toHaveURL(/\/pull-list$/);
  return page.url();
};

/** Types one line at the end of the pull list that is open. */
export const addLine = async (page: Page, words: string): Promise<void> => {
  await page.getByRole("combobox", { name: "Add a line" }).click();
  await page.keyboard.type(words);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("grid").getByText(/MegaPointe/)).toBeVisible();
};

/** Of the event whose page or pull list is open. */
export const eventIdOf = (address: string): string => /events\/([0-9A-Z]{26})/.exec(address)?.[1] ?? "";

export interface Stocked {
  /** Addresses. */
  readonly product: string;
  readonly asset: string;
  /** Pull lists of "Summer Gala" and "Fair Hall 3". */
  readonly lists: readonly [string, string];
}

/** Six moving heads in their place and two events with a line each. */
export const createStockedCompany = async (page: Page, origin: string): Promise<Stocked> => {
  await createCompany(page, origin);
  await importHeads(page, origin, 6);
  const gala = await makeEvent(page, origin, "Summer Gala");
  await addLine(page, "4 megapointe");
  const fair = await makeEvent(page, origin, "Fair Hall 3");
  await addLine(page, "3 megapointe");
  const first = async (list: string, prefix: string): Promise<string> => {
    await page.goto(origin + list);
    const link = page.locator(`main a[href^="${prefix}"]`).first();
    return origin + ((await link.getAttribute("href")) ?? "");
  };
  return {
    product: await first("/stock", "/stock/products/"),
    asset: await first("/stock?view=assets", "/stock/assets/"),
    lists: [gala, fair],
  };
};
