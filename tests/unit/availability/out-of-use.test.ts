/** Pieces that are out of use leave availability for their time, and only for that. */
import { expect, test } from "vitest";
import { createAvailabilityIndex } from "#shared/domain/availability";
import type { PieceOutOfUse } from "#shared/domain/availability";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import { named } from "#tests/support/scan-world";

const spot = named<ProductId>("product Spot");
const one = named<AssetId>("asset 1");
const other = named<AssetId>("asset 2");
const at = (text: string): number => Date.parse(`2026-06-${text}Z`);
const now = at("10T12:00");

const answer = (outOfUse: readonly PieceOutOfUse[], from: string, to: string) => {
  const index = createAvailabilityIndex();
  index.setCapacity(spot, { owned: 4, deductions: [], outOfUse, turnaroundMs: 0, isConsumable: false });
  const question = { window: { from: at(from), to: at(to) }, asOf: now };
  const found = index.answer(spot, question);
  expect(found.free).toBe(index.free(spot, question));
  const taken = found.deductions.reduce((sum, { quantity }) => sum + quantity, 0);
  const claimed = found.sources.reduce((sum, { quantity }) => sum + quantity, 0);
  expect(found.owned - taken - claimed).toBe(found.free);
  return found;
};

test("[AVL-10] [AVL-R7b] a blocked piece is not free while it is blocked, and is named", () => {
  const blocked = [{ asset: one, from: at("08T12:00"), to: at("20T00:00") }];
  expect(answer(blocked, "12T08:00", "14T20:00")).toMatchObject({
    free: 3,
    deductions: [{ kind: "outOfUse", quantity: 1, assets: [one] }],
  });
  expect(answer(blocked, "18T08:00", "24T20:00").free).toBe(3);
  expect(answer(blocked, "20T00:00", "24T20:00")).toMatchObject({ free: 4, deductions: [] });
});

test("[AVL-10] [AVL-R7b] nobody said until when, or the day is over: it is away for an unknown time", () => {
  const forever = [{ asset: one, from: at("08T12:00"), to: Infinity }];
  expect(answer(forever, "25T00:00", "26T00:00").free).toBe(3);
  const hopeful = [{ asset: one, from: at("01T12:00"), to: at("09T00:00") }];
  expect(answer(hopeful, "25T00:00", "26T00:00").free).toBe(3);
  const both = [...forever, { asset: other, from: at("12T00:00"), to: at("13T00:00") }];
  expect(answer(both, "11T00:00", "15T00:00")).toMatchObject({
    free: 2,
    deductions: [{ kind: "outOfUse", quantity: 2, assets: [one, other] }],
  });
});
