/** The picture worker as a tab uses it: started for the first file, ended with the screen. */
import pictureWorkerUrl from "./picture-worker.ts?worker&url";
import { trustedScriptUrl } from "#client/platform/trusted-types";
import type { PrepareAnswer, PrepareRequest } from "./picture-messages";

export interface Preparing {
  /** One after the other: a phone has the memory for one photo. */
  readonly prepare: (file: File) => Promise<PrepareAnswer>;
  readonly end: () => void;
}

export const createPreparing = (): Preparing => {
  let worker: Worker | undefined;
  let next = 0;
  let last: Promise<unknown> = Promise.resolve();
  const start = (): Worker =>
    new Worker(trustedScriptUrl(pictureWorkerUrl), { type: "module", name: "eventkit-pictures" });
  const ask = (file: File): Promise<PrepareAnswer> =>
    new Promise((resolve) => {
      const asked = (worker ??= start());
      const id = next++;
      const finish = (answer: PrepareAnswer): void => {
        asked.removeEventListener("message", onMessage);
        asked.removeEventListener("error", onError);
        resolve(answer);
      };
      const onMessage = (event: MessageEvent<PrepareAnswer>): void => {
        if (event.data.id === id) finish(event.data);
      };
      const onError = (): void => {
        // Out of memory, most likely: the next file gets a fresh one.
        asked.terminate();
        worker = undefined;
        finish({ id, ok: false, why: "unreadable" });
      };
      asked.addEventListener("message", onMessage);
      asked.addEventListener("error", onError);
      asked.postMessage({ id, file } satisfies PrepareRequest);
    });
  return {
    prepare: (file) => {
      const answer = last.then(() => ask(file));
      last = answer.catch(() => undefined);
      return answer;
    },
    end: () => worker?.terminate(),
  };
};
