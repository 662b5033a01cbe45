/** The stocktake at the end of the day: two count offline, the office reviews and puts right. */
import type { Page } from "@playwright/test";
import { expect } from "../app";
import { expectRule, wedge } from "../scanning";
import { bulkCode, coupler } from "./receive";
import type { Day } from "./stage";
import { everyone, headCodes, passBetween, place } from "./stage";

export const counted = { gone: "MEGA-0005", couplers: 39 } as const;

const openCounting = async (page: Page, address: string): Promise<void> => {
  await page.goto(address);
  await page.getByRole("link", { name: "Count", exact: true }).click();
  await page.getByRole("button", { name: "Place", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Place").selectOption({ label: place });
  await dialog.getByRole("button", { name: "Count", exact: true }).click();
  await expect(dialog).toBeHidden();
};

const count = async (page: Page, code: string): Promise<void> => {
  await wedge(page, code);
  await expectRule(page, "COUNT-10", new RegExp(code));
};

const review = async (page: Page, address: string): Promise<void> => {
  await page.goto(address);
  // Nine pieces and the couplers; the head that was lost is not expected.
  await expect(page.getByText("9 of 10 counted").first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("2 people counted")).toBeVisible();
  await page.getByRole("button", { name: "Next steps" }).click();
  await page.getByRole("menuitem", { name: "End counting and review" }).click();
  const lines = page.getByRole("grid", { name: "What to put right" });
  await expect(lines.getByRole("row").filter({ hasText: counted.gone })).toBeVisible();
  await expect(lines.getByRole("row").filter({ hasText: coupler })).toBeVisible();
  await page.getByRole("button", { name: "Put 2 lines right and close" }).click();
  await expect(page.getByText("8 of 10 lines")).toBeVisible();
};

export const countStock = async (day: Day): Promise<void> => {
  const { office, mira, jo, relay, clock } = day;
  await passBetween(day, 10);
  await office.goto(`${relay.origin}/stock/stocktakes`);
  await office.getByRole("button", { name: "Start a stocktake" }).click();
  await office.getByRole("dialog").getByLabel("Name").fill("Evening count");
  await office.getByRole("button", { name: "Start now" }).click();
  await expect(office.getByText("0 of 10 counted").first()).toBeVisible();
  const address = office.url();
  await openCounting(mira, address);
  await openCounting(jo, address);

  await relay.stop("SIGKILL");
  for (const code of ["CASE-001", ...headCodes(1, 2, 3, 6)]) await count(mira, code);
  await clock.pass(15);
  // Counted by both: neither knows of the other.
  for (const code of ["CASE-002", ...headCodes(4, 6, 7)]) await count(jo, code);
  await wedge(jo, `%${counted.couplers}%${bulkCode}`);
  await expectRule(jo, "COUNT-22", /39/);
  await clock.pass(5);
  await relay.startAgain();

  await review(office, address);
  for (const page of everyone(day)) {
    await page.goto(address);
    await expect(page.getByText("8 of 10 lines")).toBeVisible({ timeout: 60_000 });
    const differences = page.getByRole("grid", { name: "What differed" });
    await expect(differences.getByRole("row").filter({ hasText: counted.gone })).toContainText("Not found");
    await expect(differences.getByRole("row").filter({ hasText: coupler })).toContainText(
      "Counted wrong before",
    );
  }
};
