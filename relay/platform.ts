/** The machine's clock, timers and randomness, for the composition root. */
import { randomBytes } from "node:crypto";
import type { Clock, Timers } from "#shared/kernel/clock";
import type { Random } from "#shared/kernel/random";

export const systemClock: Clock = { now: () => Date.now() };

/** Longest delay the platform can wait for; later work is scheduled again by its owner. */
const longestDelayMs = 2 ** 31 - 1;

export const systemTimers: Timers = {
  after: (delayMs, task) => {
    const timer = setTimeout(task, Math.min(Math.max(0, delayMs), longestDelayMs));
    return () => clearTimeout(timer);
  },
};

export const systemRandom: Random = { bytes: (length) => new Uint8Array(randomBytes(length)) };
