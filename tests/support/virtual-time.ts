/** Time that passes only when told to, and chances drawn from one seed: the same run every time. */
import type { Clock, Ms, Timers } from "#shared/kernel/clock";
import type { Random } from "#shared/kernel/random";
import { seededRandom } from "./plain-drafts";

export interface VirtualTime extends Clock, Timers {
  /** Runs everything due within the next `ms`, in order; promises settle in between. */
  advance(ms: Ms): Promise<void>;
}

export const createVirtualTime = (start: Ms): VirtualTime => {
  let now = start;
  let order = 0;
  const due: { readonly at: Ms; readonly order: number; readonly task: () => void }[] = [];
  const insert = (event: (typeof due)[number]): void => {
    let low = 0;
    let high = due.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = due[middle];
      if (
        other !== undefined &&
        (other.at < event.at || (other.at === event.at && other.order < event.order))
      )
        low = middle + 1;
      else high = middle;
    }
    due.splice(low, 0, event);
  };
  return {
    now: () => now,
    after: (delayMs, task) => {
      const event = { at: now + Math.max(0, delayMs), order: order++, task };
      insert(event);
      return () => {
        const at = due.indexOf(event);
        if (at >= 0) due.splice(at, 1);
      };
    },
    advance: async (ms) => {
      const end = now + ms;
      await settle();
      for (let next = due[0]; next !== undefined && next.at <= end; next = due[0]) {
        due.shift();
        now = Math.max(now, next.at);
        next.task();
        await settle();
      }
      now = end;
    },
  };
};

/** All promise chains that need no time have run. */
const settle = (): Promise<void> => new Promise((done) => setImmediate(done));

export interface Chances extends Random {
  /** An integer from 0 to `below` − 1. */
  below(below: number): number;
  /** True in `percent` of cases. */
  in100(percent: number): boolean;
  pick<T>(items: readonly T[]): T | undefined;
}

export const createChances = (seed: number): Chances => {
  const random = seededRandom(seed);
  const below = (limit: number): number => {
    const [a = 0, b = 0, c = 0] = random.bytes(3);
    return limit <= 0 ? 0 : ((a << 16) | (b << 8) | c) % limit;
  };
  return {
    bytes: (length) => random.bytes(length),
    below,
    in100: (percent) => below(100) < percent,
    pick: (items) => items[below(items.length)],
  };
};
