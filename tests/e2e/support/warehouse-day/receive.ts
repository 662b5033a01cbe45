/** Stock arrives: heads from a list, cases, and a quantity that was announced before it came. */
import type { Page } from "@playwright/test";
import { expect } from "../app";
import { importHeads } from "../company";
import { makeProduct } from "../people";
import type { Day } from "./stage";
import { everyone, openProduct, openThing, passBetween, place } from "./stage";

export const bulkCode = "HC50";
export const coupler = "Half coupler";
const cases = ["CASE-001", "CASE-002"] as const;

/** A product with two pieces that hold others. */
const makeCases = async (day: Day, page: Page): Promise<void> => {
  await makeProduct(page, day.relay.origin, "Flight case");
  await page.getByRole("button", { name: "Add assets" }).click();
  await page.getByLabel("How many").fill("2");
  await page.getByLabel("Code begins with").fill("CASE-");
  await page.getByLabel("Where they belong").selectOption({ label: place });
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await expect(page.getByRole("link", { name: "CASE-002" })).toBeVisible();
  for (const code of cases) {
    await openThing(day, page, code);
    await page.getByRole("checkbox", { name: "A case that holds others" }).check();
    await expect(page.getByRole("link", { name: "Contents, packing list, rules" })).toBeVisible();
  }
};

/** Forty pieces are on their way from this day on. */
const announce = async (day: Day, page: Page): Promise<void> => {
  await makeProduct(page, day.relay.origin, coupler);
  await page.getByLabel("Counted").selectOption({ label: "As a quantity" });
  await page.getByRole("textbox", { name: "New code" }).fill(bulkCode);
  await page.getByRole("button", { name: "Add code" }).click();
  await expect(page.getByText(bulkCode, { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Add pieces" }).click();
  await page.getByLabel("Pieces", { exact: true }).fill("40");
  await page.keyboard.press("Tab");
  await expect(freeToday(page)).toBeVisible();
};

/** What is free, said for each of the next days: announced or here, the forty count once. */
const freeToday = (page: Page) => page.getByText("40", { exact: true }).first();

/** The goods stand at the gate: they become stock, and are announced no more. */
const unload = async (day: Day, page: Page): Promise<void> => {
  await openProduct(day, page, coupler);
  await page.getByLabel("Where they belong").selectOption({ label: place });
  await page.getByLabel("How many came in").fill("40");
  await page.getByRole("button", { name: "Receive" }).click();
  await expect(page.getByLabel(`Quantity at ${place}`)).toHaveValue("40");
  await page.getByRole("button", { name: "Remove 40" }).click();
  await expect(page.getByRole("button", { name: "Remove 40" })).toBeHidden();
};

export const receiveStock = async (day: Day): Promise<void> => {
  const { office, mira, relay } = day;
  await importHeads(office, relay.origin, 8);
  await makeCases(day, office);
  await announce(day, office);
  await passBetween(day, 10);
  // Whoever stands at the gate books it.
  await unload(day, mira);
  for (const page of everyone(day)) {
    await openProduct(day, page, coupler);
    await expect(page.getByLabel(`Quantity at ${place}`)).toHaveValue("40");
    await expect(page.getByRole("button", { name: "Remove 40" })).toBeHidden();
    await openProduct(day, page, "MegaPointe");
    await expect(page.getByText("8 assets")).toBeVisible();
  }
};
