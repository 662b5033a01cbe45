/** What becomes of equipment: lost, sold, bought, borrowed, counted another way; what it is worth, and what lies still. */
import type { Page } from "@playwright/test";
import { createCompany, expect, leaveFor, expectAccessible, phone, test } from "./support/app";
import { chooseFile, codeOf, createStockedCompany } from "./support/company";
import { makeProduct } from "./support/people";
import { ready, scanFor, wedge } from "./support/scanning";

test.describe.configure({ timeout: 240_000 });

const act = async (page: Page, action: string): Promise<void> => {
  await page.getByRole("button", { name: /^Actions for this/ }).click();
  await page.getByRole("menuitem", { name: action }).click();
};

const type = async (page: Page, field: RegExp | string, text: string): Promise<void> => {
  await page.getByRole("button", { name: field }).click();
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
};

test("[INV-16] [INV-17] a piece is lost, found, sold; lists, scan and what is free follow, and it can come back", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  const { asset, product } = await createStockedCompany(page, relay.origin);
  await page.setViewportSize(phone.viewport);
  await page.goto(asset);
  await act(page, "Report as lost");
  // The toast stands for ten seconds.
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Reported by Anna Lenz", { exact: false })).toBeHidden();
  await act(page, "Report as lost");
  await expect(page.getByText("Reported by Anna Lenz", { exact: false })).toBeVisible();
  await page.getByRole("button", { name: "It is here again" }).click();
  await expect(page.getByText("Reported by Anna Lenz", { exact: false })).toBeHidden();

  await act(page, "Take off stock…");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Why").selectOption({ label: "Sold" });
  await dialog.getByLabel("Note").fill("Invoice 2026-114");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Take off stock", exact: true }).click();
  await expect(page.getByText("It is not counted any more.", { exact: false })).toBeVisible();
  await expect(page.getByText("Invoice 2026-114").first()).toBeVisible();
  await expectAccessible(page);

  await page.goto(`${relay.origin}/stock`);
  await expect(page.getByText("5 owned")).toBeVisible();
  await page.goto(`${relay.origin}/stock?view=assets`);
  await expect(page.getByRole("link", { name: "MEGA-0002" })).toBeVisible();
  await expect(page.getByRole("link", { name: "MEGA-0001" })).toBeHidden();
  await page.getByLabel("Standing").selectOption({ label: "Off stock" });
  await expect(page.getByRole("link", { name: "MEGA-0001" })).toBeVisible();

  await scanFor(page, relay.origin, /Gala/);
  await ready(page);
  await wedge(page, "MEGA-0001");
  await expect(page.locator('[data-rule="SCAN-27"]')).toContainText("Sold, recorded by Anna Lenz");
  await page.getByRole("button", { name: "It is here, take it" }).click();
  await expect(page.locator('[data-rule="SCAN-25"]')).toBeVisible();
  await page.goto(product);
  await expect(page.getByText("6 assets")).toBeVisible();
  await page.goto(asset);
  await expect(page.getByText("Out with Summer Gala").first()).toBeVisible();
  await expect(page.getByText("Invoice 2026-114").first()).toBeVisible();
});

test("[INV-05] [INV-13] [INV-14] [INV-15] what a piece is worth: price, day, rule, book value, its own value", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  const { asset, product } = await createStockedCompany(page, relay.origin);
  await page.goto(product);
  await type(page, /^Current/, "2.9");
  await expect(page.getByText("2.9 A")).toBeVisible();
  await type(page, /^Made in/, "cz");
  await expect(page.getByText("Czechia (CZ)")).toBeVisible();
  await type(page, /^Customs value of one piece/, "3000");
  await type(page, /^Value of one piece/, "6500");
  await page.getByLabel("Depreciation").selectOption({ label: "Same amount each month" });
  await type(page, /^Months of use/, "60");
  await page.getByLabel("Book value on").fill("2026-02-28");
  await page.keyboard.press("Tab");
  // 6,120.50 each, 12 of 60 months gone: 4,896.40, six times.
  await expect(page.getByText("£29,378.40")).toBeVisible();
  await expectAccessible(page);

  await page.goto(asset);
  const cost = page.locator("section").filter({ has: page.getByRole("heading", { name: "Cost and value" }) });
  await expect(cost.getByText("£6,120.50")).toBeVisible();
  await expect(cost.getByText("£6,500.00, as its product")).toBeVisible();
  await type(page, /^Value of one piece/, "4000");
  await expect(cost.getByText("£4,000.00")).toBeVisible();
  await page.getByLabel("Book value on").fill("2025-03-13");
  await page.keyboard.press("Tab");
  await expect(cost.getByText("Not owned on that day")).toBeVisible();
  await expectAccessible(page);
});

