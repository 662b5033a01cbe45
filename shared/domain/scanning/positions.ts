/**
 * Where everything is: an index folded from movements and kept current fact by fact.
 *
 * Guarantees: the state depends on the set of facts, not on the order they came in; one fact costs a fold of that
 * asset's own movements only. While devices disagree about an asset, every loose end counts: it stands on each
 * event a branch puts it on, and the newest end is shown as its position.
 */
import type { AssetId, LocationId, ProductId } from "#shared/domain/inventory";
import type { EventId } from "#shared/domain/events";
import type { ClockFactId, MovementId, SettledId } from "./types";
import type { Fork } from "./chain";
import { chainOf } from "./chain";
import type { ContainmentLoop } from "./containment";
import { createContainment } from "./containment";
import type { BulkOnEvent, BulkStock } from "./bulk-stock";
import { createBulkSums } from "./bulk-stock";
import type { FactTime, LoggedClockFact, LoggedMovement, LoggedSettled } from "./facts";
import type { TimeSources } from "./fact-times";
import { createFactTimes } from "./fact-times";
import type { Piece, Place } from "./whereabouts";
import { neverMoved, whereaboutsAfter } from "./whereabouts";

export interface AssetPosition {
  readonly place: Place;
  readonly container: AssetId | undefined;
  /** The movement this position rests on; what a next movement names as `after`. */
  readonly last: LoggedMovement | undefined;
  /** Where the other branches end, when devices disagree. Empty: no disagreement. */
  readonly others: readonly { readonly place: Place; readonly last: LoggedMovement }[];
  readonly events: ReadonlyMap<EventId, Piece>;
  readonly forks: readonly Fork[];
}

/** An asset that never moved: at home where it belongs, in no case. */
export const restingPosition: AssetPosition = {
  place: neverMoved.place,
  container: undefined,
  last: undefined,
  others: [],
  events: neverMoved.events,
  forks: [],
};

export interface FactBatch {
  readonly movements?: Iterable<LoggedMovement>;
  readonly settlements?: Iterable<LoggedSettled>;
  readonly clocks?: Iterable<LoggedClockFact>;
  /** Facts this device no longer holds. */
  readonly gone?: Iterable<MovementId | SettledId | ClockFactId>;
}

/** What one batch may have changed. */
export interface PositionChanges {
  readonly assets: ReadonlySet<AssetId>;
  readonly products: ReadonlySet<ProductId>;
  readonly events: ReadonlySet<EventId>;
}

/** What stands on one event: assets one by one, bulk as sums. */
export interface EventPieces {
  readonly assets: ReadonlyMap<AssetId, Piece & { readonly product: ProductId }>;
  readonly bulk: ReadonlyMap<ProductId, readonly BulkOnEvent[]>;
}

export interface Positions {
  apply(batch: FactBatch): PositionChanges;
  of(asset: AssetId): AssetPosition;
  /** Straight inside. */
  contentsOf(container: AssetId): readonly AssetId[];
  /** Everything inside to any depth, each once, outer before inner. */
  everythingIn(container: AssetId): readonly AssetId[];
  /** Bulk lying straight in a case. */
  bulkIn(container: AssetId): ReadonlyMap<ProductId, number>;
  /** The cases around an asset, innermost first. */
  casesAround(asset: AssetId): readonly AssetId[];
  bulkOf(product: ProductId): BulkStock;
  /** Every product a bulk fact is known of. */
  bulkProducts(): readonly ProductId[];
  piecesOf(event: EventId): EventPieces;
  /** Assets in the house whose last movement put them at a location; those that never moved are where they belong. */
  movedTo(location: LocationId): readonly AssetId[];
  movement(id: MovementId): LoggedMovement | undefined;
  timeOf(fact: LoggedMovement): FactTime;
  /** Every fact about an asset, undone ones too, oldest first. */
  factsOf(asset: AssetId): readonly LoggedMovement[];
  bulkFactsOf(product: ProductId): readonly LoggedMovement[];
  decisionsOf(asset: AssetId): readonly LoggedSettled[];
  /** Assets devices disagree about. */
  disputed(): ReadonlySet<AssetId>;
  /** Assets somebody decided about. */
  decided(): ReadonlySet<AssetId>;
  loops(): readonly ContainmentLoop[];
}

interface Known {
  readonly facts: Map<MovementId, LoggedMovement>;
  readonly decisions: Map<SettledId, LoggedSettled>;
  position: AssetPosition;
}

export const createPositions = (sources: TimeSources = {}): Positions => new PositionIndex(sources);

