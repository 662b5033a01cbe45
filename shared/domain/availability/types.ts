/** What availability is computed from, and what it answers. Pieces are counted per product, times are instants. */
import type { Ms } from "#shared/kernel/clock";
import type { EventId, Window } from "#shared/domain/events";
import type { AssetId, ProductId } from "#shared/domain/inventory";

/** Pieces that are counted and cannot be sent. */
export interface Deduction {
  /**
   * Reported lost, or out of the house with no event this device knows; or stock for a time, at a moment when it is
   * not here yet or not any more, or that should be here by now and did not arrive; or pieces that are out of use at
   * that moment.
   */
  readonly kind: "lost" | "away" | "notHere" | "late" | "outOfUse";
  readonly quantity: number;
  /** Which ones, when they are tracked one by one. */
  readonly assets: readonly AssetId[];
}

/** More pieces for a time: expected purchases, loans. */
export interface TemporaryPieces extends Window {
  readonly quantity: number;
  /** The end of the day on which they were to arrive. Still expected then, nobody knows when they come. */
  readonly dueBy?: Ms;
}

/** One piece while a fault keeps it out of use. Past `to` without being resolved it stays so. */
export interface PieceOutOfUse extends Window {
  readonly asset: AssetId;
}

export interface Capacity {
  /** With all pieces that are here only for a time. */
  readonly owned: number;
  readonly temporary?: readonly TemporaryPieces[];
  readonly outOfUse?: readonly PieceOutOfUse[];
  readonly deductions: readonly Deduction[];
  /** How long a piece stays unavailable after a job. */
  readonly turnaroundMs: Ms;
  /** Does not come back: `owned` is what is left in the house, and a claim holds for ever. */
  readonly isConsumable: boolean;
}

/** Pieces of a product that left with an event and are not back. */
export interface PiecesOut {
  readonly quantity: number;
  /** When the first of them left. */
  readonly since: Ms;
}

/** One event as availability sees it. */
export interface EventDemand {
  readonly event: EventId;
  readonly window: Window;
  /** Whether its status holds stock; if not, only what is out counts. */
  readonly holds: boolean;
  readonly needs: ReadonlyMap<ProductId, number>;
  readonly out: ReadonlyMap<ProductId, PiecesOut>;
}

export interface AvailabilityQuestion {
  readonly window: Window;
  /** Now: what is still out behind its window counts as away until it is back. */
  readonly asOf: Ms;
  /** The event that asks: its own claims are not in its way. */
  readonly except?: EventId | undefined;
}

/** Why pieces are not free: one event, for as long as it has them. */
export interface ClaimSource {
  readonly event: EventId;
  readonly quantity: number;
  readonly from: Ms;
  /** With turnaround. Infinity when nobody knows: still out behind its window, or used up. */
  readonly to: Ms;
  readonly isLate: boolean;
}

/** A stretch of time in which the same number of pieces is claimed. */
export interface Step extends Window {
  readonly claimed: number;
}

export interface Availability {
  readonly owned: number;
  readonly deductions: readonly Deduction[];
  /** What can be sent at all: owned without deductions. */
  readonly capacity: number;
  /** What stays free through the whole window: capacity minus claims at the worst moment. Below zero: overbooked. */
  readonly free: number;
  /** The first stretch in which the most is claimed. */
  readonly worst: Step;
  /** The claims of that stretch: capacity minus these is `free`. Largest first. */
  readonly sources: readonly ClaimSource[];
  /** The whole window in stretches, without gaps. */
  readonly steps: readonly Step[];
}