test("[INV-09] own fields: defined once, filled on products and assets, found by a filter", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  const { asset, product } = await createStockedCompany(page, relay.origin);
  await page.goto(`${relay.origin}/settings`);
  const form = page.getByRole("form", { name: "New field" });
  const add = async (name: string, on: string, kind: string): Promise<void> => {
    await form.getByLabel("Name of the field").fill(name);
    await form.getByLabel("Belongs to").selectOption({ label: on });
    await form.getByLabel("Holds").selectOption({ label: kind });
  };
  await add("Lamp hours", "Assets", "Number");
  await form.getByLabel("Unit").fill("h");
  await form.getByRole("button", { name: "Add field" }).click();
  await add("Colour", "Products", "A choice");
  await form.getByRole("button", { name: "Add field" }).click();
  await expect(page.getByText("Name something to choose from.")).toBeVisible();
  await form.getByLabel("Choices, one per line").fill("black\nwhite");
  await form.getByRole("button", { name: "Add field" }).click();
  await expect(page.getByText("Products, A choice")).toBeVisible();
  await expectAccessible(page);

  await page.goto(product);
  await page.getByLabel("Colour").selectOption({ label: "white" });
  await leaveFor(page, "Stock");
  await page.goto(asset);
  await type(page, /^Lamp hours/, "many");
  await expect(page.getByText("Lamp hours does not take this value.")).toBeVisible();
  await type(page, /^Lamp hours/, "812.5");
  await expect(page.getByText("812.5 h")).toBeVisible();
  await page.goto(`${relay.origin}/stock?view=assets`);
  await page.getByLabel("Own fields").selectOption({ label: "Lamp hours: 812.5 h" });
  await expect(page.getByText("1 of 6")).toBeVisible();
  await page.reload();
  await expect(page.getByText("1 of 6")).toBeVisible();

  // As columns of both tables, where somebody asks for them.
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "Lamp hours" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("columnheader", { name: "Lamp hours" })).toBeVisible();
  await expect(page.getByRole("gridcell", { name: "812.5 h" })).toBeVisible();
  await page.goto(`${relay.origin}/stock`);
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "Colour" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("gridcell", { name: "white" })).toBeVisible();

  // An import knows them by their names, and shows what would change before it does.
  const file = `Product name,Asset code,Manufacturer,Lamp hours,Colour\nMegaPointe,${codeOf(1)},Robe,900,black\n`;
  await chooseFile(page, relay.origin, "hours.csv", Buffer.from(file));
  const check = page.getByRole("region", { name: "Check" });
  await expect(check.getByText("Lamp hours: 812.5 h 900 h")).toBeVisible();
  await expect(page.getByLabel("Meaning of Colour")).toHaveValue(/^own:/);
  await expectAccessible(page);
  await page.getByRole("button", { name: /^Apply 1 row/ }).click();
  await page.goto(asset);
  await expect(page.getByText("900 h")).toBeVisible();
});

