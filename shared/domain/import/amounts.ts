/** Amounts of money that a file may say of a product or of one piece, under the names their records give them. */
import { brand } from "#shared/kernel/brand";
import type { Money } from "#shared/kernel/record";
import type { FieldName } from "./fields";
import type { FieldChange } from "./plan-types";

/** Of each the column it is read from, which is also what the change is called. */
export const productAmounts = { replacement: "replacement", dayRate: "dayRate" } as const satisfies Record<
  string,
  FieldName
>;
export const assetAmounts = {
  purchase: "purchase",
  replacement: "assetReplacement",
  dayRate: "assetDayRate",
} as const satisfies Record<string, FieldName>;

export type AmountsOf<T extends string> = { readonly [K in T]?: Money };
export type ProductAmounts = AmountsOf<keyof typeof productAmounts>;
export type AssetAmounts = AmountsOf<keyof typeof assetAmounts>;

export interface AmountChange<T extends string> {
  readonly amount: T;
  readonly after: Money;
  readonly change: FieldChange;
}

/** What of it differs from what is known; nothing is said of what the file does not say. */
export const amountChanges = <T extends string>(
  fields: Readonly<Record<T, FieldName>>,
  known: AmountsOf<T>,
  said: AmountsOf<T>,
): readonly AmountChange<T>[] =>
  amountsIn(fields).flatMap((amount) => {
    const [before, after] = [known[amount], said[amount]];
    if (after === undefined || after === before) return [];
    return [{ amount, after, change: { field: fields[amount], before: before ?? null, after } }];
  });

const amountsIn = <T extends string>(fields: Readonly<Record<T, FieldName>>): readonly T[] =>
  Object.keys(fields).filter((key): key is T => key in fields);

/** The amounts among a record's fields. */
export const pickAmounts = <T extends string>(
  fields: Readonly<Record<T, FieldName>>,
  record: NoInfer<AmountsOf<T>>,
): AmountsOf<T> =>
  brand<AmountsOf<T>>(
    Object.fromEntries(
      amountsIn(fields).flatMap((amount) => {
        const value = record[amount];
        return value === undefined ? [] : [[amount, value]];
      }),
    ),
  );
