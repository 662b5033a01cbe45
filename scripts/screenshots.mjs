/**
 * `npm run screenshots`: pictures of every screen with the demo company, desktop and phone, light and dark, into
 * docs/screens. A screen that cannot be reached ends the run: the pictures are proof, not decoration.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromiumArgs, ensureChromium, findChromium } from "./chromium.mjs";
import { ensureInstalled } from "./install.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = join(root, "docs", "screens");

/** Screens by name: an address, or steps that lead there from an address. */
const screens = [
  { name: "today", path: "/" },
  { name: "events", path: "/events" },
  { name: "event", path: "/events", open: (page) => openEvent(page) },
  {
    name: "pull-list",
    path: "/events",
    open: async (page) => page.goto(`${await openEvent(page)}/pull-list`),
  },
  { name: "stock", path: "/stock" },
  { name: "product", path: "/stock", open: (page) => openFirst(page, "/stock/products/") },
  { name: "asset", path: "/stock?view=assets", open: (page) => openFirst(page, "/stock/assets/") },
  { name: "locations", path: "/stock/locations" },
  { name: "import", path: "/import" },
  {
    name: "labels",
    path: "/labels",
    open: (page) => page.getByRole("button", { name: "All without a label" }).click(),
  },
  { name: "scan", path: "/events", open: (page) => scanOne(page) },
  { name: "conflicts", path: "/conflicts" },
  { name: "settings", path: "/settings" },
  { name: "device", path: "/settings/device" },
  { name: "people", path: "/settings/people" },
];

const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const themes = ["light", "dark"];

const openFirst = async (page, prefix) => {
  const link = page.locator(`main a[href^="${prefix}"]`).first();
  await link.waitFor();
  const href = await link.getAttribute("href");
  await page.goto(new URL(href, page.url()).href);
  return href;
};

const openEvent = async (page) => {
  const link = page.locator('main a[href^="/events/"]').filter({ hasText: "Tech Conference" }).first();
  await link.waitFor();
  const href = (await link.getAttribute("href")).split("?")[0].replace("/pull-list", "");
  await page.goto(new URL(href, page.url()).href);
  return new URL(href, page.url()).href;
};

const explainShortage = async (page) => {
  await page.goto(`${await openEvent(page)}/pull-list`);
  await page.getByRole("button", { name: /^Why / }).first().waitFor();
  // Rows come first, availability a moment later.
  await page.waitForTimeout(1500);
  await page.getByRole("button", { name: /^Why / }).first().click();
  await page
    .getByText(/as known|missing/)
    .first()
    .waitFor();
};

const scanOne = async (page) => {
  const event = new URL(await openEvent(page)).pathname.split("/").at(-1);
  await page.goto(new URL(`/scan?mode=out&event=${event}`, page.url()).href);
  for (const code of ["SPII-0003", "V8LS-0004", "AURA-0002"]) {
    await page.getByRole("button", { name: "Type a code" }).click();
    await page.keyboard.type(code);
    await page.keyboard.press("Enter");
    await page.locator("[data-rule]").filter({ hasText: code }).waitFor();
  }
};

const startRelay = (folder) =>
  new Promise((resolve, reject) => {
    const env = {
      ...process.env,
      HOST: "127.0.0.1",
      PORT: "0",
      EVENTKIT_DATA: folder,
      EVENTKIT_MDNS: "off",
      EVENTKIT_TLS: "off",
    };
    const child = spawn(process.execPath, [join(root, "dist/relay/main.js")], {
      env,
      stdio: ["ignore", "ignore", "pipe"],
    });
    child.stderr.on("data", (data) => {
      const port = /"event":"relay.started","port":(\d+)/.exec(data.toString())?.[1];
      if (port !== undefined) resolve({ child, origin: `http://localhost:${port}` });
    });
    child.on("exit", (code) => reject(new Error(`the relay ended with ${code}`)));
  });

/** A screen is settled when nothing has moved for a moment and every pending image is there. */
const settle = async (page) => {
  await page.locator("main").first().waitFor();
  await page.waitForFunction(() =>
    document.getAnimations().every((animation) => animation.playState !== "running"),
  );
  await page.waitForTimeout(400);
};

const shoot = async (page, origin, screen, size, theme) => {
  await page.goto(origin + screen.path);
  await screen.open?.(page);
  await settle(page);
  await page.screenshot({ path: join(target, `${screen.name}.${size}.${theme}.png`) });
};

const newPage = async (browser, size, theme) => {
  const context = await browser.newContext({
    viewport: sizes[size],
    colorScheme: theme,
    hasTouch: size === "phone",
    isMobile: size === "phone",
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    reducedMotion: "reduce",
  });
  return context.newPage();
};

const main = async () => {
  ensureInstalled();
  ensureChromium();
  const { ensureBuilt } = await import("./build.mjs");
  await ensureBuilt();
  const { chromium } = await import("playwright-core");
  const folder = mkdtempSync(join(tmpdir(), "eventkit-screens-"));
  const relay = await startRelay(folder);
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: [...chromiumArgs(), "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
  });
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  try {
    for (const size of Object.keys(sizes)) {
      for (const theme of themes) {
        const page = await newPage(browser, size, theme);
        await shoot(page, relay.origin, { name: "welcome", path: "/welcome" }, size, theme);
        await page.getByRole("button", { name: "Open the demo" }).click();
        await page.locator("nav").first().waitFor();
        for (const screen of screens) await shoot(page, relay.origin, screen, size, theme);
        await page.context().close();
        console.log(`${size} ${theme}: ${screens.length + 1} pictures`);
      }
    }
  } finally {
    await browser.close();
    relay.child.removeAllListeners("exit");
    relay.child.kill("SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  }
};

await main();
