/**
 * The replica's store of bytes where the browser has no database. Nothing in it survives the page, and the screens
 * say so. Values are copied in and out, as a database does.
 */
import { brand } from "#shared/kernel/brand";
import { err, ok } from "#shared/kernel/result";
import { plainChunks } from "#shared/protocol/chunk-codec";
import { codedStore } from "#shared/replica/coded-store";
import type { ByteStore, StoreWrite } from "#shared/replica/ports";
import type { StoreName, StoreValues } from "#shared/replica/stored";
import { storeNames } from "#shared/replica/stored";

/** What one company's data lies in while the page lives; outlives the stores opened on it. */
export type MemoryDisk = ReadonlyMap<StoreName, Map<string, unknown>>;

export const createMemoryDisk = (): MemoryDisk =>
  new Map(storeNames.map((name) => [name, new Map<string, unknown>()]));

export const openMemoryStore = (disk: MemoryDisk): ByteStore => {
  let closed = false;

  const held = <S extends StoreName>(store: S): Map<string, StoreValues[S]> => {
    if (closed) throw new Error("This store is closed.");
    return brand<Map<string, StoreValues[S]>>(disk.get(store));
  };
  const keysOf = (store: StoreName, prefix: string): readonly string[] =>
    [...held(store).keys()].filter((key) => key.startsWith(prefix)).sort(byCodeUnit);
  const apply = (write: StoreWrite): void => {
    if ("put" in write) disk.get(write.put)?.set(write.key, write.value);
    else if ("delete" in write) disk.get(write.delete)?.delete(write.key);
    else for (const key of keysOf(write.clear, write.prefix)) disk.get(write.clear)?.delete(key);
  };

  const store: ByteStore = {
    get: async (store, key) => structuredClone(held(store).get(key)),
    all: async <S extends StoreName>(store: S, prefix = "") =>
      keysOf(store, prefix).map((key) => brand<StoreValues[S]>(structuredClone(held(store).get(key)))),
    keys: async (store, prefix = "") => keysOf(store, prefix),
    count: async (store, prefix = "") => keysOf(store, prefix).length,
    transact: async (writes) => {
      if (closed) return err({ type: "StoreFailed", why: "closed", message: "This store is closed." });
      try {
        for (const write of structuredClone(writes)) apply(write);
        return ok(undefined);
      } catch (error) {
        return err({ type: "StoreFailed", why: "io", message: String(error) });
      }
    },
    close: async () => {
      closed = true;
    },
  };
  return codedStore(store, plainChunks, structuredClone);
};

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
