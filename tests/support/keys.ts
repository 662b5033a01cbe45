/** Keys and deterministic sources for tests: seeds from names, node:crypto as the fast verifier. */
import { createHash, createPublicKey, verify as nodeVerify } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { asciiBytes } from "#shared/kernel/bytes";
import type { Random } from "#shared/kernel/random";
import type { Signer } from "#shared/kernel/signature";
import { createVerifier, signerFromSeed } from "#shared/kernel/signature";
import type { CryptoDeps } from "#shared/protocol/envelope";

export const nodeSha256 = (data: Uint8Array): Uint8Array =>
  Uint8Array.from(createHash("sha256").update(data).digest());

/** SHA-256 of an ASCII name: how the published vectors name their keys and ids. */
export const named = (name: string): Uint8Array => nodeSha256(asciiBytes(name));

export const signerNamed = (name: string): Signer => signerFromSeed(named(name));

const spkiPrefix = Buffer.from("302a300506032b6570032100", "hex");

const publicKeys = new Map<string, KeyObject>();

/** Reading a key costs as much as a verification; a test has few of them. */
const publicKeyOf = (key: Uint8Array): KeyObject => {
  const name = Buffer.from(key).toString("hex");
  const known =
    publicKeys.get(name) ??
    createPublicKey({ key: Buffer.concat([spkiPrefix, key]), format: "der", type: "spki" });
  publicKeys.set(name, known);
  return known;
};

/** Ed25519 of Node's OpenSSL. */
export const nodeVerifier = (key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean =>
  nodeVerify(null, message, publicKeyOf(key), signature);

export const testCrypto = (): CryptoDeps => ({ sha256: nodeSha256, verifier: createVerifier(nodeVerifier) });

/** Bytes that look random and are the same in every run. */
export const countingRandom = (name: string): Random => {
  let counter = 0;
  return {
    bytes: (length) => {
      const parts: Uint8Array[] = [];
      for (let made = 0; made < length; made += 32) parts.push(named(`${name} ${counter++}`));
      return Uint8Array.from(Buffer.concat(parts).subarray(0, length));
    },
  };
};
