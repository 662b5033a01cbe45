/** Finds what makes a document impossible to open: stored changes that point at operations it does not have. */
import { bytesKey } from "#shared/kernel/bytes";
import type { Sha256 } from "#shared/kernel/hash";
import { createOperationIndex, indexedChange, tableOfChange } from "#shared/protocol/gate/operation-index";
import { parseChange } from "#shared/protocol/gate/parse-change";
import type { ParsedChange } from "#shared/protocol/gate/types";
import { companyGateLimits } from "#shared/protocol/limits";
import type { StoredChunk } from "./stored";

/** Those chunks and all that build on them. */
export const unsoundAmong = (chunks: readonly StoredChunk[], sha256: Sha256): ReadonlySet<StoredChunk> => {
  const unsound = new Set<StoredChunk>();
  const changes = new Map<string, { readonly chunk: StoredChunk; readonly change: ParsedChange }>();
  for (const chunk of chunks) {
    const parsed = parseChange(chunk.bytes, companyGateLimits, { sha256 });
    if (parsed.ok) changes.set(bytesKey(parsed.value.hash), { chunk, change: parsed.value });
    else unsound.add(chunk);
  }
  const tables = new Map([...changes].map(([hash, { change }]) => [hash, tableOfChange(change)]));
  const index = createOperationIndex((hash) => tables.get(hash));
  const judge = (chunk: StoredChunk, change: ParsedChange): void => {
    const isOnUnsound = change.deps.some((dep) => !index.has(bytesKey(dep)));
    if (isOnUnsound || index.problemOf(change) !== undefined) unsound.add(chunk);
    else index.add(indexedChange(change));
  };
  // Counters never fall along a path, and a change without operations has the counter of what it follows.
  const inOrder = [...changes.values()].sort(
    (a, b) => a.change.startOp - b.change.startOp || a.change.ops - b.change.ops,
  );
  for (const { chunk, change } of inOrder) judge(chunk, change);
  return unsound;
};
