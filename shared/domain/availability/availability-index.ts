/**
 * Availability of every product for any window, from the events that claim it.
 *
 * Guarantees: the answer depends only on the capacities and demands last given, not on their order; every answer
 * adds up (capacity minus the sources named is what is free). One event costs the claims it makes, one product some
 * microseconds per window. Products without a capacity have none: nothing is ever free out of ignorance.
 */
import type { Ms } from "#shared/kernel/clock";
import type { EventId, Window } from "#shared/domain/events";
import type { ProductId } from "#shared/domain/inventory";
import type { FoundClaims } from "./claim-store";
import { ClaimStore, noClaims } from "./claim-store";
import { sweep } from "./sweep";
import type {
  Availability,
  AvailabilityQuestion,
  Capacity,
  ClaimSource,
  Deduction,
  EventDemand,
  PieceOutOfUse,
  PiecesOut,
  Step,
  TemporaryPieces,
} from "./types";

export interface AvailabilityIndex {
  /** Undefined: the product is gone, its claims stay. */
  setCapacity(product: ProductId, capacity: Capacity | undefined): void;
  /** Takes the place of what was known of the event. */
  applyEvent(demand: EventDemand): void;
  removeEvent(event: EventId): void;
  /** What stays free through the whole window; the fast form of `answer`. */
  free(product: ProductId, question: AvailabilityQuestion): number;
  answer(product: ProductId, question: AvailabilityQuestion): Availability;
  /** Grows whenever an answer about the product may have become another one. */
  revision(product: ProductId): number;
  /** Products with a capacity. */
  products(): Iterable<ProductId>;
  /** Events with a claim on the product. */
  claimants(product: ProductId): readonly EventId[];
}

const nothing: Capacity = { owned: 0, deductions: [], turnaroundMs: 0, isConsumable: false };
const noOut: PiecesOut = { quantity: 0, since: 0 };

export const createAvailabilityIndex = (): AvailabilityIndex => new Index();

class Index implements AvailabilityIndex {
  private readonly capacities = new Map<ProductId, Capacity>();
  private readonly stores = new Map<ProductId, ClaimStore>();
  private readonly claiming = new Map<ProductId, Set<EventId>>();
  private readonly slots = new Map<EventId, number>();
  private readonly demands: (EventDemand | undefined)[] = [];
  private readonly freeSlots: number[] = [];
  private readonly found: FoundClaims = noClaims();
  private readonly revisions = new Map<ProductId, number>();

  setCapacity(product: ProductId, capacity: Capacity | undefined): void {
    const before = this.capacities.get(product) ?? nothing;
    const after = capacity ?? nothing;
    this.touch(product);
    if (capacity === undefined) this.capacities.delete(product);
    else this.capacities.set(product, capacity);
    if (before.turnaroundMs === after.turnaroundMs && before.isConsumable === after.isConsumable) return;
    for (const event of this.claiming.get(product) ?? []) {
      const slot = this.slots.get(event) ?? -1;
      const demand = this.demands[slot];
      this.stores.get(product)?.removeSlot(slot);
      if (demand !== undefined) this.claim(slot, demand, product);
    }
  }

  applyEvent(demand: EventDemand): void {
    const known = this.slots.get(demand.event);
    const before = known === undefined ? undefined : this.demands[known];
    if (known !== undefined && before !== undefined && isSameJob(before, demand)) {
      this.demands[known] = demand;
      // Most changes touch one line of a long list: the other claims stay where they are.
      for (const product of productsOf(before, demand)) {
        if (isSameNeed(before, demand, product)) continue;
        this.stores.get(product)?.removeSlot(known);
        this.enter(known, demand, product);
      }
      return;
    }
    this.removeEvent(demand.event);
    const products = productsOf(demand);
    if (products.size === 0) return;
    const slot = this.freeSlots.pop() ?? this.demands.length;
    this.demands[slot] = demand;
    this.slots.set(demand.event, slot);
    for (const product of products) this.enter(slot, demand, product);
  }

  removeEvent(event: EventId): void {
    const slot = this.slots.get(event);
    const demand = slot === undefined ? undefined : this.demands[slot];
    if (slot === undefined || demand === undefined) return;
    for (const product of new Set([...demand.needs.keys(), ...demand.out.keys()])) {
      this.touch(product);
      this.stores.get(product)?.removeSlot(slot);
      this.claiming.get(product)?.delete(event);
    }
    this.demands[slot] = undefined;
    this.slots.delete(event);
    this.freeSlots.push(slot);
  }

