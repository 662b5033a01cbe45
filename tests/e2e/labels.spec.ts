/** Sheets of labels: chosen, set up, made as PDF; the assets wear their labels from then on. */
import { readFile } from "node:fs/promises";
import { createCompany, expect, expectAccessible, phone, test } from "./support/app";
import { openDemo } from "./support/scanning";

test.describe.configure({ timeout: 120_000 });

test("[SCN-13] [SCN-14] [DOC-04] labels for chosen assets on a begun sheet, made on the device", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  await openDemo(page, relay.origin);
  await page.goto(`${relay.origin}/labels`);
  await expect(page.getByText("Which assets need a label?")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("combobox", { name: "Add by name or code" }).fill("megapointe");
  await page.keyboard.press("Enter");
  await expect(page.getByText("MEGA-0001").first()).toBeVisible();
  await page.getByRole("button", { name: "Start at label 4" }).click();
  await expect(page.getByLabel("Start at label", { exact: true })).toHaveValue("4");
  await expect(page.getByText(/24 labels/)).toBeVisible();
  await expect(page.getByText("24 assets get their label now.")).toBeVisible();
  await expectAccessible(page);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Make the PDF" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^labels-\d{4}-\d\d-\d\d\.pdf$/);
  expect((await readFile(await file.path())).subarray(0, 5).toString()).toBe("%PDF-");
  await expect(page.getByText("get their label now")).toBeHidden();
  await page.goto(`${relay.origin}/stock?view=assets&q=mega-0001`);
  await page.getByRole("grid", { name: "Assets" }).getByRole("link", { name: "MEGA-0001" }).click();
  await expect(page.getByText(/^[0-9A-HJKMNP-TV-Z]{26}$/)).toBeVisible();
});

test("from a new company to labels on a phone", async ({ relay, newProfile }) => {
  const page = await newProfile(phone);
  await createCompany(page, relay.origin);
  await page.goto(`${relay.origin}/stock`);
  await page.getByRole("button", { name: "New product" }).first().click();
  await page.getByRole("button", { name: "Add assets" }).click();
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await page.getByRole("link", { name: "Print 1 label" }).click();
  await expect(page.getByText(/1 label/).first()).toBeVisible();
  await expectAccessible(page);
});
