/** Availability of 2,000 products with a million claims: one window over all of them, one changed event, one product. */
import { cpus } from "node:os";
import { createAvailabilityIndex } from "#shared/domain/availability";
import type { EventDemand } from "#shared/domain/availability";
import type { EventId } from "#shared/domain/events";
import type { ProductId } from "#shared/domain/inventory";
import { brand } from "#shared/kernel/brand";
import { dayMs, hourMs } from "#shared/kernel/local-time";
import { seededRandom } from "#tests/support/plain-drafts";
import type { Line, Report } from "./report";
import { percentile } from "./report";

const productCount = 2_000;
const eventCount = 5_000;
const linesPerEvent = 200;
const spanDays = 3_650;

const random = seededRandom(1);
const below = (limit: number): number => {
  const [a = 0, b = 0, c = 0] = random.bytes(3);
  return Math.floor((((a << 16) | (b << 8) | c) / 16_777_216) * limit);
};

const products = Array.from({ length: productCount }, (_, at) => brand<ProductId>(`P${at}`));
const demands = Array.from({ length: eventCount }, (_, at): EventDemand => {
  const from = below(spanDays * 24) * hourMs;
  const needs = new Map<ProductId, number>();
  while (needs.size < linesPerEvent) needs.set(products[below(productCount)] ?? brand("P0"), 1 + below(24));
  const window = { from, to: from + (12 + below(120)) * hourMs };
  return { event: brand<EventId>(`E${at}`), window, holds: true, needs, out: new Map() };
});

const measure = (name: string, runs: number, target: number | null, task: (run: number) => void): Line => {
  const times = Array.from({ length: runs }, (_, run) => {
    const begun = performance.now();
    task(run);
    return performance.now() - begun;
  });
  const p95 = percentile(times, 0.95);
  return {
    name,
    value: `${percentile(times, 0.5).toFixed(2)} / ${p95.toFixed(2)} ms (${runs})`,
    peer: null,
    target: target === null ? "–" : `p95 ≤ ${target} ms`,
    met: target === null ? null : p95 <= target,
  };
};

const now = (spanDays / 2) * dayMs;
const asked = (days: number, at: number) => ({
  window: { from: now + at * dayMs, to: now + (at + days) * dayMs },
  asOf: now,
});

export const run = async (): Promise<Report> => {
  const index = createAvailabilityIndex();
  for (const product of products)
    index.setCapacity(product, { owned: 40, deductions: [], turnaroundMs: 0, isConsumable: false });
  const lines = [
    measure("build: 5,000 events, a million claims", 1, null, () => {
      // As the app does on opening: earliest first, so that claims are appended.
      for (const demand of demands.toSorted((a, b) => a.window.from - b.window.from))
        index.applyEvent(demand);
    }),
    measure("all 2,000 products, window of 4 days", 50, 20, (at) => {
      for (const product of products) index.free(product, asked(4, at * 3));
    }),
    measure("all 2,000 products, window of 90 days", 20, 20, (at) => {
      for (const product of products) index.free(product, asked(90, at * 3));
    }),
    measure("one event changed (200 lines)", 200, null, (at) => {
      const demand = demands[at * 7];
      if (demand !== undefined) index.applyEvent(demand);
    }),
    measure("one product answered with reasons, 90 days", 500, null, (at) => {
      index.answer(products[at] ?? brand("P0"), asked(90, 0));
    }),
  ];
  return {
    title: "Availability of 2,000 products with a million claims: p50 / p95 (number of measurements)",
    machine: `${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}`,
    lines,
  };
};
