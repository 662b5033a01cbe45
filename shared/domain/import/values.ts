/**
 * Dates, numbers and amounts as people and programs write them. What a single cell leaves open (is 3/4 in March or
 * in April, is 1.234 a thousand) the whole column usually settles; when it does not, the person is asked once.
 */
import { brand } from "#shared/kernel/brand";
import { moneyFromDecimal } from "#shared/kernel/money";
import type { Day, Money } from "#shared/kernel/record";

export type DateOrder = "year-month-day" | "day-month-year" | "month-day-year";
export type DecimalMark = "point" | "comma";

/** A setting read off the cells: settled by them, or a guess that the person should confirm. */
export interface Guess<T> {
  readonly value: T;
  readonly isCertain: boolean;
}

interface DateParts {
  readonly first: number;
  readonly second: number;
  readonly third: number;
  readonly sign: string;
  readonly yearFirst: boolean;
}

const datePattern = /^(\d{1,4})([./-])(\d{1,2})\2(\d{2,4})(?:[T ].*)?$/;

const datePartsOf = (cell: string): DateParts | undefined => {
  const match = datePattern.exec(cell.trim());
  if (match === null) return undefined;
  const [, first = "", sign = "", second = "", third = ""] = match;
  return {
    first: Number(first),
    second: Number(second),
    third: Number(third),
    sign,
    yearFirst: first.length === 4,
  };
};

export const guessDateOrder = (cells: Iterable<string>): Guess<DateOrder> => {
  let sawDayFirst = false;
  let sawMonthFirst = false;
  let sawOpen = false;
  let sawDots = false;
  for (const cell of cells) {
    const parts = datePartsOf(cell);
    if (parts === undefined || parts.yearFirst) continue;
    sawDots ||= parts.sign === ".";
    if (parts.first > 12) sawDayFirst = true;
    else if (parts.second > 12) sawMonthFirst = true;
    else sawOpen ||= parts.first !== parts.second;
  }
  if (sawDayFirst || sawMonthFirst)
    return {
      value: sawDayFirst ? "day-month-year" : "month-day-year",
      isCertain: sawDayFirst !== sawMonthFirst,
    };
  // Dots are written where the day comes first.
  if (sawDots) return { value: "day-month-year", isCertain: true };
  return { value: sawOpen ? "day-month-year" : "year-month-day", isCertain: !sawOpen };
};

const daysIn = (year: number, month: number): number =>
  month === 2
    ? year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
      ? 29
      : 28
    : [4, 6, 9, 11].includes(month)
      ? 30
      : 31;

/** Years of two digits lie between 1970 and 2069. Undefined for what is no date in that order. */
export const readDay = (cell: string, order: DateOrder): Day | undefined => {
  const parts = datePartsOf(cell);
  if (parts === undefined) return undefined;
  const { first, second, third } = parts;
  const [year, month, day] = parts.yearFirst
    ? [first, second, third]
    : order === "month-day-year"
      ? [third, first, second]
      : order === "day-month-year"
        ? [third, second, first]
        : [first, second, third];
  const full = parts.yearFirst || year >= 100 ? year : year < 70 ? 2000 + year : 1900 + year;
  if (full < 1900 || full > 2200 || month < 1 || month > 12 || day < 1 || day > daysIn(full, month))
    return undefined;
  return brand<Day>(`${full}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`);
};

const numberPattern = /^-?[\d.,'’\u00a0\u202f ]*\d[\d.,'’\u00a0\u202f ]*$/;

