/** Type-ahead over all assets: from each key to the paint of what it found. */
import type { Page } from "@playwright/test";
import { measureInput, quiet } from "./chrome";

/** Words, makers, codes and serial numbers; what people type, letter by letter. */
const queries = ["robe spot", "MA0121-0", "SN1234", "ayr wash 4", "console", "d&b top", "cl0003-004"];

export const measureSearch = async (page: Page, origin: string): Promise<readonly number[]> => {
  await page.goto(`${origin}/stock?view=assets`);
  await page.waitForSelector('[role="rowgroup"] [role="row"]');
  await quiet(page, 500);
  const field = page.getByRole("searchbox").first();
  const times: number[] = [];
  for (const query of queries) {
    await field.fill("");
    await quiet(page, 50);
    for (const letter of query) {
      const { settledMs } = await measureInput(page, () => field.press(letter), null);
      times.push(settledMs);
    }
  }
  return times;
};
