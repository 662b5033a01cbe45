/**
 * Ed25519 with one verdict everywhere. The verdict is the cofactored ZIP-215 rule on keys that were admitted first
 * (canonical encoding, not of small order, torsion-free). A platform verifier only speeds up the yes: what it accepts
 * is accepted, what it refuses is checked again, because a cofactorless yes is always a cofactored yes.
 */
import * as ed from "@noble/ed25519";
import { sha512 } from "@noble/hashes/sha2.js";
import { bytesKey } from "./bytes";
import { assert } from "./result";

// The library's synchronous half has no hash of its own.
ed.hashes.sha512 = (message) => sha512(message);

export interface Signer {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** 64 bytes over exactly these bytes; tags are the caller's business. Rejects when the key is gone. */
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>;
}

/** The platform's own Ed25519. May answer false for a valid signature, must never answer true for an invalid one. */
export type FastVerify = (
  key: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean | Promise<boolean>;

export interface Verifier {
  /** Whether a key may stand in a log or sign anything. Remembered per key. */
  readonly admits: (key: Uint8Array) => boolean;
  /** Never throws and never rejects; a key that is not admitted verifies nothing. */
  readonly verify: (key: Uint8Array, message: Uint8Array, signature: Uint8Array) => Promise<boolean>;
}

/** Keys seen once are remembered up to this number; then the memory starts again. */
const rememberedKeys = 10_000;

export const createVerifier = (fast?: FastVerify): Verifier => {
  const admitted = new Map<string, boolean>();
  const admits = (key: Uint8Array): boolean => {
    const name = bytesKey(key);
    const known = admitted.get(name);
    if (known !== undefined) return known;
    if (admitted.size >= rememberedKeys) admitted.clear();
    const verdict = isSoundKey(key);
    admitted.set(name, verdict);
    return verdict;
  };
  return {
    admits,
    verify: async (key, message, signature) => {
      if (signature.length !== 64 || !hasReducedScalar(signature) || !admits(key)) return false;
      if (fast !== undefined && (await askFast(fast, key, message, signature))) return true;
      return verifyCofactored(key, message, signature);
    },
  };
};

/** Signs with a seed held in memory: paper keys, invitations, relays, tests, and browsers without the platform key. */
export const signerFromSeed = (seed: Uint8Array): Signer => {
  assert(seed.length === 32, "a seed has 32 bytes");
  const secret = seed.slice();
  return { publicKey: ed.getPublicKey(secret), sign: async (message) => ed.sign(message, secret) };
};

const askFast = async (
  fast: FastVerify,
  key: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> => {
  try {
    return await fast(key, message, signature);
  } catch {
    // A platform that cannot read the key or lacks the algorithm has no say; the slow path decides.
    return false;
  }
};

/** The library answers false where the nonce is no point. */
const verifyCofactored = (key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean =>
  ed.verify(signature, message, key, { zip215: true });

const isSoundKey = (key: Uint8Array): boolean => {
  try {
    const point = ed.Point.fromBytes(key, false);
    return !point.isSmallOrder() && point.isTorsionFree();
  } catch {
    return false;
  }
};

/** The group order, little-endian: S at or above it is a second encoding of a smaller one. */
const groupOrder = ed.etc.hexToBytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");

const hasReducedScalar = (signature: Uint8Array): boolean => {
  for (let i = 31; i >= 0; i--) {
    const difference = (signature[32 + i] ?? 0) - (groupOrder[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
};
