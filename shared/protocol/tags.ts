/**
 * Domain separation: every signature and every derived hash starts with its own 16-byte tag, so that a signature for
 * one purpose can never be shown for another. A new version is a new tag; nothing is negotiated.
 */
import { asciiBytes, concatBytes } from "#shared/kernel/bytes";
import type { Sha256 } from "#shared/kernel/hash";

const tag = (name: string): Uint8Array => concatBytes(asciiBytes(`EventKit/${name}/v1`), new Uint8Array(1));

export const tags = {
  key: tag("key"),
  mem: tag("mem"),
  chk: tag("chk"),
  joi: tag("joi"),
  hlo: tag("hlo"),
  wel: tag("wel"),
  crd: tag("crd"),
  tip: tag("tip"),
  rcp: tag("rcp"),
  snp: tag("snp"),
  act: tag("act"),
  atr: tag("atr"),
  sas: tag("sas"),
  fpr: tag("fpr"),
  blb: tag("blb"),
  blr: tag("blr"),
  ppr: tag("ppr"),
  mov: tag("mov"),
  crt: tag("crt"),
  prf: tag("prf"),
} as const;

export type Tag = (typeof tags)[keyof typeof tags];

export const tagged = (prefix: Tag, payload: Uint8Array): Uint8Array => concatBytes(prefix, payload);

/** The id of a signed thing: hash of tag and payload, without signatures. */
export const taggedHash = (sha256: Sha256, prefix: Tag, payload: Uint8Array): Uint8Array =>
  sha256(tagged(prefix, payload));
