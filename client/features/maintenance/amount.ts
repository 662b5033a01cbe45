/** Amounts typed by people, in the currency of the company. */
import { productValue, assetCost } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import { repairCost } from "#shared/domain/maintenance";
import { companyProfile, profileIn } from "#shared/domain/settings";
import type { ThingId } from "#shared/kernel/ids";
import { moneyFromDecimal } from "#shared/kernel/money";
import type { Money } from "#shared/kernel/record";
import { createRows, useReplica } from "#client/data";

/** Undefined for what is no amount; `12,5` and `12.5` are the same. */
export const createAmounts = () => {
  const profiles = createRows(companyProfile);
  const currency = (): string => profileIn(profiles())?.currency ?? "EUR";
  return {
    currency,
    read: (text: string): Money | undefined =>
      moneyFromDecimal(
        text
          .trim()
          .replaceAll(/[\s\u00a0]/g, "")
          .replace(",", "."),
        currency(),
      ),
  };
};

/** The document that holds the money of a product, where there is one. */
export const createMoneyThing = (): ((product: ProductId) => ThingId | undefined) => {
  const { rows } = useReplica();
  return (product) =>
    [
      ...rows.all(productValue).values(),
      ...rows.all(assetCost).values(),
      ...rows.all(repairCost).values(),
    ].find((row) => row.product === product)?.thing;
};
