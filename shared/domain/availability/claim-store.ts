/**
 * Claims on one product, as parallel typed arrays sorted by beginning: a million of them are some 24 MB and a window
 * is answered by looking only at those that can reach into it. Claims that last very long, or for ever, are kept
 * apart, so that they do not widen that look.
 */
import type { Ms } from "#shared/kernel/clock";
import { dayMs } from "#shared/kernel/local-time";
import type { Window } from "#shared/domain/events";

const longestShortClaim = 60 * dayMs;

/** Claims found for a window, reused from question to question. */
export interface FoundClaims {
  readonly from: Ms[];
  readonly to: Ms[];
  readonly quantity: number[];
  readonly slot: number[];
}

export const noClaims = (): FoundClaims => ({ from: [], to: [], quantity: [], slot: [] });

interface Late {
  readonly slot: number;
  readonly dueAt: Ms;
  readonly from: Ms;
  readonly quantity: number;
}

export class ClaimStore {
  private from = new Float64Array(4);
  private to = new Float64Array(4);
  private quantity = new Int32Array(4);
  private slot = new Int32Array(4);
  private length = 0;
  private longestSpan = 0;
  private readonly long: FoundClaims = noClaims();
  private late: readonly Late[] = [];

  add(slot: number, from: Ms, to: Ms, quantity: number): void {
    if (quantity <= 0 || to <= from) return;
    if (to - from > longestShortClaim) return pushClaim(this.long, slot, from, to, quantity);
    if (this.length === this.from.length) this.grow();
    const at = this.firstFrom(from, true);
    for (const column of [this.from, this.to, this.quantity, this.slot])
      column.copyWithin(at + 1, at, this.length);
    this.from[at] = from;
    this.to[at] = to;
    this.quantity[at] = quantity;
    this.slot[at] = slot;
    this.length++;
    this.longestSpan = Math.max(this.longestSpan, to - from);
  }

  /** Pieces that should be back at `dueAt`; once that has passed they are away from `from` on. */
  addLate(slot: number, dueAt: Ms, from: Ms, quantity: number): void {
    this.late = [...this.late, { slot, dueAt, from, quantity }];
  }

  removeSlot(slot: number): void {
    let kept = 0;
    for (let i = 0; i < this.length; i++) {
      if (this.slot[i] === slot) continue;
      if (kept !== i) {
        this.from[kept] = this.from[i] ?? 0;
        this.to[kept] = this.to[i] ?? 0;
        this.quantity[kept] = this.quantity[i] ?? 0;
        this.slot[kept] = this.slot[i] ?? 0;
      }
      kept++;
    }
    this.length = kept;
    this.late = this.late.filter((late) => late.slot !== slot);
    removeFrom(this.long, slot);
  }

  /** Puts every claim that touches the window into `found`, clipped to it, in order of beginning. */
  collect(window: Window, asOf: Ms, exceptSlot: number, found: FoundClaims): void {
    found.from.length = found.to.length = found.quantity.length = found.slot.length = 0;
    for (let i = 0; i < this.long.from.length; i++) {
      const [from = 0, to = 0, slot = 0] = [this.long.from[i], this.long.to[i], this.long.slot[i]];
      if (from < window.to && to > window.from && slot !== exceptSlot)
        pushClaim(found, slot, Math.max(from, window.from), to, this.long.quantity[i] ?? 0);
    }
    for (const { slot, dueAt, from, quantity } of this.late) {
      if (dueAt <= asOf && from < window.to && slot !== exceptSlot)
        pushClaim(found, slot, Math.max(from, window.from), Infinity, quantity);
    }
    for (let i = this.firstFrom(window.from - this.longestSpan, false); i < this.length; i++) {
      const from = this.from[i] ?? 0;
      if (from >= window.to) break;
      const to = this.to[i] ?? 0;
      const slot = this.slot[i] ?? 0;
      if (to > window.from && slot !== exceptSlot)
        pushClaim(found, slot, Math.max(from, window.from), to, this.quantity[i] ?? 0);
    }
  }

  /** First place whose beginning is at or behind `from`, or strictly behind it. */
  private firstFrom(from: Ms, behind: boolean): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const there = this.from[middle] ?? 0;
      if (there < from || (behind && there === from)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private grow(): void {
    const size = this.from.length * 2;
    this.from = copyTo(new Float64Array(size), this.from);
    this.to = copyTo(new Float64Array(size), this.to);
    this.quantity = copyTo(new Int32Array(size), this.quantity);
    this.slot = copyTo(new Int32Array(size), this.slot);
  }
}

const copyTo = <T extends Float64Array | Int32Array>(target: T, source: T): T => {
  target.set(source);
  return target;
};

const pushClaim = (claims: FoundClaims, slot: number, from: Ms, to: Ms, quantity: number): void => {
  claims.slot.push(slot);
  claims.from.push(from);
  claims.to.push(to);
  claims.quantity.push(quantity);
};

const removeFrom = (claims: FoundClaims, slot: number): void => {
  for (let i = claims.slot.length - 1; i >= 0; i--) {
    if (claims.slot[i] !== slot) continue;
    for (const column of [claims.slot, claims.from, claims.to, claims.quantity]) column.splice(i, 1);
  }
};
