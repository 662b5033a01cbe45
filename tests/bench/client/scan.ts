/** Scans of a hand scanner: from its Enter to the card on screen, and to the movement being durable. */
import type { Page } from "@playwright/test";
import { measureInput, quiet } from "./chrome";

export interface ScanTimes {
  readonly shown: readonly number[];
  readonly committed: readonly number[];
}

export const measureScans = async (page: Page, url: string, codes: readonly string[]): Promise<ScanTimes> => {
  await page.goto(url);
  await page.getByRole("heading").first().waitFor();
  await quiet(page, 500);
  const shown: number[] = [];
  const committed: number[] = [];
  for (const code of codes) {
    // A scanner types like a fast keyboard; the time counts from the key that ends the code.
    await page.keyboard.type(code);
    const { paintMs, commitMs } = await measureInput(page, () => page.keyboard.press("Enter"), true);
    shown.push(paintMs);
    committed.push(commitMs);
  }
  return { shown, committed };
};
