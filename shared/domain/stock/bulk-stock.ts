/**
 * Bulk stock per product and location, added up from movements. Kept current fact by fact: a company with a hundred
 * thousand movements adds the new one, not all of them again. The result depends only on the set of facts.
 */
import type { LocationId, ProductId } from "#shared/domain/inventory";
import type { Movement, MovementId } from "#shared/domain/scanning";

export interface PlaceQuantity {
  /** Null: in the company, no place named. */
  readonly location: LocationId | null;
  /** What belongs there, whether it is home or out. */
  readonly owned: number;
}

export interface BulkQuantity {
  /** Everything the company has of it, at home and out. May be negative after contradicting counts: shown, not hidden. */
  readonly owned: number;
  /** Pieces out on events. */
  readonly out: number;
  readonly places: readonly PlaceQuantity[];
}

export interface BulkStock {
  /** Takes a fact in, again after it changed (it was removed or restored). Facts about assets are ignored. */
  put(fact: Movement): void;
  of(product: ProductId): BulkQuantity;
  products(): Iterable<ProductId>;
}

interface Sums {
  readonly places: Map<LocationId | null, number>;
  out: number;
}

const nothing: BulkQuantity = { owned: 0, out: 0, places: [] };

export const createBulkStock = (): BulkStock => {
  const facts = new Map<MovementId, Movement>();
  const counted = new Set<MovementId>();
  /** How many facts, not removed, take each movement back. */
  const undoneBy = new Map<MovementId, Set<MovementId>>();
  const sums = new Map<ProductId, Sums>();

  const settle = (id: MovementId): void => {
    const fact = facts.get(id);
    if (fact === undefined) return;
    const counts = fact.removedAt === undefined && (undoneBy.get(id)?.size ?? 0) === 0;
    if (counts === counted.has(id)) return;
    if (counts) counted.add(id);
    else counted.delete(id);
    addTo(sums, fact, counts ? 1 : -1);
  };

  return {
    put: (fact) => {
      if (fact.asset !== undefined) return;
      facts.set(fact.id, fact);
      if (fact.undoes === undefined) return settle(fact.id);
      const undoing = undoneBy.get(fact.undoes) ?? new Set<MovementId>();
      undoneBy.set(fact.undoes, undoing);
      if (fact.removedAt === undefined) undoing.add(fact.id);
      else undoing.delete(fact.id);
      settle(fact.undoes);
    },
    of: (product) => {
      const found = sums.get(product);
      return found === undefined ? nothing : quantityOf(found);
    },
    products: () => sums.keys(),
  };
};

/** How a fact changes what is owned at its place, and what is out, per piece. */
const effects = {
  counted: { owned: 1, out: 0 },
  received: { owned: 1, out: 0 },
  found: { owned: 1, out: 0 },
  lost: { owned: -1, out: 0 },
  returned: { owned: -1, out: 0 },
  out: { owned: 0, out: 1 },
  in: { owned: 0, out: -1 },
  packed: { owned: 0, out: 0 },
  unpacked: { owned: 0, out: 0 },
  transferred: { owned: 0, out: 0 },
  repaired: { owned: 0, out: 0 },
} as const satisfies Record<Movement["kind"], { readonly owned: number; readonly out: number }>;

const addTo = (sums: Map<ProductId, Sums>, fact: Movement, sign: 1 | -1): void => {
  const effect = effects[fact.kind];
  const sum = sums.get(fact.product) ?? { places: new Map<LocationId | null, number>(), out: 0 };
  sums.set(fact.product, sum);
  sum.out += sign * effect.out * fact.quantity;
  if (effect.owned === 0) return;
  const place = fact.location ?? null;
  sum.places.set(place, (sum.places.get(place) ?? 0) + sign * effect.owned * fact.quantity);
};

const quantityOf = (sums: Sums): BulkQuantity => {
  const places = [...sums.places]
    .filter(([, owned]) => owned !== 0)
    .map(([location, owned]) => ({ location, owned }))
    .sort((a, b) => ((a.location ?? "") < (b.location ?? "") ? -1 : 1));
  return { owned: places.reduce((sum, place) => sum + place.owned, 0), out: sums.out, places };
};
