/** Short codes for people to compare or read out: the fingerprint of a company, names of keys, six digits of a request to join. */
import { toCrockford } from "#shared/kernel/bytes";
import type { Sha256 } from "#shared/kernel/hash";
import { tags, taggedHash } from "./tags";
import type { CompanyId, Key } from "./wire-types";

/** 100 bits as four groups of five characters. */
export const fingerprint = (sha256: Sha256, company: CompanyId): string =>
  toCrockford(taggedHash(sha256, tags.fpr, company))
    .slice(0, 20)
    .replace(/(.{5})(?=.)/g, "$1-");

/** Six digits from the payload of a Join (or pairing request), the same on both screens. */
export const comparisonCode = (sha256: Sha256, payload: Uint8Array): string => {
  const hash = taggedHash(sha256, tags.sas, payload);
  const number = new DataView(hash.buffer, hash.byteOffset).getUint32(0);
  return String(number % 1_000_000).padStart(6, "0");
};

/** Four characters by which people tell root keys apart; public, and no help in guessing one. */
export const keyName = (sha256: Sha256, key: Key): string =>
  toCrockford(taggedHash(sha256, tags.fpr, key)).slice(0, 4);
