/** Time and randomness of the machine, behind the ports that everything else takes. */
import type { Clock, Timers } from "#shared/kernel/clock";
import type { Random } from "#shared/kernel/random";

export const systemClock: Clock = { now: () => Date.now() };

/** The longest delay browsers honour; a longer one would fire at once. */
const longestDelayMs = 2 ** 31 - 1;

export const systemTimers: Timers = {
  after: (delayMs, task) => {
    const handle = setTimeout(task, Math.min(Math.max(0, delayMs), longestDelayMs));
    return () => clearTimeout(handle);
  },
};

/** The generator hands out at most this many bytes at a time. */
const largestDraw = 65_536;

export const systemRandom: Random = {
  bytes: (length) => {
    const bytes = new Uint8Array(length);
    for (let offset = 0; offset < length; offset += largestDraw) {
      crypto.getRandomValues(bytes.subarray(offset, Math.min(length, offset + largestDraw)));
    }
    return bytes;
  },
};
