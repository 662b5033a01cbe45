/** Opening the app: from the start of the navigation to the paint that shows the first rows of the stock. */
import type { Page } from "@playwright/test";
import { quiet, readProbe } from "./chrome";

/** A screen, and what stands on it once it shows people's own data; frame and headings do not count. */
export interface Opened {
  readonly path: string;
  readonly data: string;
}

export const today: Opened = { path: "/", data: 'main a[href^="/events/"]' };
export const stock: Opened = { path: "/stock", data: '[role="rowgroup"] [role="row"]' };

const shownAfter = async (page: Page, origin: string, { path, data }: Opened): Promise<number> => {
  await page.goto(origin + path);
  await page.waitForSelector(data);
  await page.waitForFunction(`globalThis.benchProbe.shownAt[${JSON.stringify(data)}] > 0`);
  const reading = await readProbe(page);
  // The work that goes on behind the first screen ends before the next opening is measured.
  await quiet(page, 500);
  return reading.shownAt[data] ?? Number.NaN;
};

export interface Openings {
  /** Files from the service worker or the cache, as on any later visit. */
  readonly warm: readonly number[];
  /** Every file over the network (loopback), nothing compiled before. */
  readonly uncached: readonly number[];
}

export const measureOpenings = async (
  page: Page,
  origin: string,
  screen: Opened,
  times: number,
): Promise<Openings> => {
  await page.goto(origin);
  const awaited = JSON.stringify(JSON.stringify([screen.data]));
  await page.evaluate(`sessionStorage.setItem("bench-await", ${awaited})`);
  await page.waitForFunction("navigator.serviceWorker.controller !== null");
  await shownAfter(page, origin, screen);
  const warm: number[] = [];
  for (let at = 0; at < times; at++) warm.push(await shownAfter(page, origin, screen));

  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.setCacheDisabled", { cacheDisabled: true });
  await devtools.send("Network.setBypassServiceWorker", { bypass: true });
  const uncached: number[] = [];
  for (let at = 0; at < times; at++) uncached.push(await shownAfter(page, origin, screen));
  await devtools.detach();
  return { warm, uncached };
};
