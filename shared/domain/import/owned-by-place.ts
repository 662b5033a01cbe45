/** Bulk stock as an import compares it with a file: what belongs to a place, at home or out. */
import type { LocationId, ProductId } from "#shared/domain/inventory";
import type { BulkStock } from "#shared/domain/scanning";
import type { ExistingBatch } from "./existing";

/**
 * A file says what a company owns; movements say what is in the house. Pieces that are out are counted where most of
 * the product lives, so that the same file changes nothing while they are away.
 */
export const ownedByPlace = (product: ProductId, stock: BulkStock): NonNullable<ExistingBatch["bulk"]> => {
  const places = [...stock.byLocation]
    .map(([location, quantity]): { location: LocationId | null; owned: number } => ({
      location: location === "" ? null : location,
      owned: quantity,
    }))
    .sort((a, b) => b.owned - a.owned);
  const [home = { location: null, owned: 0 }, ...others] = places;
  return [{ ...home, owned: home.owned + stock.out }, ...others].map((place) => ({ product, ...place }));
};
