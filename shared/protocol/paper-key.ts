/**
 * The paper key as people write it down: 32 bytes as 52 Crockford characters in 13 groups of four, and a check group
 * over all of them, so that a slip of the pen is found before anything is tried with it.
 */
import { fromCrockford, toCrockford } from "#shared/kernel/bytes";
import type { Sha256 } from "#shared/kernel/hash";
import type { Result } from "#shared/kernel/result";
import { assert, err, ok } from "#shared/kernel/result";
import { tags, taggedHash } from "./tags";
import type { Bytes32 } from "./wire-types";

export const paperKeyGroups = 14;

/** 13 groups and the check group. */
export const paperKeyToGroups = (sha256: Sha256, seed: Bytes32): readonly string[] => {
  assert(seed.length === 32, "a paper key has 32 bytes");
  const text = toCrockford(seed) + checkGroup(sha256, seed);
  return Array.from({ length: paperKeyGroups }, (_, i) => text.slice(4 * i, 4 * i + 4));
};

/** Reads what was typed or scanned: any case, spaces and hyphens, I L O for 1 1 0. */
export const parsePaperKey = (
  sha256: Sha256,
  typed: string,
): Result<Bytes32, { readonly type: "PaperKeyMistyped" }> => {
  const text = normalGroup(typed);
  const seed = text.length === 4 * paperKeyGroups ? fromCrockford(text.slice(0, 52)) : undefined;
  if (seed?.length !== 32 || checkGroup(sha256, seed) !== text.slice(52))
    return err({ type: "PaperKeyMistyped" });
  return ok(seed);
};

/** One written form for comparing groups. */
export const normalGroup = (typed: string): string =>
  typed.toUpperCase().replace(/[\s-]/g, "").replace(/[IL]/g, "1").replaceAll("O", "0");

const checkGroup = (sha256: Sha256, seed: Bytes32): string =>
  toCrockford(taggedHash(sha256, tags.ppr, seed)).slice(0, 4);
