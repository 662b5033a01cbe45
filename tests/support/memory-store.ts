/** The byte store in memory, with the failures of a real one: quota, a dead connection, a crash between any two writes. */
import { brand } from "#shared/kernel/brand";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { ByteStore, StoreProblem, StoreWrite } from "#shared/replica/ports";
import type { StoreName, StoreValues } from "#shared/replica/stored";
import { storeNames } from "#shared/replica/stored";

/** What is on the disk: outlives the stores opened on it. */
export interface MemoryDisk {
  readonly stores: ReadonlyMap<StoreName, Map<string, unknown>>;
  /** Transactions that settled since the disk was made. */
  transactions: number;
  /** How to take back each relaxed transaction since the last strict one, oldest first. */
  readonly volatile: (() => void)[];
}

export const createDisk = (): MemoryDisk => ({
  stores: new Map(storeNames.map((name) => [name, new Map<string, unknown>()])),
  transactions: 0,
  volatile: [],
});

/** The power goes: the newest `lost` relaxed transactions never reached the medium. */
export const cutPower = (disk: MemoryDisk, lost: number): void => {
  for (let left = Math.min(lost, disk.volatile.length); left > 0; left--) disk.volatile.pop()?.();
  disk.volatile.length = 0;
};

/** The browser throws everything away. */
export const evict = (disk: MemoryDisk): void => {
  for (const store of disk.stores.values()) store.clear();
  disk.volatile.length = 0;
};

export interface MemoryStore extends ByteStore {
  /** The next `count` transactions fail with `why` and write nothing. */
  failNext(count: number, why: StoreProblem["why"]): void;
  /** From now on nothing settles any more, as after the end of a process. */
  crash(): void;
}

/** A database writes its relaxed transactions out sooner or later anyway. */
const keptVolatile = 20;

/** Nobody may change what is on the disk by changing what was read. As the platform's own, in a fraction of the time. */
const copyOf = <T>(value: T): T => brand<T>(copied(value));

const copied = (value: unknown): unknown => {
  if (typeof value === "function" || typeof value === "symbol") return structuredClone(value);
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Uint8Array) return value.slice();
  if (Array.isArray(value)) return value.map(copied);
  if (Object.getPrototypeOf(value) !== Object.prototype) return structuredClone(value);
  const copy: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) copy[key] = copied(inner);
  return copy;
};

/** `landed` says for a transaction in flight at the moment of a crash whether it reached the disk. */
export const openMemoryStore = (disk: MemoryDisk, landed: () => boolean = () => false): MemoryStore => {
  let failing: { left: number; why: StoreProblem["why"] } = { left: 0, why: "io" };
  let isCrashed = false;
  const atHand = new Set<{
    readonly copies: readonly StoreWrite[];
    readonly durability: "strict" | "relaxed";
  }>();
  const isDead = (): boolean => isCrashed;
  let isClosed = false;
  const storeOf = (name: StoreName): Map<string, unknown> => {
    const found = disk.stores.get(name);
    if (found === undefined) throw new Error(`no store ${name}`);
    return found;
  };
  const never = new Promise<never>(() => undefined);
  const answer = async <T>(read: () => T): Promise<T> => {
    await Promise.resolve();
    if (isDead()) return never;
    if (isClosed) throw new Error("the store is closed");
    return copyOf(read());
  };
  const keysOf = (name: StoreName, prefix: string): readonly string[] =>
    [...storeOf(name).keys()]
      .filter((key) => key.startsWith(prefix))
      .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const change = (name: StoreName, key: string, value: unknown): (() => void) => {
    const store = storeOf(name);
    const before = store.get(key);
    if (value === undefined) store.delete(key);
    else store.set(key, value);
    return () => {
      if (before === undefined) store.delete(key);
      else store.set(key, before);
    };
  };
  const apply = (write: StoreWrite): readonly (() => void)[] =>
    "put" in write
      ? [change(write.put, write.key, write.value)]
      : "delete" in write
        ? [change(write.delete, write.key, undefined)]
        : keysOf(write.clear, write.prefix).map((key) => change(write.clear, key, undefined));
  const commit = (writes: readonly StoreWrite[], durability: "strict" | "relaxed"): void => {
    const reversals = writes.flatMap(apply).reverse();
    if (durability === "strict") disk.volatile.length = 0;
    else disk.volatile.push(() => reversals.forEach((reverse) => reverse()));
    if (disk.volatile.length > keptVolatile) disk.volatile.shift();
  };
  return {
    get: <S extends StoreName>(store: S, key: string) =>
      answer(() => brand<StoreValues[S] | undefined>(storeOf(store).get(key))),
    all: <S extends StoreName>(store: S, prefix = "") =>
      answer(() => keysOf(store, prefix).map((key) => brand<StoreValues[S]>(storeOf(store).get(key)))),
    keys: (store, prefix = "") => answer(() => keysOf(store, prefix)),
    count: (store, prefix = "") =>
      answer(() => {
        let count = 0;
        for (const key of storeOf(store).keys()) if (key.startsWith(prefix)) count++;
        return count;
      }),
    transact: async (writes, durability): Promise<Result<void, StoreProblem>> => {
      // A dead process begins nothing; what it had begun may have reached the disk.
      if (isDead()) return never;
      let copies: readonly StoreWrite[];
      try {
        copies = copyOf(writes);
      } catch (thrown) {
        return err({ type: "StoreFailed", why: "io", message: String(thrown) });
      }
      const begun = { copies, durability };
      atHand.add(begun);
      await Promise.resolve();
      if (isDead()) return never;
      atHand.delete(begun);
      if (isClosed) return err({ type: "StoreFailed", why: "closed", message: "the store is closed" });
      if (failing.left > 0) {
        failing = { ...failing, left: failing.left - 1 };
        return err({ type: "StoreFailed", why: failing.why, message: `the store said ${failing.why}` });
      }
      commit(copies, durability);
      disk.transactions++;
      return ok(undefined);
    },
    close: async () => {
      isClosed = true;
    },
    failNext: (left, why) => {
      failing = { left, why };
    },
    crash: () => {
      if (isCrashed) return;
      isCrashed = true;
      // Transactions reach the disk in order or not at all.
      for (const { copies, durability } of atHand) {
        if (!landed()) return;
        commit(copies, durability);
      }
    },
  };
};
