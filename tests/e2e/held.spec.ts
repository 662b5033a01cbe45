/** Scans of somebody who left: made without a network, handed in afterwards, decided about by the owner. */
import type { Page } from "@playwright/test";
import { createCompany, expect, expectAccessible, joinCompany, phone, test, whenStored } from "./support/app";
import { codeOf, eventIdOf, importHeads, makeEvent } from "./support/company";
import { wedge } from "./support/scanning";

/** Stock of four spots and one event; answers the event's id. */
const prepare = async (owner: Page, origin: string): Promise<string> => {
  await createCompany(owner, origin, "Hall Nine", "Ada Berg");
  await importHeads(owner, origin, 4);
  return eventIdOf(await makeEvent(owner, origin, "Summer Gala"));
};

const scansOf = (page: Page) => page.getByRole("list", { name: "Last scans" }).getByRole("listitem");
const adoptedOn = (page: Page) => page.getByText(/adopted 2 scans of Kim Roth/);

test("[HELD-10] a freelancer scans offline, is removed as gone, hands in; the owner adopts some, and all devices agree", async ({
  relay,
  newProfile,
}) => {
  test.setTimeout(240_000);
  const owner = await newProfile();
  const away = await newProfile(phone);
  const jo = await newProfile();
  const event = await prepare(owner, relay.origin);
  await joinCompany(owner, away, "Kim Roth");
  await joinCompany(owner, jo, "Jo Lind");

  await away.goto(`${relay.origin}/scan?mode=out&event=${event}`);
  await expect(
    away
      .getByRole("heading", { name: /Summer Gala/ })
      .or(away.getByText("Summer Gala"))
      .first(),
  ).toBeVisible();
  await relay.stop();
  for (const n of [1, 2, 3]) {
    await wedge(away, codeOf(n));
    await expect(scansOf(away)).toHaveCount(n);
  }
  await whenStored(away);
  // Closed before the relay is back: the browser's own switch does not reach what a worker connects to.
  await away.close();
  await relay.startAgain();

  await owner.goto(`${relay.origin}/settings/people`);
  const devices = owner.getByRole("list", { name: "Devices of Kim Roth" });
  await devices.getByRole("button", { name: /^Remove/ }).click();
  await owner.getByRole("radio", { name: /left/i }).check();
  await owner
    .getByRole("dialog")
    .getByRole("button", { name: /^Remove/ })
    .click();
  await expect(owner.getByRole("dialog")).toBeHidden();
  await expect(devices.getByText(/^Removed/).first()).toBeVisible();

  const kim = await away.context().newPage();
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
