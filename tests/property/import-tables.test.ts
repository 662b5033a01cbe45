import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatDelimited, guessSeparator, parseDelimited, separators } from "#shared/domain/import/delimited";
import {
  guessDateOrder,
  guessDecimalMark,
  readDay,
  readDecimal,
  readMoney,
} from "#shared/domain/import/values";
import { must } from "#shared/kernel/result";

const seed = 20261121;
/** Cells that a spreadsheet would run are written with an apostrophe and so do not come back as they were. */
const cell = fc.string({ maxLength: 20 }).filter((text) => !/^[=+@\-\t\r]/.test(text));
const records = fc
  .integer({ min: 2, max: 6 })
  .chain((width) =>
    fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }),
  );

describe("tables as text", () => {
  test("what is written is read back, whatever the cells hold", () => {
    fc.assert(
      fc.property(records, fc.constantFrom(...separators), (rows, separator) => {
        expect(must(parseDelimited(formatDelimited(rows, separator), separator))).toEqual(rows);
      }),
      { seed, numRuns: 500 },
    );
  });

  test("any text gives records or a reason, and the separator guess never throws", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('"', ",", ";", "\n", "\r", "a", " ", "\t"), maxLength: 60 }),
        (text) => {
          const parsed = parseDelimited(text, guessSeparator(text));
          if (!parsed.ok) expect(parsed.error.type).toBe("QuoteNotClosed");
        },
      ),
      { seed, numRuns: 1000 },
    );
  });
});

describe("dates and amounts", () => {
  const two = (n: number): string => String(n).padStart(2, "0");

  test("a day written in any of the orders is read back in that order", () => {
    const day = fc.record({
      y: fc.integer({ min: 1970, max: 2069 }),
      m: fc.integer({ min: 1, max: 12 }),
      d: fc.integer({ min: 1, max: 28 }),
    });
    fc.assert(
      fc.property(day, fc.constantFrom(".", "/", "-"), fc.boolean(), ({ y, m, d }, sign, short) => {
        const expected = `${String(y)}-${two(m)}-${two(d)}`;
        const year = short ? two(y % 100) : String(y);
        expect(readDay([d, m, year].join(sign), "day-month-year")).toBe(expected);
        expect(readDay([m, d, year].join(sign), "month-day-year")).toBe(expected);
        for (const order of ["day-month-year", "month-day-year", "year-month-day"] as const)
          expect(readDay(`${expected}T10:00`, order)).toBe(expected);
      }),
      { seed },
    );
  });

  test.each([
    [["1/23/23", "3/4/23"], "month-day-year", true],
    [["23/1/23", "3/4/23"], "day-month-year", true],
    [["3/4/23"], "day-month-year", false],
    [["03.04.2023"], "day-month-year", true],
    [["2024-01-02", "2024-12-03 00:00:00 UTC"], "year-month-day", true],
    [["13/1/20", "1/13/20"], "day-month-year", false],
  ])("order of %j", (cells, value, isCertain) => {
    expect(guessDateOrder(cells)).toEqual({ value, isCertain });
  });

  test.each([
    [["1,234.50"], "point", true],
    [["1.234,50"], "comma", true],
    [["12,5"], "comma", true],
    [["0.298"], "point", true],
    [["1.234"], "comma", false],
    [["1,234"], "point", false],
    [["1.234", "5,20"], "comma", true],
    [["1.234.567"], "comma", true],
    [["£12.00", "$1,234"], "point", true],
    [["240", "x"], "point", true],
  ])("decimal mark of %j", (cells, value, isCertain) => {
    expect(guessDecimalMark(cells)).toEqual({ value, isCertain });
  });

  test("amounts in either notation, with signs and codes of currencies", () => {
    const cents = fc.integer({ min: 0, max: 99_999_999 });
    fc.assert(
      fc.property(cents, (amount) => {
        const [whole, fraction] = [Math.floor(amount / 100), two(amount % 100)];
        const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, ",");
        const expected = `${String(amount)} GBP`;
        expect(readMoney(`£${grouped}.${fraction}`, "point", "EUR")).toBe(expected);
        expect(readMoney(`${grouped.replaceAll(",", ".")},${fraction} GBP`, "comma", "EUR")).toBe(expected);
        expect(readMoney(`${String(whole)}.${fraction}`, "point", "GBP")).toBe(expected);
      }),
      { seed },
    );
    expect(readMoney("-12.50", "point", "EUR")).toBe("-1250 EUR");
    expect(readMoney("on request", "point", "EUR")).toBeUndefined();
    expect(readDecimal("1,23,4", "point")).toBeUndefined();
    expect(readDecimal("1.2.3", "point")).toBeUndefined();
  });
});
