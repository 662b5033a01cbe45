/** Stock that earns nothing: what has not gone out for long. */
import type { Ms } from "#shared/kernel/clock";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import type { Movement, MovementId } from "#shared/domain/scanning";

/** When things last went out: assets by their id, bulk stock by its product. */
export interface LastOut {
  readonly assets: ReadonlyMap<AssetId, Ms>;
  readonly bulk: ReadonlyMap<ProductId, Ms>;
  /** When the first pieces of a bulk product came, as far as facts say. */
  readonly came: ReadonlyMap<ProductId, Ms>;
}

/** One pass over the facts; what was taken back or removed never happened. */
export const lastOut = <Fact extends Movement>(
  movements: Iterable<Fact>,
  timeOf: (fact: Fact) => Ms,
): LastOut => {
  const undone = new Set<MovementId>();
  const facts: Fact[] = [];
  for (const fact of movements) {
    if (fact.removedAt !== undefined) continue;
    if (fact.undoes !== undefined) undone.add(fact.undoes);
    else if (fact.kind === "out" || (fact.kind === "received" && fact.asset === undefined)) facts.push(fact);
  }
  const assets = new Map<AssetId, Ms>();
  const bulk = new Map<ProductId, Ms>();
  const came = new Map<ProductId, Ms>();
  for (const fact of facts) {
    if (undone.has(fact.id)) continue;
    const at = timeOf(fact);
    if (fact.kind === "received") came.set(fact.product, Math.min(at, came.get(fact.product) ?? at));
    else if (fact.asset === undefined) bulk.set(fact.product, Math.max(at, bulk.get(fact.product) ?? at));
    else assets.set(fact.asset, Math.max(at, assets.get(fact.asset) ?? at));
  }
  return { assets, bulk, came };
};

export interface StockOfProduct {
  readonly product: ProductId;
  /** Pieces the company owns, with when each was bought as far as that is known. */
  readonly assets: readonly { readonly id: AssetId; readonly boughtAt: Ms | undefined }[];
  /** Pieces of bulk stock owned. */
  readonly bulk: number;
}

export interface Dormant {
  readonly product: ProductId;
  readonly owned: number;
  /** Pieces that did not go out since the day asked about. */
  readonly pieces: number;
  /** The last time any piece of the product went out; undefined: never. */
  readonly last: Ms | undefined;
}

/** Products with pieces that did not go out since `since`, most pieces first. What was bought later is too young to tell. */
export const dormantStock = (
  stock: Iterable<StockOfProduct>,
  out: LastOut,
  since: Ms,
): readonly Dormant[] => {
  const found: Dormant[] = [];
  for (const { product, assets, bulk } of stock) {
    const still = assets.filter(
      ({ id, boughtAt }) => (out.assets.get(id) ?? boughtAt ?? -Infinity) < since,
    ).length;
    const bulkStill = (out.bulk.get(product) ?? out.came.get(product) ?? -Infinity) < since ? bulk : 0;
    const pieces = still + Math.max(0, bulkStill);
    if (pieces === 0) continue;
    const times = [...assets.map(({ id }) => out.assets.get(id)), out.bulk.get(product)];
    const last = times.reduce<Ms | undefined>(
      (latest, at) => (at === undefined || (latest !== undefined && latest >= at) ? latest : at),
      undefined,
    );
    found.push({ product, owned: assets.length + bulk, pieces, last });
  }
  return found.sort((a, b) => b.pieces - a.pieces || (a.product < b.product ? -1 : 1));
};
