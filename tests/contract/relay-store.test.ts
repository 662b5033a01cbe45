import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { must } from "#shared/kernel/result";
import { openThreadedStore } from "#relay/storage/threaded-store";
import { memoryStore, temporaryFolder } from "#tests/support/relay-process";
import { describeRelayStore } from "./relay-store";

describeRelayStore("SQLite in place", async () => {
  const path = join(await temporaryFolder(), "relay.db");
  const store = memoryStore(path);
  return {
    store,
    reopen: async () => {
      await store.close();
      return memoryStore(path);
    },
  };
});

describeRelayStore("SQLite in memory", async () => ({ store: memoryStore(), reopen: null }));

/** The worker's program from its source: the loader has to be started inside the thread. */
const startSourceWorker = (path: string): Worker => {
  const program = new URL("../../relay/storage/store-worker.ts", import.meta.url).href;
  const load = `import("tsx/esm/api").then((tsx) => tsx.tsImport(${JSON.stringify(program)}, { parentURL: ${JSON.stringify(import.meta.url)}, tsconfig: "tests/tsconfig.json" }))`;
  return new Worker(load, { eval: true, workerData: path });
};

describeRelayStore("SQLite in its worker thread", async () => {
  const path = join(await temporaryFolder(), "relay.db");
  const open = async () =>
    must(await openThreadedStore(path, { startWorker: startSourceWorker, onLost: () => undefined }));
  const store = await open();
  return {
    store,
    reopen: async () => {
      await store.close();
      return open();
    },
  };
});

test("[STORE] a worker that dies fails what waits for it and says so once", async () => {
  const path = join(await temporaryFolder(), "relay.db");
  const workers: Worker[] = [];
  const lost: string[] = [];
  const store = must(
    await openThreadedStore(path, {
      startWorker: (at) => {
        const worker = startSourceWorker(at);
        workers.push(worker);
        return worker;
      },
      onLost: (problem) => lost.push(problem.message),
    }),
  );
  const waiting = store.ping().then(() => store.ping());
  await workers[0]?.terminate();
  await expect(Promise.all([waiting, store.companies()])).rejects.toThrow();
  await expect(store.ping()).rejects.toThrow("ended");
  expect(lost).toHaveLength(1);
});
