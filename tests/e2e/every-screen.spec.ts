/** What holds on every screen: axe finds nothing, nothing is wider than the window, a thumb hits every control. */
import type { BrowserContextOptions, Page } from "@playwright/test";
import { expect, expectAccessible, phone, test } from "./support/app";
import { overflow, smallTargets } from "./support/thumb";

const addresses = [
  "/",
  "/events",
  "/stock",
  "/stock?view=assets",
  "/stock/locations",
  "/stock/report",
  "/stock/transfers",
  "/stock/stocktakes",
  "/stock/maintenance",
  "/stock/maintenance?list=due",
  "/stock/maintenance/import",
  "/import",
  "/labels",
  "/conflicts",
  "/activity",
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
    const fault = await firstOf(page, `${relay.origin}/stock/maintenance`, "/stock/faults/");
    const due = await firstOf(page, `${relay.origin}/stock/maintenance?list=due`, "/stock/assets/");
    const transfer = await firstOf(page, `${relay.origin}/stock/transfers`, "/stock/transfers/");
    const things = [
      event.replace("/pull-list", ""),
      `${event.replace("/pull-list", "")}/pull-list`,
      `${event.replace("/pull-list", "")}/cases`,
      ...[product, asset, fault, transfer, `${due}/test`, `${due}/lifting`],
    ];
    for (const address of things) await visit(page, relay.origin, address, form);
  });
}
