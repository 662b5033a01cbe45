/** Starts a tab's sync worker once the first screen stands, and ends it with the company. */
import syncWorkerUrl from "./sync-worker.ts?worker&url";
import { trustedScriptUrl } from "#client/platform/trusted-types";
import type { SyncHandle } from "./sync-handle";
import type { ToSyncWorker } from "./sync-worker-messages";

export const startSyncInWorker = (company: string): SyncHandle => {
  let worker = startWorker(company);
  return {
    wake: () => worker.postMessage({ t: "wake" } satisfies ToSyncWorker),
    restart: () => {
      const before = worker;
      // The new one waits for the lock that the old one holds until it is done.
      void stopWorker(before);
      worker = startWorker(company);
    },
    stop: () => stopWorker(worker),
  };
};

const startWorker = (company: string): Worker => {
  const worker = new Worker(trustedScriptUrl(syncWorkerUrl), { type: "module", name: "eventkit-sync" });
  worker.postMessage({ t: "start", company } satisfies ToSyncWorker);
  return worker;
};

const stopWorker = (worker: Worker): Promise<void> =>
  new Promise((resolve) => {
    // It has nothing else to say.
    worker.addEventListener(
      "message",
      () => {
        worker.terminate();
        resolve();
      },
      { once: true },
    );
    worker.postMessage({ t: "stop" } satisfies ToSyncWorker);
  });
