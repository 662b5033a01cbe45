/** A Chromium with a profile on disk, as people have one, and readings of the probe in its page. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import type { BrowserContext, Page } from "@playwright/test";
import { chromiumArgs, findChromium } from "../../../scripts/chromium.mjs";
import type { ProbeReading } from "./page-probe";
import { pageProbe } from "./page-probe";

export interface Chrome {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly close: () => Promise<void>;
}

/** Frames come as soon as they are drawn, so that waiting for the next one is not measured as work. */
const measuringArgs = ["--disable-frame-rate-limit", "--disable-gpu-vsync"];

export const openChrome = async (profile: string, probed: boolean): Promise<Chrome> => {
  const executablePath = findChromium();
  const context = await chromium.launchPersistentContext(profile, {
    args: [...chromiumArgs(), ...measuringArgs],
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    ...(executablePath === undefined ? {} : { executablePath }),
  });
  if (probed) await context.addInitScript(pageProbe);
  const page = context.pages()[0] ?? (await context.newPage());
  return { page, context, close: () => context.close() };
};

export const makeProfile = (): { readonly path: string; readonly remove: () => void } => {
  const path = mkdtempSync(join(tmpdir(), "eventkit-bench-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
};

export const readProbe = (page: Page): Promise<ProbeReading> =>
  page.evaluate<ProbeReading>("structuredClone(globalThis.benchProbe)");

/** The next input is the one to measure. */
export const arm = (page: Page): Promise<unknown> => page.evaluate("globalThis.benchArmed = true");

/** Waits until nothing was drawn and no task was long for `forMs`. */
export const quiet = (page: Page, forMs: number): Promise<unknown> =>
  page.evaluate(`globalThis.benchQuiet(${String(forMs)})`);

/** What is drawn after the page stood still for so long belongs to something else. */
const stillMs = 50;

/** What an input should bring on screen: an element whose text is, or holds, this one. */
export interface Expected {
  readonly selector: string;
  readonly text: string;
  readonly whole: boolean;
}

export interface InputTimes {
  /** Until the paint that first showed what was expected; the last paint where nothing was. */
  readonly shownMs: number;
  /** Until the last paint it caused, with what follows elsewhere on the page. */
  readonly settledMs: number;
  /** Until what it wrote was durable; 0 when nothing was expected, since not every key writes. */
  readonly commitMs: number;
}

/** Does one input that shows `expected` and commits something, or, without it, one that only draws. */
export const measureInput = async (
  page: Page,
  input: () => Promise<void>,
  expected: Expected | null,
): Promise<InputTimes> => {
  await page.evaluate(`globalThis.benchExpected = ${JSON.stringify(expected)}`);
  await arm(page);
  await input();
  if (expected !== null)
    await page.waitForFunction("globalThis.benchProbe.committedAt > 0 && globalThis.benchProbe.resultAt > 0");
  await quiet(page, stillMs);
  const { inputAt, resultAt, paintedAt, committedAt } = await readProbe(page);
  const settledMs = paintedAt - inputAt;
  return expected === null
    ? { shownMs: settledMs, settledMs, commitMs: 0 }
    : { shownMs: resultAt - inputAt, settledMs, commitMs: committedAt - inputAt };
};
