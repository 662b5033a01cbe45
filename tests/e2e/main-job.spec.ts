/**
 * The main job on three separate browser profiles: import, plan, scan out without a network, a relay that dies during
 * the merge, one piece scanned on both phones, settled, everything back.
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import { chromium } from "@playwright/test";
import { chromiumArgs, findChromium } from "../../scripts/chromium.mjs";
import { lightingPlan } from "../support/lighting-plan";
import { createCompany, expect as expectNow, joinCompany, leaveWhenStored, phone, test } from "./support/app";
import { cameraArgs, writeVideo } from "./support/camera-video";
import { chooseFile, codeOf, eventIdOf, importHeads, makeEvent } from "./support/company";

/** Four processes share two cores here: what people see at once may take the test a while. */
const expect = expectNow.configure({ timeout: 30_000 });

const folder = mkdtempSync(join(tmpdir(), "eventkit-main-job-"));
const codes = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => codeOf(from + index));

/** Six of ten spots go with the first phone, five with the second: number 6 is held into both cameras. */
const [firstPhone, secondPhone] = [codes(1, 6), codes(6, 10)];

const film = (name: string, shown: readonly string[]): string => {
  const path = join(folder, `${name}.y4m`);
  writeVideo(path, [{ seconds: 1 }, ...shown.flatMap((code) => [{ code, seconds: 1.2 }, { seconds: 0.4 }])]);
  return path;
};

/** A phone whose camera plays a film is a browser of its own. */
const startPhone = async (video: string): Promise<{ readonly browser: Browser; readonly page: Page }> => {
  const executablePath = findChromium();
  const browser = await chromium.launch({
    args: [...chromiumArgs(), ...cameraArgs(video)],
    ...(executablePath === undefined ? {} : { executablePath }),
  });
  const context = await browser.newContext({
    ...phone,
    permissions: ["camera"],
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
  });
  return { browser, page: leaveWhenStored(await context.newPage()) };
};

/** What a line of the pull list asks for: the first figure behind its name. */
const neededOf = (page: Page, product: RegExp) =>
  page.getByRole("row", { name: product }).first().getByRole("gridcell").nth(1);

/** Changes the running relay has stored since it started. */
const storedChanges = async (origin: string): Promise<number> => {
  const metrics = await (await fetch(`${origin}/metrics`)).text();
  return Number(/^eventkit_changes_total (\d+)$/m.exec(metrics)?.[1]);
};

const openScan = async (page: Page, origin: string, event: string, mode: "out" | "in"): Promise<void> => {
  await page.goto(`${origin}/scan?mode=${mode}&event=${event}`);
};

const scansOf = (page: Page) => page.getByRole("list", { name: "Last scans" }).getByRole("listitem");

test("[SCN-10] [SCN-11] [MOB-03] [RTC-05] a job from import to scan-in, offline on three devices, and merged", async ({
  relay,
  newProfile,
}) => {
  test.setTimeout(420_000);
  const office = await newProfile();
  const mira = await startPhone(film("first", firstPhone));
  const jo = await startPhone(film("second", secondPhone));

  await test.step("the office imports its stock and plans a job from a lighting plan", async () => {
    await createCompany(office, relay.origin, "Hall Nine", "Ada");
    await importHeads(office, relay.origin, 12);
    await makeEvent(office, relay.origin, "Summer Gala");
  });
  const event = eventIdOf(office.url());
  expect(event).not.toBe("");

  await test.step("the lighting plan becomes pull-list lines, matched to the stock", async () => {
    const plan = lightingPlan([
      { maker: "Robe", name: "MegaPointe", weightKg: 22, powerW: 670, count: 10, layer: "Front truss" },
      { maker: "Astera", name: "AX1", weightKg: 1.35, powerW: 28, count: 4, layer: "Stage" },
    ]);
    await chooseFile(office, relay.origin, "gala.mvr", Buffer.from(plan));
    const choice = office.getByLabel("Choose the event this plan is for");
    await choice.selectOption({ value: event });
    await office.getByRole("button", { name: /^Add 2 lines/ }).click();
    await office.getByRole("button", { name: "To the pull list" }).click();
    await expect(neededOf(office, /MegaPointe/)).toHaveText("10");
    await expect(neededOf(office, /AX1/)).toHaveText("4");
  });

  await test.step("two phones join and open the scan screen", async () => {
    await joinCompany(office, mira.page, "Mira");
    await joinCompany(office, jo.page, "Jo");
    for (const { page } of [mira, jo]) {
      await page.goto(`${relay.origin}/events/${event}/pull-list`);
      await expect(page.getByText("MegaPointe").first()).toBeVisible();
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    }
    await office.goto(`${relay.origin}/events/${event}/pull-list`);
    await expect(office.getByRole("row", { name: /MegaPointe/ }).first()).toBeVisible();
  });

  await test.step("the relay is gone; both phones scan, the office changes a quantity", async () => {
    await relay.stop("SIGKILL");
    await Promise.all([
      openScan(mira.page, relay.origin, event, "out"),
      openScan(jo.page, relay.origin, event, "out"),
    ]);
    await expect(scansOf(mira.page)).toHaveCount(firstPhone.length, { timeout: 90_000 });
    await expect(scansOf(jo.page)).toHaveCount(secondPhone.length, { timeout: 90_000 });
    await mira.page.goto(`${relay.origin}/events/${event}`);
    await jo.page.goto(`${relay.origin}/events/${event}`);
    await neededOf(office, /AX1/).click();
    await office.keyboard.type("6");
    await office.keyboard.press("Enter");
    await expect(neededOf(office, /AX1/)).toHaveText("6");
  });

  await test.step("the relay returns, dies during the merge and returns again", async () => {
    await relay.startAgain();
    // The first of the three devices has delivered, the others are about to.
    await expect.poll(() => storedChanges(relay.origin), { intervals: [5] }).toBeGreaterThan(0);
    await relay.stop("SIGKILL");
    await relay.startAgain();
  });

  const everyone = [office, mira.page, jo.page];
  await test.step("all three show the same, nothing is missing", async () => {
    for (const page of everyone) {
      await page.goto(`${relay.origin}/events/${event}`);
      await expect(page.getByText("10 of 16 pieces")).toBeVisible({ timeout: 60_000 });
    }
  });

  await test.step("the piece scanned twice stands in everybody's inbox with both names; one settles it", async () => {
    for (const page of everyone) {
      await page.goto(`${relay.origin}/conflicts`);
      const conflict = page.getByText(new RegExp(`${codeOf(6)}.*was scanned`)).first();
      await expect(conflict).toContainText("Mira");
      await expect(conflict).toContainText("Jo");
      await expect(conflict).toContainText(/\d\d:\d\d/);
    }
    await office
      .getByRole("button", { name: "Keep the first scan" })
      .or(office.getByRole("button", { name: /scan holds$/ }))
      .first()
      .click();
    for (const page of everyone)
      await expect(page.getByText("Nothing disagrees")).toBeVisible({ timeout: 30_000 });
  });

  await test.step("everything is scanned back and the event shows it", async () => {
    await openScan(mira.page, relay.origin, event, "in");
    await openScan(jo.page, relay.origin, event, "in");
    await expect(mira.page.getByText(/complete/).first()).toBeVisible({ timeout: 90_000 });
    for (const page of [office, mira.page]) {
      await page.goto(`${relay.origin}/events/${event}`);
      await expect(page.getByRole("region", { name: "Pull list" })).toContainText(/Out now\s*0\s*Back\s*10/);
    }
  });
  await mira.browser.close();
  await jo.browser.close();
});
