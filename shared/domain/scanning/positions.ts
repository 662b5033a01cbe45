/**
 * Where everything is: an index folded from movements and kept current fact by fact.
 *
 * Guarantees: the state depends on the set of facts, not on the order they came in; one fact costs a fold of that
 * asset's own movements only. While devices disagree about an asset, every loose end counts: it stands on each
 * event a branch puts it on, and the newest end is shown as its position.
 */
import type { AssetId, ProductId, TemporaryStockId } from "#shared/domain/inventory";
import type { EventId } from "#shared/domain/events";
import { brand } from "#shared/kernel/brand";
import type { Ms } from "#shared/kernel/clock";
import type { ClockFactId, MovementId, SettledId } from "./types";
import type { Fork } from "./chain";
import type { ContainmentLoop } from "./containment";
import { createContainment } from "./containment";
import type { BulkOnEvent, BulkStock } from "./bulk-stock";
import { createBulkSums } from "./bulk-stock";
import { createExpectedFacts } from "./expected-facts";
import type { FactTime, LoggedClockFact, LoggedMovement, LoggedSettled, TimedFact } from "./facts";
import type { TimeSources } from "./fact-times";
import { createFactTimes } from "./fact-times";
import type { Told } from "./told-together";
import { isSeveral, toldTogether } from "./told-together";
import type { Piece, Place, Whereabouts } from "./whereabouts";
import { neverMoved } from "./whereabouts";

export interface AssetPosition {
  readonly place: Place;
  readonly container: AssetId | undefined;
  /** The movement this position rests on. */
  readonly last: LoggedMovement | undefined;
  /** What the next movement names as `after`: the last one of this very record, should the piece have been entered twice. */
  readonly after: MovementId | undefined;
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
  after: undefined,
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

/** What stands on one event: assets one by one, bulk as sums. */
export interface EventPieces {
  readonly assets: ReadonlyMap<AssetId, Piece>;
  readonly bulk: ReadonlyMap<ProductId, readonly BulkOnEvent[]>;
}

export interface Positions {
  apply(batch: FactBatch): void;
  of(asset: AssetId): AssetPosition;
  /** Where the piece would be if both records were one; containment loops are left out of account. */
  together(asset: AssetId, other: AssetId): AssetPosition;
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
  timeOf(fact: TimedFact): FactTime;
  /** When others could first know of it; undefined for what was written without a connection and has had none since. */
  knownAt(fact: TimedFact): Ms | undefined;
  /** Every fact about an asset, undone ones too, oldest first. */
  factsOf(asset: AssetId): readonly LoggedMovement[];
  bulkFactsOf(product: ProductId): readonly LoggedMovement[];
  /** What arrived of expected pieces and was not taken back, oldest first. */
  arrivedOf(stock: TemporaryStockId): readonly LoggedMovement[];
  decisionsOf(asset: AssetId): readonly LoggedSettled[];
  /** Assets devices disagree about. */
  disputed(): ReadonlySet<AssetId>;
  /** Assets somebody decided about. */
  decided(): ReadonlySet<AssetId>;
  loops(): readonly ContainmentLoop[];
}

/** Most assets have a handful of facts: short lists cost a third of the memory and time of maps. */
interface Known {
  facts: readonly LoggedMovement[];
  decisions: readonly LoggedSettled[];
  position: AssetPosition;
}

export const createPositions = (sources: TimeSources = {}): Positions => new PositionIndex(sources);

class PositionIndex implements Positions {
  private readonly times;
  private readonly bulk = createBulkSums();
  private readonly expected = createExpectedFacts();
  private readonly containment = createContainment((a, b) => this.isNewer(a, b));
  private readonly assets = new Map<AssetId, Known>();
  private readonly onEvent = new Map<EventId, Map<AssetId, Piece>>();
  private readonly open = new Set<AssetId>();
  private readonly settledAssets = new Set<AssetId>();
  /** Pieces told by movements of several records, which only their times put in order. */
  private readonly interleaved = new Set<AssetId>();

  constructor(sources: TimeSources) {
    this.times = createFactTimes(sources);
  }

  apply(batch: FactBatch): void {
    const dirty = new Set<AssetId>();
    const gone = new Set<string>(batch.gone ?? []);
    if (gone.size > 0) this.forget(gone, dirty);
    for (const clock of batch.clocks ?? []) this.takeClock(clock, dirty);
    for (const fact of batch.movements ?? []) {
      this.expected.put(fact);
      if (fact.asset === undefined) this.bulk.put(fact);
      else {
        const known = this.known(fact.asset);
        known.facts = withFact(known.facts, fact);
        dirty.add(fact.asset);
      }
    }
    for (const decision of batch.settlements ?? []) {
      const known = this.known(decision.asset);
      known.decisions = withFact(known.decisions, decision);
      this.settledAssets.add(decision.asset);
      dirty.add(decision.asset);
    }
    for (const asset of dirty) this.refold(asset);
  }

  of(asset: AssetId): AssetPosition {
    const known = this.assets.get(asset);
    if (known === undefined) return restingPosition;
    const container = this.containment.containerOf(asset);
    return container === known.position.container ? known.position : { ...known.position, container };
  }

