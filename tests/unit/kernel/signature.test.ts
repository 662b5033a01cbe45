import { createHash } from "node:crypto";
import { Point } from "@noble/ed25519";
import { describe, expect, test } from "vitest";
import { asciiBytes } from "#shared/kernel/bytes";
import { createVerifier, signerFromSeed } from "#shared/kernel/signature";
import { named, nodeVerifier, signerNamed } from "#tests/support/keys";

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

  test("[SIG-5] a second encoding of the scalar is refused before anybody is asked", async () => {
    const signature = await signer.sign(message);
    const order = Uint8Array.from(
      Buffer.from("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010", "hex"),
    );
    const verifier = createVerifier(() => true);
    const isRead = (scalar: Uint8Array): Promise<boolean> =>
      verifier.verify(signer.publicKey, message, Uint8Array.from([...signature.slice(0, 32), ...scalar]));
    const changed = (at: number, by: number): Uint8Array =>
      order.map((byte, i) => (i === at ? byte + by : byte));
    expect(await isRead(order)).toBe(false);
    expect(await isRead(new Uint8Array(32))).toBe(true);
    expect(await isRead(new Uint8Array(32).fill(255))).toBe(false);
    for (const at of [0, 1, 7, 15, 31]) {
      expect([await isRead(changed(at, 1)), await isRead(changed(at, -1))]).toEqual([false, true]);
    }
    // A higher byte decides over all lower ones.
    const lower = changed(31, -1).fill(255, 0, 31);
    const higher = changed(16, 1).fill(0, 0, 16);
    expect([await isRead(lower), await isRead(higher)]).toEqual([true, false]);
  });

  test("[SIG-6] the platform is not asked about keys that are not admitted, and its no is not the last word", async () => {
    const signature = await signer.sign(message);
    const asked: Uint8Array[] = [];
    const verifier = createVerifier((key) => {
      asked.push(key);
      return false;
    });
    const smallOrder = new Uint8Array(32).fill(0, 1);
    smallOrder[0] = 1;
    expect(await verifier.verify(smallOrder, message, signature)).toBe(false);
    expect(asked).toEqual([]);
    expect(await verifier.verify(signer.publicKey, message, signature)).toBe(true);
    expect(asked).toEqual([signer.publicKey]);
  });

  test("[SIG-7] keys are admitted by their point: not of small order, on the curve, in their one encoding", () => {
    const { admits } = createVerifier();
    const withFirst = (first: number, rest: number, last: number): Uint8Array => {
      const key = new Uint8Array(32).fill(rest);
      [key[0], key[31]] = [first, last];
      return key;
    };
    expect(admits(signerNamed("another").publicKey)).toBe(true);
    // The neutral point, the point of order two, zero; one without a point; one beyond the field.
    expect(admits(withFirst(1, 0, 0))).toBe(false);
    expect(admits(withFirst(0xec, 0xff, 0x7f))).toBe(false);
    expect(admits(withFirst(0, 0, 0))).toBe(false);
    expect(admits(withFirst(2, 0, 0))).toBe(false);
    expect(admits(withFirst(0xf0, 0xff, 0x7f))).toBe(false);
    expect([
      admits(signer.publicKey.slice(0, 31)),
      admits(new Uint8Array(33)),
      admits(new Uint8Array(0)),
    ]).toEqual([...[false, false, false]]);
  });

  test("[SIG-8] a nonce that is no point is a wrong signature, not an error", async () => {
    const signature = await signer.sign(message);
    const nonce = new Uint8Array(32);
    nonce[0] = 2;
    const broken = Uint8Array.from([...nonce, ...signature.slice(32)]);
    expect(await createVerifier().verify(signer.publicKey, message, broken)).toBe(false);
  });

  test("[SIG-9] a signer keeps a seed of its own, of 32 bytes", async () => {
    const seed = named("a seed");
    const own = signerFromSeed(seed);
    seed.fill(0);
    const signature = await own.sign(message);
    expect(own.publicKey).toEqual(signerNamed("a seed").publicKey);
    expect(await createVerifier().verify(own.publicKey, message, signature)).toBe(true);
    expect(() => signerFromSeed(new Uint8Array(31))).toThrow();
    expect(() => signerFromSeed(new Uint8Array(33))).toThrow();
  });
});

const order = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n;
const toNumber = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).reverse().toString("hex")}`);
const toBytes = (number: bigint): Uint8Array =>
  Uint8Array.from(Buffer.from(number.toString(16).padStart(64, "0"), "hex").reverse());

describe("one verdict everywhere", () => {
  test("[SIG-10] a platform that fails does not turn a wrong signature into a right one", async () => {
    const wrong = (await signer.sign(message)).map((byte, i) => (i === 40 ? byte ^ 1 : byte));
    const throwing = createVerifier(() => {
      throw new Error("no such algorithm");
    });
    const rejecting = createVerifier(() => Promise.reject(new Error("no such algorithm")));
    for (const verifier of [throwing, rejecting]) {
      expect(await verifier.verify(signer.publicKey, message, wrong)).toBe(false);
    }
  });

  test("[SIG-11] a nonce in a second encoding counts, as ZIP-215 says", async () => {
    const seed = named("signing test");
    // The neutral point, its y one above the field: another verifier would call this malformed.
    const nonce = new Uint8Array(32).fill(0xff);
    [nonce[0], nonce[31]] = [0xee, 0x7f];
    const hash = (...parts: readonly Uint8Array[]): bigint =>
      toNumber(Uint8Array.from(createHash("sha512").update(Buffer.concat(parts)).digest()));
    const secret = Uint8Array.from(createHash("sha512").update(seed).digest()).slice(0, 32);
    [secret[0], secret[31]] = [(secret[0] ?? 0) & 248, ((secret[31] ?? 0) & 127) | 64];
    const challenge = hash(nonce, signer.publicKey, message) % order;
    const signature = Uint8Array.from([...nonce, ...toBytes((challenge * toNumber(secret)) % order)]);
    expect(await createVerifier().verify(signer.publicKey, message, signature)).toBe(true);
    expect(await createVerifier().verify(signer.publicKey, asciiBytes("at nine"), signature)).toBe(false);
  });
});
