/** Stock, product, asset and places as people use them, in the office and on a phone. */
import { createCompany, expect, expectAccessible, phone, test } from "./support/app";
import { openDemo } from "./support/scanning";

test.describe.configure({ timeout: 120_000 });

test("[INV-01] [MOB-02] finds stock by any word while typing; filters, columns and view live in the address", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  await openDemo(page, relay.origin);
  await page.goto(`${relay.origin}/stock`);
  const table = page.getByRole("grid", { name: "Products" });
  await expect(table.getByRole("link", { name: "A.leda Wash K20" })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("searchbox").fill("robe mega");
  await expect(table.getByRole("link", { name: "MegaPointe", exact: true })).toBeVisible();
  await expect(table.getByRole("link", { name: "A.leda Wash K20" })).toBeHidden();
  await expect(page).toHaveURL(/q=robe/);
  await page.reload();
  await expect(table.getByRole("link", { name: "MegaPointe", exact: true })).toBeVisible();

  await page.getByRole("searchbox").fill("");
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByText("Model number", { exact: true }).click();
  await expect(page).toHaveURL(/cols=modelNumber/);
  await expect(table.getByRole("columnheader", { name: "Model number" })).toBeVisible();
  await page.keyboard.press("Escape");

  await page.getByText("Assets", { exact: true }).click();
  await expect(page).toHaveURL(/view=assets/);
  await page.getByRole("searchbox").fill("mega-0003");
  await expect(
    page.getByRole("grid", { name: "Assets" }).getByRole("link", { name: "MEGA-0003" }),
  ).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("searchbox").fill("no such thing");
  await expect(page.getByText("Nothing fits")).toBeVisible();
});

test("[INV-01] [INV-02] a product from nothing: facts in place, assets in a run, bulk quantity, codes, undo", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  await createCompany(page, relay.origin);
  await page.goto(`${relay.origin}/stock`);
  await expect(page.getByText("No equipment yet")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "New product" }).first().click();
  await expect(page).toHaveURL(/\/stock\/products\/[0-9A-Z]{26}$/);
  await page.getByRole("button", { name: "Name: New product" }).click();
  await page.keyboard.type("MegaPointe");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /^Weight in kg/ }).click();
  await page.keyboard.type("22.5");
  await page.keyboard.press("Enter");
  await expect(page.getByText("22.5 kg").first()).toBeVisible();
  await page.getByRole("button", { name: "Add assets" }).click();
  await page.getByLabel("How many").fill("3");
  await page.getByLabel("Code begins with").fill("MEGA-");
  await expect(page.getByText("MEGA-001 to MEGA-003")).toBeVisible();
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await expect(page.getByRole("link", { name: "MEGA-003" })).toBeVisible();
  await expectAccessible(page);

  await page.getByLabel("Counted").selectOption({ label: "As a quantity" });
  await page.getByLabel("How many came in").fill("40");
  await page.getByRole("button", { name: "Receive" }).click();
  await expect(page.getByLabel("Quantity at No place named")).toHaveValue("40");
  await page.getByLabel("Quantity at No place named").fill("38");
  await page.keyboard.press("Enter");
  await page.getByLabel("New code").fill("4006381333931");
  await page.getByRole("button", { name: "Add code" }).click();
  await expect(page.getByText("4006381333931")).toBeVisible();

  await page.reload();
  await expect(page.getByLabel("Quantity at No place named")).toHaveValue("38");
  await page.getByRole("link", { name: "MEGA-002" }).click();
  await expect(page).toHaveURL(/\/stock\/assets\//);
  await page.getByRole("button", { name: /^Serial number/ }).click();
  await page.keyboard.type("SN 7");
  await page.keyboard.press("Enter");
  await expect(page.getByText("SN 7").first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Code: MEGA-002" }).click();
  await page.keyboard.type("MEGA-001");
  await page.keyboard.press("Enter");
  await expect(page.getByText("The code MEGA-001 is used already.")).toBeVisible();
  await page.getByRole("button", { name: "Actions for this asset" }).click();
  await page.getByRole("menuitem", { name: "Remove asset" }).click();
  await expect(page.getByRole("link", { name: "MEGA-002" })).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect(page.getByRole("link", { name: "MEGA-002" })).toBeVisible();
});

test("[INV-06] [INV-07] places nest, move and keep their order", async ({ relay, newProfile }) => {
  const page = await newProfile();
  await createCompany(page, relay.origin);
  await page.goto(`${relay.origin}/stock/locations`);
  await page.getByRole("button", { name: "New place" }).first().click();
  const rename = async (name: string): Promise<void> => {
    await page.getByRole("button", { name: "Name of the place: New place" }).first().click();
    await page.keyboard.type(name);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: `Name of the place: ${name}` })).toBeVisible();
  };
  const act = async (place: string, action: RegExp): Promise<void> => {
    await page.getByRole("button", { name: `Actions for ${place}` }).click();
    await page.getByRole("menuitem", { name: action }).click();
  };
  await rename("Hall A");
  await act("Hall A", /New place in/);
  await rename("Rack 1");
  await act("Hall A", /New place in/);
  await rename("Rack 2");
  const names = page
    .getByRole("list", { name: "Locations" })
    .getByRole("button", { name: /Name of the place/ });
  await expect(names).toHaveText([/Hall A/, /Rack 1/, /Rack 2/]);
  await act("Rack 2", /^Up$/);
  await expect(names).toHaveText([/Hall A/, /Rack 2/, /Rack 1/]);
  await expectAccessible(page);
  await act("Hall A", /Remove place/);
  await expect(page.getByText("Other places lie inside. Move them out first.")).toBeVisible();
  await act("Rack 1", /One level out/);
  await expect(names).toHaveText([/Hall A/, /Rack 2/, /Rack 1/]);
});

test("on a phone stock is a list that opens by thumb", async ({ relay, newProfile }) => {
  const page = await newProfile(phone);
  await openDemo(page, relay.origin);
  await page.goto(`${relay.origin}/stock?q=megapointe`);
  await expect(page.getByRole("link", { name: "MegaPointe", exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "MegaPointe", exact: true }).click();
  await expect(page.getByRole("heading", { level: 2, name: "Facts" })).toBeVisible();
  await expectAccessible(page);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  expect(overflow).toBe(false);
});
