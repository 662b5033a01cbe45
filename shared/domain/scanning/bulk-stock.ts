/**
 * Bulk stock as sums of movements: per product by location, by case and by event and line. No chain: quantities
 * from several devices add up. An undo takes the movement's share out again, in whichever order the two arrive.
 */
import type { AssetId, LocationId, ProductId } from "#shared/domain/inventory";
import type { EventId } from "#shared/domain/events";
import type { LineId } from "#shared/domain/pull-list";
import { unreachable } from "#shared/kernel/result";
import type { MovementId } from "./types";
import type { LoggedMovement } from "./facts";
import { isGone, isUndo } from "./facts";

/** Pieces of one product on one event. `out` is what is there now, `back` what came in again. */
export interface BulkOnEvent {
  readonly event: EventId;
  readonly line: LineId | undefined;
  readonly packed: number;
  readonly out: number;
  readonly back: number;
  readonly lost: number;
  /** Went out without being asked for by the list. */
  readonly unplanned: number;
}

export interface BulkStock {
  /** Pieces in the house, by location; the empty key is "no location named". May be negative: the sum of the facts. */
  readonly byLocation: ReadonlyMap<LocationId | "", number>;
  readonly byCase: ReadonlyMap<AssetId, number>;
  readonly onEvents: readonly BulkOnEvent[];
  /** In the house, away, and both together. */
  readonly home: number;
  readonly out: number;
  readonly owned: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface BulkSums {
  put(fact: LoggedMovement): void;
  drop(id: MovementId): void;
  of(product: ProductId): BulkStock;
  products(): readonly ProductId[];
  /** What an event holds or held of bulk products. */
  onEvent(event: EventId): ReadonlyMap<ProductId, readonly BulkOnEvent[]>;
  /** Bulk lying in a case. */
  inCase(container: AssetId): ReadonlyMap<ProductId, number>;
  factsOf(product: ProductId): readonly LoggedMovement[];
}

class ProductSums {
  readonly facts = new Map<MovementId, LoggedMovement>();
  readonly undos = new Map<MovementId, number>();
  readonly byLocation = new Map<LocationId | "", number>();
  readonly byCase = new Map<AssetId, number>();
  readonly onEvents = new Map<string, Mutable<BulkOnEvent>>();
  home = 0;
  out = 0;

  /** Adds the share of a fact (`sign` 1) or takes it out (`sign` -1); undone and undo facts have none. */
  count(fact: LoggedMovement, sign: 1 | -1): void {
    if (isUndo(fact) || isGone(fact) || (this.undos.get(fact.id) ?? 0) > 0) return;
    const share = shareOf(fact);
    if (share.home !== 0) this.atLocation(fact.location ?? "", sign * share.home);
    if (fact.kind === "transferred") this.atLocation(fact.from ?? "", -sign * fact.quantity);
    if (fact.inCase !== undefined && share.inCase !== 0) add(this.byCase, fact.inCase, sign * share.inCase);
    this.out += sign * share.out;
    if (fact.event !== undefined) this.atEvent(fact.event, fact, share, sign);
  }

  private atLocation(location: LocationId | "", quantity: number): void {
    this.home += quantity;
    add(this.byLocation, location, quantity);
  }

