/** What the movements up to a moment amount to, as far as it differs from now. */
import type { Ms } from "#shared/kernel/clock";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import { createPositions } from "#shared/domain/scanning";
import type { AssetPosition, BulkStock, LoggedMovement, Positions } from "#shared/domain/scanning";

/** Positions as a stocktake asks for them, now or at a moment. */
export interface PositionsAt {
  of(asset: AssetId): AssetPosition;
  bulkOf(product: ProductId): BulkStock;
}

/**
 * Positions at `at` (relay time). What was recorded late but happened before counts; what was taken back or decided
 * since counts as taken back or decided then. `movements` are all that are known; only what moved since is folded again.
 */
export const positionsAt = (now: Positions, movements: Iterable<LoggedMovement>, at: Ms): PositionsAt => {
  const assets = new Set<AssetId>();
  const products = new Set<ProductId>();
  for (const fact of movements) {
    if (now.timeOf(fact).at <= at) continue;
    if (fact.asset === undefined) products.add(fact.product);
    else assets.add(fact.asset);
  }
  const then = createPositions();
  const known = (fact: LoggedMovement): boolean => fact.undoes !== undefined || now.timeOf(fact).at <= at;
  // Times are compared here already; the facts go in with them, so that the fold orders them the same way.
  const timed = (fact: LoggedMovement): LoggedMovement => ({
    ...fact,
    at: now.timeOf(fact).at,
    offsetMs: 0,
  });
  for (const asset of assets)
    then.apply({
      movements: now.factsOf(asset).filter(known).map(timed),
      settlements: now.decisionsOf(asset),
    });
  for (const product of products)
    then.apply({ movements: now.bulkFactsOf(product).filter(known).map(timed) });
  return {
    of: (asset) => (assets.has(asset) ? then : now).of(asset),
    bulkOf: (product) => (products.has(product) ? then : now).bulkOf(product),
  };
};

/** Pieces on record at one place at a moment, from the facts of one product. */
export const stockAt = (now: Positions, product: ProductId, at: Ms): BulkStock["byLocation"] => {
  const facts = now.bulkFactsOf(product);
  if (facts.every((fact) => now.timeOf(fact).at <= at)) return now.bulkOf(product).byLocation;
  return positionsAt(now, facts, at).bulkOf(product).byLocation;
};
