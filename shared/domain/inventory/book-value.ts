/** What a piece is still worth in the books: purchase price, rule of its product, and the day asked about. */
import { moneyOf, moneyParts } from "#shared/kernel/money";
import type { Day, Money } from "#shared/kernel/record";
import type { ProductValue } from "./types";

export type DepreciationRule = Pick<
  ProductValue,
  "depreciation" | "lifeMonths" | "yearlyPercent" | "residualPercent"
>;

export interface Bought {
  readonly purchase: Money;
  readonly on: Day;
  /** The day it left the stock: from then on it is in no book. */
  readonly left?: Day | undefined;
}

/** Months of use: the month of purchase counts whole, the month asked about does when it has begun. */
const monthsBetween = (from: Day, to: Day): number => {
  const [fromYear, fromMonth] = [Number(from.slice(0, 4)), Number(from.slice(5, 7))];
  const [toYear, toMonth] = [Number(to.slice(0, 4)), Number(to.slice(5, 7))];
  return (toYear - fromYear) * 12 + (toMonth - fromMonth) + 1;
};

/** Share of the price that is left, before what always stays is looked at. Within a year it falls evenly. */
const shareLeft = (rule: DepreciationRule, months: number): number => {
  switch (rule.depreciation ?? "none") {
    case "none":
      return 1;
    case "straight-line":
      return rule.lifeMonths === undefined ? 1 : Math.max(0, 1 - months / rule.lifeMonths);
    case "declining": {
      if (rule.yearlyPercent === undefined) return 1;
      const yearly = rule.yearlyPercent / 100;
      return (1 - yearly) ** Math.floor(months / 12) * (1 - (yearly * (months % 12)) / 12);
    }
  }
};

/**
 * Undefined on days the company did not own it. Straight line takes the price down to what stays, evenly over its
 * life; declining takes a share of what is left each year and never goes below what stays. Rounded to minor units.
 */
export const bookValue = (bought: Bought, rule: DepreciationRule, on: Day): Money | undefined => {
  if (on < bought.on || (bought.left !== undefined && on >= bought.left)) return undefined;
  const { minor, currency } = moneyParts(bought.purchase);
  const rest = (minor * (rule.residualPercent ?? 0)) / 100;
  const share = shareLeft(rule, monthsBetween(bought.on, on));
  const left = rule.depreciation === "straight-line" ? rest + (minor - rest) * share : minor * share;
  return moneyOf(Math.round(Math.max(rest, left)), currency);
};
