/** A device's store of bytes with its contents coded: every change and file goes in and comes out through the codec. */
import { brand } from "#shared/kernel/brand";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { ChunkCodec } from "#shared/protocol/chunk-codec";
import { openWith } from "#shared/protocol/chunk-codec";
import type { ByteStore, StoreProblem, StoreWrite } from "./ports";
import type { StoreName, StoreValues, StoredBlob, StoredChunk } from "./stored";

/**
 * Writes reach the store in the order in which they were given, however long sealing takes. `copy` is the platform's
 * structured clone.
 */
export const codedStore = (
  inner: ByteStore,
  codec: ChunkCodec,
  copy: (writes: readonly StoreWrite[]) => readonly StoreWrite[],
): ByteStore => {
  let order: Promise<unknown> = Promise.resolve();
  const open = async <S extends StoreName>(store: S, stored: StoreValues[S]): Promise<StoreValues[S]> => {
    if (!holdsChunks(store)) return stored;
    const { enc, ...held } = brand<StoredChunk | StoredBlob>(stored);
    const bytes = await openWith(codec, enc ?? 0, placeOf(held), held.bytes);
    return brand<StoreValues[S]>({ ...held, bytes });
  };
  const seal = async (write: StoreWrite): Promise<StoreWrite> => {
    if (!("put" in write)) return write;
    if (write.put === "blobs") {
      const bytes = await codec.seal(placeOf(write.value), write.value.bytes);
      return { ...write, value: { ...write.value, bytes, enc: codec.enc } };
    }
    if (write.put !== "chunks" && write.put !== "quarantine") return write;
    const { value } = write;
    const bytes = await codec.seal(placeOf(value), value.bytes);
    return { ...write, value: { ...value, bytes, enc: codec.enc } };
  };
  return {
    get: async (store, key) => {
      const stored = await inner.get(store, key);
      return stored === undefined ? undefined : open(store, stored);
    },
    all: async (store, prefix) => {
      const stored = await inner.all(store, prefix);
      return holdsChunks(store) ? Promise.all(stored.map((each) => open(store, each))) : stored;
    },
    keys: (store, prefix) => inner.keys(store, prefix),
    count: (store, prefix) => inner.count(store, prefix),
    transact: (writes, durability) => {
      // As they are: nothing to wait for.
      if (codec.enc === 0) return inner.transact(writes, durability);
      const copied = copiedBy(copy, writes);
      if (!copied.ok) return Promise.resolve(copied);
      const sealed = Promise.all(copied.value.map(seal));
      const turn = order.then(() => sealed);
      order = turn.catch(() => undefined);
      return turn.then((ready) => inner.transact(ready, durability));
    },
    close: () => inner.close(),
  };
};

/** At once, as a store does: the caller may go on with what it handed over. */
const copiedBy = (
  copy: (writes: readonly StoreWrite[]) => readonly StoreWrite[],
  writes: readonly StoreWrite[],
): Result<readonly StoreWrite[], StoreProblem> => {
  try {
    return ok(copy(writes));
  } catch (thrown) {
    return err({ type: "StoreFailed", why: "io", message: String(thrown) });
  }
};

const holdsChunks = (store: StoreName): boolean =>
  store === "chunks" || store === "quarantine" || store === "blobs";
const placeOf = (held: Omit<StoredChunk, "enc"> | Omit<StoredBlob, "enc">): string =>
  "doc" in held ? `${held.doc}/${held.hash}` : `blob/${held.hash}`;
