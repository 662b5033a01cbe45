/** Asks again and again until the answer is there. */
import type { Timers } from "#shared/kernel/clock";

/** Pause after the n-th round, from 1. */
export type Pace = (round: number) => number;

/** While both people look at their screens, then now and then; relays limit requests per address. */
export const joinPace: Pace = (round) => (round < 40 ? 1_500 : round < 80 ? 3_000 : 15_000);
/** Nobody has to look first: the relay orders it within moments. */
export const arrivalPace: Pace = (round) => (round < 10 ? 500 : joinPace(round));
/** A recovery takes two days; what the relay has to do at once, when asked or when the time is over, shows soon. */
export const recoveryPace: Pace = (round) => (round < 5 ? 3_000 : round < 15 ? 60_000 : 600_000);

/** Another holder may sign and send it at any moment of a call, or days later. */
export const signingPace: Pace = (round) => (round < 60 ? 5_000 : round < 180 ? 60_000 : 600_000);

/** Starts at once; `ask` answers true when it is done. The result stops it. */
export const poll = (timers: Timers, pace: Pace, ask: () => Promise<boolean>): (() => void) => {
  let stopped = false;
  let rounds = 0;
  let cancel: () => void = () => undefined;
  const round = (): void => {
    rounds += 1;
    // A round that failed (storage, network) is followed by the next one like any other.
    void ask()
      .catch(() => false)
      .then((done) => {
        if (!done && !stopped) cancel = timers.after(pace(rounds), round);
      });
  };
  round();
  return () => {
    stopped = true;
    cancel();
  };
};

/** Timers that run nothing any more after `close`. */
export const closableTimers = (timers: Timers): { readonly timers: Timers; readonly close: () => void } => {
  const cancels = new Set<() => void>();
  let closed = false;
  return {
    timers: {
      after: (delayMs, task) => {
        if (closed) return () => undefined;
        const stop = timers.after(delayMs, () => {
          cancels.delete(stop);
          task();
        });
        cancels.add(stop);
        return () => {
          cancels.delete(stop);
          stop();
        };
      },
    },
    close: () => {
      closed = true;
      for (const cancel of cancels) cancel();
      cancels.clear();
    },
  };
};