/** Which mark stands before decimals. `1,234.50` and `1.234,50` settle it, so does `12,5`; `1.234` alone does not. */
export const guessDecimalMark = (cells: Iterable<string>): Guess<DecimalMark> => {
  let point = 0;
  let comma = 0;
  let isOpen = false;
  let openMark: DecimalMark = "point";
  for (const cell of cells) {
    const digits = bareNumber(cell);
    const lastPoint = digits.lastIndexOf(".");
    const lastComma = digits.lastIndexOf(",");
    if (lastPoint < 0 && lastComma < 0) continue;
    const last = Math.max(lastPoint, lastComma);
    const mark: DecimalMark = last === lastPoint ? "point" : "comma";
    const other: DecimalMark = mark === "point" ? "comma" : "point";
    const count = digits.split(mark === "point" ? "." : ",").length - 1;
    const settles =
      count > 1
        ? other
        : lastPoint >= 0 && lastComma >= 0
          ? mark
          : digits.length - last - 1 !== 3 || /^-?0[.,]/.test(digits)
            ? mark
            : undefined;
    if (settles === "point") point++;
    else if (settles === "comma") comma++;
    else [isOpen, openMark] = [true, mark];
  }
  if (point > 0 || comma > 0)
    return { value: comma > point ? "comma" : "point", isCertain: point === 0 || comma === 0 };
  // Three digits behind a single mark: more often thousands than thousandths, so the other one is the decimal mark.
  return isOpen
    ? { value: openMark === "point" ? "comma" : "point", isCertain: false }
    : { value: "point", isCertain: true };
};

/** The number in a cell without currency and unit. */
const bareNumber = (cell: string): string =>
  /-?[\d.,'’\u00a0\u202f ]*\d/.exec(cell.trim())?.[0].replace(/['’\u00a0\u202f ]/g, "") ?? "";

/** A plain decimal such as `-1234.5`, or undefined when the cell is no number in that notation. */
export const readDecimal = (cell: string, mark: DecimalMark): string | undefined => {
  const text = cell.trim().replace("−", "-");
  if (!numberPattern.test(text)) return undefined;
  const thousands = mark === "point" ? "," : ".";
  const bare = text.replace(/['’\u00a0\u202f ]/g, "");
  const [whole = "", fraction, ...more] = bare.split(mark === "point" ? "." : ",");
  if (more.length > 0 || fraction?.includes(thousands) === true) return undefined;
  const groups = whole.replace("-", "").split(thousands);
  if (
    groups.length > 1 &&
    !groups.every((group, index) => (index === 0 ? /^\d{1,3}$/ : /^\d{3}$/).test(group))
  )
    return undefined;
  const digits = groups.join("");
  if (!/^\d*$/.test(digits) || (fraction !== undefined && !/^\d*$/.test(fraction))) return undefined;
  const sign = whole.startsWith("-") ? "-" : "";
  return `${sign}${digits === "" ? "0" : digits}${fraction === undefined || fraction === "" ? "" : `.${fraction}`}`;
};

/** A number with an optional unit behind it (`22,5 kg`). */
export const readNumber = (cell: string, mark: DecimalMark): number | undefined => {
  const decimal = readDecimal(cell.trim().replace(/\s*[a-zA-Z²³°"%]+\.?$/, ""), mark);
  return decimal === undefined ? undefined : Number(decimal);
};

const signs: Readonly<Record<string, string>> = {
  "€": "EUR",
  "£": "GBP",
  $: "USD",
  "¥": "JPY",
  CHF: "CHF",
  "Fr.": "CHF",
};

/** Currency named in a cell by sign or code. */
const currencyOf = (cell: string): string | undefined => {
  const letters = /\b([A-Z]{3})\b/.exec(cell)?.[1];
  if (letters !== undefined) return letters;
  return Object.entries(signs).find(([sign]) => cell.includes(sign))?.[1];
};

/** An amount in its own currency or, without one, in `currency`. More decimals than it has: rounded to its smallest unit. */
export const readMoney = (cell: string, mark: DecimalMark, currency: string): Money | undefined => {
  const own = currencyOf(cell) ?? currency;
  const bare = cell
    .trim()
    .replace(/^[^\d-]*(?=-?\d|-?[.,]\d)/, "")
    .replace(/[^\d]*$/, "");
  const decimal = readDecimal(/^\s*\(?-/.test(cell) && !bare.startsWith("-") ? `-${bare}` : bare, mark);
  if (decimal === undefined) return undefined;
  return moneyFromDecimal(decimal, own) ?? moneyFromDecimal(Number(decimal).toFixed(2), own);
};

/** How programs write that something is not so; dates that were never set say it too. */
export const isNo = (value: string): boolean =>
  /^(0([.,]0+)?|no|nein|non|nee|false|n|-|000[01]-0[01]-0[01].*)$/i.test(value);
