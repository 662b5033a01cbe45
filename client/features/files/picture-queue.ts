/** Files made ready one after the other by one picture worker, however it is started. */
import type { PrepareAnswer, PrepareRequest } from "./picture-messages";

export interface PictureWorker {
  readonly post: (request: PrepareRequest) => void;
  readonly end: () => void;
}

export type StartPictureWorker = (told: {
  readonly answered: (answer: PrepareAnswer) => void;
  readonly failed: () => void;
}) => PictureWorker;

export interface Preparing {
  /** One after the other: a phone has the memory for one photo. */
  readonly prepare: (file: File) => Promise<PrepareAnswer>;
  /** As soon as nothing is asked any more: what was begun on a screen goes on when the screen is left. */
  readonly end: () => void;
}

export const queuePictures = (start: StartPictureWorker): Preparing => {
  let worker: PictureWorker | undefined;
  let waiting: ((answer: PrepareAnswer) => void) | undefined;
  let next = 0;
  let open = 0;
  let isEnded = false;
  let last: Promise<unknown> = Promise.resolve();
  const stop = (): void => {
    worker?.end();
    worker = undefined;
  };
  const begin = (): PictureWorker => {
    const begun = start({
      answered: (answer) => waiting?.(answer),
      failed: () => {
        if (worker !== begun) return;
        // Out of memory, most likely: the next file gets a fresh one.
        stop();
        waiting?.({ id: next - 1, ok: false, why: "unreadable" });
      },
    });
    return begun;
  };
  const ask = (file: File): Promise<PrepareAnswer> =>
    new Promise((resolve) => {
      const id = next++;
      waiting = (answer) => {
        if (answer.id === id) resolve(answer);
      };
      worker ??= begin();
      worker.post({ id, file });
    });
  const done = (): void => {
    open -= 1;
    if (isEnded && open === 0) stop();
  };
  return {
    prepare: (file) => {
      open += 1;
      const answer = last.then(() => ask(file)).finally(done);
      last = answer.catch(() => undefined);
      return answer;
    },
    end: () => {
      isEnded = true;
      if (open === 0) stop();
    },
  };
};
