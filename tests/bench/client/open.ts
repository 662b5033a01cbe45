/** Opening the app: from the start of the navigation to the paint that shows the first rows of the stock. */
import type { Page } from "@playwright/test";
import { readProbe } from "./chrome";

/** Rows of a table are people's data; frame and headings are not. */
const firstRow = '[role="rowgroup"] [role="row"]';

const shownAfter = async (page: Page, url: string): Promise<number> => {
  await page.goto(url);
  await page.waitForSelector(firstRow);
  await page.waitForFunction(`globalThis.benchProbe.shownAt[${JSON.stringify(firstRow)}] > 0`);
  const reading = await readProbe(page);
  // The work that goes on behind the first screen ends before the next opening is measured.
  await page.waitForTimeout(1_500);
  return reading.shownAt[firstRow] ?? Number.NaN;
};

export interface Openings {
  /** Files from the service worker or the cache, as on any later visit. */
  readonly warm: readonly number[];
  /** Every file over the network (loopback), nothing compiled before. */
  readonly uncached: readonly number[];
}

export const measureOpenings = async (page: Page, origin: string, times: number): Promise<Openings> => {
  const url = `${origin}/stock?view=assets`;
  await page.goto(origin);
  await page.evaluate(`sessionStorage.setItem("bench-await", ${JSON.stringify(JSON.stringify([firstRow]))})`);
  await page.waitForFunction("navigator.serviceWorker.controller !== null");
  await shownAfter(page, url);
  const warm: number[] = [];
  for (let at = 0; at < times; at++) warm.push(await shownAfter(page, url));

  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.setCacheDisabled", { cacheDisabled: true });
  await devtools.send("Network.setBypassServiceWorker", { bypass: true });
  const uncached: number[] = [];
  for (let at = 0; at < times; at++) uncached.push(await shownAfter(page, url));
  await devtools.detach();
  return { warm, uncached };
};
