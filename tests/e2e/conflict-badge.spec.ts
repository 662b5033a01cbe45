/** Two planners change one quantity apart: both figures at the line on both devices, settled once, gone on both. */
import type { Page } from "@playwright/test";
import { createCompany, expect, expectAccessible, joinCompany, test } from "./support/app";

test.describe.configure({ timeout: 150_000 });

const grid = (page: Page) => page.getByRole("grid", { name: "Pull list of Summer Gala" });
const quantity = (page: Page) => grid(page).getByRole("row").nth(1).getByRole("gridcell").nth(1);
const badge = (page: Page) => grid(page).getByRole("button", { name: /^2 values/ });

const setQuantity = async (page: Page, pieces: string): Promise<void> => {
  await quantity(page).click();
  await page.keyboard.type(pieces);
  await page.keyboard.press("Enter");
  await expect(quantity(page)).toHaveText(pieces);
};

test("[MOB-03] a quantity changed on two devices without a network carries both figures until one is chosen", async ({
  relay,
  newProfile,
}) => {
  const office = await newProfile();
  const hall = await newProfile({ colorScheme: "dark" });
  await createCompany(office, relay.origin);
  await joinCompany(office, hall, "Mira Kern");
  await office.goto(`${relay.origin}/events`);
  await office.getByRole("button", { name: "New event" }).first().click();
  await office.getByRole("textbox", { name: "Event" }).fill("Summer Gala");
  await office.getByRole("button", { name: "Create event" }).click();
  await office.waitForURL(/\/events\/[^/]+\/pull-list/);
  await office.getByRole("combobox", { name: "Add a line" }).click();
  await office.keyboard.type("4 Spiider");
  await office.keyboard.press("Enter");
  await expect(quantity(office)).toHaveText("4");
  await office.keyboard.press("Escape");
  await hall.goto(office.url());
  await expect(quantity(hall)).toHaveText("4", { timeout: 30_000 });

  await relay.stop("SIGKILL");
  await setQuantity(office, "12");
  await setQuantity(hall, "16");
  await expect(badge(office)).toBeHidden();
  await relay.startAgain();

  for (const page of [office, hall]) {
    await expect(badge(page)).toBeVisible({ timeout: 30_000 });
    await expect(badge(page)).toContainText("12");
    await expect(badge(page)).toContainText("16");
  }
  // What everybody sees meanwhile is the same on both.
  const shown = await quantity(office).textContent();
  await expect(quantity(hall)).toHaveText(shown ?? "");
  await badge(hall).click();
  await expect(hall.getByText(/^12, by Anna Lenz/)).toBeVisible();
  await expect(hall.getByText(/^16, by Mira Kern/)).toBeVisible();
  await expectAccessible(hall);
  await hall.getByRole("button", { name: "Use 12" }).click();
  for (const page of [hall, office]) {
    await expect(badge(page)).toBeHidden({ timeout: 30_000 });
    await expect(quantity(page)).toHaveText("12");
  }
  await office.reload();
  await expect(quantity(office)).toHaveText("12");
  await expect(badge(office)).toBeHidden();
});
