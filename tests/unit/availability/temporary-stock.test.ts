import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { createAvailabilityIndex } from "#shared/domain/availability";
import type { TemporaryPieces } from "#shared/domain/availability";
import type { EventId } from "#shared/domain/events";
import type { ProductId } from "#shared/domain/inventory";
import { dayMs } from "#shared/kernel/local-time";
import { named } from "#tests/support/scan-world";

const mega = named<ProductId>("MegaPointe");
const gala = named<EventId>("Gala");
const day = (n: number): number => n * dayMs;
const week = { window: { from: day(10), to: day(17) }, asOf: day(1) };

const withStock = (base: number, temporary: readonly TemporaryPieces[]) => {
  const index = createAvailabilityIndex();
  const owned = base + temporary.reduce((sum, { quantity }) => sum + quantity, 0);
  index.setCapacity(mega, { owned, temporary, deductions: [], turnaroundMs: 0, isConsumable: false });
  return index;
};

const ask = (from: number, to: number) => ({ window: { from: day(from), to: day(to) }, asOf: day(1) });

describe("stock for a time", () => {
  test("[INV-22] counts from its first day to its last and not a moment longer", () => {
    const index = withStock(6, [{ quantity: 4, from: day(12), to: day(15) }]);
    expect(index.free(mega, ask(12, 15))).toBe(10);
    expect(index.free(mega, ask(11, 13))).toBe(6);
    expect(index.free(mega, ask(14, 16))).toBe(6);
    expect(index.free(mega, ask(20, 21))).toBe(6);
  });

  test("[INV-22] an expected purchase stays, a loan that is here goes", () => {
    const purchase = withStock(0, [{ quantity: 2, from: day(12), to: Infinity }]);
    expect([purchase.free(mega, ask(11, 12)), purchase.free(mega, ask(400, 401))]).toEqual([0, 2]);
    const loan = withStock(0, [{ quantity: 2, from: -Infinity, to: day(12) }]);
    expect([loan.free(mega, ask(1, 12)), loan.free(mega, ask(11, 13))]).toEqual([2, 0]);
  });

  test("[INV-22] [AVL-R9] the answer names what is not here at the worst moment and adds up", () => {
    const index = withStock(6, [{ quantity: 4, from: day(12), to: Infinity }]);
    index.applyEvent({
      event: gala,
      window: { from: day(9), to: day(14) },
      holds: true,
      needs: new Map([[mega, 5]]),
      out: new Map(),
    });
    const answer = index.answer(mega, week);
    expect(answer).toMatchObject({
      owned: 10,
      deductions: [{ kind: "notHere", quantity: 4 }],
      capacity: 6,
      free: 1,
      worst: { from: day(10), to: day(12), claimed: 5 },
      sources: [{ event: gala, quantity: 5 }],
    });
    expect(answer.steps.map(({ claimed }) => answer.capacity - claimed)).toEqual([1, 5, 10]);
  });

  test("[INV-22] [AVL-R7a] a purchase that did not arrive on its first day counts no more, and the answer says so", () => {
    const index = withStock(6, [{ quantity: 4, from: day(5), to: day(12), dueBy: day(6) }]);
    const on = (asOf: number, from: number, to: number) => ({ ...ask(from, to), asOf });
    expect(index.free(mega, on(day(6) - 1, 10, 12))).toBe(10);
    expect(index.free(mega, on(day(6), 10, 12))).toBe(6);
    expect(index.answer(mega, on(day(6), 10, 12))).toMatchObject({
      owned: 10,
      deductions: [{ kind: "late", quantity: 4 }],
      capacity: 6,
      free: 6,
    });
    // Behind its last day it would be gone anyway.
    expect(index.answer(mega, on(day(6), 13, 14)).deductions).toMatchObject([
      { kind: "notHere", quantity: 4 },
    ]);
    expect(index.free(mega, on(day(6), 11, 13))).toBe(6);
  });

  test("[INV-22] [AVL-R9] whatever comes, is late and goes, every answer adds up and equals a count day by day", () => {
    const pieces = fc.record({
      quantity: fc.integer({ min: 1, max: 9 }),
      from: fc.nat(20),
      length: fc.nat(20),
      isAwaited: fc.boolean(),
    });
    const event = fc.record({
      from: fc.nat(25),
      length: fc.integer({ min: 1, max: 9 }),
      quantity: fc.nat(12),
    });
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 5 }),
        fc.array(event, { maxLength: 5 }),
        fc.nat(25),
        (stocks, events, now) => {
          const index = withStock(
            5,
            stocks.map(({ quantity, from, length, isAwaited }) => ({
              quantity,
              from: day(from),
              to: day(from + length + 1),
              ...(isAwaited ? { dueBy: day(from + 1) } : {}),
            })),
          );
          events.forEach(({ from, length, quantity }, n) =>
            index.applyEvent({
              event: named<EventId>(`event ${n}`),
              window: { from: day(from), to: day(from + length) },
              holds: true,
              needs: new Map([[mega, quantity]]),
              out: new Map(),
            }),
          );
          const counts = (one: (typeof stocks)[number]): boolean => !one.isAwaited || now <= one.from;
          const on = (n: number): number =>
            5 +
            stocks.reduce(
              (sum, one) =>
                counts(one) && one.from <= n && n <= one.from + one.length ? sum + one.quantity : sum,
              0,
            ) -
            events.reduce(
              (sum, one) => (one.from <= n && n < one.from + one.length ? sum + one.quantity : sum),
              0,
            );
          const days = Array.from({ length: 12 }, (_, n) => 8 + n);
          const question = { ...ask(8, 20), asOf: day(now) };
          const answer = index.answer(mega, question);
          expect(answer.free).toBe(Math.min(...days.map(on)));
          expect(index.free(mega, question)).toBe(answer.free);
          const taken = answer.sources.reduce((sum, { quantity }) => sum + quantity, 0);
          expect(answer.capacity - taken).toBe(answer.free);
          expect(answer.deductions.reduce((left, { quantity }) => left - quantity, answer.owned)).toBe(
            answer.capacity,
          );
          for (const n of days) {
            const step = answer.steps.find(({ from, to }) => from <= day(n) && day(n) < to);
            expect(answer.capacity - (step?.claimed ?? Number.NaN)).toBe(on(n));
          }
        },
      ),
      { seed: 22, numRuns: 200 },
    );
  });
});
