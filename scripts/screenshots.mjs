/**
 * `npm run screenshots`: pictures of every screen, desktop and phone, light and dark, into docs/screens: of the demo
 * company, and of trust with a company of ten people who all came in by themselves. A screen that cannot be reached
 * ends the run: the pictures are proof, not decoration.
 * Names of screens as arguments: only those, and the other pictures stay. `--to=<folder>` puts them elsewhere,
 * `--language=de` takes them in German.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromiumArgs, ensureChromium, findChromium } from "./chromium.mjs";
import { cameraArgs, readCode, writeVideo } from "../tests/e2e/support/camera-video.ts";
import { ensureInstalled } from "./install.mjs";
import { ask, hireStaff, invite } from "./screenshots-staff.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const options = process.argv.slice(2);
const optionOf = (name) => options.find((each) => each.startsWith(`--${name}=`))?.slice(name.length + 3);
const target = optionOf("to") ?? join(root, "docs", "screens");
const language = optionOf("language") ?? "en";

/** What is pressed on the way to a picture, in the language of the pictures. */
const words =
  language === "de"
    ? {
        actions: /^Aktionen für/,
        mergeWith: "Zusammenführen mit…",
        exportAll: "Alles exportieren",
        choose: "Archiv wählen",
        begin: "Mit diesem Archiv beginnen",
      }
    : {
        actions: /^Actions for/,
        mergeWith: "Merge with…",
        exportAll: "Export everything",
        choose: "Choose an archive",
        begin: "Begin from this archive",
      };

/** Screens by name: an address, or steps that lead there from an address. */
const screens = [
  { name: "today", path: "/" },
  { name: "events", path: "/events" },
  { name: "event", path: "/events?show=all&q=tech+conference", open: (page) => openEvent(page) },
  {
    name: "pull-list",
    path: "/events?show=all&q=tech+conference",
    open: (page) => openPullList(page),
  },
  { name: "stock", path: "/stock" },
  { name: "product", path: "/stock", open: (page) => openFirst(page, "/stock/products/") },
  { name: "kit", path: "/stock?kind=kit", open: (page) => openFirst(page, "/stock/products/") },
  { name: "kit-list", path: "/events?show=all&q=night+1", open: (page) => openKitList(page) },
  { name: "merge", path: "/stock?q=sm57", open: (page) => openMerge(page) },
  { name: "merge-pieces", path: "/stock?view=assets&q=shrp", open: (page) => openMergePieces(page) },
  { name: "asset", path: "/stock?view=assets", open: (page) => openFirst(page, "/stock/assets/") },
  { name: "case", path: "/stock?view=assets&q=fcmp", open: (page) => openCase(page) },
  {
    name: "event-cases",
    path: "/events?show=all&q=tech+conference",
    open: async (page) => page.goto(`${await openEvent(page)}/cases`),
  },
  { name: "control-codes", path: "/labels?print=controls" },
  { name: "locations", path: "/stock/locations" },
  { name: "stock-report", path: "/stock/report" },
  { name: "transfers", path: "/stock/transfers" },
  {
    name: "transfer",
    path: "/stock/transfers",
    open: (page) => openFirst(page, "/stock/transfers/"),
  },
  { name: "maintenance", path: "/stock/maintenance" },
  { name: "maintenance-due", path: "/stock/maintenance?list=due" },
  { name: "fault", path: "/stock/maintenance?q=spii", open: (page) => openFirst(page, "/stock/faults/") },
  { name: "test", path: "/stock/maintenance?list=due", open: (page) => fillTest(page) },
  { name: "import", path: "/import" },
  {
    name: "labels",
    path: "/labels",
    open: (page) => page.getByRole("button", { name: "All without a label" }).click(),
  },
  { name: "scan", path: "/events?show=all&q=tech+conference", open: (page) => scanSome(page) },
  { name: "stocktake", path: "/stock/stocktakes", open: (page) => openStocktake(page, "unexpected") },
  { name: "stocktake-count", path: "/stock/stocktakes", open: (page) => countSome(page) },
  { name: "stocktakes", path: "/stock/stocktakes" },
  { name: "conflicts", path: "/conflicts" },
  { name: "activity", path: "/activity" },
  { name: "settings", path: "/settings" },
  { name: "bring-in", path: "/settings/device", open: (page) => chooseArchive(page) },
];

