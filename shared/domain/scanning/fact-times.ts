/**
 * Corrected time. A fact carries its device's time; the offset to relay time is its own when it was known,
 * else that of the next clock fact of the same device. Never later than the receipt, when there is one.
 */
import type { Ms } from "#shared/kernel/clock";
import type { ClockFactId } from "./types";
import type { FactTime, LoggedClockFact, TimedFact } from "./facts";

export interface TimeSources {
  /** The device that wrote a log; logs of one device share their clock facts. Default: each log for itself. */
  readonly deviceOf?: (log: string) => string;
  /** When the relay took a fact in, where known. */
  readonly receivedAt?: (fact: TimedFact) => Ms | undefined;
}

export interface FactTimes {
  put(fact: LoggedClockFact): void;
  drop(id: ClockFactId): void;
  of(fact: TimedFact): FactTime;
  /** When others could first know of it: at once, or when its device was next welcomed by the relay; not before that is known. */
  knownAt(fact: TimedFact): Ms | undefined;
}

export const createFactTimes = (sources: TimeSources = {}): FactTimes => {
  const deviceOf = sources.deviceOf ?? ((log) => log);
  const clocks = new Map<ClockFactId, LoggedClockFact>();
  const sorted = new Map<string, readonly LoggedClockFact[]>();

  const clocksOf = (device: string): readonly LoggedClockFact[] => {
    const known = sorted.get(device);
    if (known !== undefined) return known;
    const own = [...clocks.values()].filter((clock) => deviceOf(clock.thing) === device);
    own.sort((a, b) => a.deviceTime - b.deviceTime || (a.id < b.id ? -1 : 1));
    sorted.set(device, own);
    return own;
  };

  const nextClock = (fact: TimedFact): LoggedClockFact | undefined =>
    clocksOf(deviceOf(fact.thing)).find((clock) => clock.deviceTime >= fact.at);

  const offsetOf = (fact: TimedFact): number | undefined => {
    if (fact.offsetMs !== undefined) return fact.offsetMs;
    const next = nextClock(fact);
    return next === undefined ? undefined : next.relayTime - next.deviceTime;
  };

  return {
    put: (fact) => {
      clocks.set(fact.id, fact);
      sorted.clear();
    },
    drop: (id) => {
      clocks.delete(id);
      sorted.clear();
    },
    of: (fact) => {
      const offset = offsetOf(fact);
      const at = fact.at + (offset ?? 0);
      const received = sources.receivedAt?.(fact);
      return { at: received === undefined ? at : Math.min(at, received), isExact: offset !== undefined };
    },
    knownAt: (fact) => (fact.offsetMs === undefined ? nextClock(fact)?.relayTime : fact.at + fact.offsetMs),
  };
};
