/**
 * Frames of one socket on their way to being handled: strictly in order, no faster than allowed, those that have come
 * meanwhile together. A sender that is faster waits in its own network buffers, because its socket is not read.
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
  /** At least one frame, in the order in which they came. */
  readonly handle: (frames: readonly Uint8Array[]) => Promise<void>;
}

export const createFrameQueue = (socket: FrameSocket, deps: FrameQueueDeps): FrameQueue => {
  const { limits, timers } = deps;
  const waiting: Uint8Array[] = [];
  const budget = createFrameBudget(limits, deps.clock);
  let isWorking = false;
  let waitingBytes = 0;
  const isFull = (): boolean => waiting.length >= limits.queuedFrames || waitingBytes >= limits.queuedBytes;

  const work = async (): Promise<void> => {
    isWorking = true;
    // A moment later, so that everything one read of the socket brought is there.
    await Promise.resolve();
    while (waiting.length > 0) {
      const waitMs = budget.take(1);
      if (waitMs > 0) await new Promise<void>((resolve) => void timers.after(waitMs, resolve));
      const allowed = Math.min(waiting.length - 1, budget.left());
      budget.take(allowed);
      const frames = waiting.splice(0, 1 + allowed);
      for (const { length } of frames) waitingBytes -= length;
      // They may have been forgotten while this one waited.
      if (frames.length > 0) await deps.handle(frames);
      if (!isFull()) socket.resume();
    }
    isWorking = false;
  };

  return {
    add: (frame) => {
      waiting.push(frame);
      waitingBytes += frame.length;
      if (isFull()) socket.pause();
      if (!isWorking) void work();
    },
    isBusy: () => isWorking,
    clear: () => {
      waiting.splice(0);
      waitingBytes = 0;
    },
  };
};

interface FrameBudget {
  /** Takes frames; answers how long to wait before they may be handled. */
  readonly take: (frames: number) => number;
  /** Frames that may be handled without waiting. */
  readonly left: () => number;
}

const createFrameBudget = (limits: RelayLimits, clock: Clock): FrameBudget => {
  let tokens = limits.frameBurst;
  let at = clock.now();
  return {
    take: (frames) => {
      const now = clock.now();
      tokens = Math.min(limits.frameBurst, tokens + ((now - at) / 1_000) * limits.framesPerSecond);
      at = now;
      tokens -= frames;
      return tokens >= 0 ? 0 : Math.ceil((-tokens / limits.framesPerSecond) * 1_000);
    },
    left: () => Math.max(0, Math.floor(tokens)),
  };
};
