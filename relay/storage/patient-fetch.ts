/**
 * Bounds waiting for another server, never a transfer that goes on: how long the answer takes to begin, and how long
 * nothing of it may come while it is asked for. A reader who is slow himself is given all the time he takes.
 */
import type { Timers } from "#shared/kernel/clock";

export interface Patience {
  readonly timers: Timers;
  readonly beginMs: number;
  readonly silenceMs: number;
  /** What the other side is then said to have done. */
  readonly problem: () => Error;
}

export const fetchPatiently = async (
  begin: (signal: AbortSignal) => Promise<Response>,
  { timers, beginMs, silenceMs, problem }: Patience,
): Promise<Response> => {
  const controller = new AbortController();
  const within = async <T>(ms: number, waiting: Promise<T>): Promise<T> => {
    const cancel = timers.after(ms, () => controller.abort(problem()));
    try {
      return await waiting;
    } finally {
      cancel();
    }
  };
  const answer = await within(beginMs, begin(controller.signal));
  if (answer.body === null) return answer;
  return new Response(
    watched(answer.body, (reading) => within(silenceMs, reading)),
    answer,
  );
};

/** Asks for a part when it is asked for one, so that only the other side's silence is counted. */
const watched = (
  body: ReadableStream<Uint8Array>,
  inTime: <T>(reading: Promise<T>) => Promise<T>,
): ReadableStream<Uint8Array> => {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>(
    {
      pull: async (parts) => {
        const { done, value } = await inTime(reader.read());
        if (done) parts.close();
        else parts.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
};
