/**
 * A whole document judged at once: its chunks in one pass, its tips and receipts together. The verdict is the one
 * `judgeChunks` gives on the same chunks one by one.
 */
import type { Result } from "#shared/kernel/result";
import type { CryptoDeps } from "../envelope";
import type { DocumentPack } from "../messages";
import { foreign, judgeRead } from "./judge-chunks";
import type { ReadChange } from "./judge-chunks";
import { unpackChunks } from "./pack";
import { parseChange } from "./parse-change";
import type { ChunksContext, ForeignChunk, JudgedChunks } from "./types";

/** `context.index` may be empty or hold a part of the document. Never throws. */
export const gateDocument = async (
  pack: Pick<DocumentPack, "chunks" | "tips" | "receipts">,
  context: ChunksContext,
  crypto: CryptoDeps,
): Promise<Result<JudgedChunks, ForeignChunk>> => {
  const unpacked = unpackChunks(pack.chunks);
  if (!unpacked.ok) return foreign(null, unpacked.error.code);
  const read: ReadChange[] = [];
  for (const bytes of unpacked.value) {
    const parsed = parseChange(bytes, context.limits, crypto);
    if (!parsed.ok) return foreign(null, parsed.error.code);
    const change = parsed.value;
    if (context.index.find(change.hash) !== undefined) continue;
    read.push({ chunk: { hash: change.hash, parents: change.deps, enc: 0, epoch: 0, bytes }, change });
  }
  return judgeRead(read, pack, context, crypto);
};
