/** What a file says is owned of a product in bulk, held against what the company has of it, place by place. */
import type { Product } from "#shared/domain/inventory";
import type { Existing } from "./existing";
import type { ProductGroup } from "./grouping";
import type { PlannedProduct } from "./plan-types";
import type { RowProblem } from "./problems";

type Stock = PlannedProduct["stock"];

/**
 * A quantity without a place speaks of all that is owned, wherever it is. Quantities with places put into them first
 * what was known without a place: a total first and a list by place after it do not add up to twice as much.
 */
export const plannedStock = (
  group: ProductGroup,
  product: Product | undefined,
  existing: Existing,
): Stock => {
  const ownedAt = (path: readonly string[] | undefined): number => {
    const place = path === undefined ? null : existing.places.find(path);
    return product === undefined || place === undefined ? 0 : existing.owned(product.id, place);
  };
  const [first] = group.stock;
  if (first === undefined) return [];
  const onlyTotal = isOnlyTotal(group);
  const stock = group.stock.map((each) => ({
    ...each,
    known: onlyTotal && product !== undefined ? existing.ownedInAll(product.id) : ownedAt(each.path),
  }));
  const unplaced = ownedAt(undefined);
  if (unplaced === 0 || stock.some(({ path }) => path === undefined)) return stock;
  const gained = stock.reduce((sum, { target, known }) => sum + Math.max(0, target - known), 0);
  const left = Math.max(0, unplaced - gained);
  return [...stock, { path: undefined, target: left, known: unplaced, row: first.row }];
};

const isOnlyTotal = (group: ProductGroup): boolean => group.stock.every(({ path }) => path === undefined);

/** Why the file's quantity cannot be taken: the company counts the product one by one, or by place, and in another number. */
export const countProblem = (
  group: ProductGroup,
  product: Product | undefined,
  existing: Existing,
): RowProblem | undefined => {
  if (product === undefined || group.stock.length === 0) return undefined;
  const value = group.stock.reduce((sum, stock) => sum + stock.target, 0);
  const assets = existing.assetCount(product.id);
  if (assets > 0) return value === assets ? undefined : { type: "CountedOneByOne", owned: assets, value };
  const owned = existing.ownedInAll(product.id);
  const isByPlace = existing.owned(product.id, null) !== owned;
  return isByPlace && isOnlyTotal(group) && value !== owned
    ? { type: "CountedByPlace", owned, value }
    : undefined;
};
