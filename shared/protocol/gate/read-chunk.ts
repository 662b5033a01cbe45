/** A chunk as it travels: what it says about itself must be what its bytes say. */
import { bytesEqual } from "#shared/kernel/bytes";
import type { Sha256 } from "#shared/kernel/hash";
import type { Result } from "#shared/kernel/result";
import { err } from "#shared/kernel/result";
import type { GateLimits } from "../limits";
import type { Chunk } from "../messages";
import { parseChange } from "./parse-change";
import type { GateProblem, ParsedChange } from "./types";

export const readChunk = (
  chunk: Chunk,
  limits: GateLimits,
  sha256: Sha256,
): Result<ParsedChange, GateProblem> => {
  if (chunk.enc !== 0 || chunk.epoch !== 0) return refuseForm("sealed chunk");
  const parsed = parseChange(chunk.bytes, limits, { sha256 });
  if (!parsed.ok) return parsed;
  const { hash, deps } = parsed.value;
  if (!bytesEqual(hash, chunk.hash)) return refuseForm("hash does not fit");
  const sameParents =
    deps.length === chunk.parents.length && deps.every((dep, i) => bytesEqual(dep, chunk.parents[i] ?? hash));
  return sameParents ? parsed : refuseForm("parents do not fit");
};

const refuseForm = (detail: string): Result<never, GateProblem> =>
  err({ type: "ChunkRefused", code: "form", detail });

/** Change times are seconds in Automerge's own default and milliseconds where the writer says so. */
export const changeTimeMs = (change: Pick<ParsedChange, "time">): number =>
  change.time < 1e11 ? change.time * 1000 : change.time;
