/** Quantities typed down a long pull list: from Enter to the paint of the new figure in its cell, and to its commit. */
import type { Page } from "@playwright/test";
import type { InputTimes } from "./chrome";
import { measureInput, quiet } from "./chrome";

export const measureEdits = async (
  page: Page,
  url: string,
  times: number,
): Promise<readonly InputTimes[]> => {
  await page.goto(url);
  const cell = page.locator('[role="gridcell"][id^="line-"][id$="-needed"]').first();
  await cell.waitFor();
  await quiet(page, 500);
  await cell.click();
  const edits: InputTimes[] = [];
  for (let at = 0; at < times; at++) {
    const text = String(25 + (at % 60));
    const id = await page.locator('[role="grid"]').getAttribute("aria-activedescendant");
    // A digit opens the cell, Enter takes the number and goes one line down.
    await page.keyboard.type(text);
    const expected = { selector: `[id="${id ?? ""}"]`, text, whole: true };
    edits.push(await measureInput(page, () => page.keyboard.press("Enter"), expected));
  }
  return edits;
};
