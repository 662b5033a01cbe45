/**
 * What one relay in a hall may make this device judge for nothing. A box may be stolen: whatever it sends is looked at
 * before it is known to be worthless, and signatures are what costs a phone most. What brought something is free; what
 * brought nothing is charged, about one unit for a signature.
 */
import type { Clock, Ms } from "#shared/kernel/clock";
import type { RelayMsg } from "#shared/protocol/messages";
import type { Held } from "./held-back";

export interface HallShare {
  /** Units at once, and what comes back in a second. */
  readonly units: number;
  readonly perSecond: number;
  /** Units of messages that may wait for their turn. */
  readonly waiting: number;
  /** For how long the device lets go of a relay that used up its share. */
  readonly restMs: Ms;
}

export const hallShare: HallShare = {
  units: 10_000,
  perSecond: 50,
  waiting: 60_000,
  restMs: 15 * 60_000,
};

/** Reading and hashing so much takes about as long as a signature. */
const bytesPerUnit = 8_192;

const sizeOf = ({ chunks, tips }: Held): number =>
  tips.length + chunks.reduce((sum, { bytes }) => sum + bytes.length, 0) / bytesPerUnit;

/** Of a message that says nothing but what is here: it is looked up, and nothing is hashed or verified. */
const lookUp = 1 / 20;

export const costOfRepeated = (message: RelayMsg): number => costOf(message) * lookUp;

/** What was looked at for nothing; a message of which something was taken is free but for that. */
export const costOfIdle = (idle: Held, isNews: boolean): number => sizeOf(idle) + (isNews ? 0 : 1);

/** Before it is judged. `held`: what waited of the same document and is looked at once more. */
export const costOf = (message: RelayMsg, held: Held = { chunks: [], tips: [] }): number => {
  if (message.t === "chunks") return 1 + message.receipts.length / 10 + sizeOf(message) + sizeOf(held);
  return message.t === "mem" ? 1 + message.entries.length : 1;
};

export class HallBudget {
  readonly #clock: Clock;
  readonly #share: HallShare;
  #used = 0;
  #at: Ms;
  #waiting = 0;

  constructor(clock: Clock, share: HallShare) {
    this.#clock = clock;
    this.#share = share;
    this.#at = clock.now();
  }

  /** False when more would wait than may; it does not wait then. */
  enqueue(cost: number): boolean {
    if (this.#waiting + cost > this.#share.waiting) return false;
    this.#waiting += cost;
    return true;
  }

  dequeue(cost: number): void {
    this.#waiting = Math.max(0, this.#waiting - cost);
  }

  /** Whether there is share enough left for it. */
  allows(cost: number): boolean {
    const { units, perSecond } = this.#share;
    const now = this.#clock.now();
    this.#used = Math.max(0, this.#used - (Math.max(0, now - this.#at) * perSecond) / 1_000);
    this.#at = now;
    return this.#used + cost <= units;
  }

  /** It was of no use. */
  charge(cost: number): void {
    this.#used += cost;
  }
}
