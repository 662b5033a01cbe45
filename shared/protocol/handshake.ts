/**
 * Who is on the socket. The relay opens with a fresh nonce; the device signs a Hello that names this relay, the
 * address it is reached at, this company and both nonces; the relay answers with a signed Welcome that names the Hello. Afterwards both
 * sides know the other's key and where the other stands in the log. No cookies, nothing in URLs.
 */
import * as v from "valibot";
import { bytesEqual, bytesKey } from "#shared/kernel/bytes";
import type { Clock, Ms } from "#shared/kernel/clock";
import type { Random } from "#shared/kernel/random";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import type { CryptoDeps, Signed, SignedKind, Verified } from "./envelope";
import { seal, verify } from "./envelope";
import { protocolVersions, times } from "./limits";
import type { Challenge } from "./messages";
import { tags } from "./tags";
import type { Bytes32, CompanyId, Hash, Key } from "./wire-types";
import { bytes32, count, instant, listOf, shortText } from "./wire-types";

export interface Hello {
  readonly v: 1;
  readonly company: CompanyId;
  readonly device: Key;
  /** Relay key of the challenge. */
  readonly aud: Key;
  /** Address at which the device reaches the relay, whatever page it is part of: no other relay can pass its Hello on. */
  readonly origin: string;
  /** Nonce of the challenge. */
  readonly nonce: Bytes32;
  readonly mine: Bytes32;
  /** Device time; says how far the clocks are apart, decides nothing. */
  readonly time: Ms;
  readonly versions: readonly number[];
  /** Id of the newest checkpoint the device follows; null before the first. */
  readonly checkpointId: Hash | null;
  readonly serialSeen: number;
  readonly logHashSeen: Hash;
}

export interface Welcome {
  readonly v: 1;
  /** Id of the Hello. */
  readonly hello: Hash;
  readonly time: Ms;
  /** Number and id of the newest checkpoint. */
  readonly checkpoint: number;
  readonly checkpointId: Hash;
  readonly serial: number;
  readonly logHash: Hash;
  readonly version: number;
}

export const helloKind: SignedKind<Hello> = {
  tag: tags.hlo,
  schema: v.object({
    v: v.literal(1),
    company: bytes32,
    device: bytes32,
    aud: bytes32,
    origin: shortText(300),
    nonce: bytes32,
    mine: bytes32,
    time: instant,
    versions: listOf(count, 16),
    checkpointId: v.nullable(bytes32),
    serialSeen: count,
    logHashSeen: bytes32,
  }),
};

export const welcomeKind: SignedKind<Welcome> = {
  tag: tags.wel,
  schema: v.object({
    v: v.literal(1),
    hello: bytes32,
    time: instant,
    checkpoint: count,
    checkpointId: bytes32,
    serial: count,
    logHash: bytes32,
    version: count,
  }),
};

export const makeChallenge = (relayKey: Key, random: Random, clock: Clock): Challenge => ({
  t: "challenge",
  nonce: random.bytes(32),
  relayKey,
  time: clock.now(),
});

/** Where the device stands, as it tells the relay. */
export interface HelloFacts {
  readonly company: CompanyId;
  readonly origin: string;
  readonly checkpointId: Hash | null;
  readonly serialSeen: number;
  readonly logHashSeen: Hash;
}

export const makeHello = (
  challenge: Challenge,
  facts: HelloFacts,
  deps: { readonly signer: Signer; readonly random: Random; readonly clock: Clock },
): Promise<Signed<Hello>> =>
  seal(
    helloKind,
    {
      v: 1,
      ...facts,
      device: deps.signer.publicKey,
      aud: challenge.relayKey,
      nonce: challenge.nonce,
      mine: deps.random.bytes(32),
      time: deps.clock.now(),
      versions: protocolVersions,
    },
    [deps.signer],
  );

/** Named like the close code that goes with it. */
export type HelloProblem =
  | { readonly type: "bad-frame" }
  | { readonly type: "bad-signature" }
  | { readonly type: "replayed" }
  | { readonly type: "unauthorized" }
  | { readonly type: "wrong-origin" }
  | { readonly type: "client-too-old" };

