/** Two records of one piece become one, and two again. */
import type { Page } from "@playwright/test";
import { createCompany, expect, expectAccessible, phone, test } from "./support/app";
import { makeEvent } from "./support/company";
import { makeProduct } from "./support/people";
import { expectRule, ready, scanFor, wedge } from "./support/scanning";

test.describe.configure({ timeout: 240_000 });

const companyOfTwoPieces = async (page: Page, origin: string): Promise<void> => {
  await createCompany(page, origin);
  await makeProduct(page, origin, "Spot 600");
  await page.getByRole("button", { name: "Add assets" }).click();
  await page.getByLabel("How many").fill("2");
  await page.getByLabel("How many").press("Tab");
  await page.getByLabel("Code begins with").fill("S-");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await expect(page.getByRole("link", { name: "S-002" })).toBeVisible();
};

test("[INV-21] a piece entered twice goes on as one, is scanned by either code, and can be taken apart", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  await companyOfTwoPieces(page, relay.origin);
  await makeEvent(page, relay.origin, "Summer Gala");
  await scanFor(page, relay.origin, /Summer Gala/);
  await ready(page);
  await wedge(page, "S-002");
  await expectRule(page, "SCAN-11", /S-002/);

  await page.goto(`${relay.origin}/stock?view=assets`);
  await page.getByRole("link", { name: "S-002" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "S-002" })).toBeVisible();
  const ended = page.url();
  await page.getByRole("button", { name: "Actions for this asset" }).click();
  await page.getByRole("menuitem", { name: "Merge with…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox").fill("S-001");
  await page.getByRole("option", { name: /S-001/ }).click();
  await dialog.getByRole("radiogroup", { name: "Goes on as" }).getByText("S-001", { exact: true }).click();
  await expect(
    dialog.getByText("One piece then, with 1 movement: Out with Summer Gala.", { exact: false }),
  ).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize(phone.viewport);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Merge", exact: true }).click();
  await expect(page.getByText("S-002 is S-001 now.")).toBeVisible();
  await expect(page.getByText("Out with Summer Gala").first()).toBeVisible();
  await expect(page.getByRole("link", { name: "S-002" })).toBeVisible();
  await expect(page.getByText("as S-002")).toBeVisible();

  await scanFor(page, relay.origin, /Summer Gala/);
  await ready(page);
  await wedge(page, "S-002");
  await expect(page.getByText("The code of S-002, which was merged into it")).toBeVisible();

  await page.goto(ended);
  await expect(page.getByText("Merged into S-001")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Separate again" }).click();
  await expect(page.getByText("Merged into S-001")).toBeHidden();

  // An address that asks for a merge with what is gone meanwhile.
  await page.goto(`${ended}?merge=6APAQQA6FKMP2AZKM0PFWTCR08`);
  await expect(
    page.getByRole("dialog").getByText("is not in stock any more", { exact: false }),
  ).toBeVisible();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await expect(page.getByText("Out with Summer Gala").first()).toBeVisible();
});

test("[INV-21] [SCAN-06] where a scan asks which of two pieces is meant, they can be made one", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  await companyOfTwoPieces(page, relay.origin);
  const made = page.url();
  for (const code of ["S-001", "S-002"]) {
    await page.goto(made);
    await page.getByRole("link", { name: code }).click();
    await page.getByRole("button", { name: /^Serial number/ }).click();
    await page.keyboard.type("SN-77");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: "Serial number: SN-77" })).toBeVisible();
  }
  await makeEvent(page, relay.origin, "Summer Gala");
  await scanFor(page, relay.origin, /Summer Gala/);
  await ready(page);
  await wedge(page, "SN-77");
  await expectRule(page, "SCAN-06", /2 things have this code/);
  await page.setViewportSize(phone.viewport);
  await expectAccessible(page);
  await page.getByRole("link", { name: "It is one thing, entered twice" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Merge", exact: true }).click();
  await expect(page.getByText(/^S-00[12] is S-00[12] now\.$/)).toBeVisible();
  await scanFor(page, relay.origin, /Summer Gala/);
  await ready(page);
  await wedge(page, "SN-77");
  await expectRule(page, "SCAN-11", /S-00[12]/);
});
