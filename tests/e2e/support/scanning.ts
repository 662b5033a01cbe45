/** What the scan tests do again and again. */
import type { Page } from "@playwright/test";
import { expect } from "./app";

/** Opens the demo company from the first page. */
export const openDemo = async (page: Page, origin: string): Promise<void> => {
  await page.goto(`${origin}/welcome`);
  await page.getByRole("button", { name: /Open the demo|Demo öffnen/ }).click();
  // Writing a whole company takes its time on a busy machine.
  await expect(page.getByRole("button", { name: /Switch company|Firma wechseln/ })).toBeVisible({
    timeout: 60_000,
  });
};

/** Goes to the scan screen for an event of the list, out of the house. */
export const scanFor = async (
  page: Page,
  origin: string,
  event: RegExp,
  mode: "out" | "in" = "out",
): Promise<void> => {
  await page.goto(`${origin}/scan?mode=out`);
  const dialog = page.getByRole("dialog");
  const option = dialog
    .getByRole("combobox", { name: "Event" })
    .locator("option")
    .filter({ hasText: event })
    .first();
  await dialog
    .getByRole("combobox", { name: "Event" })
    .selectOption((await option.getAttribute("value")) ?? "");
  await dialog.getByRole("button", { name: "Scan", exact: true }).click();
  await expect(dialog).toBeHidden();
  if (mode === "in") await page.getByRole("button", { name: "Direction: Out" }).click();
};

/** The scan screen stands and listens. */
export const ready = async (page: Page): Promise<void> =>
  expect(page.getByText("Ready for the first scan")).toBeVisible({ timeout: 30_000 });

/**
 * A hand scanner: keys 4 ms apart by their own time stamps, then Enter, whatever the machine is busy with. They are
 * sent below Playwright, which would wait for the page after each.
 */
export const wedge = async (page: Page, code: string): Promise<void> => {
  const session = await page.context().newCDPSession(page);
  const start = Date.now() / 1000;
  const keys = [...Array.from(code), "Enter"].map((key, index) => {
    const text = key === "Enter" ? "\r" : key;
    return {
      key,
      text,
      timestamp: start + index * 0.004,
      ...(key === "Enter" ? { windowsVirtualKeyCode: 13 } : {}),
    };
  });
  await Promise.all(
    keys.flatMap((key) => [
      session.send("Input.dispatchKeyEvent", { type: "keyDown", ...key }),
      session.send("Input.dispatchKeyEvent", { type: "keyUp", key: key.key, timestamp: key.timestamp }),
    ]),
  );
  await session.detach();
};

/** The card of the last scan: its rule and its words. */
export const card = (page: Page) => page.locator("[data-rule]");

export const expectRule = async (page: Page, rule: string, words: RegExp): Promise<void> => {
  await expect(card(page)).toHaveAttribute("data-rule", rule);
  await expect(card(page)).toContainText(words);
};
