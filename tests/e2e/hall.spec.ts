/** A crew in a hall with a relay in a flight case: two browser profiles, the company's own relay stopped meanwhile. */
import { X509Certificate, createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import { chromium } from "@playwright/test";
import { chromiumArgs, findChromium } from "../../scripts/chromium.mjs";
import type { RelayProcess } from "../support/built-relay";
import { spawnRelay } from "../support/built-relay";
import {
  createCompany,
  expect,
  expectAccessible,
  joinCompany,
  leaveWhenStored,
  phone,
  test,
} from "./support/app";
import { makeProduct, nameProduct } from "./support/people";

test.describe.configure({ timeout: 240_000 });

const builtRelay =
  process.env["EVENTKIT_BUILT_RELAY"] ?? fileURLToPath(new URL("../../dist/relay", import.meta.url));
const executablePath = findChromium();

interface Box {
  readonly origin: string;
  readonly browser: Browser;
  readonly open: (options?: BrowserContextOptions) => Promise<Page>;
  readonly errors: readonly string[];
  readonly stop: () => Promise<void>;
}

/** With an authority of its own, as from the flight case; the browser trusts it already. */
const setUpBox = async (home: string, settings: Record<string, string>): Promise<Box> => {
  const folder = await mkdtemp(join(tmpdir(), "eventkit-e2e-"));
  const built = { folder: builtRelay, remove: async () => undefined };
  const running: RelayProcess = spawnRelay(built, folder, {
    ...{ EVENTKIT_TLS: "local", EVENTKIT_LOCAL_NAME: "case-1", EVENTKIT_ALLOWED_ORIGINS: home },
    ...settings,
  });
  const { port } = await running.started;
  const certificate = new X509Certificate(await readFile(join(folder, "tls", "local.pem")));
  const spki = certificate.publicKey.export({ type: "spki", format: "der" });
  const trusted = createHash("sha256").update(spki).digest("base64");
  const browser = await chromium.launch({
    args: [...chromiumArgs(), `--ignore-certificate-errors-spki-list=${trusted}`],
    ...(executablePath === undefined ? {} : { executablePath }),
  });
  const errors: string[] = [];
  return {
    ...{ origin: `https://localhost:${port}`, browser, errors },
    open: async (options = {}) => {
      const context = await browser.newContext({ locale: "en-GB", timezoneId: "Europe/Berlin", ...options });
      const page = leaveWhenStored(await context.newPage());
      page.on("pageerror", (error) => errors.push(error.message));
      return page;
    },
    stop: async () => {
      await browser.close();
      running.kill("SIGTERM");
      await running.ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** Without the worker a page that was not opened before cannot be opened without the company's relay. */
const waitForOfflinePart = (page: Page): Promise<unknown> =>
  page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state);

const openDevicePage = (page: Page): Promise<unknown> =>
  page.goto(new URL("/settings/device", page.url()).href);

const askFor = async (page: Page, address: string): Promise<void> => {
  await page.getByRole("button", { name: "Add a relay" }).click();
  await page.getByLabel("Address of the relay").fill(address);
  await page.getByRole("button", { name: "Look it up" }).click();
};

test("[MOB-06] a crew adds the relay of its flight case, works through it while home is away, and everything gets home", async ({
  relay,
}) => {
  const box = await setUpBox(relay.origin, { EVENTKIT_HALL: "on" });
  const office = await box.open({ viewport: { width: 1280, height: 900 } });
  const mira = await box.open({ ...phone, colorScheme: "dark" });
  await createCompany(office, relay.origin);
  await joinCompany(office, mira, "Mira Kern");

  await openDevicePage(office);
  await askFor(office, box.origin);
  const dialog = office.getByRole("dialog");
  await expect(dialog.getByText(box.origin)).toBeVisible();
  await expectAccessible(office);
  await dialog.getByLabel("Name").fill("Case 1");
  await dialog.getByRole("button", { name: "Add it" }).click();
  const relays = office.getByRole("list", { name: "Relays in the hall" });
  await expect(relays.getByText("Case 1")).toBeVisible();
  await expect(relays.getByText("Reached", { exact: true })).toBeVisible();
  await openDevicePage(mira);
  await expect(mira.getByText("Reached", { exact: true })).toBeVisible();
  await expectAccessible(office);
  await expectAccessible(mira);
  for (const page of [office, mira]) await waitForOfflinePart(page);

  await relay.stop("SIGKILL");
  await makeProduct(office, relay.origin, "Profile spot");
  await expect(
    office.getByRole("button", { name: /^In the hall · \d+ changes? not home yet/ }),
  ).toBeVisible();
  await mira.goto(`${relay.origin}/stock`);
  await mira.getByRole("link", { name: "Profile spot" }).first().click();
  await nameProduct(mira, "Profile spot", "Profile spot 750 W");
  await expect(office.getByRole("heading", { level: 1, name: "Profile spot 750 W" })).toBeVisible();
  await mira.getByRole("button", { name: /^In the hall/ }).click();
  await expect(
    mira.getByText("The company’s relay cannot be reached, the one in the hall can"),
  ).toBeVisible();
  await expectAccessible(mira);
  await mira.keyboard.press("Escape");
  await openDevicePage(mira);
  await expect(mira.getByText("From others, not home yet")).toBeVisible();
  await expect(mira.getByText("In the hall too", { exact: true })).toBeVisible();

  await relay.startAgain();
  for (const page of [office, mira])
    await expect(page.getByRole("button", { name: /^Synced/ })).toBeVisible({ timeout: 60_000 });
  await expect(mira.getByText("From others, not home yet")).toBeHidden();
  await office.goto(`${relay.origin}/settings/device`);
  await office.getByRole("button", { name: "Remove Case 1" }).click();
  await expect(office.getByText("Case 1 is removed")).toBeVisible();
  await expect(mira.getByText("Case 1")).toBeHidden();
  expect(box.errors).toEqual([]);
  await box.stop();
});

test("[MOB-06] the company's own relay and one that stands in no hall are not added, and the screen says why", async ({
  relay,
}) => {
  const box = await setUpBox(relay.origin, {});
  const office = await box.open({ viewport: { width: 1280, height: 900 } });
  await createCompany(office, relay.origin);
  await openDevicePage(office);
  await askFor(office, relay.origin);
  const dialog = office.getByRole("dialog");
  await expect(dialog.getByText("That is the company’s own relay.")).toBeVisible();
  await dialog.getByLabel("Address of the relay").fill(box.origin);
  await office.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "Add it" }).click();
  await expect(dialog.getByText("This relay does not stand in a hall.")).toBeVisible();
  await expectAccessible(office);
  await dialog.getByRole("button", { name: "Another address" }).click();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(office.getByRole("list", { name: "Relays in the hall" })).toBeHidden();
  expect(box.errors).toEqual([]);
  await box.stop();
});
