/** What went out without being asked for: told on the pull list, the event and its cases, and put on the list from there. */
import type { Page } from "@playwright/test";
import { expect, expectAccessible, leaveFor, phone, test } from "./support/app";
import { addLine, companyOfHeads, eventIdOf, makeEvent } from "./support/company";
import { card, expectRule, ready, wedge } from "./support/scanning";

test.describe.configure({ timeout: 180_000 });

const scanOut = async (
  page: Page,
  origin: string,
  event: string,
  codes: readonly string[],
): Promise<void> => {
  await page.goto(`${origin}/scan?mode=out&event=${event}`);
  await ready(page);
  for (const code of codes) {
    await wedge(page, code);
    await expect(card(page)).toContainText(code);
  }
};

const notListed = (page: Page) =>
  page.getByRole("region", { name: /^(Not on the list|Nicht auf der Packliste)$/ });

test("[SCN-06] [PUL-05] unplanned pieces stand on list, event and cases, with who; a line for them is one step, and is undone", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  await companyOfHeads(page, relay.origin, 6);
  const list = await makeEvent(page, relay.origin, "Summer Gala");
  await addLine(page, "1 megapointe");
  const event = eventIdOf(list);
  await expect(notListed(page)).toBeHidden();
  await scanOut(page, relay.origin, event, ["MEGA-0001", "MEGA-0002", "MEGA-0003"]);
  await expectRule(page, "SCAN-12", /MEGA-0003/);

  await page.goto(`${relay.origin}/events/${event}`);
  await expect(page.getByText(/^3 of them 2 not on the list$/)).toBeVisible();
  const onEvent = notListed(page);
  await expect(onEvent.getByText("2 out")).toBeVisible();
  await expect(onEvent.getByText(/MEGA-0002 and MEGA-0003 · scanned by Anna Lenz, last at/)).toBeVisible();
  await expectAccessible(page);
  await page.screenshot({ path: test.info().outputPath("event-desktop.png"), fullPage: true });

  await page.goto(`${relay.origin}/events/${event}/cases`);
  const loose = page.getByRole("region", { name: "In no case" });
  await expect(loose.getByRole("listitem").filter({ hasText: "MEGA-0003" })).toContainText("not on the list");
  await expect(loose.getByRole("listitem").filter({ hasText: "MEGA-0001" })).not.toContainText(
    "not on the list",
  );
  await expect(notListed(page).getByText("2 out")).toBeVisible();
  await expectAccessible(page);
  await page.screenshot({ path: test.info().outputPath("cases-desktop.png") });

  await page.goto(list);
  const bar = notListed(page);
  await expect(bar).toContainText("2 pieces");
  await bar.getByRole("button", { name: /Not on the list/ }).click();
  await expect(bar.getByText("2 out")).toBeVisible();
  await expectAccessible(page);
  await page.screenshot({ path: test.info().outputPath("list-desktop.png") });
  await bar.getByRole("button", { name: "Put on the list: 2 × MegaPointe" }).click();
  await expect(bar).toBeHidden();
  await expect(page.getByRole("grid").getByText("MegaPointe", { exact: false })).toHaveCount(2);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(bar).toContainText("2 pieces");
  await expect(page.getByRole("grid").getByText("MegaPointe", { exact: false })).toHaveCount(1);

  // The line goes; its piece is still there and says so.
  await page.getByRole("button", { name: "What to do with MegaPointe" }).click();
  await page.getByRole("menuitem", { name: /^Remove/ }).click();
  await expect(bar).toContainText("3 pieces");
  await leaveFor(page, "Stock");
  await page.goto(list);
  await expect(notListed(page)).toContainText("3 pieces");
});

test("[SCN-06] the same in the dark on a phone, in German", async ({ relay, newProfile }) => {
  const page = await newProfile();
  await companyOfHeads(page, relay.origin, 3);
  const list = await makeEvent(page, relay.origin, "Summer Gala");
  await scanOut(page, relay.origin, eventIdOf(list), ["MEGA-0001", "MEGA-0002"]);
  await page.evaluate(() => localStorage.setItem("eventkit.locale", "de"));
  await page.setViewportSize(phone.viewport);
  await page.emulateMedia({ colorScheme: "dark" });
  for (const [name, address] of [
    ["list", list],
    ["event", list.replace("/pull-list", "")],
    ["cases", list.replace("/pull-list", "/cases")],
  ] as const) {
    await page.goto(address);
    if (name === "list") await notListed(page).getByRole("button").first().click();
    await expect(notListed(page).getByText("2 draußen")).toBeVisible();
    await expectAccessible(page);
    await notListed(page).scrollIntoViewIfNeeded();
    await page.screenshot({ path: test.info().outputPath(`${name}-phone-dark.png`) });
  }
});
