import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { must } from "#shared/kernel/result";
import Database from "libsql";
import { codedLog } from "#relay/storage/coded-log";
import { readDatabase } from "#relay/storage/open-database";
import { schemaSteps } from "#relay/storage/sqlite-schema";
import { openThreadedStore } from "#relay/storage/threaded-store";
import { memoryStore, temporaryFolder } from "#tests/support/relay-process";
import { sealingCodec } from "#tests/support/sealing-codec";
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

describeRelayStore("SQLite in place, changes sealed", async () => {
  const path = join(await temporaryFolder(), "relay.db");
  const open = () => codedLog(memoryStore(path), sealingCodec);
  const store = open();
  return {
    store,
    // A mark of one byte, and what the codec adds.
    overheadBytes: 33,
    reopen: async () => {
      await store.close();
      return open();
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

test("[STORE] a file of version 1 is read as it is, and brought up to date by who writes to it", async () => {
  const folder = await temporaryFolder();
  const [path, onlyRead] = [join(folder, "relay.db"), join(folder, "only-read.db")];
  for (const each of [path, onlyRead]) {
    const old = new Database(each);
    old.exec(`${schemaSteps[0]} PRAGMA user_version = 1; INSERT INTO companies (no, id) VALUES (1, x'0102')`);
    old.close();
  }
  const read = must(readDatabase(onlyRead));
  expect([(await read.companies()).length, await read.held(1)]).toEqual([1, []]);
  await read.close();
  const held = { doc: new Uint8Array(16), bytes: Uint8Array.of(1) };
  for (const expected of [1, 2]) {
    const store = memoryStore(path);
    must(await store.append([{ type: "hold", company: 1, held }]));
    expect(await store.held(1)).toHaveLength(expected);
    expect(await store.companies()).toHaveLength(1);
    await store.close();
  }
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
