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
      const turn = turnOf(waiting, 1 + budget.left(), limits.turnBytes);
      budget.take(turn.frames - 1);
      const frames = waiting.splice(0, turn.frames);
      waitingBytes -= turn.bytes;
      // They may have been forgotten while this one waited.
      if (frames.length > 0) await deps.handle(frames);
      if (!isFull()) socket.resume();
      // A socket that sends much at a time would else be handled to its end before any other; and who does not read
      // what it is answered is not heard on.
      if (turn.bytes >= limits.turnBytes) await socket.drained();
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

/** The first frames that are at most so many, and of so many bytes where they are more than one. */
const turnOf = (
  waiting: readonly Uint8Array[],
  most: number,
  mostBytes: number,
): { readonly frames: number; readonly bytes: number } => {
  let bytes = waiting[0]?.length ?? 0;
  let frames = Math.min(1, waiting.length);
  for (; frames < Math.min(waiting.length, most) && bytes < mostBytes; frames++)
    bytes += waiting[frames]?.length ?? 0;
  return { frames, bytes };
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
