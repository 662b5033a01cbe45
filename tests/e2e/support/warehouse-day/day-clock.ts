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
  interface Window {
    heldWorkers: { readonly address: string; readonly release: () => void }[];
  }
}

/** Runs in a page or a worker: the clock there is ahead of the machine's by so many milliseconds. */
const shiftClock = (milliseconds: number): void => {
  const isShifted = globalThis.dayShift !== undefined;
  globalThis.dayShift = milliseconds;
  if (isShifted) return;
  const real = Date.now.bind(Date);
  Date.now = () => real() + (globalThis.dayShift ?? 0);
};

/** Runs in a page: what it tells a new worker waits until the worker's clock is right. */
const holdWorkers = (): void => {
  window.heldWorkers = [];
  window.Worker = class extends Worker {
    #held: (() => void)[] | undefined = [];
    constructor(address: string | URL, options?: WorkerOptions) {
      super(address, options);
      const release = (): void => {
        const held = this.#held ?? [];
        this.#held = undefined;
        for (const send of held) send();
      };
      window.heldWorkers.push({ address: new URL(address, location.href).href, release });
    }
    override postMessage(message: unknown, transfer?: Transferable[] | StructuredSerializeOptions): void {
      const send = (): void =>
        Array.isArray(transfer) ? super.postMessage(message, transfer) : super.postMessage(message, transfer);
      if (this.#held === undefined) send();
      else this.#held.push(send);
    }
  };
};

const releaseWorkers = (address: string): void => {
  for (const worker of window.heldWorkers) if (worker.address === address) worker.release();
};

const minute = 60_000;
const preload = new URL("relay-clock.mjs", import.meta.url).href;

export interface DayClock {
  /** For the relay of the test. */
  readonly relaySettings: Readonly<Record<string, string>>;
  /** Before the page goes anywhere. */
  readonly follow: (page: Page) => Promise<void>;
  /** With the relay running nobody may be connected meanwhile: a clock that jumps would seem to be wrong. */
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
  const begin = async (page: Page, worker: Worker): Promise<void> => {
    await tellWorker(worker);
    await page.evaluate(releaseWorkers, worker.url());
  };
  tellRelay();
  return {
    relaySettings: { NODE_OPTIONS: `--import=${preload}`, DAY_SHIFT_FILE: file },
    follow: async (page) => {
      pages.push(page);
      // A worker that ends while it is told belongs to a page that goes elsewhere.
      page.on("worker", (worker) => void begin(page, worker).catch(() => undefined));
      await page.addInitScript(holdWorkers);
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