/** Of the company with people in it; `as` says through whose eyes. */
const trustScreens = [
  { name: "people", path: () => "/settings/people" },
  { name: "member", path: () => "/settings/people", open: (page) => openMember(page, "Ben Okafor") },
  { name: "roles", path: () => "/settings/roles" },
  { name: "role", path: () => "/settings/roles/Warehouse" },
  { name: "security", path: () => "/settings/security" },
  { name: "device", path: () => "/settings/device" },
  { name: "paper-key", path: () => "/settings/paper-key" },
  { name: "company-keys", path: () => "/settings/keys" },
  {
    name: "company-keys-new",
    path: () => "/settings/keys",
    open: (page) => page.getByRole("button", { name: "Lost or seen: make a new one" }).click(),
  },
  { name: "device-review", path: ({ lost }) => lost },
  { name: "handed-in", path: () => "/held" },
  { name: "read-only", path: ({ event }) => `/events/${event}`, as: "viewer" },
];

const wanted = options.filter((each) => !each.startsWith("--"));
const isWanted = ({ name }) => wanted.length === 0 || wanted.includes(name);
const shown = screens.filter(isWanted);
const trustShown = trustScreens.filter(isWanted);
const joining = ["join", "join-code", "join-compare", "recover", "badge-in"].filter((name) =>
  isWanted({ name }),
);

const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const themes = ["light", "dark"];

const openFirst = async (page, prefix) => {
  const link = page.locator(`main a[href^="${prefix}"]`).first();
  await link.waitFor();
  const href = await link.getAttribute("href");
  await page.goto(new URL(href, page.url()).href);
  return href;
};

const openCase = async (page) => {
  const href = await openFirst(page, "/stock/assets/");
  await page.goto(new URL(href.replace("/assets/", "/cases/"), page.url()).href);
};

/** The electrical test that is due first, with the reading that decides it. */
const fillTest = async (page) => {
  const href = await openFirst(page, "/stock/assets/");
  await page.goto(new URL(`${href}/test`, page.url()).href);
  await page.locator("main form").first().waitFor();
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

/** The list of a job that books kits, where one of them is short. */
const openKitList = async (page) => {
  const link = page.locator('main a[href^="/events/"]').filter({ hasText: "Band Tour, night 1" }).first();
  await link.waitFor();
  const href = (await link.getAttribute("href")).split("?")[0].replace("/pull-list", "");
  await page.goto(new URL(`${href}/pull-list`, page.url()).href);
  const list = page.locator('[role="grid"], [role="region"][tabindex="0"]').first();
  await list.waitFor();
  // Only what is in sight is drawn.
  const kit = page.getByText("Drum microphone set").first();
  for (let step = 0; !(await kit.isVisible()) && step < 20; step++) {
    await list.hover();
    await page.mouse.wheel(0, 300);
    await settle(page);
  }
  await kit.scrollIntoViewIfNeeded();
};

/** Two products side by side, before one of them goes on for both. */
const openMerge = async (page) => {
  await openFirst(page, "/stock/products/");
  await page.getByRole("button", { name: words.actions }).click();
  await page.getByRole("menuitem", { name: words.mergeWith }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox").fill("SM58");
  await page.getByRole("option", { name: /SM58/ }).first().click();
  await dialog.getByText("SM58").first().waitFor();
};

/** Two records of one piece side by side, before one of them goes on for both. */
const openMergePieces = async (page) => {
  await openFirst(page, "/stock/assets/");
  await page.getByRole("button", { name: words.actions }).click();
  await page.getByRole("menuitem", { name: words.mergeWith }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox").fill("SHRP");
  await page.getByRole("option").first().click();
  await dialog.locator('[role="radiogroup"]').first().waitFor();
};

/** What this company exported, chosen on the first page. */
const chooseArchive = async (page) => {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: words.exportAll }).click();
  const archive = await (await download).path();
  await page.goto(new URL("/welcome", page.url()).href);
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: words.choose }).click();
  await (
    await chooser
  ).setFiles({
    name: "archive.zip",
    mimeType: "application/zip",
    buffer: readFileSync(archive),
  });
  await page.getByRole("button", { name: words.begin }).scrollIntoViewIfNeeded();
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

