/**
 * `npm run screenshots`: pictures of every screen with the demo company, desktop and phone, light and dark, into
 * docs/screens. A screen that cannot be reached ends the run: the pictures are proof, not decoration.
 * Names of screens as arguments: only those, and the other pictures stay.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromiumArgs, ensureChromium, findChromium } from "./chromium.mjs";
import { cameraArgs, writeVideo } from "../tests/e2e/support/camera-video.ts";
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
    open: (page) => openPullList(page),
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
  { name: "scan", path: "/events", open: (page) => scanSome(page) },
  { name: "conflicts", path: "/conflicts" },
  { name: "activity", path: "/activity" },
  { name: "settings", path: "/settings" },
  { name: "device", path: "/settings/device" },
  { name: "people", path: "/settings/people" },
  { name: "roles", path: "/settings/roles" },
  { name: "role", path: "/settings/roles/manager" },
  { name: "security", path: "/settings/security" },
];

const wanted = process.argv.slice(2);
const shown = screens.filter(({ name }) => wanted.length === 0 || wanted.includes(name));

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

/** The list with a shortage that explains itself; on a phone a line opens alone, so the list stays. */
const openPullList = async (page) => {
  await page.goto(`${await openEvent(page)}/pull-list`);
  await page
    .getByText(/^\d+ short$/)
    .first()
    .waitFor();
  if (page.viewportSize().width < 640) return;
  await page.getByRole("button", { name: /^Why / }).first().click();
  await page.getByText(/^as known/).waitFor();
};

/** What the camera sees: an empty hall, then a label held into the picture. */
const seen = "SHRP-0030";
const film = [{ seconds: 6 }, { code: seen, seconds: 10 }];

const scanSome = async (page) => {
  const event = new URL(await openEvent(page)).pathname.split("/").at(-1);
  await page.goto(new URL(`/scan?mode=out&event=${event}`, page.url()).href);
  const card = (code) => page.locator("[data-rule]").filter({ hasText: code }).waitFor();
  await page.getByRole("button", { name: "Type a code" }).click();
  for (const code of ["CSSP-0016", "SHRP-0029"]) {
    await page.getByRole("textbox", { name: "Code" }).fill(code);
    await page.keyboard.press("Enter");
    await card(code);
  }
  await page.getByRole("button", { name: "Type a code" }).click();
  await card(seen);
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
  const video = join(folder, "camera.y4m");
  writeVideo(video, film);
  const relay = await startRelay(join(folder, "data"));
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: [...chromiumArgs(), ...cameraArgs(video)],
  });
  if (wanted.length === 0) rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  try {
    for (const size of Object.keys(sizes)) {
      for (const theme of themes) {
        const page = await newPage(browser, size, theme);
        await shoot(page, relay.origin, { name: "welcome", path: "/welcome" }, size, theme);
        await page.getByRole("button", { name: "Open the demo" }).click();
        await page.locator("nav").first().waitFor();
        for (const screen of shown) await shoot(page, relay.origin, screen, size, theme);
        await page.context().close();
        console.log(`${size} ${theme}: ${shown.length + 1} pictures`);
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
