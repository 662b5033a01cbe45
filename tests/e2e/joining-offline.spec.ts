/** Letting somebody in where there is no network: invitation and request go from screen to camera, both ways. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import { chromium } from "@playwright/test";
import { chromiumArgs, findChromium } from "../../scripts/chromium.mjs";
import { createCompany, expect, expectAccessible, leaveWhenStored, phone, test } from "./support/app";
import { cameraArgs, photograph, writeVideo } from "./support/camera-video";

test.describe.configure({ timeout: 180_000 });

const executablePath = findChromium();

/** A browser whose camera looks at a film that is shot later: the file is read when the camera starts. */
const openDevice = async (
  film: string,
  options: BrowserContextOptions,
): Promise<{ readonly browser: Browser; readonly page: Page; readonly errors: readonly string[] }> => {
  const browser = await chromium.launch({
    args: [...chromiumArgs(), ...cameraArgs(film)],
    ...(executablePath === undefined ? {} : { executablePath }),
  });
  const context = await browser.newContext({ permissions: ["camera"], locale: "en-GB", ...options });
  const page = leaveWhenStored(await context.newPage());
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  return { browser, page, errors };
};

/** Without the worker a page that was not opened before cannot be opened without a network. */
const waitForOfflinePart = (page: Page): Promise<unknown> =>
  page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state);

test("[ENR-18] two devices without a network let each other in by camera, and it completes once there is one", async ({
  relay,
}) => {
  const folder = mkdtempSync(join(tmpdir(), "eventkit-film-"));
  const invitationFilm = join(folder, "invitation.y4m");
  const requestFilm = join(folder, "request.y4m");
  const office = await openDevice(requestFilm, {
    viewport: { width: 1280, height: 900 },
    deviceScaleFactor: 2,
  });
  const newcomer = await openDevice(invitationFilm, { ...phone, deviceScaleFactor: 2 });
  await createCompany(office.page, relay.origin);
  await newcomer.page.goto(relay.origin);
  for (const { page } of [office, newcomer]) await waitForOfflinePart(page);
  await office.page.goto(`${relay.origin}/settings/people`);
  await expect(office.page.getByRole("list", { name: "Members" }).getByText("Anna Lenz")).toBeVisible();
  await relay.stop("SIGKILL");

  await office.page.getByRole("button", { name: "Invite", exact: true }).click();
  await office.page.getByRole("button", { name: "Make the invitation" }).click();
  await expect(office.page.getByText("The relay has not confirmed it yet")).toBeVisible({ timeout: 20_000 });
  const invitation = office.page.getByRole("img", { name: "Invitation as QR code" });
  writeVideo(invitationFilm, [{ picture: await photograph(invitation), seconds: 2 }]);

  await newcomer.page.getByRole("link", { name: "Scan invitation" }).click();
  await expect(newcomer.page.getByText("The invitation is read.")).toBeVisible({ timeout: 30_000 });
  await newcomer.page.getByLabel("Your name").fill("Mira Kern");
  await newcomer.page.getByRole("button", { name: "Ask to join" }).click();
  await newcomer.page.getByRole("button", { name: "Go on without a network" }).click();
  const request = newcomer.page.getByRole("img", { name: "Your request as QR code" });
  await expect(request).toBeVisible();
  await expectAccessible(newcomer.page);
  const code = (await newcomer.page.getByRole("img", { name: "Your code" }).textContent()) ?? "";
  writeVideo(requestFilm, [{ picture: await photograph(request), seconds: 2 }]);

  await office.page.getByRole("button", { name: "No network over there?" }).click();
  await expect(office.page.getByRole("img", { name: /^Code/ })).toHaveText(code, { timeout: 30_000 });
  await office.page.getByRole("button", { name: "Same code: let in" }).click();
  const members = office.page.getByRole("list", { name: "Members" });
  await expect(members.getByText("Not confirmed by the relay yet")).toBeVisible({ timeout: 20_000 });
  await expect(newcomer.page.getByText("You are in as soon as both devices have reached")).toBeVisible();

  await relay.startAgain();
  await expect(newcomer.page.getByRole("button", { name: /Switch company/ })).toContainText(
    "Lichtwerk Berlin",
    {
      timeout: 60_000,
    },
  );
  await expect(members.getByText("Not confirmed by the relay yet")).toBeHidden();
  await expect(members.getByText("Mira Kern")).toBeVisible();
  expect([...office.errors, ...newcomer.errors]).toEqual([]);
  await office.browser.close();
  await newcomer.browser.close();
});
