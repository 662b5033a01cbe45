/** A kit from its page to two jobs that want it at the same time. */
import type { Page } from "@playwright/test";
import { createCompany, expect, expectAccessible, phone, test } from "./support/app";
import { openDemo, scanFor, ready, wedge } from "./support/scanning";

test.describe.configure({ timeout: 180_000 });

const named = async (page: Page, button: string, name: string): Promise<void> => {
  await page.getByRole("button", { name: button }).first().click();
  await expect(page).toHaveURL(/\/stock\/products\/[0-9A-Z]{26}$/);
  await page.getByRole("button", { name: `Name: ${button}` }).click();
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: `Name: ${name}` })).toBeVisible();
};

/** Opens the pull list of a new confirmed event and puts one kit on it. */
const bookKit = async (page: Page, origin: string, name: string): Promise<void> => {
  await page.goto(`${origin}/events`);
  await page.getByRole("button", { name: "New event" }).first().click();
  const form = page.getByRole("form", { name: "New event" });
  await form.getByLabel("Event").fill(name);
  await form.getByLabel("From").fill("2037-06-11T07:00");
  await form.getByLabel("Until").fill("2037-06-14T20:00");
  await form.getByRole("button", { name: "Create event" }).click();
  await expect(page).toHaveURL(/\/pull-list$/);
  await page.getByRole("button", { name: /Change the status/ }).click();
  await page.getByRole("menuitem", { name: /Confirmed/ }).click();
  await page.getByRole("combobox", { name: "Add a line" }).click();
  await page.keyboard.type("1 vocal");
  await expect(page.getByRole("option", { name: /Vocal set/ }).first()).toBeVisible();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
};

test("[INV-12] [AVL-09] a kit is made of parts, booked as one line, and two jobs compete for what it is made of", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  await createCompany(page, relay.origin);
  await page.goto(`${relay.origin}/stock`);
  await named(page, "New product", "Stage microphone");
  await page.getByRole("button", { name: "Add assets" }).click();
  await page.getByLabel("How many").fill("3");
  await page.getByLabel("Code begins with").fill("MIC-");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await expect(page.getByRole("link", { name: "MIC-003" })).toBeVisible();

  await page.goto(`${relay.origin}/stock`);
  await named(page, "New kit", "Vocal set");
  await expect(page.getByText("without parts no kit can be made")).toBeVisible();
  await page.getByRole("combobox", { name: "Add a part" }).fill("stage mic");
  await page.getByRole("listbox").getByRole("option").first().click();
  await page.getByLabel("Pieces of Stage microphone in each kit").fill("2");
  await page.keyboard.press("Enter");
  await expect(page.getByText("1 kit", { exact: true })).toBeVisible();
  await expect(page.getByText("too little of: Stage microphone")).toBeVisible();
  await expect(page.getByText("3 free, 2 in each kit")).toBeVisible();
  await expect(page.getByRole("button", { name: /Add assets|labels/ })).toHaveCount(0);
  await expectAccessible(page);

  await page.goto(`${relay.origin}/stock?kind=kit`);
  await expect(page.getByRole("link", { name: "Vocal set" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Stage microphone" })).toHaveCount(0);

  await bookKit(page, relay.origin, "Gala");
  const grid = page.getByRole("grid", { name: /^Pull list of/ });
  const row = (name: RegExp) => grid.getByRole("row").filter({ hasText: name }).last();
  const cell = (name: RegExp, column: number) => row(name).getByRole("gridcell").nth(column);
  const [kit, part] = [/Vocal set\s*Kit/, /Stage microphone/];
  await expect(cell(kit, 1)).toHaveText("1");
  await expect(cell(part, 1)).toHaveText("2");
  await expect(grid.getByText(/short/)).toHaveCount(0);

  await bookKit(page, relay.origin, "Fair");
  await expect(row(kit).getByText("1 short: Stage microphone")).toBeVisible();
  await row(kit)
    .getByRole("button", { name: /^Why Vocal set/ })
    .click();
  await expect(grid.getByText("Why 1 kit cannot be made whole")).toBeVisible();
  await expect(grid.getByRole("link", { name: "Gala" })).toBeVisible();
  await expectAccessible(page);

  await scanFor(page, relay.origin, /Gala/);
  await ready(page);
  for (const code of ["MIC-001", "MIC-002"]) {
    await wedge(page, code);
    await expect(page.getByRole("button", { name: new RegExp(`^Undo .*${code}`) }).first()).toBeVisible();
  }
  await page.goto(`${relay.origin}/events?show=all`);
  await page.getByRole("link", { name: "Gala", exact: true }).click();
  await page.getByRole("link", { name: /^Pull list/ }).click();
  await expect(cell(part, 4)).toHaveText("2");
  await expect(cell(kit, 4)).toHaveText("1");
});

test("[INV-12] a kit on a phone, in German", async ({ relay, newProfile }) => {
  const page = await newProfile({ ...phone, locale: "de-DE" });
  await openDemo(page, relay.origin);
  await page.goto(`${relay.origin}/stock`);
  await page.getByRole("button", { name: "Neues Set" }).click();
  await page.getByRole("combobox", { name: "Teil hinzufügen" }).fill("sm58");
  await page.getByRole("listbox").getByRole("option").first().click();
  await expect(page.getByText(/Nicht mehr, denn davon ist zu wenig da/)).toBeVisible();
  await expectAccessible(page);
});
