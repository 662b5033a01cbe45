/** Entry of the store's worker thread: opens the database and serves calls one after the other. */
import { parentPort, workerData } from "node:worker_threads";
import { openDatabase } from "./open-database";
import { createSqliteLog } from "./sqlite-log";
import type { StoreAnswer, StoreOpened } from "./store-calls.codec";
import { runStoreCall, toDatabasePath, toStoreCall } from "./store-calls.codec";

const port = parentPort;
if (port === null) throw new Error("Invariant: the store worker runs in a worker thread");

const answer = (message: StoreAnswer | StoreOpened): void => port.postMessage(message);

const opened = openDatabase(toDatabasePath(workerData));
if (!opened.ok) {
  answer(opened);
} else {
  const log = createSqliteLog(opened.value);
  port.on("message", (message: unknown) => {
    const call = toStoreCall(message);
    try {
      answer({ id: call.id, result: { value: runStoreCall(log, call) } });
    } catch (thrown) {
      answer({
        id: call.id,
        result: { defect: thrown instanceof Error ? thrown.message : "unknown defect" },
      });
    }
    if (call.method === "close") port.close();
  });
  answer({ ok: true, value: null });
}
