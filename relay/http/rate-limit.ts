/** Requests per address, for everything that needs no session. Counts in fixed stretches of time, minutes by default. */
import type { Clock } from "#shared/kernel/clock";

export interface RateLimit {
  /** Counts; false when the address has used up its share of this stretch. */
  readonly allows: (address: string) => boolean;
}

/** What is counted only once it has succeeded. */
export interface AddressShare {
  readonly hasLeft: (address: string) => boolean;
  readonly use: (address: string) => void;
}

const minuteMs = 60_000;
/** Whoever has more addresses than this has shares enough anyway. */
const mostAddresses = 20_000;

export const createAddressShare = (share: number, clock: Clock, everyMs: number): AddressShare => {
  let stretch = -1;
  const used = new Map<string, number>();
  const usedBy = (address: string): number => {
    const current = Math.floor(clock.now() / everyMs);
    if (current !== stretch) {
      stretch = current;
      used.clear();
    }
    return used.get(address) ?? 0;
  };
  return {
    hasLeft: (address) => usedBy(address) < share,
    use: (address) => {
      const count = usedBy(address) + 1;
      const [oldest] = used.size >= mostAddresses && count === 1 ? used.keys() : [];
      if (oldest !== undefined) used.delete(oldest);
      used.set(address, count);
    },
  };
};

export const createRateLimit = (share: number, clock: Clock, everyMs = minuteMs): RateLimit => {
  const { hasLeft, use } = createAddressShare(share, clock, everyMs);
  return {
    allows: (address) => {
      const isAllowed = hasLeft(address);
      if (isAllowed) use(address);
      return isAllowed;
    },
  };
};
