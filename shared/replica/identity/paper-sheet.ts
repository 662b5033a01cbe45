/** A paper key as its owner sees it, writes it down, and types it again. */
import type { Random } from "#shared/kernel/random";
import type { Sha256 } from "#shared/kernel/hash";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import { signerFromSeed } from "#shared/kernel/signature";
import { keyName } from "#shared/protocol/codes";
import { normalGroup, paperKeyToGroups, parsePaperKey } from "#shared/protocol/paper-key";
import type { Bytes32 } from "#shared/protocol/wire-types";
import type { NewPaperKey } from "./root-types";
import type { PaperKeySheet } from "./types";

export const sheetOf = (sha256: Sha256, seed: Bytes32): PaperKeySheet => {
  const groups = paperKeyToGroups(sha256, seed);
  const name = keyName(sha256, signerFromSeed(seed).publicKey);
  return { groups, qr: groups.join("-"), ask: askedGroups(sha256(seed)), name };
};

export const makePaperKey = ({ random, sha256 }: { random: Random; sha256: Sha256 }): NewPaperKey => {
  const seed = random.bytes(32);
  return { seed, sheet: sheetOf(sha256, seed) };
};

/** Positions of the asked groups that were not typed as they stand on the sheet. */
export const wrongGroups = (
  { ask, groups }: PaperKeySheet,
  typed: readonly [string, string, string],
): readonly number[] => ask.filter((position, i) => normalGroup(typed[i] ?? "") !== groups[position]);

/** Three different groups, the same ones every time, so that looking again at the paper helps. */
const askedGroups = (hash: Uint8Array): readonly [number, number, number] => {
  const first = (hash[0] ?? 0) % 4;
  const second = 4 + ((hash[1] ?? 0) % 5);
  const third = 9 + ((hash[2] ?? 0) % 4);
  return [first, second, third];
};

/** What was typed or scanned, as signers; the same sheet typed twice is one. */
export const readPaperKeys = (
  { sha256 }: { readonly sha256: Sha256 },
  typed: readonly string[],
): Result<readonly Signer[], { readonly type: "PaperKeyMistyped"; readonly at: number }> => {
  const signers = new Map<string, Signer>();
  for (const [at, text] of typed.entries()) {
    const seed = parsePaperKey(sha256, text);
    if (!seed.ok) return err({ ...seed.error, at });
    signers.set(normalGroup(text), signerFromSeed(seed.value));
  }
  return ok([...signers.values()]);
};
