/**
 * The relay's own key: made on first start, kept in the data folder readable by its owner only, and used to sign
 * checkpoints, receipts and welcomes. Whoever copies it can speak as this relay, so it is never logged or served.
 */
import { createPrivateKey, createPublicKey, randomBytes, sign } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { open, readFile } from "node:fs/promises";
import type { Signer } from "#shared/kernel/signature";

const seedBytes = 32;
/** PKCS #8 and SPKI frames of an Ed25519 key (RFC 8410); only the 32 bytes behind them differ. */
const pkcs8Prefix = Buffer.from("302e020100300506032b657004220420", "hex");
const spkiPrefixBytes = 12;

/** Reads the key at `path`, making one when there is none. A file of another length is a defect the start reports. */
export const loadRelayKey = async (path: string): Promise<Signer> => {
  const seed = (await readSeed(path)) ?? (await makeSeed(path));
  return relaySigner(seed);
};

/** Ed25519 by the platform: about ten times faster than the portable signer. */
export const relaySigner = (seed: Uint8Array): Signer => {
  const privateKey: KeyObject = createPrivateKey({
    key: Buffer.concat([pkcs8Prefix, seed]),
    format: "der",
    type: "pkcs8",
  });
  const spki = createPublicKey(privateKey).export({ format: "der", type: "spki" });
  return {
    publicKey: new Uint8Array(spki.subarray(spkiPrefixBytes)),
    sign: async (message) => new Uint8Array(sign(null, message, privateKey)),
  };
};

const readSeed = async (path: string): Promise<Uint8Array | undefined> => {
  try {
    const seed = await readFile(path);
    if (seed.length !== seedBytes)
      throw new Error(`The relay key ${path} has ${seed.length} bytes instead of 32.`);
    return seed;
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT") return undefined;
    throw thrown;
  }
};

/** On disk before it signs anything: a relay that forgot its key could not go on with its companies. */
const makeSeed = async (path: string): Promise<Uint8Array> => {
  const seed = randomBytes(seedBytes);
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(seed);
    await file.sync();
  } finally {
    await file.close();
  }
  return seed;
};
