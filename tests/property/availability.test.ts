import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createAvailabilityIndex } from "#shared/domain/availability";
import type { Capacity, EventDemand } from "#shared/domain/availability";
import type { EventId } from "#shared/domain/events";
import type { ProductId } from "#shared/domain/inventory";
import { brand } from "#shared/kernel/brand";
import { dayMs } from "#shared/kernel/local-time";

const products = ["P0", "P1", "P2"].map((id) => brand<ProductId>(id));
const eventIds = ["E0", "E1", "E2", "E3", "E4"].map((id) => brand<EventId>(id));
const horizon = 200;

interface Model {
  readonly capacities: Map<ProductId, Capacity>;
  readonly demands: Map<EventId, EventDemand>;
}

/** The same rules said once more, day by day, without any index. */
const claimedOnDay = (
  model: Model,
  product: ProductId,
  day: number,
  asOf: number,
  except: EventId | undefined,
): number => {
  const { turnaroundMs = 0, isConsumable = false } = model.capacities.get(product) ?? {};
  let sum = 0;
  for (const demand of model.demands.values()) {
    if (demand.event === except) continue;
    const planned = demand.holds ? (demand.needs.get(product) ?? 0) : 0;
    const out = demand.out.get(product);
    const time = day * dayMs;
    const { from, to } = demand.window;
    if (isConsumable) {
      if (time >= from) sum += Math.max(0, planned - (out?.quantity ?? 0));
      continue;
    }
    const end = to + turnaroundMs;
    if (time >= from && time < end) sum += Math.max(planned, out?.quantity ?? 0);
    else if (out !== undefined && time < from && time >= out.since) sum += out.quantity;
    else if (out !== undefined && time >= end && time >= out.since && to <= asOf) sum += out.quantity;
  }
  return sum;
};

const freeNaively = (
  model: Model,
  product: ProductId,
  from: number,
  to: number,
  asOf: number,
  except: EventId | undefined,
): number => {
  const known = model.capacities.get(product);
  const capacity =
    (known?.owned ?? 0) - (known?.deductions ?? []).reduce((sum, { quantity }) => sum + quantity, 0);
  let most = 0;
  for (let day = from; day < to; day++)
    most = Math.max(most, claimedOnDay(model, product, day, asOf, except));
  return capacity - most;
};

const days = fc.integer({ min: 0, max: horizon });
const product = fc.constantFrom(...products);
const demand = fc
  .record({
    event: fc.constantFrom(...eventIds),
    from: days,
    length: fc.integer({ min: 1, max: 90 }),
    holds: fc.boolean(),
    needs: fc.array(fc.tuple(product, fc.integer({ min: 0, max: 9 })), { maxLength: 3 }),
    out: fc.array(fc.tuple(product, fc.record({ quantity: fc.integer({ min: 1, max: 9 }), since: days })), {
      maxLength: 2,
    }),
  })
  .map(({ event, from, length, holds, needs, out }): EventDemand => ({
    event,
    holds,
    window: { from: from * dayMs, to: (from + length) * dayMs },
    needs: new Map(needs),
    out: new Map(
      out.map(([id, pieces]) => [id, { ...pieces, since: Math.min(pieces.since, from + length) * dayMs }]),
    ),
  }));
const capacity = fc.record({
  owned: fc.integer({ min: 0, max: 30 }),
  deductions: fc.array(
    fc.record({
      kind: fc.constant("lost" as const),
      quantity: fc.integer({ min: 1, max: 3 }),
      assets: fc.constant([]),
    }),
    { maxLength: 2 },
  ),
  turnaroundMs: fc.integer({ min: 0, max: 3 }).map((count) => count * dayMs),
  isConsumable: fc.boolean(),
});
const step = fc.oneof(
  { weight: 5, arbitrary: demand.map((value) => ({ type: "event" as const, value })) },
  { weight: 1, arbitrary: fc.constantFrom(...eventIds).map((value) => ({ type: "gone" as const, value })) },
  {
    weight: 2,
    arbitrary: fc.tuple(product, capacity).map((value) => ({ type: "capacity" as const, value })),
  },
);
const question = fc.record({
  product,
  from: days,
  length: fc.integer({ min: 1, max: 100 }),
  asOf: days,
  except: fc.option(fc.constantFrom(...eventIds), { nil: undefined }),
});

describe("availability", () => {
  test("[AVL-01] agrees with counting day by day, whatever came, changed and went before", () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 25 }),
        fc.array(question, { minLength: 1, maxLength: 10 }),
        (steps, questions) => {
          const index = createAvailabilityIndex();
          const model: Model = { capacities: new Map(), demands: new Map() };
          for (const each of steps) {
            if (each.type === "event") {
              index.applyEvent(each.value);
              model.demands.set(each.value.event, each.value);
            } else if (each.type === "gone") {
              index.removeEvent(each.value);
              model.demands.delete(each.value);
            } else {
              index.setCapacity(...each.value);
              model.capacities.set(...each.value);
            }
          }
          for (const { product: id, from, length, asOf, except } of questions) {
            const asked = {
              window: { from: from * dayMs, to: (from + length) * dayMs },
              asOf: asOf * dayMs,
              except,
            };
            const expected = freeNaively(model, id, from, from + length, asOf * dayMs, except);
            expect(index.free(id, asked)).toBe(expected);
            const answer = index.answer(id, asked);
            expect(answer.free).toBe(expected);
            // Every answer adds up, and its stretches cover the window without gap.
            expect(answer.capacity - answer.sources.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(
              expected,
            );
            expect(answer.steps[0]?.from).toBe(asked.window.from);
            expect(answer.steps.at(-1)?.to).toBe(asked.window.to);
            answer.steps.forEach((stretch, at) => {
              if (at > 0) expect(stretch.from).toBe(answer.steps[at - 1]?.to);
              expect(stretch.claimed).toBe(
                claimedOnDay(model, id, stretch.from / dayMs, asOf * dayMs, except),
              );
            });
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  test("[AVL-01] the order in which events become known does not matter", () => {
    fc.assert(
      fc.property(
        fc.array(demand, { maxLength: 12 }),
        question,
        (given, { product: id, from, length, asOf }) => {
          const latest = new Map(given.map((each) => [each.event, each]));
          const asked = { window: { from: from * dayMs, to: (from + length) * dayMs }, asOf: asOf * dayMs };
          const answers = [[...latest.values()], [...latest.values()].reverse()].map((demands) => {
            const index = createAvailabilityIndex();
            for (const each of demands) index.applyEvent(each);
            index.setCapacity(id, { owned: 20, deductions: [], turnaroundMs: dayMs, isConsumable: false });
            return index.answer(id, asked);
          });
          expect(answers[0]).toEqual(answers[1]);
        },
      ),
    );
  });
});
