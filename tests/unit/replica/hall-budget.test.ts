/** What a relay in a hall may make a device look at for nothing. */
import { expect, test } from "vitest";
import type { Chunk } from "#shared/protocol/messages";
import { HallBudget, costOf } from "#shared/replica/hall/hall-budget";
import { named } from "#tests/support/keys";

const share = { units: 100, perSecond: 10, waiting: 50, restMs: 1_000 };
const tip = {
  ...{ actor: named("actor"), nonce: new Uint8Array(8), seq: 1, hash: named("change"), checkpoint: 1 },
  ...{ device: named("device"), sig: new Uint8Array(64) },
};

test("[MOB-06] what was of no use is charged, comes back with time, and nothing else is", () => {
  let now = 1_000;
  const budget = new HallBudget({ now: () => now }, share);
  expect([budget.allows(100), budget.allows(101)]).toEqual([true, false]);
  budget.charge(80);
  expect([budget.allows(20), budget.allows(21)]).toEqual([true, false]);
  now += 4_000;
  expect([budget.allows(60), budget.allows(61)]).toEqual([true, false]);
  now -= 3_600_000;
  expect([budget.allows(60), budget.allows(61)]).toEqual([true, false]);
  now += 24 * 3_600_000;
  expect([budget.allows(100), budget.allows(101)]).toEqual([true, false]);
});

test("[MOB-06] only so much may wait to be looked at", () => {
  const budget = new HallBudget({ now: () => 0 }, share);
  expect([budget.enqueue(30), budget.enqueue(20), budget.enqueue(1)]).toEqual([true, true, false]);
  budget.dequeue(30);
  expect([budget.enqueue(31), budget.enqueue(30), budget.enqueue(1)]).toEqual([false, true, false]);
});

test("[MOB-06] a signature costs one, also one that waited and is looked at once more", () => {
  const chunk: Chunk = {
    ...{ hash: named("chunk"), parents: [], enc: 0, epoch: 0 },
    bytes: new Uint8Array(81_920),
  };
  const message = { t: "chunks", doc: named("doc"), card: null, chunks: [chunk], receipts: [] } as const;
  expect(costOf({ ...message, tips: [tip, tip] })).toBe(13);
  expect(costOf({ ...message, tips: [tip, tip] }, { chunks: [chunk], tips: [tip] })).toBe(24);
  expect(costOf({ t: "mem", entries: [named("entry"), named("other")] })).toBe(3);
  expect(costOf({ t: "current", serial: 1, logHash: named("log") })).toBe(1);
});
