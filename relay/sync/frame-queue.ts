/**
 * Frames of one socket on their way to being handled: strictly one after the other, no faster than allowed. A sender
 * that is faster waits in its own network buffers, because its socket is not read meanwhile.
 */
import type { Clock, Timers } from "#shared/kernel/clock";
import type { RelayLimits } from "./relay-limits";
import type { FrameSocket } from "./socket";

export interface FrameQueue {
  readonly add: (frame: Uint8Array) => void;
  /** Whether a frame is being handled or waits. */
  readonly isBusy: () => boolean;
  /** Forgets what waits. */
  readonly clear: () => void;
}

export interface FrameQueueDeps {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly limits: RelayLimits;
  readonly handle: (frame: Uint8Array) => Promise<void>;
}

export const createFrameQueue = (socket: FrameSocket, deps: FrameQueueDeps): FrameQueue => {
  const { limits, timers } = deps;
  const waiting: Uint8Array[] = [];
  const budget = createFrameBudget(limits, deps.clock);
  let isWorking = false;

  const work = async (): Promise<void> => {
    isWorking = true;
    for (let frame = waiting.shift(); frame !== undefined; frame = waiting.shift()) {
      const waitMs = budget.take();
      if (waitMs > 0) await new Promise<void>((resolve) => void timers.after(waitMs, resolve));
      await deps.handle(frame);
      if (waiting.length < limits.queuedFrames) socket.resume();
    }
    isWorking = false;
  };

  return {
    add: (frame) => {
      waiting.push(frame);
      if (waiting.length >= limits.queuedFrames) socket.pause();
      if (!isWorking) void work();
    },
    isBusy: () => isWorking,
    clear: () => void waiting.splice(0),
  };
};

/** A bucket of frames; answers how long to wait before the next one may be handled. */
const createFrameBudget = (limits: RelayLimits, clock: Clock): { readonly take: () => number } => {
  let tokens = limits.frameBurst;
  let at = clock.now();
  return {
    take: () => {
      const now = clock.now();
      tokens = Math.min(limits.frameBurst, tokens + ((now - at) / 1_000) * limits.framesPerSecond);
      at = now;
      tokens -= 1;
      return tokens >= 0 ? 0 : Math.ceil((-tokens / limits.framesPerSecond) * 1_000);
    },
  };
};
