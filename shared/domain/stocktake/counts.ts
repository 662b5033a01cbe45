/**
 * The counts of each stocktake, kept current fact by fact. The state depends on the set of facts, not on the order
 * they came in: what was taken back or replaced says nothing, whichever of the two arrives first.
 */
import type { MemberId } from "#shared/kernel/ids";
import type { AssetId, LocationId, ProductId } from "#shared/domain/inventory";
import type { CountId, LoggedCount, StocktakeId } from "./types";

/** One product's bulk stock at one place; without a place: nobody said where. */
export interface Cell {
  readonly product: ProductId;
  readonly location: LocationId | undefined;
}

export const cellKey = ({ product, location }: Cell): string => `${product}${location ?? ""}`;

export interface StocktakeCounts {
  /** Standing sightings of an asset, in no particular order. */
  sightingsOf(asset: AssetId): readonly LoggedCount[];
  /** Standing counts of a cell in all rounds, without those another one replaces. */
  countsOf(cell: Cell): readonly LoggedCount[];
  assets(): Iterable<AssetId>;
  cells(): Iterable<Cell>;
  /** Codes nobody here knows, each once, with who read them. */
  unknown(): ReadonlyMap<string, readonly LoggedCount[]>;
  /** Standing counts by person. */
  people(): ReadonlyMap<MemberId, number>;
  /** Standing counts. */
  size(): number;
}

export interface Counts {
  of(stocktake: StocktakeId): StocktakeCounts;
  put(fact: LoggedCount): void;
  drop(id: CountId): void;
}

const nothing: readonly LoggedCount[] = [];

class CountsOfOne implements StocktakeCounts {
  readonly facts = new Map<CountId, LoggedCount>();
  private readonly byAsset = new Map<AssetId, readonly LoggedCount[]>();
  private readonly byCell = new Map<string, Cell & { readonly facts: readonly LoggedCount[] }>();
  private readonly byText = new Map<string, readonly LoggedCount[]>();
  /** Ids that facts take back, and how many do. */
  private readonly undone = new Map<CountId, number>();
  private readonly replaced = new Map<CountId, number>();

  sightingsOf(asset: AssetId): readonly LoggedCount[] {
    return this.standing(this.byAsset.get(asset) ?? nothing);
  }

  countsOf(cell: Cell): readonly LoggedCount[] {
    const standing = this.standing(this.byCell.get(cellKey(cell))?.facts ?? nothing);
    return standing.filter(({ id }) => !this.replaced.has(id));
  }

  *assets(): Iterable<AssetId> {
    for (const [asset, facts] of this.byAsset) if (this.standing(facts).length > 0) yield asset;
  }

  *cells(): Iterable<Cell> {
    for (const cell of this.byCell.values()) if (this.standing(cell.facts).length > 0) yield cell;
  }

  unknown(): ReadonlyMap<string, readonly LoggedCount[]> {
    const found = new Map<string, readonly LoggedCount[]>();
    for (const [text, facts] of this.byText) {
      const standing = this.standing(facts);
      if (standing.length > 0) found.set(text, standing);
    }
    return found;
  }

  people(): ReadonlyMap<MemberId, number> {
    const people = new Map<MemberId, number>();
    for (const fact of this.facts.values())
      if (this.holds(fact)) people.set(fact.by, (people.get(fact.by) ?? 0) + 1);
    return people;
  }

  size(): number {
    let size = 0;
    for (const fact of this.facts.values()) if (this.holds(fact)) size += 1;
    return size;
  }

  put(fact: LoggedCount): void {
    this.drop(fact.id);
    this.facts.set(fact.id, fact);
    this.refer(fact, 1);
    if (fact.undoes !== undefined) return;
    if (fact.asset !== undefined)
      this.byAsset.set(fact.asset, [...(this.byAsset.get(fact.asset) ?? []), fact]);
    else if (fact.product !== undefined) {
      const cell = { product: fact.product, location: fact.location };
      const facts = this.byCell.get(cellKey(cell))?.facts ?? [];
      this.byCell.set(cellKey(cell), { ...cell, facts: [...facts, fact] });
    } else if (fact.scanned !== undefined)
      this.byText.set(fact.scanned, [...(this.byText.get(fact.scanned) ?? []), fact]);
  }

  drop(id: CountId): void {
    const fact = this.facts.get(id);
    if (fact === undefined) return;
    this.facts.delete(id);
    this.refer(fact, -1);
    if (fact.asset !== undefined) without(this.byAsset, fact.asset, id);
    else if (fact.product !== undefined) {
      const key = cellKey({ product: fact.product, location: fact.location });
      const cell = this.byCell.get(key);
      if (cell !== undefined)
        this.byCell.set(key, { ...cell, facts: cell.facts.filter((one) => one.id !== id) });
    } else if (fact.scanned !== undefined) without(this.byText, fact.scanned, id);
  }

  private standing(facts: readonly LoggedCount[]): readonly LoggedCount[] {
    return facts.filter((fact) => this.holds(fact));
  }

  private holds({ id, undoes, removedAt }: LoggedCount): boolean {
    return undoes === undefined && removedAt === undefined && !this.undone.has(id);
  }

  /** A count that was taken back gives what it replaced its say again: see `refer` on its undo. */
  private refer(fact: LoggedCount, by: 1 | -1): void {
    if (fact.removedAt !== undefined) return;
    if (fact.undoes !== undefined) {
      const wasHeld = !this.undone.has(fact.undoes);
      add(this.undone, fact.undoes, by);
      const isHeld = !this.undone.has(fact.undoes);
      const target = this.facts.get(fact.undoes);
      if (target?.replaces !== undefined && wasHeld !== isHeld)
        add(this.replaced, target.replaces, isHeld ? 1 : -1);
      return;
    }
    if (fact.replaces !== undefined && !this.undone.has(fact.id)) add(this.replaced, fact.replaces, by);
  }
}

const add = <K>(sums: Map<K, number>, key: K, by: number): void => {
  const sum = (sums.get(key) ?? 0) + by;
  if (sum === 0) sums.delete(key);
  else sums.set(key, sum);
};

const without = <K>(table: Map<K, readonly LoggedCount[]>, key: K, id: CountId): void => {
  const left = (table.get(key) ?? nothing).filter((fact) => fact.id !== id);
  if (left.length === 0) table.delete(key);
  else table.set(key, left);
};

export const createCounts = (): Counts => {
  const stocktakes = new Map<StocktakeId, CountsOfOne>();
  const owners = new Map<CountId, CountsOfOne>();
  const one = (stocktake: StocktakeId): CountsOfOne => {
    const known = stocktakes.get(stocktake) ?? new CountsOfOne();
    stocktakes.set(stocktake, known);
    return known;
  };
  return {
    of: one,
    put: (fact) => {
      const owner = one(fact.stocktake);
      owner.put(fact);
      owners.set(fact.id, owner);
    },
    drop: (id) => {
      owners.get(id)?.drop(id);
      owners.delete(id);
    },
  };
};
