import { describe, expect, test } from "vitest";
import { bookValue } from "#shared/domain/inventory";
import type { DepreciationRule } from "#shared/domain/inventory";
import { brand } from "#shared/kernel/brand";
import type { Day, Money } from "#shared/kernel/record";

const day = (text: string): Day => brand<Day>(text);
const bought = { purchase: brand<Money>("480000 EUR"), on: day("2026-01-15") };
const straight: DepreciationRule = { depreciation: "straight-line", lifeMonths: 48, residualPercent: 0 };
const declining: DepreciationRule = { depreciation: "declining", yearlyPercent: 25, residualPercent: 0 };

describe("book value", () => {
  test.each([
    ["2026-01-14", undefined],
    ["2026-01-15", "470000 EUR"],
    ["2026-01-31", "470000 EUR"],
    ["2026-12-31", "360000 EUR"],
    ["2027-12-01", "240000 EUR"],
    ["2029-12-31", "0 EUR"],
    ["2040-01-01", "0 EUR"],
  ])("[INV-13] the same amount each month, the month of purchase whole: on %s it is %s", (on, value) => {
    expect(bookValue(bought, straight, day(on))).toBe(value);
  });

  test("[INV-13] what stays is never taken away", () => {
    const rule = { ...straight, residualPercent: 10 };
    expect(bookValue(bought, rule, day("2027-12-31"))).toBe("264000 EUR");
    expect(bookValue(bought, rule, day("2035-01-01"))).toBe("48000 EUR");
    expect(bookValue(bought, { ...declining, residualPercent: 50 }, day("2035-01-01"))).toBe("240000 EUR");
  });

  test.each([
    ["2026-06-30", "420000 EUR"],
    ["2026-12-31", "360000 EUR"],
    ["2027-12-31", "270000 EUR"],
    ["2028-06-30", "236250 EUR"],
  ])("[INV-13] a share of what is left each year, evenly within it: on %s it is %s", (on, value) => {
    expect(bookValue(bought, declining, day(on))).toBe(value);
  });

  test("[INV-13] without a rule the price stands; a rule without its number takes nothing away", () => {
    const plain: DepreciationRule = { depreciation: "none", residualPercent: 0 };
    expect(bookValue(bought, plain, day("2040-01-01"))).toBe("480000 EUR");
    expect(bookValue(bought, { ...plain, depreciation: "straight-line" }, day("2040-01-01"))).toBe(
      "480000 EUR",
    );
    expect(bookValue(bought, { ...plain, depreciation: "declining" }, day("2040-01-01"))).toBe("480000 EUR");
  });

  test("[INV-13] [INV-16] from the day it left the stock it is in no book", () => {
    const left = { ...bought, left: day("2027-03-01") };
    expect(bookValue(left, straight, day("2027-02-28"))).toBe("340000 EUR");
    expect(bookValue(left, straight, day("2027-03-01"))).toBeUndefined();
  });
});
