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

/** What is still drawn this long after an input belongs to something else. */
const settleMs = 150;

/** Does one input and returns how long until the last paint it caused, and until its commit was durable (0: none). */
export const measureInput = async (
  page: Page,
  input: () => Promise<void>,
): Promise<{ readonly paintMs: number; readonly commitMs: number }> => {
  await arm(page);
  await input();
  await page.waitForTimeout(settleMs);
  const { inputAt, paintedAt, committedAt } = await readProbe(page);
  return { paintMs: paintedAt - inputAt, commitMs: committedAt === 0 ? 0 : committedAt - inputAt };
};