/** Types codes where scanning is open. */
const typeCodes = async (page, codes) => {
  await page.getByRole("button", { name: "Type a code" }).last().click();
  for (const code of codes) {
    await page.getByRole("textbox", { name: "Code" }).fill(code);
    await page.keyboard.press("Enter");
    await page.locator("[data-rule]").filter({ hasText: code }).waitFor();
  }
};

/** The stocktake of the demo company, begun where there is none; the page stays on one of its lists. */
const openStocktake = async (page, list) => {
  const entry = page.locator('main a[href^="/stock/stocktakes/"]').first();
  const start = page.getByRole("button", { name: "Start a stocktake" });
  await entry.or(start).first().waitFor();
  if (!(await entry.isVisible())) {
    await start.click();
    await page.getByRole("button", { name: "Start now" }).click();
    await page.getByRole("link", { name: "Count", exact: true }).click();
    await typeCodes(page, ["MMXW-0001", "MMXW-0002", "CSSP-0016", "SHRP-0029"]);
    await page.goto(new URL("/stock/stocktakes", page.url()).href);
  }
  const href = await entry.getAttribute("href");
  await page.goto(new URL(`${href}?list=${list}`, page.url()).href);
  await page.getByRole("navigation", { name: "Lists" }).waitFor();
  return href;
};

const countSome = async (page) => {
  const href = await openStocktake(page, "missing");
  await page.goto(new URL(`${href}/count`, page.url()).href);
  await typeCodes(page, ["MMXW-0003", "MMXW-0004"]);
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

const stillFrames = 20;

/** A screen is settled when for so many frames nothing has changed or moved and every picture in it is there. */
const settle = async (page) => {
  await page.locator("main").first().waitFor();
  await page.evaluate(
    (frames) =>
      new Promise((resolve) => {
        let still = 0;
        const observer = new MutationObserver(() => (still = 0));
        observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
        const look = () => {
          const isMoving = document.getAnimations().some((animation) => animation.playState === "running");
          const isLoading = [...document.images].some((image) => !image.complete);
          still = isMoving || isLoading ? 0 : still + 1;
          if (still < frames) return requestAnimationFrame(look);
          observer.disconnect();
          resolve();
        };
        requestAnimationFrame(look);
      }),
    stillFrames,
  );
};

const openMember = async (page, name) => {
  const link = page.locator("main").getByRole("link", { name }).first();
  await link.waitFor();
  await page.goto(new URL(await link.getAttribute("href"), page.url()).href);
  await page.getByRole("heading", { level: 1, name }).waitFor();
};

/** With people in it, once everything is on the relay. */
const synced = (page) => page.getByRole("button", { name: /^Sync(ed|hron)/ }).waitFor();

const picture = async (page, name, size, theme) => {
  await settle(page);
  await page.screenshot({ path: join(target, `${name}.${size}.${theme}.png`) });
};

const shoot = async (page, origin, screen, size, theme) => {
  await page.goto(origin + screen.path);
  await screen.open?.(page);
  await picture(page, screen.name, size, theme);
};

/** What somebody chose in the settings, before a page is loaded. */
const speak = (page) =>
  page.addInitScript((wantedLanguage) => localStorage.setItem("eventkit.locale", wantedLanguage), language);

/** Both looks of one page: only the colours change. */
const inBothThemes = async (page, take) => {
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme });
    await take(theme);
  }
};

