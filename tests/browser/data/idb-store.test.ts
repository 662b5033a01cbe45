import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { deleteIdbStore, openIdbStore } from "#client/data/idb-store";
import { assert, must } from "#shared/kernel/result";
import type { ByteStore, StoreWrite } from "#shared/replica/ports";
import { storeNames } from "#shared/replica/stored";

const name = "eventkit-test/store";
const open: ByteStore[] = [];
let replaced = 0;

const openStore = async (): Promise<ByteStore> => {
  const store = must(await openIdbStore(name, { replaced: () => (replaced += 1) }));
  open.push(store);
  return store;
};
const meta = (key: string, value: unknown): StoreWrite => ({ put: "meta", key, value });

beforeEach(() => {
  replaced = 0;
});
afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
  must(await deleteIdbStore(name));
});

/** The raw database, as another program in the same origin would have it. */
const openRaw = (version?: number): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = version === undefined ? indexedDB.open(name) : indexedDB.open(name, version);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("no database"));
  });

describe("IndexedDB store", () => {
  test("what was committed is there after opening again", async () => {
    const first = await openStore();
    must(await first.transact([meta("a", { n: 1 }), meta("b", new Uint8Array([1, 2]))], "strict"));
    await first.close();
    const second = await openStore();
    expect(await second.get("meta", "a")).toEqual({ n: 1 });
    expect(await second.get("meta", "b")).toEqual(new Uint8Array([1, 2]));
  });

  test("two tabs over one database see each other's commits", async () => {
    const [one, other] = [await openStore(), await openStore()];
    must(await one.transact([meta("x", 1)], "strict"));
    expect(await other.get("meta", "x")).toBe(1);
  });

  test("a value that cannot be stored leaves nothing of its transaction behind", async () => {
    const store = await openStore();
    const result = await store.transact([meta("a", 1), meta("b", () => 1)], "strict");
    expect(result).toMatchObject({ ok: false, error: { type: "StoreFailed", why: "io" } });
    expect(await store.keys("meta")).toEqual([]);
    must(await store.transact([meta("c", 3)], "relaxed"));
    expect(await store.keys("meta")).toEqual(["c"]);
  });

  test("a closed store says so, on reads and on writes", async () => {
    const store = await openStore();
    await store.close();
    await expect(store.get("meta", "a")).rejects.toThrow("closed");
    expect(await store.transact([meta("a", 1)], "strict")).toMatchObject({
      ok: false,
      error: { why: "closed" },
    });
  });

  test("a connection the browser dropped is opened again, once and unnoticed", async () => {
    const opened: IDBDatabase[] = [];
    const openDatabase = indexedDB.open.bind(indexedDB);
    indexedDB.open = (...args) => {
      const request = openDatabase(...args);
      request.addEventListener("success", () => opened.push(request.result));
      return request;
    };
    try {
      const store = await openStore();
      must(await store.transact([meta("a", 1)], "strict"));
      opened[0]?.close();
      must(await store.transact([meta("b", 2)], "strict"));
      opened[1]?.close();
      expect(await store.keys("meta")).toEqual(["a", "b"]);
      expect(opened).toHaveLength(3);
    } finally {
      indexedDB.open = openDatabase;
    }
  });

  test("no room left is said as such, and what was there stays", async () => {
    const store = await openStore();
    must(await store.transact([meta("kept", 1)], "strict"));
    // Chromium does not enforce an overridden quota in a profile without a disk, so the refusal is raised here.
    const put = Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, "put");
    assert(put, "the browser has IndexedDB");
    Object.defineProperty(IDBObjectStore.prototype, "put", {
      ...put,
      value: () => {
        throw new DOMException("No room", "QuotaExceededError");
      },
    });
    try {
      const result = await store.transact([{ delete: "meta", key: "kept" }, meta("large", 1)], "strict");
      expect(result).toMatchObject({ ok: false, error: { type: "StoreFailed", why: "quota" } });
    } finally {
      Object.defineProperty(IDBObjectStore.prototype, "put", put);
    }
    expect(await store.keys("meta")).toEqual(["kept"]);
  });

  test("a newer database in another tab closes this store and asks for a reload", async () => {
    const store = await openStore();
    const newer = await openRaw(storeNames.length + 1);
    expect(replaced).toBe(1);
    expect(await store.transact([meta("a", 1)], "strict")).toMatchObject({
      ok: false,
      error: { why: "closed" },
    });
    newer.close();
    const again = await openIdbStore(name, { replaced: () => undefined });
    expect(again).toEqual({ ok: false, error: { type: "NewerDatabase" } });
  });

  test("deleting waits for nobody that can let go by itself", async () => {
    await openStore();
    must(await deleteIdbStore(name));
    expect(replaced).toBe(1);
    expect((await indexedDB.databases()).map((database) => database.name)).not.toContain(name);
  });
});
