/**
 * Letting go of files that nothing refers to. The relay cannot read documents, so devices that hold a whole document
 * say what it refers to; a file goes when that was said twice, so far apart that every undo is long over, each time of
 * the document exactly as this relay has it, and never otherwise.
 */
import { bytesKey } from "#shared/kernel/bytes";
import type { Ms } from "#shared/kernel/clock";
import type { BlobAddress, BlobStore } from "./blob-store";

/** How long a file stays that nothing refers to. */
export const unreferencedMs = 30 * 86_400_000;

export interface Settled {
  /** Referred to and not stored. */
  readonly missing: readonly Uint8Array[];
  readonly removed: readonly { readonly hash: Uint8Array; readonly bytes: number }[];
}

export interface References {
  readonly document: Pick<BlobAddress, "company" | "doc">;
  /** Everything the document refers to. */
  readonly hashes: readonly Uint8Array[];
  /** Whether the document is still the one this was said of. Asked again before each removal. */
  readonly isCurrent: () => boolean;
  readonly now: Ms;
}

export const settleReferences = async (
  store: BlobStore,
  { document, hashes, isCurrent, now }: References,
): Promise<Settled> => {
  const wanted = new Map(hashes.map((hash) => [bytesKey(hash), hash]));
  const removed: { readonly hash: Uint8Array; readonly bytes: number }[] = [];
  for await (const { hash, bytes } of store.list(document.company, document.doc)) {
    const address = { ...document, hash };
    const since = await store.unreferencedSince(address);
    if (wanted.delete(bytesKey(hash))) {
      if (since !== undefined) await store.setUnreferenced(address, null);
    } else if (since === undefined || since > now) {
      await store.setUnreferenced(address, now);
    } else if (now - since >= unreferencedMs && isCurrent()) {
      await store.remove(address);
      removed.push({ hash, bytes });
    }
  }
  return { missing: [...wanted.values()], removed };
};