test("[INV-03] [INV-04] [INV-22] a quantity: below its minimum, expected, into pieces and back", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  await createCompany(page, relay.origin);
  await makeProduct(page, relay.origin, "Gaffa black");
  const product = page.url();
  await page.getByLabel("Counted").selectOption({ label: "As a quantity" });
  await page.getByLabel("How many came in").fill("8");
  await page.getByRole("button", { name: "Receive" }).click();
  await type(page, /^Minimum stock/, "10");
  await page.getByLabel("How many", { exact: true }).fill("2");
  await page.getByLabel("Why").selectOption({ label: "Broken" });
  await page.getByRole("button", { name: "Take out" }).click();
  await expect(page.getByLabel("Quantity at No place named")).toHaveValue("6");
  await page.goto(`${relay.origin}/stock?only=below`);
  await expect(page.getByRole("link", { name: "Gaffa black" })).toBeVisible();

  await page.goto(product);
  await page.getByRole("button", { name: "Add pieces" }).click();
  await page.getByLabel("Pieces", { exact: true }).fill("5");
  await page.keyboard.press("Tab");
  await expect(page.getByText("11", { exact: true }).first()).toBeVisible();
  await page.getByLabel("First day", { exact: true }).fill("2020-05-02");
  await page.getByLabel("Last day", { exact: true }).fill("2020-05-01");
  await page.keyboard.press("Tab");
  await expect(page.getByText("The last day lies before the first.")).toBeVisible();
  await page.getByLabel("Last day", { exact: true }).fill("2020-05-03");
  await page.keyboard.press("Tab");
  await expect(page.getByText("11", { exact: true })).toHaveCount(0);
  await expectAccessible(page);

  // Two of five came, long after they were expected, and were put back by a slip.
  await page.getByLabel("Last day", { exact: true }).fill("");
  await page.keyboard.press("Tab");
  await expect(page.getByText("Expected since 2 May 2020")).toBeVisible();
  await expect(
    page.getByText("They do not count as free until they arrive or have a new first day."),
  ).toBeVisible();
  await expect(page.getByText("11", { exact: true })).toHaveCount(0);
  await page.screenshot({ path: test.info().outputPath("expected-desktop.png"), fullPage: true });
  await page.getByRole("button", { name: "5 pieces have arrived" }).click();
  await page.getByRole("dialog").getByLabel("How many arrived").fill("2");
  await page.keyboard.press("Tab");
  await expect(page.getByText("The others are expected on.")).toBeVisible();
  await expectAccessible(page);
  await page.screenshot({ path: test.info().outputPath("arrived-desktop.png") });
  await page.getByRole("button", { name: "Put into stock" }).click();
  await expect(page.getByLabel("Quantity at No place named")).toHaveValue("8");
  await expect(page.getByText("2 of 5 arrived, 3 still expected.")).toBeVisible();
  await expect(page.getByRole("button", { name: "3 pieces have arrived" })).toBeVisible();
  await expect(page.getByText("8", { exact: true }).first()).toBeVisible();
  const tookIn = page.getByRole("status").filter({ hasText: "2 pieces are in stock." });
  await tookIn.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByLabel("Quantity at No place named")).toHaveValue("6");
  await expect(page.getByRole("button", { name: "5 pieces have arrived" })).toBeVisible();

  await act(page, "Give pieces their own codes…");
  await page.getByRole("dialog").getByLabel("Code begins with").fill("GAF-");
  await expect(page.getByText("GAF-001 to GAF-006")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Make assets" }).click();
  await expect(page.getByText("6 assets")).toBeVisible();
  await act(page, "Count as a quantity…");
  await page.getByRole("button", { name: "Count as a quantity", exact: true }).click();
  await expect(page.getByLabel("Quantity at No place named")).toHaveValue("6");
  const told = page.getByRole("status").filter({ hasText: "6 pieces are a quantity now." });
  await told.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByLabel("Counted")).toHaveValue("assets");
});

test("[REP-04] [REP-06] the stock report says what lies still and what has to be replaced", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  const { product } = await createStockedCompany(page, relay.origin);
  await page.goto(product);
  await page.getByLabel("Depreciation").selectOption({ label: "Same amount each month" });
  await type(page, /^Months of use/, "12");
  await type(page, /^Value of one piece/, "1000");
  await leaveFor(page, "Stock");
  await page.goto(`${relay.origin}/stock/report`);
  await expect(page.getByText("No stocktake is closed yet.", { exact: false })).toBeVisible();
  const due = page.getByRole("list", { name: "End of use" });
  await expect(due.getByText("6 pieces, £6,000.00")).toBeVisible();
  await expect(page.getByRole("list", { name: "What did not go out" }).getByText("MegaPointe")).toBeVisible();
  await expectAccessible(page);
});
