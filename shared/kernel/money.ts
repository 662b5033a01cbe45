/** Amounts of money: integer minor units with their currency, never a floating point number. */
import { brand } from "./brand";
import type { Money } from "./record";
import { assert } from "./result";

export interface MoneyParts {
  /** Cents, pence, yen: the smallest unit of the currency. */
  readonly minor: number;
  /** ISO 4217. */
  readonly currency: string;
}

export const moneyOf = (minor: number, currency: string): Money => {
  assert(
    Number.isSafeInteger(minor) && /^[A-Z]{3}$/.test(currency),
    "money is whole minor units and a currency code",
  );
  return brand<Money>(`${minor} ${currency}`);
};

export const moneyParts = (money: Money): MoneyParts => {
  const [minor = "0", currency = ""] = money.split(" ");
  return { minor: Number(minor), currency };
};

/** How many digits the currency writes after the decimal mark: 2 for EUR, 0 for JPY, 3 for KWD. */
export const minorDigits = (currency: string): number =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;

/**
 * Reads a plain decimal such as `1299.5` as an amount. Undefined when it is not one, or is finer than the currency
 * can say: an amount is never rounded on the way in.
 */
export const moneyFromDecimal = (decimal: string, currency: string): Money | undefined => {
  const match = /^(-?)(\d{1,12})(?:\.(\d+))?$/.exec(decimal);
  if (match === null || !/^[A-Z]{3}$/.test(currency)) return undefined;
  const digits = minorDigits(currency);
  const fraction = (match[3] ?? "").replace(/0+$/, "");
  if (fraction.length > digits) return undefined;
  const minor = Number(`${match[2] ?? ""}${fraction.padEnd(digits, "0")}`);
  return Number.isSafeInteger(minor)
    ? moneyOf(match[1] === "-" && minor !== 0 ? -minor : minor, currency)
    : undefined;
};

export const timesMoney = (money: Money, count: number): Money => {
  const { minor, currency } = moneyParts(money);
  return moneyOf(minor * count, currency);
};

/** One sum per currency, in order of the codes; amounts in different currencies are never added up. */
export const sumMoney = (amounts: Iterable<Money>): readonly Money[] => {
  const sums = new Map<string, number>();
  for (const amount of amounts) {
    const { minor, currency } = moneyParts(amount);
    sums.set(currency, (sums.get(currency) ?? 0) + minor);
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, minor]) => moneyOf(minor, currency));
};