export interface HelloExpectation {
  readonly challenge: Challenge;
  /** Whether devices reach the relay at this address. */
  readonly isReachedAt: (origin: string) => boolean;
  readonly now: Ms;
  readonly nonces: NonceCache;
}

/**
 * Checks a Hello against the challenge of the same socket. Whether the device belongs to the company is for the
 * membership state to say afterwards.
 */
export const verifyHello = async (
  hello: Signed<Hello>,
  expected: HelloExpectation,
  crypto: CryptoDeps,
): Promise<Result<{ readonly hello: Verified<Hello>; readonly version: number }, HelloProblem>> => {
  const checked = await verify(helloKind, hello, crypto);
  if (!checked.ok)
    return err({ type: checked.error.type === "SignatureInvalid" ? "bad-signature" : "bad-frame" });
  const { value, signers } = checked.value;
  if (signers.length !== 1 || !signers.every((key) => bytesEqual(key, value.device)))
    return err({ type: "bad-signature" });
  const { challenge, now } = expected;
  if (!bytesEqual(value.aud, challenge.relayKey)) return err({ type: "unauthorized" });
  if (!bytesEqual(value.nonce, challenge.nonce)) return err({ type: "replayed" });
  if (now - challenge.time > times.challengeMs) return err({ type: "replayed" });
  if (!expected.isReachedAt(value.origin)) return err({ type: "wrong-origin" });
  const version = Math.max(...value.versions.filter((offered) => protocolVersions.includes(offered)), 0);
  if (version === 0) return err({ type: "client-too-old" });
  if (!expected.nonces.take(value.nonce, now)) return err({ type: "replayed" });
  return ok({ hello: checked.value, version });
};

/** Nonces that were used. Fed after a valid signature, which anybody can make with a key of their own. */
export interface NonceCache {
  /** False when the nonce was taken within the last twelve minutes, as far as the cache reaches. */
  readonly take: (nonce: Bytes32, now: Ms) => boolean;
}

/**
 * At about 100 bytes each, measured. A flood pushes the older half out sooner: a Hello is good for its own socket's challenge alone,
 * and a request that is repeated does again what it did.
 */
const mostNonces = 50_000;

export const createNonceCache = (most = mostNonces): NonceCache => {
  let taken = new Map<string, Ms>();
  return {
    take: (nonce, now) => {
      for (const [old, at] of taken) {
        if (now - at < times.nonceCacheMs) break;
        taken.delete(old);
      }
      const name = bytesKey(nonce);
      if (taken.has(name)) return false;
      // At once: a map whose oldest entries go one by one is slow to find the next.
      if (taken.size >= most) taken = new Map([...taken].slice(Math.floor(most / 2)));
      taken.set(name, now);
      return true;
    },
  };
};

/** Where the relay stands, as it tells the device. */
export type WelcomeFacts = Pick<Welcome, "checkpoint" | "checkpointId" | "serial" | "logHash" | "version">;

export const makeWelcome = (
  hello: Verified<Hello>,
  facts: WelcomeFacts,
  deps: { readonly relay: Signer; readonly clock: Clock },
): Promise<Signed<Welcome>> =>
  seal(welcomeKind, { v: 1, hello: hello.id, time: deps.clock.now(), ...facts }, [deps.relay]);

export type WelcomeProblem = { readonly type: "WelcomeInvalid" } | { readonly type: "RelayTooOld" };

/** Checks that the answer is this relay's and is to this Hello. `helloId` is `idOfSigned(helloKind, …)`. */
export const verifyWelcome = async (
  welcome: Signed<Welcome>,
  expected: { readonly relayKey: Key; readonly helloId: Hash },
  crypto: CryptoDeps,
): Promise<Result<Verified<Welcome>, WelcomeProblem>> => {
  const checked = await verify(welcomeKind, welcome, crypto);
  if (!checked.ok) return err({ type: "WelcomeInvalid" });
  const { value, signers } = checked.value;
  if (signers.length !== 1 || !signers.every((key) => bytesEqual(key, expected.relayKey)))
    return err({ type: "WelcomeInvalid" });
  if (!bytesEqual(value.hello, expected.helloId)) return err({ type: "WelcomeInvalid" });
  if (!protocolVersions.includes(value.version)) return err({ type: "RelayTooOld" });
  return ok(checked.value);
};
