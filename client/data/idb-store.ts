/**
 * The replica's store of bytes over IndexedDB: one database per company, shared by all tabs and the worker.
 * Every promise settles on complete, error and abort; a connection the browser dropped is opened again once.
 */
import { openDB, unwrap } from "idb";
import type { IDBPDatabase } from "idb";
import { brand } from "#shared/kernel/brand";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { ChunkCodec } from "#shared/protocol/chunk-codec";
import { plainChunks } from "#shared/protocol/chunk-codec";
import { codedStore } from "#shared/replica/coded-store";
import type { ByteStore, StoreProblem, StoreWrite } from "#shared/replica/ports";
import type { StoreName, StoreValues } from "#shared/replica/stored";
import { storeNames } from "#shared/replica/stored";

type Schema = { [S in StoreName]: { key: string; value: StoreValues[S] } };
type Database = IDBPDatabase<Schema>;

export interface IdbStoreEvents {
  /** Another tab needs a newer database: this store is closed for good, the page must be loaded again. */
  readonly replaced: () => void;
}

/** The database was made by a newer version of the app. */
export interface NewerDatabase {
  readonly type: "NewerDatabase";
}

// Stores are only ever added, so their number is the version: adding one upgrades the database by itself.
const version = storeNames.length;

export const openIdbStore = async (
  name: string,
  events: IdbStoreEvents,
  codec: ChunkCodec = plainChunks,
): Promise<Result<ByteStore, StoreProblem | NewerDatabase>> => {
  const connection = createConnection(name, events);
  try {
    await connection.use(async () => undefined);
  } catch (error) {
    return isNamed(error, "VersionError") ? err({ type: "NewerDatabase" }) : err(asProblem(error));
  }
  return ok(codedStore(storeOver(connection), codec, structuredClone));
};

/** Deletes a company's database. Settles when it is gone, which waits for other tabs to let go of it. */
export const deleteIdbStore = async (name: string): Promise<Result<void, StoreProblem>> =>
  new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.addEventListener("success", () => resolve(ok(undefined)));
    request.addEventListener("error", () => resolve(err(asProblem(request.error))));
  });

const storeOver = (connection: Connection): ByteStore => ({
  get: (store, key) => connection.use((database) => database.get(store, key)),
  all: (store, prefix) =>
    connection.use(async (database) => asStored<typeof store>(await database.getAll(store, rangeOf(prefix)))),
  keys: (store, prefix) => connection.use((database) => database.getAllKeys(store, rangeOf(prefix))),
  count: (store, prefix) => connection.use((database) => database.count(store, rangeOf(prefix))),
  transact: async (writes, durability) => {
    if (writes.length === 0) return ok(undefined);
    try {
      await connection.use((database) => write(database, writes, durability));
      return ok(undefined);
    } catch (error) {
      return err(asProblem(error));
    }
  },
  close: async () => connection.close(),
});

/** Each store holds only what `transact` put there, whose type the caller could not get wrong. */
const asStored = <S extends StoreName>(values: readonly unknown[]): readonly StoreValues[S][] =>
  brand<readonly StoreValues[S][]>(values);

const write = async (
  database: Database,
  writes: readonly StoreWrite[],
  durability: "strict" | "relaxed",
): Promise<void> => {
  const names = [...new Set(writes.map(storeOf))];
  const transaction = database.transaction(names, "readwrite", { durability });
  // Plain requests: their errors end the transaction, and that is what is waited for.
  const raw = unwrap(transaction);
  try {
    for (const step of writes) apply(raw.objectStore(storeOf(step)), step);
    transaction.commit();
  } catch (error) {
    // A value that cannot be stored: nothing of the transaction may stay.
    transaction.done.catch(() => undefined);
    transaction.abort();
    throw error;
  }
  await transaction.done;
};

const apply = (store: IDBObjectStore, step: StoreWrite): void => {
  if ("put" in step) store.put(step.value, step.key);
  else if ("delete" in step) store.delete(step.key);
  else if (step.prefix === "") store.clear();
  else store.delete(IDBKeyRange.bound(step.prefix, afterPrefix(step.prefix), false, true));
};

const storeOf = (step: StoreWrite): StoreName =>
  "put" in step ? step.put : "delete" in step ? step.delete : step.clear;

const rangeOf = (prefix: string | undefined): IDBKeyRange | undefined =>
  prefix === undefined || prefix === ""
    ? undefined
    : IDBKeyRange.bound(prefix, afterPrefix(prefix), false, true);

/** Keys compare by code unit, and none of ours contains the last one. */
const afterPrefix = (prefix: string): string => `${prefix}\uffff`;

interface Connection {
  /** Runs an operation on the open database; once more on a fresh connection when the browser had dropped the old. */
  use<T>(operation: (database: Database) => Promise<T>): Promise<T>;
  close(): void;
}

class ClosedError extends Error {
  override readonly name = "InvalidStateError";
}

const createConnection = (name: string, events: IdbStoreEvents): Connection => {
  let opening: Promise<Database> | undefined;
  /** Set while open: what is written then is copied by the browser before `transact` returns. */
  let ready: Database | undefined;
  let closed = false;

  const drop = (): void => {
    opening = undefined;
    ready = undefined;
  };
  const reach = async (): Promise<Database> => {
    if (closed) throw new ClosedError("This store is closed.");
    opening ??= open(name, {
      replaced: () => {
        close();
        events.replaced();
      },
      terminated: drop,
    });
    try {
      ready = await opening;
      return ready;
    } catch (error) {
      drop();
      throw error;
    }
  };
  const close = (): void => {
    closed = true;
    void opening?.then(
      (database) => database.close(),
      () => undefined,
    );
    drop();
  };
  return {
    use: async (operation) => {
      try {
        return await operation(ready ?? (await reach()));
      } catch (error) {
        if (closed || !isNamed(error, "InvalidStateError")) throw error;
        drop();
        return operation(await reach());
      }
    },
    close,
  };
};

const open = (
  name: string,
  on: { readonly replaced: () => void; readonly terminated: () => void },
): Promise<Database> =>
  openDB<Schema>(name, version, {
    upgrade: (database) => {
      for (const store of storeNames) {
        if (!database.objectStoreNames.contains(store)) database.createObjectStore(store);
      }
    },
    // Without this, a newer version in another tab would wait for ever.
    blocking: () => on.replaced(),
    terminated: () => on.terminated(),
  });

const isNamed = (error: unknown, name: string): boolean =>
  error instanceof Error ? error.name === name : error instanceof DOMException && error.name === name;

const asProblem = (error: unknown): StoreProblem => ({
  type: "StoreFailed",
  why: isNamed(error, "QuotaExceededError") ? "quota" : isNamed(error, "InvalidStateError") ? "closed" : "io",
  message: error instanceof Error ? error.message : String(error),
});