  private atEvent(event: EventId, fact: LoggedMovement, share: Share, sign: 1 | -1): void {
    const key = `${event}${fact.line ?? ""}`;
    let sum = this.onEvents.get(key);
    if (sum === undefined) {
      sum = { event, line: fact.line, packed: 0, out: 0, back: 0, lost: 0, unplanned: 0 };
      this.onEvents.set(key, sum);
    }
    sum.packed += sign * share.packed;
    sum.out += sign * share.out;
    sum.back += sign * share.back;
    sum.lost += sign * share.lost;
    if (fact.kind === "out" && fact.isUnplanned === true) sum.unplanned += sign * fact.quantity;
    const { packed, out, back, lost, unplanned } = sum;
    if (packed === 0 && out === 0 && back === 0 && lost === 0 && unplanned === 0) this.onEvents.delete(key);
  }
}

export const createBulkSums = (): BulkSums => {
  const products = new Map<ProductId, ProductSums>();
  const productOf = new Map<MovementId, ProductId>();
  const eventProducts = new Map<EventId, Set<ProductId>>();
  const caseProducts = new Map<AssetId, Set<ProductId>>();

  const drop = (id: MovementId): void => {
    const product = productOf.get(id);
    const sums = product === undefined ? undefined : products.get(product);
    const fact = sums?.facts.get(id);
    if (sums === undefined || fact === undefined) return;
    sums.count(fact, -1);
    sums.facts.delete(id);
    productOf.delete(id);
    changeUndo(sums, fact, -1);
  };

  return {
    drop,
    put: (fact) => {
      drop(fact.id);
      let sums = products.get(fact.product);
      if (sums === undefined) {
        sums = new ProductSums();
        products.set(fact.product, sums);
      }
      sums.facts.set(fact.id, fact);
      productOf.set(fact.id, fact.product);
      if (fact.event !== undefined) remember(eventProducts, fact.event, fact.product);
      if (fact.inCase !== undefined) remember(caseProducts, fact.inCase, fact.product);
      sums.count(fact, 1);
      changeUndo(sums, fact, 1);
    },
    of: (product) => stockOf(products.get(product)),
    products: () => [...products.keys()].sort(),
    onEvent: (event) => {
      const found = new Map<ProductId, readonly BulkOnEvent[]>();
      for (const product of eventProducts.get(event) ?? []) {
        const here = [...(products.get(product)?.onEvents.values() ?? [])].filter(
          (sum) => sum.event === event,
        );
        if (here.length > 0)
          found.set(
            product,
            here.map((sum) => ({ ...sum })),
          );
      }
      return found;
    },
    inCase: (container) => {
      const inside = new Map<ProductId, number>();
      for (const product of caseProducts.get(container) ?? []) {
        const quantity = products.get(product)?.byCase.get(container) ?? 0;
        if (quantity > 0) inside.set(product, quantity);
      }
      return inside;
    },
    factsOf: (product) => [...(products.get(product)?.facts.values() ?? [])],
  };
};

/** Counts an undo fact for or against its target; the target's share changes only between none and one undo. */
const changeUndo = (sums: ProductSums, undo: LoggedMovement, by: 1 | -1): void => {
  if (undo.undoes === undefined || isGone(undo)) return;
  const before = sums.undos.get(undo.undoes) ?? 0;
  const target = sums.facts.get(undo.undoes);
  if (target !== undefined && by === 1 && before === 0) sums.count(target, -1);
  sums.undos.set(undo.undoes, before + by);
  if (target !== undefined && by === -1 && before === 1) sums.count(target, 1);
};

const stockOf = (sums: ProductSums | undefined): BulkStock => {
  if (sums === undefined)
    return { byLocation: new Map(), byCase: new Map(), onEvents: [], home: 0, out: 0, owned: 0 };
  const { byLocation, byCase, home, out } = sums;
  const onEvents = [...sums.onEvents].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => ({ ...sum }));
  return { byLocation: new Map(byLocation), byCase: new Map(byCase), onEvents, home, out, owned: home + out };
};

interface Share {
  readonly home: number;
  readonly out: number;
  readonly packed: number;
  readonly back: number;
  readonly lost: number;
  readonly inCase: number;
}

const share = (parts: Partial<Share>): Share => ({
  home: 0,
  out: 0,
  packed: 0,
  back: 0,
  lost: 0,
  inCase: 0,
  ...parts,
});

/** Naming a case means "put into it now": bulk that travels inside its case names none. */
const shareOf = ({ kind, quantity: n, event }: LoggedMovement): Share => {
  switch (kind) {
    case "out":
      return share({ home: -n, out: n, inCase: n });
    case "in":
      return share({ home: n, out: -n, back: n, inCase: n });
    case "received":
    case "found":
    case "counted":
    case "transferred":
      return share({ home: n });
    case "returned":
      return share({ home: -n });
    case "lost":
    case "retired":
      return event === undefined ? share({ home: -n }) : share({ out: -n, lost: n });
    case "packed":
      return share({ packed: n, inCase: n });
    case "unpacked":
      return share({ packed: -n, inCase: -n });
    case "repaired":
      return share({});
    default:
      return unreachable(kind);
  }
};

const remember = <K>(table: Map<K, Set<ProductId>>, key: K, product: ProductId): void => {
  const known = table.get(key);
  if (known === undefined) table.set(key, new Set([product]));
  else known.add(product);
};

const add = <K>(sums: Map<K, number>, key: K, quantity: number): void => {
  const sum = (sums.get(key) ?? 0) + quantity;
  if (sum === 0) sums.delete(key);
  else sums.set(key, sum);
};
