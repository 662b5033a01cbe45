/** Changes that nobody confirms: said after a day, kept as a file, and gone once they are safe. */
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { createCompany, expect, expectAccessible, phone, test } from "./support/app";
import { makeProduct } from "./support/people";

/** The screen looks at the clock every half minute, and gives a relay that is just being reached one. */
const passes = async (page: Page, time: string): Promise<void> => {
  await page.clock.fastForward(time);
  await page.clock.fastForward("01:01");
};

test("[SYNC-66] a day without a receipt is said in words, with a copy to keep, until the relay has everything", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile(phone);
  await page.clock.install();
  await createCompany(page, relay.origin);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await relay.stop();
  await makeProduct(page, relay.origin, "Truss 3 m");
  const banner = page.getByRole("status").filter({ hasText: "has not confirmed changes of this device" });

  await passes(page, "23:50:00");
  await expect(banner).toHaveCount(0);
  await passes(page, "00:09:00");
  await expect(banner).toContainText("Nothing is lost");
  await expectAccessible(page);

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    banner.getByRole("button", { name: "Save a copy" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^eventkit-waiting-\d{4}-\d\d-\d\d\.json$/);
  const saved: unknown = JSON.parse(await readFile(await download.path(), "utf8"));
  const product = expect.objectContaining({
    name: "Truss 3 m",
    kind: "product",
    edits: expect.arrayContaining([expect.objectContaining({ field: "name", value: "Truss 3 m" })]),
  });
  expect(saved).toHaveProperty("waiting", expect.arrayContaining([product]));

  await banner.getByRole("button", { name: "Remind me tomorrow" }).click();
  await expect(banner).toHaveCount(0);
  await passes(page, "23:00:00");
  await expect(banner).toHaveCount(0);
  await passes(page, "01:00:00");
  await expect(banner).toBeVisible();

  await relay.startAgain();
  await expect(banner).toHaveCount(0, { timeout: 45_000 });
});
