/**
 * One clock for a scripted day: pages, the workers that talk to the relay, and the relay itself. It runs as fast as any
 * other, and is moved on by minutes in which nobody waits.
 */
import { mkdtempSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page, Worker } from "@playwright/test";

declare global {
  var dayShift: number | undefined;
}

/** Runs in a page or a worker: the clock there is ahead of the machine's by so many milliseconds. */
const shiftClock = (milliseconds: number): void => {
  const isShifted = globalThis.dayShift !== undefined;
  globalThis.dayShift = milliseconds;
  if (isShifted) return;
  const real = Date.now.bind(Date);
  Date.now = () => real() + (globalThis.dayShift ?? 0);
};

const minute = 60_000;
const preload = new URL("relay-clock.mjs", import.meta.url).href;

export interface DayClock {
  /** For the relay of the test. */
  readonly relaySettings: Readonly<Record<string, string>>;
  /** Before the page goes anywhere. */
  readonly follow: (page: Page) => Promise<void>;
  readonly pass: (minutes: number) => Promise<void>;
  /** Minutes since the day began. */
  readonly minutes: () => number;
  /** What a field for date and time takes: that hour of today, or of a later day. */
  readonly at: (time: string, daysLater?: number) => string;
}

/** Begins at half past eight in the morning, in Berlin in winter. */
export const createDayClock = (): DayClock => {
  const file = join(mkdtempSync(join(tmpdir(), "eventkit-day-")), "shift");
  const start = Math.ceil(Date.now() / (24 * 60 * minute)) * 24 * 60 * minute + 450 * minute;
  let shift = start - Date.now();
  const pages: Page[] = [];
  const tellRelay = (): void => {
    writeFileSync(`${file}.next`, String(shift));
    renameSync(`${file}.next`, file);
  };
  const tellWorker = (worker: Worker): Promise<void> => worker.evaluate(shiftClock, shift);
  tellRelay();
  return {
    relaySettings: { NODE_OPTIONS: `--import=${preload}`, DAY_SHIFT_FILE: file },
    follow: async (page) => {
      pages.push(page);
      // A worker that ends while it is told belongs to a page that goes elsewhere.
      page.on("worker", (worker) => void tellWorker(worker).catch(() => undefined));
      await page.addInitScript(shiftClock, shift);
    },
    pass: async (minutes) => {
      shift += minutes * minute;
      tellRelay();
      for (const page of pages) {
        await page.addInitScript(shiftClock, shift);
        await page.evaluate(shiftClock, shift);
        await Promise.all(page.workers().map(tellWorker));
      }
    },
    minutes: () => (Date.now() + shift - start) / minute,
    at: (time, daysLater = 0) =>
      `${new Date(start + daysLater * 24 * 60 * minute).toISOString().slice(0, 10)}T${time}`,
  };
};
