import type { Page } from "@playwright/test";
import { createCompany, expect, expectAccessible, phone, test } from "./support/app";

const rename = async (page: Page, from: string, to: string): Promise<void> => {
  await page.getByRole("button", { name: `Name: ${from}` }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(to);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: `Name: ${to}` })).toBeVisible();
};

test("the palette reaches screens and actions by keyboard alone", async ({ relay, newProfile }) => {
  const page = await newProfile();
  await createCompany(page, relay.origin);
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: "Search or do anything" });
  await expect(field).toBeFocused();
  await field.fill("settings");
  await expect(page.getByRole("option", { name: "Settings" })).toHaveAttribute("aria-selected", "true");
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Settings", level: 1 })).toBeVisible();
  await page.keyboard.press("Control+k");
  await field.fill("dark");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.keyboard.press("Control+k");
  await field.fill("xyzzy");
  await expect(page.getByText("Nothing fits “xyzzy”.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(field).toBeHidden();
});

test("undo takes back my last change", async ({ relay, newProfile }) => {
  const page = await newProfile();
  await createCompany(page, relay.origin);
  await page.goto(`${relay.origin}/settings`);
  await rename(page, "Lichtwerk Berlin", "Nordlicht");
  await page.getByRole("heading", { name: "Settings", level: 1 }).click();
  await page.keyboard.press("Control+z");
  await expect(page.getByRole("button", { name: "Name: Lichtwerk Berlin" })).toBeVisible();
  await expect(page.getByText("Taken back.")).toBeVisible();
});

test("language and colours are kept, and the tab is in the language", async ({ relay, newProfile }) => {
  const page = await newProfile();
  await createCompany(page, relay.origin);
  await page.goto(`${relay.origin}/settings`);
  await page.getByRole("radiogroup", { name: "Language" }).getByText("Deutsch").click();
  await expect(page.getByRole("heading", { name: "Einstellungen", level: 1 })).toBeVisible();
  await page.getByRole("radiogroup", { name: "Farben" }).getByText("Dunkel").click();
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page).toHaveTitle("Allgemein · EventKit");
});

test("the sync mark tells the truth through an outage", async ({ relay, newProfile }) => {
  test.setTimeout(120_000);
  const page = await newProfile();
  await createCompany(page, relay.origin);
  await page.goto(`${relay.origin}/settings`);
  await expect(page.getByRole("button", { name: /Only this device opens it/ })).toBeVisible();
  await relay.stop("SIGKILL");
  await expect(page.getByRole("button", { name: /^Offline since/ })).toBeVisible({ timeout: 30_000 });
  await rename(page, "Lichtwerk Berlin", "Lichtwerk Ost");
  const mark = page.getByRole("button", { name: /1 change on this device only/ });
  await mark.click();
  const card = page.getByRole("dialog");
  await expect(card).toContainText("The relay cannot be reached.");
  await expect(card).toContainText("Company settings");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await relay.startAgain();
  await expect(page.getByRole("button", { name: /Only this device opens it/ })).toBeVisible({
    timeout: 60_000,
  });
});

test("an address that leads nowhere says so", async ({ relay, newProfile }) => {
  const page = await newProfile();
  await createCompany(page, relay.origin);
  await page.goto(`${relay.origin}/nowhere`);
  await expect(page.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();
  await page.getByRole("link", { name: "Go to Today" }).click();
  await expect(page.getByRole("heading", { name: "To begin with" })).toBeVisible();
});

test("a second company lives beside the first, and the switcher changes over", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  await createCompany(page, relay.origin);
  await page.getByRole("button", { name: /Switch company/ }).click();
  await page.getByRole("menuitem", { name: "Create or join another" }).click();
  await page.getByLabel("Company", { exact: true }).fill("Nordlicht");
  await page.getByLabel("Your name").fill("Anna Lenz");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /Switch company/ })).toContainText("Nordlicht");
  await page.getByRole("button", { name: /Switch company/ }).click();
  await page.getByRole("menuitem", { name: "Lichtwerk Berlin" }).click();
  await expect(page.getByRole("button", { name: /Switch company/ })).toContainText("Lichtwerk Berlin");
});

test("keyboard alone: skip link first, then the menu", async ({ relay, newProfile }) => {
  const page = await newProfile();
  await createCompany(page, relay.origin);
  await page.reload();
  await expect(page.getByRole("heading", { name: "To begin with" })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();
});

for (const [name, options] of [
  ["desktop, light", { colorScheme: "light" }],
  ["phone, dark", { ...phone, colorScheme: "dark" }],
] as const) {
  test(`axe finds nothing on today and in the settings: ${name}`, async ({ relay, newProfile }) => {
    const page = await newProfile(options);
    await createCompany(page, relay.origin);
    for (const path of ["/", "/settings", "/settings/people", "/settings/device", "/settings/paper-key"]) {
      await page.goto(relay.origin + path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.getByRole("button", { name: /Only this device/ })).toBeVisible();
      await expectAccessible(page);
    }
  });
}

test("text at 200 % is not cut and nothing scrolls sideways on a phone", async ({ relay, newProfile }) => {
  const page = await newProfile(phone);
  await createCompany(page, relay.origin);
  for (const path of ["/", "/settings", "/settings/device", "/settings/people"]) {
    await page.goto(relay.origin + path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide, path).toBeLessThanOrEqual(0);
  }
});

test("targets on a phone are at least 44 high", async ({ relay, newProfile }) => {
  const page = await newProfile(phone);
  await createCompany(page, relay.origin);
  for (const path of ["/", "/settings", "/settings/people"]) {
    await page.goto(relay.origin + path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const small = await page.evaluate(() =>
      [...document.querySelectorAll("header button, header a, main button, main a, nav a, nav button")]
        .filter((each) => each.getClientRects().length > 0 && each.closest(".hidden-label") === null)
        .map((each) => ({ text: each.textContent, height: Math.round(each.getBoundingClientRect().height) }))
        .filter((each) => each.height < 44),
    );
    expect(small, path).toEqual([]);
  }
});