  free(product: ProductId, question: AvailabilityQuestion): number {
    this.collect(product, question);
    let most = 0;
    sweep(this.found, question.window, (_from, _to, claimed) => {
      most = Math.max(most, claimed);
    });
    return sendable(this.capacities.get(product) ?? nothing) - most;
  }

  answer(product: ProductId, question: AvailabilityQuestion): Availability {
    this.collect(product, question);
    const steps: Step[] = [];
    sweep(this.found, question.window, (from, to, claimed) => {
      const last = steps.at(-1);
      if (last?.claimed === claimed) steps[steps.length - 1] = { ...last, to };
      else steps.push({ from, to, claimed });
    });
    const worst = steps.reduce(
      (most, step) => (step.claimed > most.claimed ? step : most),
      steps[0] ?? {
        ...question.window,
        claimed: 0,
      },
    );
    const known = this.capacities.get(product) ?? nothing;
    // What is not here at the worst moment is taken off what can be sent, and so is no claim of anybody.
    const absent = absentAt(known, question.asOf, worst.from);
    const deductions = [...known.deductions, ...absent];
    const missing = absent.reduce((sum, { quantity }) => sum + quantity, 0);
    const capacity = sendable({ ...known, deductions });
    const claimedIn = (step: Step): Step => ({ ...step, claimed: step.claimed - missing });
    return {
      owned: known.owned,
      deductions,
      capacity,
      free: sendable(known) - worst.claimed,
      worst: claimedIn(worst),
      sources: this.sourcesAt(product, worst.from),
      steps: steps.map(claimedIn),
    };
  }

  revision(product: ProductId): number {
    return this.revisions.get(product) ?? 0;
  }

  products(): Iterable<ProductId> {
    return this.capacities.keys();
  }

  claimants(product: ProductId): readonly EventId[] {
    return [...(this.claiming.get(product) ?? [])];
  }

  private touch(product: ProductId): void {
    this.revisions.set(product, this.revision(product) + 1);
  }

  private collect(product: ProductId, { window, asOf, except }: AvailabilityQuestion): void {
    const exceptSlot = except === undefined ? -1 : (this.slots.get(except) ?? -1);
    const store = this.stores.get(product) ?? new ClaimStore();
    store.collect(window, asOf, exceptSlot, this.found);
    for (const away of timesAway(this.capacities.get(product) ?? nothing, asOf)) {
      if (away.from >= window.to || away.to <= window.from) continue;
      this.found.from.push(Math.max(away.from, window.from));
      this.found.to.push(away.to);
      this.found.quantity.push(away.quantity);
      this.found.slot.push(noSlot);
    }
  }

  /** Claims found that run at `time`, one entry per event. */
  private sourcesAt(product: ProductId, time: Ms): readonly ClaimSource[] {
    const byEvent = new Map<EventId, ClaimSource>();
    this.found.slot.forEach((slot, index) => {
      const demand = this.demands[slot];
      const from = this.found.from[index] ?? 0;
      const to = this.found.to[index] ?? 0;
      if (demand === undefined || from > time || to <= time) return;
      const more = byEvent.get(demand.event);
      byEvent.set(demand.event, {
        event: demand.event,
        quantity: (more?.quantity ?? 0) + (this.found.quantity[index] ?? 0),
        from: Math.min(demand.window.from, from),
        to: Math.max(more?.to ?? 0, to),
        isLate:
          !(this.capacities.get(product)?.isConsumable ?? false) &&
          (to === Infinity || (more?.isLate ?? false)),
      });
    });
    return [...byEvent.values()].sort((a, b) => b.quantity - a.quantity || (a.event < b.event ? -1 : 1));
  }

  /** The product's store must hold nothing of the slot. */
  private enter(slot: number, demand: EventDemand, product: ProductId): void {
    this.touch(product);
    const isClaimed = demand.out.has(product) || (demand.holds && demand.needs.has(product));
    const claiming = this.claiming.get(product);
    if (!isClaimed) claiming?.delete(demand.event);
    else if (claiming === undefined) this.claiming.set(product, new Set([demand.event]));
    else claiming.add(demand.event);
    if (isClaimed) this.claim(slot, demand, product);
  }

