/** The pull list in the built app: with a keyboard, under a thumb, and with nobody to talk to. */
import type { Page } from "@playwright/test";
import { expect, expectAccessible, phone, test } from "./support/app";
import { openDemo } from "./support/scanning";

test.describe.configure({ timeout: 120_000 });

const openList = async (page: Page, origin: string, event: string): Promise<void> => {
  await page.goto(`${origin}/events?show=all&q=${encodeURIComponent(event)}`);
  await page.getByRole("link", { name: event, exact: true }).click();
  await page.getByRole("link", { name: /^Pull list/ }).click();
};

test("[PUL-01] quantities, new lines and undo by keyboard; all of it is there after a reload without a relay", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  await openDemo(page, relay.origin);
  await openList(page, relay.origin, "Tech Conference");
  const grid = page.getByRole("grid", { name: "Pull list of Tech Conference" });
  await expect(grid).toBeVisible();
  await expectAccessible(page);
  await relay.stop();

  await grid.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.type("17");
  await page.keyboard.press("Enter");
  const quantity = grid.getByRole("row").nth(2).getByRole("gridcell").nth(1);
  await expect(quantity).toHaveText("17");

  // The list is long: only what is in sight is drawn.
  await page.keyboard.press("End");
  await page.getByRole("combobox", { name: "Add a line" }).click();
  await page.keyboard.type("40 half coup");
  await expect(page.getByRole("option", { name: /Half coupler/ }).first()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(grid.getByText("Half coupler 50 mm").last()).toBeVisible();
  await page.keyboard.type("a thing nobody owns");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(grid.getByText("a thing nobody owns")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+z");
  await expect(grid.getByText("a thing nobody owns")).toBeHidden();

  await page.reload();
  await expect(quantity).toHaveText("17");
  await grid.focus();
  await page.keyboard.press("End");
  await expect(grid.getByText("Half coupler 50 mm").last()).toBeVisible();
});

test("[AVL-06] a red line explains itself and offers only what is really free", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  await openDemo(page, relay.origin);
  await openList(page, relay.origin, "Band Tour, night 1");
  const grid = page.getByRole("grid", { name: /Pull list/ });
  await grid.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.type("400");
  await page.keyboard.press("Enter");
  await expect(grid.getByText(/^\d+ short$/).first()).toBeVisible();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press(" ");
  await expect(grid.getByText(/^Why \d+ are missing/)).toBeVisible();
  await expect(grid.getByText("owned")).toBeVisible();
  await expect(grid.getByText(/free, and this line needs 400/)).toBeVisible();
  await expectAccessible(page);
  await grid.getByRole("button", { name: /^Take \d+$/ }).click();
  await expect(grid.getByText(/^Why \d+ are missing/)).toBeHidden();
});

test("[PUL-01] a phone adds and changes lines with one thumb", async ({ relay, newProfile }) => {
  const page = await newProfile(phone);
  await openDemo(page, relay.origin);
  await openList(page, relay.origin, "Choir Night");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Add to the list" }).click();
  await page.getByRole("combobox", { name: "Add to the list" }).fill("3 sm58");
  await page.getByRole("option", { name: /SM58/ }).first().click();
  await page.getByRole("button", { name: "Done" }).click();
  const line = page.getByRole("button", { name: /SM58.*3 needed/ }).first();
  await line.scrollIntoViewIfNeeded();
  await line.click();
  const sheet = page.getByRole("dialog");
  await sheet.getByRole("button", { name: "One more" }).click();
  await expect(sheet.getByRole("textbox", { name: "Needed" })).toHaveValue("4");
  await expectAccessible(page);
  await sheet.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("button", { name: /SM58.*4 needed/ }).first()).toBeVisible();
});