class PositionIndex implements Positions {
  private readonly times;
  private readonly bulk = createBulkSums();
  private readonly containment = createContainment((a, b) => this.isNewer(a, b));
  private readonly assets = new Map<AssetId, Known>();
  private readonly movements = new Map<MovementId, LoggedMovement>();
  private readonly settlements = new Map<SettledId, LoggedSettled>();
  private readonly onEvent = new Map<EventId, Map<AssetId, Piece & { readonly product: ProductId }>>();
  private readonly open = new Set<AssetId>();
  private readonly settledAssets = new Set<AssetId>();

  constructor(sources: TimeSources) {
    this.times = createFactTimes(sources);
  }

  apply(batch: FactBatch): PositionChanges {
    const dirty = new Set<AssetId>();
    const changes = {
      assets: new Set<AssetId>(),
      products: new Set<ProductId>(),
      events: new Set<EventId>(),
    };
    for (const id of batch.gone ?? []) this.forget(id, dirty, changes);
    for (const clock of batch.clocks ?? []) this.takeClock(clock, dirty);
    for (const fact of batch.movements ?? []) this.takeMovement(fact, dirty, changes);
    for (const decision of batch.settlements ?? []) {
      this.settlements.set(decision.id, decision);
      this.known(decision.asset).decisions.set(decision.id, decision);
      this.settledAssets.add(decision.asset);
      dirty.add(decision.asset);
    }
    for (const asset of dirty) this.refold(asset, changes);
    return changes;
  }

  of(asset: AssetId): AssetPosition {
    const known = this.assets.get(asset);
    if (known === undefined) return restingPosition;
    const container = this.containment.containerOf(asset);
    return container === known.position.container ? known.position : { ...known.position, container };
  }

  contentsOf(container: AssetId): readonly AssetId[] {
    return [...this.containment.contentsOf(container)].sort();
  }

  everythingIn(container: AssetId): readonly AssetId[] {
    const found = new Set<AssetId>();
    const open = [container];
    for (const current of open) {
      for (const inside of this.contentsOf(current)) {
        if (inside === container || found.has(inside)) continue;
        found.add(inside);
        open.push(inside);
      }
    }
    return [...found];
  }

  bulkIn(container: AssetId): ReadonlyMap<ProductId, number> {
    return this.bulk.inCase(container);
  }

  casesAround(asset: AssetId): readonly AssetId[] {
    const around: AssetId[] = [];
    let current = this.containment.containerOf(asset);
    while (current !== undefined && current !== asset && !around.includes(current)) {
      around.push(current);
      current = this.containment.containerOf(current);
    }
    return around;
  }

  bulkOf(product: ProductId): BulkStock {
    return this.bulk.of(product);
  }

  bulkProducts(): readonly ProductId[] {
    return this.bulk.products();
  }

  piecesOf(event: EventId): EventPieces {
    return {
      assets: this.onEvent.get(event) ?? new Map<AssetId, Piece & { readonly product: ProductId }>(),
      bulk: this.bulk.onEvent(event),
    };
  }

  movedTo(location: LocationId): readonly AssetId[] {
    const found: AssetId[] = [];
    for (const [asset, { position }] of this.assets) {
      if (position.place.type === "home" && position.place.location === location) found.push(asset);
    }
    return found;
  }

  movement(id: MovementId): LoggedMovement | undefined {
    return this.movements.get(id);
  }

  timeOf(fact: LoggedMovement): FactTime {
    return this.times.of(fact);
  }

  factsOf(asset: AssetId): readonly LoggedMovement[] {
    return this.inOrder(this.assets.get(asset)?.facts.values() ?? []);
  }

  bulkFactsOf(product: ProductId): readonly LoggedMovement[] {
    return this.inOrder(this.bulk.factsOf(product));
  }

  decisionsOf(asset: AssetId): readonly LoggedSettled[] {
    return [...(this.assets.get(asset)?.decisions.values() ?? [])];
  }

  disputed(): ReadonlySet<AssetId> {
    return this.open;
  }

  decided(): ReadonlySet<AssetId> {
    return this.settledAssets;
  }

  loops(): readonly ContainmentLoop[] {
    return this.containment.loops();
  }

  private inOrder(facts: Iterable<LoggedMovement>): readonly LoggedMovement[] {
    return [...facts].sort((a, b) => (this.isNewer(a, b) ? 1 : -1));
  }

  private isNewer(a: LoggedMovement, b: LoggedMovement): boolean {
    const difference = this.times.of(a).at - this.times.of(b).at;
    return difference === 0 ? a.id > b.id : difference > 0;
  }