  /** Turns one event's demand for one product into claims. */
  private claim(slot: number, demand: EventDemand, product: ProductId): void {
    const { turnaroundMs, isConsumable } = this.capacities.get(product) ?? nothing;
    let store = this.stores.get(product);
    if (store === undefined) this.stores.set(product, (store = new ClaimStore()));
    const { from, to } = demand.window;
    const planned = demand.holds ? (demand.needs.get(product) ?? 0) : 0;
    const out = demand.out.get(product) ?? noOut;
    if (isConsumable) {
      store.add(slot, from, Infinity, planned - out.quantity);
      return;
    }
    const end = to + turnaroundMs;
    store.add(slot, from, end, Math.max(planned, out.quantity));
    if (out.quantity <= 0) return;
    store.add(slot, out.since, from, out.quantity);
    store.addLate(slot, to, Math.max(end, out.since), out.quantity);
  }
}

/** Stands for no event: pieces that are here only for a time, while they are not, or that are out of use. */
const noSlot = -1;

interface PiecesAway extends Window {
  readonly quantity: number;
}

const isLate = ({ dueBy = Infinity }: TemporaryPieces, asOf: Ms): boolean => dueBy <= asOf;

/** When pieces that are here for a time are not: before they come and after they went. */
const timesNotHere = ({ temporary = [] }: Capacity, asOf: Ms): readonly PiecesAway[] =>
  temporary.flatMap((pieces) => {
    const { quantity, from, to } = pieces;
    const gone = { quantity, from: to, to: Infinity };
    return isLate(pieces, asOf) ? [gone] : [{ quantity, from: -Infinity, to: from }, gone];
  });

/** What did not arrive on its day is not here at any time, until somebody says that it came or when it will. */
const timesLate = ({ temporary = [] }: Capacity, asOf: Ms): readonly PiecesAway[] =>
  temporary
    .filter((pieces) => isLate(pieces, asOf))
    .map(({ quantity, to }) => ({ quantity, from: -Infinity, to }));

/** Whoever said that it is fit again by a day that is over was too hopeful: it is not, until somebody resolves it. */
const timesOutOfUse = ({ outOfUse = [] }: Capacity, asOf: Ms): readonly PieceOutOfUse[] =>
  outOfUse.map((piece) => (piece.to <= asOf ? { ...piece, to: Infinity } : piece));

const timesAway = (capacity: Capacity, asOf: Ms): readonly PiecesAway[] => [
  ...timesNotHere(capacity, asOf),
  ...timesLate(capacity, asOf),
  ...timesOutOfUse(capacity, asOf).map(({ from, to }) => ({ quantity: 1, from, to })),
];

/** What of `timesAway` holds at a moment, by reason. */
const absentAt = (capacity: Capacity, asOf: Ms, at: Ms): readonly Deduction[] => {
  const holds = ({ from, to }: Window): boolean => from <= at && at < to;
  const sumOf = (times: readonly PiecesAway[]): number =>
    times.filter(holds).reduce((sum, { quantity }) => sum + quantity, 0);
  const assets = timesOutOfUse(capacity, asOf)
    .filter(holds)
    .map(({ asset }) => asset);
  return [
    { kind: "notHere" as const, quantity: sumOf(timesNotHere(capacity, asOf)), assets: [] },
    { kind: "late" as const, quantity: sumOf(timesLate(capacity, asOf)), assets: [] },
    { kind: "outOfUse" as const, quantity: assets.length, assets },
  ].filter(({ quantity }) => quantity > 0);
};

const sendable = ({ owned, deductions }: Capacity): number =>
  deductions.reduce((left, { quantity }) => left - quantity, owned);

const isSameJob = (a: EventDemand, b: EventDemand): boolean =>
  a.holds === b.holds && a.window.from === b.window.from && a.window.to === b.window.to;

const isSameNeed = (a: EventDemand, b: EventDemand, product: ProductId): boolean =>
  a.needs.get(product) === b.needs.get(product) &&
  a.out.get(product)?.quantity === b.out.get(product)?.quantity &&
  a.out.get(product)?.since === b.out.get(product)?.since;

const productsOf = (...demands: readonly EventDemand[]): ReadonlySet<ProductId> =>
  new Set(demands.flatMap(({ needs, out }) => [...needs.keys(), ...out.keys()]));
