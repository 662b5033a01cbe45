import { describe, expect, test } from "vitest";
import {
  minorDigits,
  moneyFromDecimal,
  moneyOf,
  moneyParts,
  sumMoney,
  timesMoney,
} from "#shared/kernel/money";

describe("money", () => {
  test.each([
    ["1299.5", "EUR", "129950 EUR"],
    ["1299", "EUR", "129900 EUR"],
    ["-0.01", "USD", "-1 USD"],
    ["0", "EUR", "0 EUR"],
    ["-0.00", "EUR", "0 EUR"],
    ["12.500", "EUR", "1250 EUR"],
    ["1500", "JPY", "1500 JPY"],
    ["1.234", "KWD", "1234 KWD"],
  ])("%s %s is %s", (decimal, currency, money) => {
    expect(moneyFromDecimal(decimal, currency)).toBe(money);
  });

  test.each([
    ["1.234", "EUR"],
    ["1.5", "JPY"],
    ["1,5", "EUR"],
    ["", "EUR"],
    ["1e3", "EUR"],
    ["5", "euro"],
    ["1234567890123", "EUR"],
  ])("%s %s is refused, never rounded", (decimal, currency) => {
    expect(moneyFromDecimal(decimal, currency)).toBeUndefined();
  });

  test("sums keep currencies apart", () => {
    expect(sumMoney([moneyOf(100, "USD"), moneyOf(250, "EUR"), moneyOf(-50, "EUR")])).toEqual([
      "200 EUR",
      "100 USD",
    ]);
    expect(sumMoney([])).toEqual([]);
    expect(timesMoney(moneyOf(-125, "EUR"), 4)).toBe("-500 EUR");
    expect(moneyParts(moneyOf(-500, "EUR"))).toEqual({ minor: -500, currency: "EUR" });
    expect(minorDigits("KWD")).toBe(3);
  });
});
