/**
 * The SQLite log in a worker thread, so that a slow disk never holds up sockets. A worker that dies fails every
 * open call; the relay then ends, because nothing could be stored any more.
 */
import { Worker } from "node:worker_threads";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { LogStore } from "./log-store";
import type { OpenDatabaseProblem } from "./open-database";
import type { SqliteLog } from "./sqlite-log";
import type { StoreAnswer, StoreCall, StoreMethod } from "./store-calls.codec";
import { answerOf, toStoreAnswer, toStoreOpened } from "./store-calls.codec";

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (defect: Error) => void;
}

export interface ThreadedStoreDeps {
  /** Starts the program of `store-worker.ts` with the path as its data. */
  readonly startWorker: (path: string) => Worker;
  /** The worker ended although nobody closed it: nothing can be stored any more. */
  readonly onLost: (problem: Error) => void;
}

/** As built: the worker's program lies beside the relay's. */
export const startBuiltWorker = (path: string): Worker =>
  new Worker(new URL("./store-worker.js", import.meta.url), { workerData: path });

export const openThreadedStore = async (
  path: string,
  deps: ThreadedStoreDeps,
): Promise<Result<LogStore, OpenDatabaseProblem>> => {
  const worker = deps.startWorker(path);
  const opened = toStoreOpened(
    await new Promise<unknown>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    }),
  );
  if (!opened.ok) {
    await worker.terminate();
    return err(opened.error);
  }
  return ok(createStoreClient(worker, deps.onLost));
};

const createStoreClient = (worker: Worker, onLost: (problem: Error) => void): LogStore => {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let ended = false;
  let closing = false;
  const end = (problem: Error): void => {
    if (ended) return;
    ended = true;
    failAll(waiting, problem);
    if (!closing) onLost(problem);
  };
  worker.on("message", (message: unknown) => settle(waiting, toStoreAnswer(message)));
  worker.on("error", (defect) => end(defect instanceof Error ? defect : new Error("store worker failed")));
  worker.on("exit", () => end(new Error("the store worker has ended")));

  const call = (method: StoreCall["method"], args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (ended) {
        reject(new Error("the store worker has ended"));
        return;
      }
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      const message: StoreCall = { id: lastId, method, args };
      worker.postMessage(message);
    });
  const ask = async <M extends StoreMethod>(
    method: M,
    ...args: Parameters<SqliteLog[M]>
  ): Promise<ReturnType<SqliteLog[M]>> => answerOf<M>(await call(method, args));

  return {
    companies: () => ask("companies"),
    append: (batch) => ask("append", batch),
    membership: (company) => ask("membership", company),
    cards: (company) => ask("cards", company),
    logHashAt: (company, serial) => ask("logHashAt", company, serial),
    pushesAfter: (company, serial, maxBytes) => ask("pushesAfter", company, serial, maxBytes),
    extentAfter: (company, serial) => ask("extentAfter", company, serial),
    pushesOf: (company, doc) => ask("pushesOf", company, doc),
    joins: (company, limit) => ask("joins", company, limit),
    join: (company, id) => ask("join", company, id),
    held: (company) => ask("held", company),
    quota: (company) => ask("quota", company),
    moves: () => ask("moves"),
    remove: (company) => ask("remove", company),
    ping: () => ask("ping"),
    close: async () => {
      if (ended) return;
      closing = true;
      await call("close", []);
      await worker.terminate();
    },
  };
};

const settle = (waiting: Map<number, Waiting>, answer: StoreAnswer): void => {
  const call = waiting.get(answer.id);
  waiting.delete(answer.id);
  if (call === undefined) return;
  if ("defect" in answer.result) call.reject(new Error(answer.result.defect));
  else call.resolve(answer.result.value);
};

const failAll = (waiting: Map<number, Waiting>, defect: Error): void => {
  for (const call of waiting.values()) call.reject(defect);
  waiting.clear();
};
