/**
 * A stocktake of everything, scrolled from top to bottom as fast as a wheel turns: how long each frame takes, from its
 * beginning to the end of its paint. A screen that has sixty frames a second has 16.7 ms for each.
 */
import type { Page } from "@playwright/test";
import { quiet } from "./chrome";

const frames = 300;

/** Sixteen rows a frame, which is a thumb flung as fast as it goes. */
const scrolling = `(async () => {
  let scroller = document.querySelector('[role="row"][data-index]');
  while (scroller !== null && scroller.scrollHeight <= scroller.clientHeight + 1) scroller = scroller.parentElement;
  if (scroller === null) throw new Error("nothing scrolls");
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => {
    const begun = performance.now();
    scroller.scrollTop += 460;
    const channel = new MessageChannel();
    channel.port1.onmessage = () => resolve(performance.now() - begun);
    channel.port2.postMessage(0);
  }));
  const times = [];
  for (let at = 0; at < ${String(frames)}; at += 1) times.push(await frame());
  return { times, height: scroller.scrollHeight };
})()`;

export interface Scrolled {
  readonly times: readonly number[];
  /** Of everything that can be scrolled to, px. */
  readonly height: number;
}

export const measureStocktakeScroll = async (page: Page, origin: string): Promise<Scrolled> => {
  await page.goto(`${origin}/stock/stocktakes`);
  await page.getByRole("button", { name: "Start a stocktake" }).first().click();
  await page.getByRole("dialog").getByLabel("Name").fill("Everything");
  await page.getByRole("button", { name: "Start now" }).click();
  await page.waitForSelector('[role="row"][data-index]');
  await quiet(page, 1_000);
  return page.evaluate<Scrolled>(scrolling);
};
