/**
 * The built app as people meet it: a relay of the test's own with its data in a folder of its own, and browser
 * profiles that know nothing of each other. Errors on a page fail the test that opened it.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import AxeBuilder from "@axe-core/playwright";
import { test as base, expect } from "@playwright/test";
import type { BrowserContextOptions, Page } from "@playwright/test";
import { spawnRelay } from "../../support/built-relay";
import type { RelayProcess } from "../../support/built-relay";
import { operate } from "../../support/operator-command";

/** Where `npm run build` puts the relay, with the client beside it. */
const builtFolder = fileURLToPath(new URL("../../../dist/relay", import.meta.url));

export interface LiveRelay {
  readonly origin: string;
  /** Runs an operator's command on this relay's data; settles with what it printed. */
  readonly operate: (...words: readonly string[]) => Promise<string>;
  /** `SIGKILL` is a power cut, `SIGTERM` an ordinary stop. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
  /** On the same port, with the same data. */
  readonly startAgain: () => Promise<void>;
}

export const phone = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
} as const satisfies BrowserContextOptions;

interface Fixtures {
  /** Settings of the test's relay, as an operator would give them. */
  readonly relaySettings: Readonly<Record<string, string>>;
  readonly relay: LiveRelay;
  /** A page in a fresh browser profile, not yet anywhere. */
  readonly newProfile: (options?: BrowserContextOptions) => Promise<Page>;
}

const startRelay = async (
  settings: Readonly<Record<string, string>>,
): Promise<LiveRelay & { readonly remove: () => Promise<void> }> => {
  const folder = await mkdtemp(join(tmpdir(), "eventkit-e2e-"));
  const built = { folder: process.env["EVENTKIT_BUILT_RELAY"] ?? builtFolder, remove: async () => undefined };
  let running: RelayProcess = spawnRelay(built, folder, settings);
  const { port, origin } = await running.started;
  const stop = async (signal: NodeJS.Signals = "SIGTERM"): Promise<void> => {
    running.kill(signal);
    await running.ended;
  };
  return {
    origin,
    operate: async (...words) => (await operate(built, folder, words)).output,
    stop,
    startAgain: async () => {
      running = spawnRelay(built, folder, { ...settings, PORT: String(port) });
      await running.started;
    },
    remove: async () => {
      await stop("SIGKILL");
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** What the browser itself says about a relay that is away is no error of ours. */
const isOurs = (message: string): boolean =>
  !/ERR_CONNECTION|WebSocket connection|Failed to load resource/.test(message);

/** Nobody is as fast as a test: settles once the browser would let the person leave without asking. */
export const whenStored = async (page: Page): Promise<void> => {
  await page.waitForFunction(() => window.dispatchEvent(new Event("beforeunload", { cancelable: true })));
};

/** From now on the page goes elsewhere, or is loaded anew, only then: what is cut off before was never promised. */
export const leaveWhenStored = (page: Page): Page => {
  const goto = page.goto.bind(page);
  const reload = page.reload.bind(page);
  page.goto = async (...to) => {
    await whenStored(page);
    return goto(...to);
  };
  page.reload = async (...how) => {
    await whenStored(page);
    return reload(...how);
  };
  return page;
};

export const test = base.extend<Fixtures>({
  relaySettings: [{}, { option: true }],
  relay: async ({ relaySettings }, use) => {
    const relay = await startRelay(relaySettings);
    await use(relay);
    await relay.remove();
  },
  newProfile: async ({ browser, contextOptions }, use) => {
    const errors: string[] = [];
    const open = async (options: BrowserContextOptions = {}): Promise<Page> => {
      const context = await browser.newContext({ ...contextOptions, ...options });
      const page = leaveWhenStored(await context.newPage());
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error" && isOurs(message.text())) errors.push(message.text());
      });
      return page;
    };
    await use(open);
    expect(errors, "no page reported an error").toEqual([]);
    for (const context of browser.contexts()) await context.close();
  },
});

/** Fills the first page and waits until the app stands. */
export const createCompany = async (
  page: Page,
  origin: string,
  company = "Lichtwerk Berlin",
  person = "Anna Lenz",
) => {
  await page.goto(origin);
  await page.getByLabel("Company", { exact: true }).fill(company);
  await page.getByLabel("Your name").fill(person);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "To begin with" })).toBeVisible();
};

/** Makes an invitation on the people page; the dialog stays open. */
export const makeInvitation = async (page: Page, kind = "A colleague"): Promise<string> => {
  await page.goto(new URL("/settings/people", page.url()).href);
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await page.getByRole("radio", { name: kind }).check();
  await page.getByRole("button", { name: "Make the invitation" }).click();
  await expect(page.getByText("Waiting for the newcomer")).toBeVisible();
  return page.getByRole("textbox", { name: "Invitation link" }).innerText();
};

/** A second profile comes in: link, name, code compared on both screens, let in. */
export const joinCompany = async (
  owner: Page,
  newcomer: Page,
  name: string,
  kind?: string,
): Promise<void> => {
  const link = await makeInvitation(owner, kind);
  await newcomer.goto(link);
  await newcomer.getByLabel("Your name").fill(name);
  await newcomer.getByRole("button", { name: "Ask to join" }).click();
  const code = (await newcomer.getByRole("img", { name: "Your code" }).textContent()) ?? "";
  await expect(owner.getByRole("img", { name: /^Code/ })).toHaveText(code);
  await owner.getByRole("button", { name: "Same code: let in" }).click();
  await expect(newcomer.getByRole("heading", { level: 1 })).toHaveText(/\d/);
};

/**
 * Goes to another screen as people do, so that what was just asked for is not cut off by loading the page anew, and
 * waits until the relay has all of it.
 */
export const leaveFor = async (page: Page, screen: string): Promise<void> => {
  await page
    .getByRole("link", { name: new RegExp(`^${screen}`) })
    .first()
    .click();
  await expect(page.getByRole("heading", { level: 1, name: screen })).toBeVisible();
  await expect(page.getByRole("button", { name: /^(Synced|Only this device)/ })).toBeVisible();
};

/** Everything axe knows, WCAG 2.2 AA and best practice. */
export const expectAccessible = async (page: Page): Promise<void> => {
  // A screen whose code is still on its way has no heading, and that is no fault of the screen.
  await expect(page.locator("h1").first()).toBeAttached();
  // Colours are judged when what fades in is there.
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState, effect }) => {
      const isEndless = effect?.getComputedTiming().endTime === Infinity;
      return isEndless || playState !== "running";
    }),
  );
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(
    (each) => `${each.id}: ${each.nodes.map((node) => node.target.join(" ")).join(", ")}`,
  );
  expect(found).toEqual([]);
};

export { expect };
