import { Point } from "@noble/ed25519";
import { describe, expect, test } from "vitest";
import { asciiBytes } from "#shared/kernel/bytes";
import { createVerifier } from "#shared/kernel/signature";
import { nodeVerifier, signerNamed } from "#tests/support/keys";

const signer = signerNamed("signing test");
const message = asciiBytes("load-in at eight");

describe("verifying signatures", () => {
  test("[SIG-1] the verdict is the same with and without a platform verifier", async () => {
    const signature = await signer.sign(message);
    const flipped = signature.map((byte, i) => (i === 40 ? byte ^ 1 : byte));
    for (const fast of [undefined, nodeVerifier, (): boolean => false]) {
      const verifier = createVerifier(fast);
      expect(await verifier.verify(signer.publicKey, message, signature)).toBe(true);
      expect(await verifier.verify(signer.publicKey, message, flipped)).toBe(false);
      expect(await verifier.verify(signer.publicKey, asciiBytes("at nine"), signature)).toBe(false);
      expect(await verifier.verify(signerNamed("another").publicKey, message, signature)).toBe(false);
    }
  });

  test("[SIG-2] a platform verifier that throws or rejects has no say", async () => {
    const signature = await signer.sign(message);
    const throwing = createVerifier(() => {
      throw new Error("no such algorithm");
    });
    const rejecting = createVerifier(() => Promise.reject(new Error("no such algorithm")));
    for (const verifier of [throwing, rejecting]) {
      expect(await verifier.verify(signer.publicKey, message, signature)).toBe(true);
    }
  });

  test("[SIG-3] a key with a part of small order is not admitted", () => {
    const small = Point.fromHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05");
    const mixed = Point.fromBytes(signer.publicKey).add(small).toBytes();
    const { admits } = createVerifier();
    expect(admits(mixed)).toBe(false);
    expect(admits(signer.publicKey)).toBe(true);
    // Asked again: the answer is remembered, not turned round.
    expect(admits(mixed)).toBe(false);
  });

  test("[SIG-4] wrong lengths verify nothing", async () => {
    const verifier = createVerifier(() => true);
    const signature = await signer.sign(message);
    expect(await verifier.verify(signer.publicKey.slice(1), message, signature)).toBe(false);
    expect(await verifier.verify(signer.publicKey, message, signature.slice(1))).toBe(false);
    expect(await verifier.verify(new Uint8Array(0), message, new Uint8Array(0))).toBe(false);
  });
});
