/** Scans of somebody who left: made without a network, handed in afterwards, decided about by the owner. */
import type { Page } from "@playwright/test";
import { createCompany, expect, expectAccessible, joinCompany, phone, test } from "./support/app";
import { wedge } from "./support/scanning";

const codeOf = (number: number): string => `MEGA-${String(number).padStart(4, "0")}`;

const stockList = [
  "Company,Name,Asset Tag,Category,Supplier,Manufacturer,Location,Order Number,Model,Model Notes,Model Number,Asset Notes,Purchase Date,Purchase Cost,Checkout Type,Asset EOL Date",
  ...[1, 2, 3, 4].map(
    (n) => `Hall Nine,,${codeOf(n)},Moving heads,,Robe,Main warehouse,,MegaPointe,,MP-1,,3/14/25,6120.50,,`,
  ),
].join("\r\n");

/** Stock of four spots and one event; answers the event's id. */
const prepare = async (owner: Page, origin: string): Promise<string> => {
  await createCompany(owner, origin, "Hall Nine", "Ada Berg");
  await owner.goto(`${origin}/import`);
  const chooser = owner.waitForEvent("filechooser");
  await owner.getByRole("button", { name: "Choose files" }).click();
  const buffer = Buffer.from(`\ufeff${stockList}`);
  await (await chooser).setFiles({ name: "assets.csv", mimeType: "text/csv", buffer });
  await owner.getByRole("button", { name: /^Apply 4 rows/ }).click();
  await expect(owner.getByText(/4 rows were imported/)).toBeVisible();
  await owner.goto(`${origin}/events`);
  await owner.getByRole("button", { name: "New event" }).first().click();
  await owner.getByRole("textbox", { name: "Event" }).fill("Summer Gala");
  await owner.getByRole("button", { name: "Create event" }).click();
  await owner.waitForURL(/\/events\/[0-9A-Z]{26}/);
  return /events\/([0-9A-Z]{26})/.exec(owner.url())?.[1] ?? "";
};

const scansOf = (page: Page) => page.getByRole("list", { name: "Last scans" }).getByRole("listitem");
const adoptedOn = (page: Page) => page.getByText(/adopted 2 scans of Kim Roth/);

test("[HELD-10] a freelancer scans offline, is removed as gone, hands in; the owner adopts some, and all devices agree", async ({
  relay,
  newProfile,
}) => {
  test.setTimeout(240_000);
  const owner = await newProfile();
  const kim = await newProfile(phone);
  const jo = await newProfile();
  const event = await prepare(owner, relay.origin);
  await joinCompany(owner, kim, "Kim Roth");
  await joinCompany(owner, jo, "Jo Lind");

  await kim.goto(`${relay.origin}/scan?mode=out&event=${event}`);
  await expect(
    kim
      .getByRole("heading", { name: /Summer Gala/ })
      .or(kim.getByText("Summer Gala"))
      .first(),
  ).toBeVisible();
  await kim.context().setOffline(true);
  for (const n of [1, 2, 3]) {
    await wedge(kim, codeOf(n));
    await expect(scansOf(kim)).toHaveCount(n);
  }

  await owner.goto(`${relay.origin}/settings/people`);
  const devices = owner.getByRole("list", { name: "Devices of Kim Roth" });
  await devices.getByRole("button", { name: /^Remove/ }).click();
  await owner.getByRole("radio", { name: /left/i }).check();
  await owner
    .getByRole("dialog")
    .getByRole("button", { name: /^Remove/ })
    .click();
  await expect(owner.getByRole("dialog")).toBeHidden();

  await kim.context().setOffline(false);
  await kim.goto(`${relay.origin}/settings/device`);
  await expect(kim.getByRole("button", { name: /handed in/ })).toBeVisible({ timeout: 40_000 });
  await expect(kim.getByText("Needs attention")).toHaveCount(0);

  await owner.getByRole("link", { name: /^Handed in/ }).click();
  const log = owner.getByRole("region", { name: /Kim Roth/ });
  await expect(log.getByRole("radio")).not.toHaveCount(0);
  for (const n of [1, 2, 3]) await expect(log.getByText(`${codeOf(n)} · MegaPointe`)).toBeVisible();
  await expect(log.getByText("never scanned").first()).toBeVisible();
  await expectAccessible(owner);
  await owner.screenshot({ path: test.info().outputPath("held-desktop.png") });
  await owner.setViewportSize(phone.viewport);
  await expectAccessible(owner);
  await owner.screenshot({ path: test.info().outputPath("held-phone.png") });
  await owner.setViewportSize({ width: 1440, height: 900 });

  await log.getByRole("radio").nth(1).check();
  await log.getByRole("button", { name: "Adopt the first 2 of 3" }).click();
  await expect(log.getByText(`${codeOf(1)} · MegaPointe`)).toBeHidden();
  await expect(log.getByText(`${codeOf(3)} · MegaPointe`)).toBeVisible();

  await log.getByRole("button", { name: "Discard …" }).click();
  await owner.getByLabel("Why").fill("Counted again on Monday");
  await expectAccessible(owner);
  await owner.getByRole("button", { name: "Discard", exact: true }).click();
  await expect(log.getByText(/Discarded by You.*Counted again on Monday/)).toBeVisible();

  for (const page of [owner, jo]) {
    await page.goto(`${relay.origin}/events/${event}`);
    await expect(adoptedOn(page)).toBeVisible();
  }
  await expect(owner.getByText(/^You adopted/)).toBeVisible();
  await expect(jo.getByText(/^Ada Berg adopted/)).toBeVisible();
  // What was not adopted is on nobody's screen but in the list its writer keeps.
  await expect(kim.getByText("Counted again on Monday")).toBeVisible({ timeout: 40_000 });
});
