/** Hashes and signatures by the platform, behind the product's one verdict on signatures. */
import { bytesKey } from "#shared/kernel/bytes";
import { createPublicKey, hash, verify } from "node:crypto";
import type { KeyObject } from "node:crypto";
import type { Sha256 } from "#shared/kernel/hash";
import { createVerifier } from "#shared/kernel/signature";
import type { CryptoDeps } from "#shared/protocol/envelope";

/** SPKI frame of an Ed25519 key (RFC 8410). */
const spkiPrefix = Buffer.from("302a300506032b6570032100", "hex");
const rememberedKeys = 5_000;

/** By way of text: a `Buffer` of the platform's lies outside the heap, which costs more than the hash itself. */
const nodeSha256: Sha256 = (data) => {
  const text = hash("sha256", data, "binary");
  const bytes = new Uint8Array(32);
  for (let i = 0; i < 32; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
};

export const createNodeCrypto = (): CryptoDeps => {
  const keys = new Map<string, KeyObject>();
  const keyObject = (key: Uint8Array): KeyObject => {
    const name = bytesKey(key);
    const known = keys.get(name);
    if (known !== undefined) return known;
    if (keys.size >= rememberedKeys) keys.clear();
    const made = createPublicKey({ key: Buffer.concat([spkiPrefix, key]), format: "der", type: "spki" });
    keys.set(name, made);
    return made;
  };
  return {
    sha256: nodeSha256,
    verifier: createVerifier((key, message, signature) => verify(null, message, keyObject(key), signature)),
  };
};
