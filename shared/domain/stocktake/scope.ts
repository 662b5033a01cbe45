/** What a stocktake is about: which places and which products. */
import type { Location, LocationId, Product } from "#shared/domain/inventory";
import type { Category, CategoryId } from "#shared/domain/settings";
import { parseId } from "#shared/kernel/ids";
import type { Stocktake } from "./types";

export interface Places {
  /** Whether the inner place is the outer one or lies in it to any depth. */
  contains(outer: LocationId, inner: LocationId): boolean;
}

/** Tolerates what a merge leaves: unknown parents and circles end the way up. */
export const placesOf = (locations: ReadonlyMap<LocationId, Pick<Location, "id" | "parent">>): Places => {
  const above = new Map<LocationId, ReadonlySet<LocationId>>();
  const aboveOf = (id: LocationId): ReadonlySet<LocationId> => {
    const known = above.get(id);
    if (known !== undefined) return known;
    const chain = new Set<LocationId>();
    for (
      let at: LocationId | undefined = id;
      at !== undefined && !chain.has(at);
      at = locations.get(at)?.parent
    )
      chain.add(at);
    above.set(id, chain);
    return chain;
  };
  return { contains: (outer, inner) => aboveOf(inner).has(outer) };
};

export interface Scope {
  /** Whether what is recorded at that place belongs to it; undefined is "in the house, nobody said where". */
  readonly holds: (location: LocationId | undefined) => boolean;
  readonly takes: (product: Pick<Product, "category">) => boolean;
}

export const scopeOf = (
  { location, category }: Pick<Stocktake, "location" | "category">,
  places: Places,
  categories: ReadonlyMap<CategoryId, Pick<Category, "parent">>,
): Scope => ({
  holds: (place) => location === undefined || (place !== undefined && places.contains(location, place)),
  takes: (product) => {
    if (category === undefined) return true;
    const seen = new Set<CategoryId>();
    let at: CategoryId | undefined = product.category;
    while (at !== undefined && !seen.has(at)) {
      if (at === category) return true;
      seen.add(at);
      at = parseId<CategoryId>(categories.get(at)?.parent);
    }
    return false;
  },
});
