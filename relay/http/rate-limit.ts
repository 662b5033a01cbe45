/** Requests per address, for everything that needs no session. Counts in fixed stretches of time, minutes by default. */
import type { Clock } from "#shared/kernel/clock";

export interface RateLimit {
  /** False when the address has used up its share of this stretch. */
  readonly allows: (address: string) => boolean;
}

const minuteMs = 60_000;

export const createRateLimit = (share: number, clock: Clock, everyMs = minuteMs): RateLimit => {
  let stretch = -1;
  const used = new Map<string, number>();
  return {
    allows: (address) => {
      const current = Math.floor(clock.now() / everyMs);
      if (current !== stretch) {
        stretch = current;
        used.clear();
      }
      const count = (used.get(address) ?? 0) + 1;
      used.set(address, count);
      return count <= share;
    },
  };
};
