/** A phone held in one hand: through the main screens with the thumb that holds it. */
import type { Page } from "@playwright/test";
import { expect, phone, test } from "./support/app";
import { openDemo } from "./support/scanning";
import { overflow, smallTargets } from "./support/thumb";

test.describe.configure({ timeout: 180_000 });

const judge = async (page: Page, what: string): Promise<void> => {
  expect(await overflow(page), `${what} is wider than the window`).toBeLessThanOrEqual(0);
  expect(await smallTargets(page), `${what} has something too small for a thumb`).toEqual([]);
};

/** In the half of the screen that the thumb of the holding hand reaches. */
const tapLow = async (page: Page, name: string): Promise<void> => {
  const target = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name, exact: true });
  const box = await target.boundingBox();
  const height = page.viewportSize()?.height ?? 0;
  expect(box?.y ?? 0, `${name} is within reach`).toBeGreaterThan(height / 2);
  await target.tap();
};

for (const width of [390, 320]) {
  test(`[MOB-01] main screens with one thumb at ${width} px`, async ({ relay, newProfile }) => {
    const page = await newProfile({
      ...phone,
      viewport: { width, height: width === 390 ? 844 : 640 },
      reducedMotion: "reduce",
    });
    await openDemo(page, relay.origin);
    await judge(page, "today");

    await tapLow(page, "Events");
    await expect(page).toHaveURL(/\/events/);
    await judge(page, "events");
    await page.locator('main a[href^="/events/"]').first().tap();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await judge(page, "an event");

    await tapLow(page, "Stock");
    await expect(page.getByRole("searchbox")).toBeVisible();
    await judge(page, "stock");
    await page.getByRole("searchbox").fill("mega");
    await page.getByText("MegaPointe", { exact: true }).first().tap();
    await expect(page.getByRole("heading", { level: 1, name: /MegaPointe/ })).toBeVisible();
    await judge(page, "a product");
    await page.goto(`${relay.origin}/stock?view=assets&q=mega-0003`);
    await page.getByText("MEGA-0003", { exact: true }).first().tap();
    await expect(page.getByRole("heading", { level: 1, name: /MEGA-0003/ })).toBeVisible();
    await judge(page, "an asset");
    await page.getByRole("button", { name: "Actions for this asset" }).tap();
    await page.getByRole("menuitem", { name: "Take off stock…" }).tap();
    await judge(page, "a dialog");
    await page.getByRole("button", { name: "Take off stock", exact: true }).tap();
    await expect(page.getByRole("button", { name: "It is here again" })).toBeVisible();
    await judge(page, "what is off stock");

    for (const [path, what] of [
      ["/stock/report", "the stock report"],
      ["/stock/transfers", "transfers"],
      ["/settings", "settings"],
    ] as const) {
      await page.goto(relay.origin + path);
      await expect(page.locator("main")).toBeVisible();
      await judge(page, what);
    }

    const scan = page
      .getByRole("navigation", { name: "Main" })
      .getByRole("link", { name: "Scan", exact: true });
    const box = await scan.boundingBox();
    expect((box?.y ?? 0) / (page.viewportSize()?.height ?? 1), "scanning is always in reach").toBeGreaterThan(
      0.8,
    );
    await scan.tap();
    await expect(page).toHaveURL(/\/scan/);
    await judge(page, "scan");
  });
}
