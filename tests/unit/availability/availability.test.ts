import { describe, expect, test } from "vitest";
import { coverLines, createAvailabilityIndex, holdsStock, stockMeanings } from "#shared/domain/availability";
import type { EventDemand } from "#shared/domain/availability";
import { eventStatuses } from "#shared/domain/events";
import type { EventId } from "#shared/domain/events";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import { brand } from "#shared/kernel/brand";
import { hourMs } from "#shared/kernel/local-time";

const mega = brand<ProductId>("MEGA");
const tape = brand<ProductId>("TAPE");
const id = (name: string): EventId => brand<EventId>(name);
const at = (text: string): number => Date.parse(`2026-06-${text}:00Z`);
const gala = { from: at("11T05:00"), to: at("14T18:00") };
const before = at("01T00:00");

const demand = (
  name: string,
  from: string,
  to: string,
  quantity: number,
  more: Partial<EventDemand> = {},
): EventDemand => ({
  event: id(name),
  window: { from: at(from), to: at(to) },
  holds: true,
  needs: new Map([[mega, quantity]]),
  out: new Map(),
  ...more,
});

const withStock = (...demands: readonly EventDemand[]) => {
  const index = createAvailabilityIndex();
  const lost = { kind: "lost" as const, quantity: 2, assets: [brand<AssetId>("A1"), brand<AssetId>("A2")] };
  index.setCapacity(mega, { owned: 24, deductions: [lost], turnaroundMs: 0, isConsumable: false });
  index.setCapacity(tape, { owned: 30, deductions: [], turnaroundMs: 0, isConsumable: true });
  for (const each of demands) index.applyEvent(each);
  return index;
};