  private known(asset: AssetId): Known {
    let known = this.assets.get(asset);
    if (known === undefined) {
      known = { facts: new Map(), decisions: new Map(), position: restingPosition };
      this.assets.set(asset, known);
    }
    return known;
  }

  private takeMovement(fact: LoggedMovement, dirty: Set<AssetId>, changes: MutableChanges): void {
    if (this.movements.has(fact.id)) this.forget(fact.id, dirty, changes);
    this.movements.set(fact.id, fact);
    if (fact.asset !== undefined) {
      this.known(fact.asset).facts.set(fact.id, fact);
      dirty.add(fact.asset);
      return;
    }
    this.bulk.put(fact);
    changes.products.add(fact.product);
    if (fact.event !== undefined) changes.events.add(fact.event);
  }

  /** A clock fact may change which of several ends is the newest, and which packing of a loop. */
  private takeClock(clock: LoggedClockFact, dirty: Set<AssetId>): void {
    this.times.put(clock);
    for (const asset of this.open) dirty.add(asset);
    for (const loop of this.containment.loops()) for (const member of loop.members) dirty.add(member);
  }

  private forget(
    id: MovementId | SettledId | ClockFactId,
    dirty: Set<AssetId>,
    changes: MutableChanges,
  ): void {
    const fact = findKnown(this.movements, id);
    const decision = findKnown(this.settlements, id);
    if (fact !== undefined) {
      this.movements.delete(fact.id);
      if (fact.asset === undefined) {
        this.bulk.drop(fact.id);
        changes.products.add(fact.product);
        if (fact.event !== undefined) changes.events.add(fact.event);
        return;
      }
      this.assets.get(fact.asset)?.facts.delete(fact.id);
      dirty.add(fact.asset);
    } else if (decision !== undefined) {
      this.settlements.delete(decision.id);
      const known = this.assets.get(decision.asset);
      known?.decisions.delete(decision.id);
      if (known?.decisions.size === 0) this.settledAssets.delete(decision.asset);
      dirty.add(decision.asset);
    }
  }

  private refold(asset: AssetId, changes: MutableChanges): void {
    const known = this.known(asset);
    const chain = chainOf([...known.facts.values()], [...known.decisions.values()]);
    const ends = chain.branches
      .flatMap((branch) => {
        const last = branch.at(-1);
        return last === undefined ? [] : [{ last, where: whereaboutsAfter(branch) }];
      })
      .sort((a, b) => (this.isNewer(a.last, b.last) ? -1 : 1));
    const [shown, ...others] = ends;
    const events = new Map(shown?.where.events);
    for (const { where } of others)
      for (const [event, piece] of where.events) if (!events.has(event)) events.set(event, piece);

    this.standOnEvents(asset, known.position.events, events, shown?.last.product, changes);
    const { container, containedSince } = shown?.where ?? neverMoved;
    const packing =
      container === undefined || containedSince === undefined
        ? undefined
        : { container, since: containedSince };
    for (const moved of this.containment.set(asset, packing)) changes.assets.add(moved);
    known.position = {
      place: shown?.where.place ?? neverMoved.place,
      container,
      last: shown?.last,
      others: others.map(({ last, where }) => ({ last, place: where.place })),
      events,
      forks: chain.forks,
    };
    if (chain.forks.length > 0) this.open.add(asset);
    else this.open.delete(asset);
    changes.assets.add(asset);
    if (known.facts.size === 0 && known.decisions.size === 0) this.assets.delete(asset);
  }

  private standOnEvents(
    asset: AssetId,
    before: ReadonlyMap<EventId, Piece>,
    after: ReadonlyMap<EventId, Piece>,
    product: ProductId | undefined,
    changes: MutableChanges,
  ): void {
    for (const event of before.keys()) {
      changes.events.add(event);
      if (!after.has(event)) this.onEvent.get(event)?.delete(asset);
    }
    if (product === undefined) return;
    for (const [event, piece] of after) {
      changes.events.add(event);
      let pieces = this.onEvent.get(event);
      if (pieces === undefined) {
        pieces = new Map();
        this.onEvent.set(event, pieces);
      }
      pieces.set(asset, { ...piece, product });
    }
  }
}

interface MutableChanges {
  readonly assets: Set<AssetId>;
  readonly products: Set<ProductId>;
  readonly events: Set<EventId>;
}

/** Looks an id of any kind up in a table of one kind. */
const findKnown = <K extends string, V>(table: ReadonlyMap<K, V>, id: string): V | undefined => {
  const plain: ReadonlyMap<string, V> = table;
  return plain.get(id);
};
