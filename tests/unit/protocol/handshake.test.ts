import { describe, expect, test } from "vitest";
import { must } from "#shared/kernel/result";
import type { Signed } from "#shared/protocol/envelope";
import { idOfSigned, seal } from "#shared/protocol/envelope";
import type { Hello, HelloExpectation } from "#shared/protocol/handshake";
import {
  createNonceCache,
  helloKind,
  makeChallenge,
  makeHello,
  makeWelcome,
  verifyHello,
  verifyWelcome,
} from "#shared/protocol/handshake";
import { emptyLogHash } from "#shared/protocol/receipts";
import { countingRandom, named, signerNamed, testCrypto } from "#tests/support/keys";

const relay = signerNamed("relay");
const device = signerNamed("device");
const crypto = testCrypto();
const random = countingRandom("handshake");
const now = 1_767_225_600_000;
const clock = { now: () => now };
const challenge = makeChallenge(relay.publicKey, random, clock);
const facts = {
  company: named("company"),
  origin: "https://relay.test",
  checkpointId: named("checkpoint 3"),
  serialSeen: 7,
  logHashSeen: emptyLogHash,
};
const hello = await makeHello(challenge, facts, { signer: device, random, clock });
const value = must(await verifyHello(hello, expectation(), crypto)).hello.value;

function expectation(patch: Partial<HelloExpectation> = {}): HelloExpectation {
  return {
    challenge,
    isReachedAt: (origin) => origin === "https://relay.test",
    now,
    nonces: createNonceCache(),
    ...patch,
  };
}

const problem = async (given: Signed<Hello>, patch: Partial<HelloExpectation> = {}): Promise<string> => {
  const checked = await verifyHello(given, expectation(patch), crypto);
  return checked.ok ? "accepted" : checked.error.type;
};
const signed = (patch: Partial<Hello>, signers = [device]): Promise<Signed<Hello>> =>
  seal(helloKind, { ...value, ...patch }, signers);

describe("handshake", () => {
  test("[HSK-1] a device and its relay recognise each other", async () => {
    const checked = must(await verifyHello(hello, expectation(), crypto));
    expect(checked.version).toBe(1);
    const checkpointId = named("checkpoint 4");
    const standing = { checkpoint: 4, checkpointId, serial: 9, logHash: emptyLogHash, version: 1 };
    const welcome = await makeWelcome(checked.hello, standing, { relay, clock });
    const helloId = idOfSigned(helloKind, hello, crypto.sha256);
    const read = await verifyWelcome(welcome, { relayKey: relay.publicKey, helloId }, crypto);
    expect(read.ok && read.value.value).toMatchObject(standing);
    const wrong = [
      { relayKey: device.publicKey, helloId },
      { relayKey: relay.publicKey, helloId: named("another hello") },
    ];
    for (const expected of wrong) {
      expect(await verifyWelcome(welcome, expected, crypto)).toEqual({
        ok: false,
        error: { type: "WelcomeInvalid" },
      });
    }
    const newer = await makeWelcome(checked.hello, { ...standing, version: 2 }, { relay, clock });
    expect(await verifyWelcome(newer, { relayKey: relay.publicKey, helloId }, crypto)).toEqual({
      ok: false,
      error: { type: "RelayTooOld" },
    });
  });

  test("[HSK-2] a Hello for another relay, socket, origin or time is refused", async () => {
    expect(await problem(await signed({ aud: device.publicKey }))).toBe("unauthorized");
    expect(await problem(await signed({ nonce: named("another nonce") }))).toBe("replayed");
    expect(await problem(await signed({ origin: "https://evil.test" }))).toBe("wrong-origin");
    expect(await problem(hello, { now: now + 60_001 })).toBe("replayed");
    expect(await problem(await signed({ versions: [2] }))).toBe("client-too-old");
    expect(await problem(await signed({ versions: [2, 1] }))).toBe("accepted");
  });

  test("[HSK-3] only the device it names may sign it, and nobody beside it", async () => {
    const thief = signerNamed("thief");
    expect(await problem(await signed({}, [thief]))).toBe("bad-signature");
    expect(await problem(await signed({}, [device, thief]))).toBe("bad-signature");
    const tampered = { ...hello, payload: hello.payload.map((byte, i) => (i === 60 ? byte ^ 1 : byte)) };
    expect(["bad-signature", "bad-frame"]).toContain(await problem(tampered));
  });

  test("[HSK-4] the same Hello opens nothing twice, and a failed one uses nothing up", async () => {
    const nonces = createNonceCache();
    const thief = await signed({}, [signerNamed("thief")]);
    expect(await problem(thief, { nonces })).toBe("bad-signature");
    expect(await problem(hello, { nonces })).toBe("accepted");
    expect(await problem(hello, { nonces })).toBe("replayed");
  });

  test("[HSK-5] nonces are forgotten after twelve minutes", () => {
    const nonces = createNonceCache();
    const nonce = named("nonce");
    expect(nonces.take(nonce, now)).toBe(true);
    expect(nonces.take(nonce, now + 11 * 60_000)).toBe(false);
    expect(nonces.take(nonce, now + 12 * 60_000)).toBe(true);
  });

  test("[HSK-6] a flood of handshakes takes no more room than the cache has: the oldest nonce goes", () => {
    const nonces = createNonceCache(3);
    const [first, second, third, fourth] = ["a", "b", "c", "d"].map(named);
    for (const nonce of [first, second, third])
      expect(nonces.take(nonce ?? device.publicKey, now)).toBe(true);
    expect(nonces.take(fourth ?? device.publicKey, now)).toBe(true);
    expect(nonces.take(third ?? device.publicKey, now)).toBe(false);
    expect(nonces.take(first ?? device.publicKey, now)).toBe(true);
  });
});
