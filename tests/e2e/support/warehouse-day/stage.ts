/** Who is there on the scripted day, and what they do again and again. */
import type { Locator, Page } from "@playwright/test";
import type { LiveRelay } from "../app";
import { expect } from "../app";
import { card, ready, wedge } from "../scanning";
import type { DayClock } from "./day-clock";

export interface Day {
  readonly relay: LiveRelay;
  readonly clock: DayClock;
  /** Anna Lenz at a desk, Mira Kern and Jo Adler with a phone and a hand scanner each. */
  readonly office: Page;
  readonly mira: Page;
  readonly jo: Page;
}

export const place = "Main warehouse";
export const headCodes = (...numbers: readonly number[]): readonly string[] =>
  numbers.map((number) => `MEGA-${String(number).padStart(4, "0")}`);

export const everyone = ({ office, mira, jo }: Day): readonly Page[] => [office, mira, jo];

export const section = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });

/** Time passes while everybody does something else, with the app closed. */
export const passBetween = async (day: Day, minutes: number): Promise<void> => {
  for (const page of everyone(day)) await page.goto("about:blank");
  await day.clock.pass(minutes);
};

export interface Work {
  readonly mode: "out" | "in";
  /** Absent where the job is found by what is scanned. */
  readonly event?: RegExp;
}

/** Opens the scan screen and says what it is about: direction, event, and the only place there is. */
export const openScan = async (day: Day, page: Page, { mode, event }: Work): Promise<void> => {
  await page.goto(`${day.relay.origin}/scan?mode=${mode}`);
  const dialog = page.getByRole("dialog");
  if (mode === "in") await page.getByRole("button", { name: /^Change: / }).click();
  await expect(dialog).toBeVisible();
  if (event !== undefined) {
    const choice = dialog.getByRole("combobox", { name: "Event" });
    const option = choice.locator("option").filter({ hasText: event }).first();
    await choice.selectOption((await option.getAttribute("value")) ?? "");
  }
  await dialog
    .getByRole("combobox", { name: mode === "out" ? "Taken from" : "Put it at" })
    .selectOption({ label: place });
  await dialog.getByRole("button", { name: "Scan", exact: true }).click();
  await expect(dialog).toBeHidden();
  await ready(page);
};

/** A code from the hand scanner, and what the card says to it. */
export const scan = async (page: Page, code: string, rule: string, words: RegExp): Promise<void> => {
  await wedge(page, code);
  await expect(card(page)).toHaveAttribute("data-rule", rule);
  await expect(card(page)).toContainText(words);
};

export const openThing = async (day: Day, page: Page, code: string): Promise<void> => {
  await page.goto(`${day.relay.origin}/stock?view=assets&q=${code.toLowerCase()}`);
  await page.getByRole("link", { name: code }).first().click();
  await expect(page).toHaveURL(/\/stock\/assets\//);
};

export const openProduct = async (day: Day, page: Page, name: string): Promise<void> => {
  await page.goto(`${day.relay.origin}/stock?q=${encodeURIComponent(name)}`);
  await page.getByRole("link", { name, exact: true }).first().click();
  await expect(page).toHaveURL(/\/stock\/products\//);
};
