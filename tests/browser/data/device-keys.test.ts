import { afterEach, describe, expect, test } from "vitest";
import { boxPublicKey, createDeviceKeyStore } from "#client/data/device-keys";
import { createFastVerify } from "#client/data/fast-verify";
import type { ProfileStore } from "#client/data/profile-store";
import { createMemoryProfileStore, openProfileStore } from "#client/data/profile-store";
import { systemRandom } from "#client/platform/system";
import { asciiBytes, fromHex, toBase64Url, toHex } from "#shared/kernel/bytes";
import { assert } from "#shared/kernel/result";
import { createVerifier, signerFromSeed } from "#shared/kernel/signature";

const name = "eventkit-test-profile";
const message = asciiBytes("twelve movers");
const portable = createVerifier();

afterEach(() => {
  indexedDB.deleteDatabase(name);
});

const onlyKept = async (profile: ProfileStore) => {
  const [kept] = (await profile.all("keys")).values();
  assert(kept, "a key was stored");
  return kept;
};

describe.each(["native", "soft"] as const)("device keys, %s", (prefer) => {
  test("sign what the portable verifier accepts, and are found again after the profile was opened anew", async () => {
    const made = await createDeviceKeyStore({
      profile: await openProfileStore(name),
      random: systemRandom,
      prefer,
    }).create();
    expect(made.soft).toBe(prefer === "soft");
    expect(made.box).toHaveLength(32);

    const again = createDeviceKeyStore({ profile: await openProfileStore(name), random: systemRandom });
    const found = await again.open(made.signer.publicKey);
    assert(found, "the key was stored");
    expect(found).toMatchObject({ box: made.box, soft: made.soft });
    const signature = await found.signer.sign(message);
    expect(await portable.verify(made.signer.publicKey, message, signature)).toBe(true);
    expect(await portable.verify(made.signer.publicKey, asciiBytes("thirteen movers"), signature)).toBe(
      false,
    );
  });

  test("leave nothing behind when removed", async () => {
    const profile = createMemoryProfileStore();
    const keys = createDeviceKeyStore({ profile, random: systemRandom, prefer });
    const made = await keys.create();
    await keys.remove(made.signer.publicKey);
    expect(await keys.open(made.signer.publicKey)).toBeUndefined();
  });
});

describe("device keys", () => {
  test("the browser's own keys cannot be read out", async () => {
    const profile = createMemoryProfileStore();
    await createDeviceKeyStore({ profile, random: systemRandom }).create();
    const kept = await onlyKept(profile);
    assert(kept.type === "native", "this browser has the algorithms");
    await expect(crypto.subtle.exportKey("pkcs8", kept.signing)).rejects.toThrow();
    await expect(crypto.subtle.exportKey("jwk", kept.boxing)).rejects.toThrow();
  });

  test("sealed seeds show neither seed, and their sealing key cannot be read out", async () => {
    const seeds = Uint8Array.from({ length: 64 }, (_, index) => index + 1);
    const profile = createMemoryProfileStore();
    const random = {
      bytes: (length: number) => (length === 64 ? seeds.slice() : systemRandom.bytes(length)),
    };
    await createDeviceKeyStore({ profile, random, prefer: "soft" }).create();
    const kept = await onlyKept(profile);
    assert(kept.type === "soft", "the fallback was asked for");
    expect(toHex(kept.publicKey)).toBe(toHex(signerFromSeed(seeds.slice(0, 32)).publicKey));
    expect(toHex(kept.sealed)).not.toContain(toHex(seeds.slice(0, 8)));
    expect(toHex(kept.sealed)).not.toContain(toHex(seeds.slice(32, 40)));
    await expect(crypto.subtle.exportKey("raw", kept.seal)).rejects.toThrow();
  });

  test("a box key made of a seed is the one the browser makes of it", async () => {
    const header = fromHex("302e020100300506032b656e04220420");
    assert(header, "the PKCS #8 frame of an X25519 seed");
    for (let round = 0; round < 8; round++) {
      const seed = systemRandom.bytes(32);
      const imported = await crypto.subtle.importKey(
        "pkcs8",
        Uint8Array.from([...header, ...seed]),
        "X25519",
        true,
        ["deriveBits"],
      );
      const { x } = await crypto.subtle.exportKey("jwk", imported);
      expect(toBase64Url(boxPublicKey(seed))).toBe(x);
    }
  });
});

describe("the browser's verifier", () => {
  test("says yes to its own signatures and no to altered ones", async () => {
    const fast = createFastVerify();
    assert(fast, "this browser has Ed25519");
    const signer = signerFromSeed(systemRandom.bytes(32));
    const signature = await signer.sign(message);
    expect(await fast(signer.publicKey, message, signature)).toBe(true);
    signature[0] = (signature[0] ?? 0) ^ 1;
    expect(await fast(signer.publicKey, message, signature)).toBe(false);
  });

  test("never says yes to the identity key, which signs everything under a cofactored rule", async () => {
    const fast = createFastVerify();
    assert(fast, "this browser has Ed25519");
    const identity = Uint8Array.from({ length: 32 }, (_, index) => (index === 0 ? 1 : 0));
    const signature = Uint8Array.from({ length: 64 }, (_, index) => (index === 0 ? 1 : 0));
    expect(await createVerifier(fast).verify(identity, message, signature)).toBe(false);
  });
});
