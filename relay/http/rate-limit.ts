/** Requests per minute and address, for everything that needs no session. Counts in fixed minutes. */
import type { Clock } from "#shared/kernel/clock";

export interface RateLimit {
  /** False when the address has used up this minute. */
  readonly allows: (address: string) => boolean;
}

const minuteMs = 60_000;

export const createRateLimit = (perMinute: number, clock: Clock): RateLimit => {
  let minute = -1;
  const used = new Map<string, number>();
  return {
    allows: (address) => {
      const current = Math.floor(clock.now() / minuteMs);
      if (current !== minute) {
        minute = current;
        used.clear();
      }
      const count = (used.get(address) ?? 0) + 1;
      used.set(address, count);
      return count <= perMinute;
    },
  };
};
