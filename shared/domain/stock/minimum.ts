/** When a product has to be ordered again. */
import type { Product } from "#shared/domain/inventory";
import type { BulkStock } from "#shared/domain/scanning";

/** Pieces that count: of what is used up only what lies in the house, else all that is owned wherever it is. */
export const stockCounted = (
  tracking: Product["tracking"],
  bulk: Pick<BulkStock, "home" | "owned">,
  assets: number,
): number => assets + (tracking === "consumable" ? bulk.home : bulk.owned);

/** The minimum itself is enough. */
export const isBelowMinimum = ({ minimumStock }: Pick<Product, "minimumStock">, counted: number): boolean =>
  minimumStock !== undefined && counted < minimumStock;
