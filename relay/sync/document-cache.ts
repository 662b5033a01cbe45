/**
 * Indexes of the documents that are being written to. Loaded from the log on first use and dropped when nobody has
 * written for a while, so memory follows activity and not the size of the company.
 */
import { bytesKey } from "#shared/kernel/bytes";
import type { Clock } from "#shared/kernel/clock";
import type { DocBytes } from "#shared/protocol/wire-types";
import type { CompanyNumber, LogStore } from "#relay/storage/log-store";
import type { LoadedDocument } from "./document-index";
import { createDocumentIndex, indexFromLog } from "./document-index";

export interface DocumentCache {
  /** Indexes of the documents, empty ones for addresses nobody has written to. */
  readonly load: (docs: readonly DocBytes[]) => Promise<ReadonlyMap<string, LoadedDocument>>;
  /** Keeps the index of a new document once a push to it was accepted: refused ones must leave no trace. */
  readonly keep: (doc: DocBytes, index: LoadedDocument) => void;
  readonly find: (doc: DocBytes) => LoadedDocument | undefined;
  /** Drops what has not been used for a while. Only when nothing of it is on its way to the disk. */
  readonly dropIdle: () => void;
  readonly size: () => number;
}

const idleMs = 60_000;

export const createDocumentCache = (
  store: LogStore,
  company: CompanyNumber,
  exists: (doc: DocBytes) => boolean,
  clock: Clock,
): DocumentCache => {
  const loaded = new Map<string, { readonly index: LoadedDocument; usedAt: number }>();
  const touch = (doc: DocBytes): LoadedDocument | undefined => {
    const entry = loaded.get(bytesKey(doc));
    if (entry === undefined) return undefined;
    entry.usedAt = clock.now();
    return entry.index;
  };
  const read = async (doc: DocBytes): Promise<LoadedDocument> => {
    const index = indexFromLog(await store.pushesOf(company, doc));
    loaded.set(bytesKey(doc), { index, usedAt: clock.now() });
    return index;
  };
  return {
    load: async (docs) => {
      const wanted = new Map<string, LoadedDocument>();
      for (const doc of docs) {
        const index = touch(doc) ?? (exists(doc) ? await read(doc) : createDocumentIndex());
        wanted.set(bytesKey(doc), index);
      }
      return wanted;
    },
    keep: (doc, index) => void loaded.set(bytesKey(doc), { index, usedAt: clock.now() }),
    find: (doc) => loaded.get(bytesKey(doc))?.index,
    dropIdle: () => {
      const limit = clock.now() - idleMs;
      for (const [key, { usedAt }] of loaded) if (usedAt < limit) loaded.delete(key);
    },
    size: () => loaded.size,
  };
};
