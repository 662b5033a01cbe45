/** Quantities typed down a long pull list: from Enter to the paint of the new figure, and to its commit. */
import type { Page } from "@playwright/test";
import { measureInput, quiet } from "./chrome";

export interface EditTimes {
  readonly shown: readonly number[];
  readonly committed: readonly number[];
}

export const measureEdits = async (page: Page, url: string, times: number): Promise<EditTimes> => {
  await page.goto(url);
  const cell = page.locator('[role="gridcell"][id^="line-"][id$="-needed"]').first();
  await cell.waitFor();
  await quiet(page, 500);
  await cell.click();
  const shown: number[] = [];
  const committed: number[] = [];
  for (let at = 0; at < times; at++) {
    // A digit opens the cell, Enter takes the number and goes one line down.
    await page.keyboard.type(String(25 + (at % 60)));
    const { paintMs, commitMs } = await measureInput(page, () => page.keyboard.press("Enter"), true);
    shown.push(paintMs);
    committed.push(commitMs);
  }
  return { shown, committed };
};
