/** The key documents that were in force one after the other, and what that says about a key. */
import { bytesKey } from "#shared/kernel/bytes";
import type { Ms } from "#shared/kernel/clock";
import type { Key } from "../wire-types";
import { isOneOf } from "./signers";
import type { KeyDoc, LogEntry, RootKeys } from "./types";

/** Oldest first, the one in force last. Found by their hashes, so nothing that never counted is among them. */
export const keyLineage = (records: Iterable<LogEntry>, inForce: RootKeys): readonly KeyDoc[] => {
  const byHash = new Map<string, KeyDoc>();
  for (const record of records) {
    if (record.type === "keys") byHash.set(bytesKey(record.keyDoc.id), record.keyDoc.value);
  }
  const lineage: KeyDoc[] = [];
  for (let doc: KeyDoc | undefined = inForce.doc; doc !== undefined;) {
    lineage.unshift(doc);
    doc = doc.prev === null ? undefined : byHash.get(bytesKey(doc.prev));
  }
  return lineage;
};

/**
 * When the key ceased to be a root key, by the clock of whoever signed its replacement; undefined for a key in force
 * and for one that never was a root key.
 */
export const replacedAt = (lineage: readonly KeyDoc[], key: Key): Ms | undefined => {
  const last = lineage.findLastIndex(({ root }) => isOneOf(root.keys, key));
  return last === -1 ? undefined : lineage[last + 1]?.issued;
};
