/** Availability of 2,000 products with a million claims: one window over all of them, one changed event, one product. */
import { createAvailabilityIndex } from "#shared/domain/availability";
import type { EventDemand } from "#shared/domain/availability";
import type { EventId } from "#shared/domain/events";
import type { ProductId } from "#shared/domain/inventory";
import { brand } from "#shared/kernel/brand";
import { dayMs, hourMs } from "#shared/kernel/local-time";
import { seededRandom } from "#tests/support/plain-drafts";

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

interface Measure {
  readonly name: string;
  readonly p50: number;
  readonly p95: number;
  readonly runs: number;
}

const measure = (name: string, runs: number, task: (run: number) => void): Measure => {
  const times = Array.from({ length: runs }, (_, run) => {
    const start = performance.now();
    task(run);
    return performance.now() - start;
  }).sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(runs - 1, Math.floor(runs * share))] ?? 0;
  return { name, p50: at(0.5), p95: at(0.95), runs };
};

const index = createAvailabilityIndex();
for (const product of products) {
  index.setCapacity(product, { owned: 40, deductions: [], turnaroundMs: 0, isConsumable: false });
}
const now = (spanDays / 2) * dayMs;
const asked = (days: number, at: number) => ({
  window: { from: now + at * dayMs, to: now + (at + days) * dayMs },
  asOf: now,
});

const results = [
  measure("build: 5,000 events, a million claims", 1, () => {
    // As the app does on opening: earliest first, so that claims are appended.
    for (const demand of demands.toSorted((a, b) => a.window.from - b.window.from)) index.applyEvent(demand);
  }),
  measure("all 2,000 products, window of 4 days", 50, (run) => {
    for (const product of products) index.free(product, asked(4, run * 3));
  }),
  measure("all 2,000 products, window of 90 days", 20, (run) => {
    for (const product of products) index.free(product, asked(90, run * 3));
  }),
  measure("one event changed (200 lines)", 200, (run) => {
    const demand = demands[run * 7];
    if (demand !== undefined) index.applyEvent(demand);
  }),
  measure("one product answered with reasons, 90 days", 500, (run) => {
    index.answer(products[run] ?? brand("P0"), asked(90, 0));
  }),
];

if (process.argv.includes("--json")) console.log(JSON.stringify({ availability: results }));
else {
  console.log("Availability, milliseconds\n");
  for (const { name, p50, p95, runs } of results)
    console.log(
      `${name.padEnd(46)} p50 ${p50.toFixed(3).padStart(10)}   p95 ${p95.toFixed(3).padStart(10)}   ${runs} runs`,
    );
  console.log("\nTarget: all products, any window, below 20 ms.");
}
