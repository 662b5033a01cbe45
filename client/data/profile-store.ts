/**
 * What belongs to this browser profile rather than to one company: device keys, and which companies exist here.
 * One small database beside those of the companies; in memory where the browser has none.
 */
import { openDB } from "idb";
import { brand } from "#shared/kernel/brand";
import type { StoredCompany } from "#shared/replica/identity/types";

export interface NativeKeys {
  readonly type: "native";
  readonly signing: CryptoKey;
  readonly publicKey: Uint8Array;
  readonly boxing: CryptoKey;
  readonly box: Uint8Array;
}

/** Seeds sealed with AES-GCM under a key that cannot be read out. */
export interface SoftKeys {
  readonly type: "soft";
  readonly seal: CryptoKey;
  readonly iv: Uint8Array;
  /** Signing seed and box seed, 32 bytes each, sealed together. */
  readonly sealed: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly box: Uint8Array;
}

/** How a company appears in this profile's list, without opening it. */
export interface CompanyNote {
  readonly name: string;
  readonly demo: boolean;
  readonly openedAt: number;
}

interface ProfileValues {
  /** Key: base64url of the device's public key. */
  readonly keys: NativeKeys | SoftKeys;
  /** Identity records. Key: base64url of the company id. */
  readonly companies: StoredCompany;
  /** Key: base64url of the company id. */
  readonly notes: CompanyNote;
}

export type ProfileStoreName = keyof ProfileValues;

export interface ProfileStore {
  /** True when nothing survives this page. */
  readonly inMemory: boolean;
  get<S extends ProfileStoreName>(store: S, key: string): Promise<ProfileValues[S] | undefined>;
  all<S extends ProfileStoreName>(store: S): Promise<ReadonlyMap<string, ProfileValues[S]>>;
  /** Settles when the value survives a power cut. Rejects when the browser cannot store it. */
  put<S extends ProfileStoreName>(store: S, key: string, value: ProfileValues[S]): Promise<void>;
  /** Reads and writes in one step, so that no other tab writes in between. Undefined when nothing is there. */
  update<S extends ProfileStoreName>(
    store: S,
    key: string,
    change: (value: ProfileValues[S]) => ProfileValues[S],
  ): Promise<ProfileValues[S] | undefined>;
  delete(store: ProfileStoreName, key: string): Promise<void>;
}

export const profileDatabaseName = "eventkit";

const stores: readonly ProfileStoreName[] = ["keys", "companies", "notes"];

type Schema = { [S in ProfileStoreName]: { key: string; value: ProfileValues[S] } };

/** Falls back to memory when the browser refuses a database (private mode, policy, broken profile). */
export const openProfileStore = async (name = profileDatabaseName): Promise<ProfileStore> => {
  try {
    return await openPersistent(name);
  } catch {
    return createMemoryProfileStore();
  }
};

const openPersistent = async (name: string): Promise<ProfileStore> => {
  const database = await openDB<Schema>(name, stores.length, {
    upgrade: (fresh) => {
      for (const store of stores) if (!fresh.objectStoreNames.contains(store)) fresh.createObjectStore(store);
    },
    blocking: (_current, _blocked, event) => {
      if (event.target instanceof IDBDatabase) event.target.close();
    },
  });
  return {
    inMemory: false,
    get: (store, key) => database.get(store, key),
    all: async <S extends ProfileStoreName>(store: S) => {
      const transaction = database.transaction(store);
      const [keys, values] = await Promise.all([transaction.store.getAllKeys(), transaction.store.getAll()]);
      // The two lists are in the same order: one transaction, one store.
      return brand<ReadonlyMap<string, ProfileValues[S]>>(
        new Map(keys.map((key, index) => [key, values[index]])),
      );
    },
    put: async (store, key, value) => {
      const transaction = database.transaction(store, "readwrite", { durability: "strict" });
      await Promise.all([transaction.store.put(value, key), transaction.done]);
    },
    update: async <S extends ProfileStoreName>(
      store: S,
      key: string,
      change: (value: ProfileValues[S]) => ProfileValues[S],
    ) => {
      const transaction = database.transaction(store, "readwrite", { durability: "strict" });
      const value = brand<ProfileValues[S] | undefined>(await transaction.store.get(key));
      const changed = value === undefined ? undefined : change(value);
      if (changed !== undefined) await transaction.store.put(changed, key);
      await transaction.done;
      return changed;
    },
    delete: (store, key) => database.delete(store, key),
  };
};

export const createMemoryProfileStore = (): ProfileStore => {
  const held = new Map<ProfileStoreName, Map<string, unknown>>(
    stores.map((store) => [store, new Map<string, unknown>()]),
  );
  const entries = <S extends ProfileStoreName>(store: S): Map<string, ProfileValues[S]> =>
    brand<Map<string, ProfileValues[S]>>(held.get(store));
  return {
    inMemory: true,
    get: async (store, key) => entries(store).get(key),
    all: async (store) => new Map(entries(store)),
    put: async (store, key, value) => void entries(store).set(key, value),
    update: async (store, key, change) => {
      const value = entries(store).get(key);
      if (value === undefined) return undefined;
      const changed = change(value);
      entries(store).set(key, changed);
      return changed;
    },
    delete: async (store, key) => void entries(store).delete(key),
  };
};