  together(asset: AssetId, other: AssetId): AssetPosition {
    const [one, two] = [this.assets.get(asset), this.assets.get(other)];
    const isNewer = (a: LoggedMovement, b: LoggedMovement): boolean => this.isNewer(a, b);
    const facts = [...(one?.facts ?? []), ...(two?.facts ?? [])];
    const decisions = [...(one?.decisions ?? []), ...(two?.decisions ?? [])];
    return positionOf(toldTogether(asset, facts, decisions, isNewer));
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
      assets: this.onEvent.get(event) ?? new Map<AssetId, Piece>(),
      bulk: this.bulk.onEvent(event),
    };
  }

  knownAt(fact: TimedFact): Ms | undefined {
    return this.times.knownAt(fact);
  }

  timeOf(fact: TimedFact): FactTime {
    return this.times.of(fact);
  }

  factsOf(asset: AssetId): readonly LoggedMovement[] {
    return this.inOrder(this.assets.get(asset)?.facts ?? []);
  }

  bulkFactsOf(product: ProductId): readonly LoggedMovement[] {
    return this.inOrder(this.bulk.factsOf(product));
  }

  arrivedOf(stock: TemporaryStockId): readonly LoggedMovement[] {
    return this.inOrder(this.expected.of(stock));
  }

  decisionsOf(asset: AssetId): readonly LoggedSettled[] {
    return this.assets.get(asset)?.decisions ?? [];
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
      known = { facts: [], decisions: [], position: restingPosition };
      this.assets.set(asset, known);
    }
    return known;
  }

  /** A clock fact may change which of several ends is the newest, and which packing of a loop. */
  private takeClock(clock: LoggedClockFact, dirty: Set<AssetId>): void {
    this.times.put(clock);
    for (const asset of this.open) dirty.add(asset);
    for (const asset of this.interleaved) dirty.add(asset);
    for (const loop of this.containment.loops()) for (const member of loop.members) dirty.add(member);
  }

  /** Rare (a document left this device), so it may look at everything. */
  private forget(gone: ReadonlySet<string>, dirty: Set<AssetId>): void {
    for (const id of gone) {
      this.bulk.drop(brand<MovementId>(id));
      this.expected.drop(brand<MovementId>(id));
      this.times.drop(brand<ClockFactId>(id));
    }
    for (const [asset, known] of this.assets) {
      const facts = known.facts.filter((fact) => !gone.has(fact.id));
      const decisions = known.decisions.filter((decision) => !gone.has(decision.id));
      if (facts.length === known.facts.length && decisions.length === known.decisions.length) continue;
      known.facts = facts;
      known.decisions = decisions;
      if (decisions.length === 0) this.settledAssets.delete(asset);
      dirty.add(asset);
    }
  }

  private refold(asset: AssetId): void {
    const known = this.known(asset);
    const told = toldTogether(asset, known.facts, known.decisions, (a, b) => this.isNewer(a, b));
    const position = positionOf(told);
    this.standOnEvents(asset, known.position.events, position.events);
    const since = told.ends[0]?.where.containedSince;
    const { container } = position;
    this.containment.set(
      asset,
      container === undefined || since === undefined ? undefined : { container, since },
    );
    known.position = position;
    mark(this.open, asset, position.forks.length > 0);
    mark(this.interleaved, asset, isSeveral(known.facts));
    if (known.facts.length === 0 && known.decisions.length === 0) this.assets.delete(asset);
  }

  private standOnEvents(
    asset: AssetId,
    before: ReadonlyMap<EventId, Piece>,
    after: ReadonlyMap<EventId, Piece>,
  ): void {
    for (const event of before.keys()) if (!after.has(event)) this.onEvent.get(event)?.delete(asset);
    for (const [event, piece] of after) {
      let pieces = this.onEvent.get(event);
      if (pieces === undefined) {
        pieces = new Map();
        this.onEvent.set(event, pieces);
      }
      pieces.set(asset, piece);
    }
  }
}

const positionOf = ({ ends, forks, after }: Told): AssetPosition => {
  const [shown, ...others] = ends;
  const { place, container, events } = shown?.where ?? neverMoved;
  return {
    place,
    container,
    last: shown?.last,
    after,
    others: others.map(({ last, where }) => ({ last, place: where.place })),
    events: standing(events, others),
    forks,
  };
};

const mark = (set: Set<AssetId>, asset: AssetId, isIn: boolean): void => {
  if (isIn) set.add(asset);
  else set.delete(asset);
};

/** Facts do not change, but a row may come again, and one may be marked as removed. */
const withFact = <F extends { readonly id: string }>(facts: readonly F[], fact: F): readonly F[] => {
  const at = facts.findIndex((known) => known.id === fact.id);
  return at === -1 ? [...facts, fact] : facts.with(at, fact);
};

/** The newest end tells about an event first; the other ends only about events it says nothing of. */
const standing = (
  shown: ReadonlyMap<EventId, Piece>,
  others: readonly { readonly where: Whereabouts }[],
): ReadonlyMap<EventId, Piece> => {
  if (others.length === 0) return shown;
  const events = new Map(shown);
  for (const { where } of others) {
    for (const [event, piece] of where.events) if (!events.has(event)) events.set(event, piece);
  }
  return events;
};
