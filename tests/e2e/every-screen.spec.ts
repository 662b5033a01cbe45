/** What holds on every screen: axe finds nothing, nothing is wider than the window, a thumb hits every control. */
import type { BrowserContextOptions, Page } from "@playwright/test";
import { expect, expectAccessible, phone, test } from "./support/app";

const addresses = [
  "/",
  "/events",
  "/stock",
  "/stock?view=assets",
  "/stock/locations",
  "/stock/report",
  "/import",
  "/labels",
  "/conflicts",
  "/settings",
  "/settings/people",
  "/settings/roles",
  "/settings/roles/manager",
  "/settings/security",
  "/settings/device",
  "/settings/paper-key",
  "/nowhere",
] as const;

const narrow: BrowserContextOptions = { ...phone, viewport: { width: 320, height: 640 } };

/** Rows are drawn after the frame; a screen is judged when it stands still. */
const settle = async (page: Page): Promise<void> => {
  await expect(page.locator("main")).toBeVisible();
  await expect(page.locator("nav").first()).toBeVisible();
  await page.waitForFunction(() =>
    document.getAnimations().every((animation) => animation.playState !== "running"),
  );
};

/** Controls less than 44 px high or wide for a thumb. Links within a sentence may be as small as their words. */
const smallTargets = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const controls = document.querySelectorAll<HTMLElement>(
      "button, a[href], input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab]",
    );
    const isShown = (element: HTMLElement): boolean =>
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      element.closest("[aria-hidden=true], [inert]") === null;
    const isWithinWords = (element: HTMLElement): boolean =>
      element.tagName === "A" && getComputedStyle(element).display === "inline";
    // A tap anywhere on a row opens it; the link in it is for the keyboard and for another tab.
    const isRowLink = (element: HTMLElement): boolean =>
      element.tagName === "A" && element.closest("[role=row]") !== null;
    const found: string[] = [];
    for (const control of controls) {
      if (!isShown(control) || isWithinWords(control) || isRowLink(control)) continue;
      const target = control.closest("label") ?? control;
      const { width, height } = target.getBoundingClientRect();
      if (width <= 1 || height <= 1) continue;
      if (Math.round(width) < 44 || Math.round(height) < 44) {
        const words = control.getAttribute("aria-label") ?? control.textContent;
        found.push(`${control.tagName} "${words.slice(0, 40)}" ${Math.round(width)}×${Math.round(height)}`);
      }
    }
    return found;
  });

const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

interface Visit {
  readonly thumbs: boolean;
}

const visit = async (page: Page, origin: string, address: string, { thumbs }: Visit): Promise<void> => {
  await test.step(address, async () => {
    await page.goto(origin + address);
    await settle(page);
    await expectAccessible(page);
    expect(await overflow(page), "wider than the window").toBeLessThanOrEqual(0);
    if (thumbs) expect(await smallTargets(page), "too small for a thumb").toEqual([]);
  });
};

/** Addresses of the first event, product and asset, from the lists. */
const firstOf = async (page: Page, list: string, prefix: string): Promise<string> => {
  await page.goto(list);
  const link = page.locator(`main a[href^="${prefix}"]`).first();
  return ((await link.getAttribute("href")) ?? "").split("?")[0] ?? "";
};

const forms = [
  { name: "desktop", options: {}, thumbs: false },
  { name: "phone, in German", options: { ...phone, locale: "de-DE" }, thumbs: true },
  { name: "320 pixels wide, dark", options: { ...narrow, colorScheme: "dark" }, thumbs: true },
] as const satisfies readonly {
  readonly name: string;
  readonly options: BrowserContextOptions;
  readonly thumbs: boolean;
}[];

for (const form of forms) {
  test(`every screen of an empty company: ${form.name}`, async ({ relay, newProfile }) => {
    test.slow();
    const page = await newProfile({ reducedMotion: "reduce", ...form.options });
    await page.goto(`${relay.origin}/welcome`);
    await page.locator("input").nth(0).fill("Lichtwerk");
    await page.locator("input").nth(1).fill("Anna Lenz");
    await page.keyboard.press("Enter");
    await expect(page.locator("nav").first()).toBeVisible();
    for (const address of addresses) await visit(page, relay.origin, address, form);
    const member = await firstOf(page, `${relay.origin}/settings/people`, "/settings/people/");
    await visit(page, relay.origin, member, form);
    const device = await firstOf(page, `${relay.origin}/settings/people`, "/settings/devices/");
    await visit(page, relay.origin, device, form);
  });

  test(`every screen of a full company: ${form.name}`, async ({ relay, newProfile }) => {
    test.slow();
    const page = await newProfile({ reducedMotion: "reduce", ...form.options });
    await page.goto(`${relay.origin}/welcome`);
    await page.getByRole("button", { name: /Open the demo|Demo öffnen/ }).click();
    await expect(page.locator("nav").first()).toBeVisible({ timeout: 60_000 });
    for (const address of addresses) await visit(page, relay.origin, address, form);
    const event = await firstOf(page, `${relay.origin}/events`, "/events/");
    const product = await firstOf(page, `${relay.origin}/stock`, "/stock/products/");
    const asset = await firstOf(page, `${relay.origin}/stock?view=assets`, "/stock/assets/");
    const things = [
      event.replace("/pull-list", ""),
      `${event.replace("/pull-list", "")}/pull-list`,
      product,
      asset,
    ];
    for (const address of things) await visit(page, relay.origin, address, form);
  });
}
