/** A stocktake by two people who cannot hear each other: counted, merged, reviewed, put right, taken back. */
import type { Page } from "@playwright/test";
import { createCompany, expect, expectAccessible, joinCompany, phone, test } from "./support/app";
import { codeOf, importHeads } from "./support/company";
import { card, wedge } from "./support/scanning";

test.describe.configure({ timeout: 240_000 });

const start = async (page: Page, origin: string): Promise<string> => {
  await page.goto(`${origin}/stock/stocktakes`);
  await page.getByRole("button", { name: "Start a stocktake" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("June");
  await page.getByRole("button", { name: "Start now" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "June" })).toBeVisible();
  return new URL(page.url()).pathname;
};

const countAs = async (page: Page, code: string, rule: string): Promise<void> => {
  await wedge(page, code);
  await expect(card(page)).toContainText(code);
  await expect(card(page)).toHaveAttribute("data-rule", rule);
};

/** Opens the counting mode and chooses the only place there is. */
const openCounting = async (page: Page, address: string): Promise<void> => {
  await page.goto(address);
  await page.getByRole("link", { name: "Count", exact: true }).click();
  await page.getByRole("button", { name: "Place", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Place").selectOption({ label: "Main warehouse" });
  await dialog.getByRole("button", { name: "Count", exact: true }).click();
  await expect(dialog).toBeHidden();
};

const tab = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Lists" }).getByRole("link", { name });

test("[INV-18] [INV-19] [INV-20] [MOB-04] two people count offline, one reviews; the stock changes only then, and can be put back", async ({
  relay,
  newProfile,
}) => {
  const office = await newProfile();
  const hall = await newProfile(phone);
  await createCompany(office, relay.origin);
  await importHeads(office, relay.origin, 6);
  await joinCompany(office, hall, "Mira Kern");
  const path = await start(office, relay.origin);
  const address = relay.origin + path;
  await expect(office.getByText("0 of 6 counted").first()).toBeVisible();
  await expectAccessible(office);
  await openCounting(hall, address);
  await expectAccessible(hall);
  await openCounting(office, address);

  await relay.stop("SIGKILL");
  for (const number of [1, 2, 3]) await countAs(hall, codeOf(number), "COUNT-10");
  await countAs(hall, codeOf(3), "COUNT-11");
  await wedge(hall, "STRANGE-1");
  await expect(card(hall)).toHaveAttribute("data-rule", "COUNT-02");
  await hall.getByRole("button", { name: "Note it" }).click();
  await expect(card(hall)).toHaveAttribute("data-rule", "COUNT-03");
  // Counted by both: neither knows of the other.
  for (const number of [3, 4]) await countAs(office, codeOf(number), "COUNT-10");
  await countAs(office, codeOf(5), "COUNT-10");
  await office.getByRole("button", { name: `Take back: ${codeOf(5)}` }).click();
  await expect(card(office)).toContainText("Taken back");
  await relay.startAgain();

  await office.goto(address);
  await expect(office.getByText("4 of 6 counted").first()).toBeVisible({ timeout: 30_000 });
  await expect(office.getByText("2 people counted")).toBeVisible();
  await expect(tab(office, "To count")).toContainText("2");
  await expect(tab(office, "Found")).toContainText("4");
  await expect(tab(office, "Unknown codes")).toContainText("1");

  await office.getByRole("button", { name: "Next steps" }).click();
  await office.getByRole("menuitem", { name: "End counting and review" }).click();
  const review = office.getByRole("grid", { name: "What to put right" });
  await expect(review.getByText(codeOf(5))).toBeVisible();
  await expectAccessible(office);
  await expect(hall.getByText("Counting has ended")).toBeVisible({ timeout: 30_000 });
  // One of the two stands in the repair shop, as everybody knows.
  await review
    .getByRole("row")
    .filter({ hasText: codeOf(6) })
    .getByRole("checkbox")
    .uncheck();
  await office.getByRole("button", { name: "Put 1 line right and close" }).click();

  await expect(office.getByText("lines that were right")).toBeVisible();
  await expect(office.getByText("4 of 6 lines")).toBeVisible();
  await expectAccessible(office);
  const differences = office.getByRole("grid", { name: "What differed" });
  await expect(differences.getByRole("row").filter({ hasText: codeOf(5) })).toContainText("Not found");
  await expect(differences.getByRole("row").filter({ hasText: codeOf(6) })).toContainText("left as it was");
  await office.goto(`${relay.origin}/stock?view=assets`);
  await expect(office.getByRole("row").filter({ hasText: codeOf(5) })).toContainText("Lost");
  await expect(office.getByRole("row").filter({ hasText: codeOf(6) })).not.toContainText("Lost");

  await hall.goto(address);
  await expect(hall.getByText("4 of 6 lines")).toBeVisible({ timeout: 30_000 });
  await office.goto(address);
  await office.getByRole("button", { name: "Take back and review again" }).click();
  await expect(office.getByRole("grid", { name: "What to put right" })).toBeVisible();
  await office.goto(`${relay.origin}/stock?view=assets`);
  await expect(office.getByRole("row").filter({ hasText: codeOf(5) })).not.toContainText("Lost");
});

test("[INV-20] a recount asks only for what differs, and a list with nothing in it says so", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile(phone);
  await createCompany(page, relay.origin);
  await page.goto(`${relay.origin}/stock/stocktakes`);
  await expect(page.getByText("Nothing was counted yet")).toBeVisible();
  await expectAccessible(page);
  await importHeads(page, relay.origin, 3);
  const path = await start(page, relay.origin);
  await openCounting(page, relay.origin + path);
  await countAs(page, codeOf(1), "COUNT-10");
  await page.goto(relay.origin + path);
  await expect(page.getByText("1 of 3 counted").first()).toBeVisible();
  await page.getByRole("button", { name: "Next steps" }).click();
  await page.getByRole("menuitem", { name: "Recount 2 lines" }).click();
  await expect(page.getByText("Recount 2", { exact: true })).toBeVisible();
  await openCounting(page, relay.origin + path);
  await expect(page.getByText("Recount 2 · 2 to go here")).toBeVisible();
  await countAs(page, codeOf(2), "COUNT-10");
  await expect(page.getByText("Recount 2 · 1 to go here")).toBeVisible();
});