const shootTrust = async (browser, origin) => {
  const open = (size) => newPage(browser, size, "light");
  const company = await hireStaff(open, origin);
  const eyes = { desktop: company.desktop, phone: company.phone };
  if (joining.length > 0) await shootJoining(company, open, origin);
  for (const page of [company.desktop, company.phone, company.viewer]) await speak(page);
  for (const size of Object.keys(sizes)) {
    for (const screen of trustShown) {
      const page = screen.as === "viewer" ? company.viewer : eyes[size];
      await page.setViewportSize(sizes[size]);
      await page.goto(origin + screen.path(company));
      await synced(page);
      await screen.open?.(page);
      await inBothThemes(page, (theme) => picture(page, screen.name, size, theme));
    }
    console.log(`${size}: ${trustShown.length} pictures of trust in both themes`);
  }
};

/** A load-in where one person has come in and the code for the next is shown. */
const shootLoadIn = async (company, open, origin, size) => {
  const chief = company[size];
  const newcomer = await open("phone");
  await chief.setViewportSize(sizes[size]);
  await chief.goto(`${origin}/settings/people`);
  await chief.getByRole("button", { name: "Invite", exact: true }).click();
  await chief.getByRole("radio", { name: "People at a load-in" }).check();
  await inBothThemes(chief, (theme) => picture(chief, "badge-in-choose", size, theme));
  await chief.getByRole("button", { name: "Show the code" }).click();
  const code = chief.getByRole("img", { name: "Code to come in" });
  await newcomer.goto(await readCode(code));
  await newcomer.getByLabel("Your name").fill("Ada Berg");
  await newcomer.getByRole("button", { name: "Ask to join" }).click();
  await chief.getByRole("region", { name: "Came in" }).getByText("Ada Berg").waitFor();
  await code.waitFor();
  await inBothThemes(chief, (theme) => picture(chief, "badge-in", size, theme));
  await chief.getByRole("button", { name: "Stop letting people in" }).click();
  await chief.getByRole("button", { name: "Done" }).click();
  await newcomer.context().close();
};

/** Coming in from both sides, and back in without any device. */
const shootJoining = async (company, open, origin) => {
  for (const size of Object.keys(sizes)) {
    const newcomer = await open(size);
    const owner = company[size];
    const link = await invite(owner, origin, { role: "Member" });
    const take = (page, name) => inBothThemes(page, (theme) => picture(page, name, size, theme));
    await newcomer.goto(link);
    await newcomer.getByRole("button", { name: "Ask to join" }).waitFor();
    await take(newcomer, "join");
    await ask(newcomer, link, "Nora Albrecht");
    await take(newcomer, "join-code");
    await owner.getByRole("button", { name: "Same code: let in" }).waitFor();
    await take(owner, "join-compare");
    await owner.getByRole("button", { name: "Refuse" }).click();
    await newcomer.goto(`${origin}/recover`);
    await take(newcomer, "recover");
    await newcomer.context().close();
    if (isWanted({ name: "badge-in" })) await shootLoadIn(company, open, origin, size);
  }
};

/** What a phone says it is: devices are called by it until somebody names them. */
const phoneAgent =
  "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36";

const newPage = async (browser, size, theme) => {
  const context = await browser.newContext({
    ...(size === "phone" ? { userAgent: phoneAgent } : {}),
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

const shootDemo = async (browser, origin) => {
  for (const size of Object.keys(sizes)) {
    for (const theme of themes) {
      const page = await newPage(browser, size, theme);
      await shoot(page, origin, { name: "welcome", path: "/welcome" }, size, theme);
      await page.getByRole("button", { name: "Open the demo" }).click();
      await page.locator("nav").first().waitFor();
      await speak(page);
      for (const screen of shown) await shoot(page, origin, screen, size, theme);
      await page.context().close();
      console.log(`${size} ${theme}: ${shown.length + 1} pictures`);
    }
  }
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
    if (trustShown.length + joining.length > 0) await shootTrust(browser, relay.origin);
    if (shown.length > 0 || isWanted({ name: "welcome" })) await shootDemo(browser, relay.origin);
  } finally {
    await browser.close();
    relay.child.removeAllListeners("exit");
    relay.child.kill("SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  }
};

await main();