describe("availability", () => {
  test("[AVL-06] a shortage adds up: owned, lost, the job that has them and until when", () => {
    const index = withStock(
      demand("fair", "09T06:00", "12T16:00", 6),
      demand("later", "20T06:00", "22T16:00", 20),
    );
    index.applyEvent(demand("gala", "11T05:00", "14T18:00", 24));
    const answer = index.answer(mega, { window: gala, asOf: before, except: id("gala") });
    expect(answer).toMatchObject({ owned: 24, capacity: 22, free: 16 });
    expect(answer.deductions).toMatchObject([{ kind: "lost", quantity: 2 }]);
    expect(answer.sources).toEqual([
      { event: "fair", quantity: 6, from: at("09T06:00"), to: at("12T16:00"), isLate: false },
    ]);
    expect(answer.worst).toEqual({ from: gala.from, to: at("12T16:00"), claimed: 6 });
    expect(answer.steps).toEqual([
      { from: gala.from, to: at("12T16:00"), claimed: 6 },
      { from: at("12T16:00"), to: gala.to, claimed: 0 },
    ]);
  });

  test("[AVL-01] jobs one after the other do not add up, jobs at the same time do", () => {
    const index = withStock(demand("a", "11T05:00", "12T05:00", 10), demand("b", "12T05:00", "13T05:00", 10));
    expect(index.free(mega, { window: gala, asOf: before })).toBe(12);
    index.applyEvent(demand("c", "12T04:00", "12T06:00", 5));
    expect(index.free(mega, { window: gala, asOf: before })).toBe(7);
  });

  test("[AVL-03] turnaround keeps pieces away after a job, and follows the product when it changes", () => {
    const index = withStock(demand("a", "09T05:00", "11T04:00", 10));
    expect(index.free(mega, { window: gala, asOf: before })).toBe(22);
    index.setCapacity(mega, { owned: 24, deductions: [], turnaroundMs: 2 * hourMs, isConsumable: false });
    expect(index.free(mega, { window: gala, asOf: before })).toBe(14);
    expect(index.answer(mega, { window: gala, asOf: before }).sources[0]?.to).toBe(at("11T06:00"));
  });

  test("[AVL-13] pieces still out behind their window count until they are back", () => {
    const out = new Map([[mega, { quantity: 3, since: at("02T08:00") }]]);
    const index = withStock(demand("late", "02T06:00", "05T16:00", 6, { out }));
    expect(index.free(mega, { window: gala, asOf: at("04T00:00") })).toBe(22);
    const late = index.answer(mega, { window: gala, asOf: at("06T00:00") });
    expect(late.free).toBe(19);
    expect(late.sources).toMatchObject([{ event: "late", quantity: 3, to: Infinity, isLate: true }]);
    index.applyEvent(demand("late", "02T06:00", "05T16:00", 6));
    expect(index.free(mega, { window: gala, asOf: at("06T00:00") })).toBe(22);
  });

  test("[AVL-04] a status that holds nothing frees the plan, not what is out", () => {
    const out = new Map([[mega, { quantity: 4, since: at("11T08:00") }]]);
    const index = withStock(demand("off", "11T05:00", "14T18:00", 20, { holds: false, out }));
    expect(index.free(mega, { window: gala, asOf: before })).toBe(18);
    index.applyEvent(demand("off", "11T05:00", "14T18:00", 20, { holds: false }));
    expect(index.free(mega, { window: gala, asOf: before })).toBe(22);
  });

  test("[AVL-04] more out than planned claims what is out; out early claims from when it left", () => {
    const out = new Map([[mega, { quantity: 9, since: at("10T08:00") }]]);
    const index = withStock(demand("a", "12T05:00", "13T18:00", 6, { out }));
    expect(index.free(mega, { window: gala, asOf: at("10T09:00") })).toBe(13);
    expect(
      index.free(mega, { window: { from: at("10T12:00"), to: at("11T00:00") }, asOf: at("10T09:00") }),
    ).toBe(13);
    expect(
      index.free(mega, { window: { from: at("09T12:00"), to: at("10T00:00") }, asOf: at("10T09:00") }),
    ).toBe(22);
  });

  test("[AVL-04] consumables do not come back: every planned job takes for good, what went is gone from stock", () => {
    const needs = new Map([[tape, 20]]);
    const index = withStock(demand("a", "02T05:00", "03T18:00", 0, { needs }));
    expect(index.free(tape, { window: gala, asOf: before })).toBe(10);
    const out = new Map([[tape, { quantity: 15, since: at("02T06:00") }]]);
    index.applyEvent(demand("a", "02T05:00", "03T18:00", 0, { needs, out }));
    index.setCapacity(tape, { owned: 15, deductions: [], turnaroundMs: 0, isConsumable: true });
    expect(index.free(tape, { window: gala, asOf: before })).toBe(10);
    expect(index.answer(tape, { window: gala, asOf: before }).sources).toMatchObject([
      { quantity: 5, isLate: false },
    ]);
  });

  test("[AVL-01] nothing is free of a product nobody knows", () => {
    const index = withStock();
    expect(index.free(brand<ProductId>("X"), { window: gala, asOf: before })).toBe(0);
    index.setCapacity(mega, undefined);
    expect(index.free(mega, { window: gala, asOf: before })).toBe(0);
    expect([...index.products()]).toEqual([tape]);
  });

  test("[AVL-04] every status says what it means for stock", () => {
    expect(eventStatuses.map((status) => [status, stockMeanings[status]])).toEqual([
      ["draft", "wished"],
      ["quoted", "wished"],
      ["pencilled", "held"],
      ["confirmed", "held"],
      ["out", "held"],
      ["returned", "none"],
      ["closed", "none"],
      ["cancelled", "none"],
    ]);
    expect(eventStatuses.filter(holdsStock)).toEqual(["pencilled", "confirmed", "out"]);
  });
});

describe("covering lines", () => {
  test("[AVL-06] lines of one product share what is free, in their order", () => {
    const lines = [
      { id: "a", product: mega, quantity: 10 },
      { id: "text", quantity: 5 },
      { id: "b", product: mega, quantity: 10 },
      { id: "c", product: tape, quantity: 4 },
    ];
    const covers = coverLines(lines, (product) => (product === mega ? 16 : -3));
    expect([...covers]).toEqual([
      ["a", { free: 16, short: 0 }],
      ["b", { free: 16, short: 4 }],
      ["c", { free: -3, short: 4 }],
    ]);
  });
});
