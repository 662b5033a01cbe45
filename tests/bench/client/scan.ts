/** Scans of a hand scanner: from its Enter to the card that names the piece, and to the movement being durable. */
import type { Page } from "@playwright/test";
import type { InputTimes } from "./chrome";
import { measureInput, quiet } from "./chrome";

export const measureScans = async (
  page: Page,
  url: string,
  codes: readonly string[],
): Promise<readonly InputTimes[]> => {
  await page.goto(url);
  await page.getByRole("heading").first().waitFor();
  await quiet(page, 500);
  const scans: InputTimes[] = [];
  for (const code of codes) {
    // A scanner types like a fast keyboard; the time counts from the key that ends the code.
    await page.keyboard.type(code);
    const expected = { selector: '[aria-live="assertive"]', text: code, whole: false };
    scans.push(await measureInput(page, () => page.keyboard.press("Enter"), expected));
  }
  return scans;
};
