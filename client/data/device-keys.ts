/**
 * Device keys of this browser profile. The browser's own Ed25519 and X25519 where it has them: such keys sign but
 * cannot be read out, not even by us. Older browsers keep sealed seeds instead, and the company's log says so.
 */
import * as ed from "@noble/ed25519";
import { toBase64Url } from "#shared/kernel/bytes";
import type { Random } from "#shared/kernel/random";
import { assert } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import { signerFromSeed } from "#shared/kernel/signature";
import type { Bytes32 } from "#shared/protocol/wire-types";
import type { DeviceKeys, DeviceKeyStore } from "#shared/replica/identity/types";
import type { NativeKeys, ProfileStore, SoftKeys } from "./profile-store";

export interface DeviceKeyDeps {
  readonly profile: ProfileStore;
  readonly random: Random;
  /** `soft` only to try the fallback where the browser would not need it. */
  readonly prefer?: "native" | "soft";
}

/**
 * The keys of this profile. `create` rejects on an address that browsers do not trust (plain http that is not this
 * machine): they have no cryptography there at all.
 */
export const createDeviceKeyStore = (deps: DeviceKeyDeps): DeviceKeyStore => ({
  create: async () => {
    const made =
      deps.prefer === "soft"
        ? await makeSoft(deps.random)
        : ((await makeNative()) ?? (await makeSoft(deps.random)));
    await deps.profile.put("keys", toBase64Url(made.publicKey), made);
    return asDeviceKeys(made);
  },
  open: async (device) => {
    const kept = await deps.profile.get("keys", toBase64Url(device));
    return kept === undefined ? undefined : asDeviceKeys(kept);
  },
  remove: (device) => deps.profile.delete("keys", toBase64Url(device)),
});

const asDeviceKeys = async (kept: NativeKeys | SoftKeys): Promise<DeviceKeys> => ({
  signer: kept.type === "native" ? nativeSigner(kept) : await softSigner(kept),
  box: bytes32(kept.box),
  soft: kept.type === "soft",
});

const nativeSigner = (kept: NativeKeys): Signer => ({
  publicKey: kept.publicKey,
  sign: async (message) =>
    new Uint8Array(await crypto.subtle.sign("Ed25519", kept.signing, Uint8Array.from(message))),
});

/** Undefined when the browser lacks one of the two algorithms. */
const makeNative = async (): Promise<NativeKeys | undefined> => {
  try {
    const signing = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
    const boxing = await crypto.subtle.generateKey("X25519", false, ["deriveBits"]);
    assert("privateKey" in signing && "privateKey" in boxing, "key pairs have two halves");
    return {
      type: "native",
      signing: signing.privateKey,
      publicKey: await rawPublicKey(signing.publicKey),
      boxing: boxing.privateKey,
      box: await rawPublicKey(boxing.publicKey),
    };
  } catch (error) {
    if (error instanceof DOMException && error.name === "NotSupportedError") return undefined;
    throw error;
  }
};

const rawPublicKey = async (key: CryptoKey): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.exportKey("raw", key));

const makeSoft = async (random: Random): Promise<SoftKeys> => {
  const seal = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
  const seeds = random.bytes(64);
  const iv = random.bytes(12);
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv: Uint8Array.from(iv) },
    seal,
    Uint8Array.from(seeds),
  );
  const kept: SoftKeys = {
    type: "soft",
    seal,
    iv,
    sealed: new Uint8Array(sealed),
    publicKey: signerFromSeed(seeds.slice(0, 32)).publicKey,
    box: boxPublicKey(seeds.slice(32)),
  };
  seeds.fill(0);
  return kept;
};

const softSigner = async (kept: SoftKeys): Promise<Signer> => {
  const { seal, iv, sealed } = kept;
  const opened = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv: Uint8Array.from(iv) },
    seal,
    Uint8Array.from(sealed),
  );
  return signerFromSeed(new Uint8Array(opened).slice(0, 32));
};

/**
 * X25519 public key of a seed (RFC 7748): the clamped scalar times the base point, computed on the Edwards curve,
 * whose base point is the same one, and mapped over by u = (1 + y) / (1 − y).
 */
export const boxPublicKey = (seed: Uint8Array): Uint8Array => {
  assert(seed.length === 32, "a seed has 32 bytes");
  const clamped = seed.slice();
  clamped[0] = (clamped[0] ?? 0) & 248;
  clamped[31] = ((clamped[31] ?? 0) & 127) | 64;
  const scalar = fromLittleEndian(clamped);
  const { n: order } = ed.Point.CURVE();
  const { y } = ed.Point.BASE.multiply(scalar % order).toAffine();
  const { p } = ed.Point.CURVE();
  const u = ((1n + y) * ed.etc.invert(ed.etc.mod(1n - y, p), p)) % p;
  return toLittleEndian(u);
};

const fromLittleEndian = (bytes: Uint8Array): bigint =>
  bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);

const toLittleEndian = (value: bigint): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, index) => Number((value >> BigInt(8 * index)) & 255n));

const bytes32 = (bytes: Uint8Array): Bytes32 => {
  assert(bytes.length === 32, "a public key has 32 bytes");
  return bytes;
};
