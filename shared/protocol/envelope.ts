/**
 * Signed things. A payload in canonical CBOR with signatures over `tag ‖ payload`; the value is out of reach until
 * `verify` has checked every signature, so unverified content cannot be used by accident.
 */
import * as v from "valibot";
import { brand } from "#shared/kernel/brand";
import { compareBytes } from "#shared/kernel/bytes";
import { decodeCanonical, encodeCanonical } from "#shared/kernel/canonical";
import type { Sha256 } from "#shared/kernel/hash";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { Signer, Verifier } from "#shared/kernel/signature";
import type { Tag } from "./tags";
import { tagged, taggedHash } from "./tags";
import type { Bytes64, Hash, Key } from "./wire-types";
import { bytes32, bytes64, someBytes } from "./wire-types";

declare const unverified: unique symbol;
declare const verified: unique symbol;

export type Signature = readonly [Key, Bytes64];

/** The value of a Signed<T> is not reachable; only `verify` turns it into Verified<T>. */
export interface Signed<T> {
  readonly [unverified]: T;
  readonly payload: Uint8Array;
  /** Sorted by key, each key once, at least one. */
  readonly sigs: readonly Signature[];
}

/** Every signature was checked. Whether these signers may say this is for the caller to judge. */
export interface Verified<T> {
  readonly [verified]: true;
  /** Hash of tag and payload. */
  readonly id: Hash;
  readonly signers: readonly Key[];
  readonly value: T;
  readonly signed: Signed<T>;
}

/** One type of signed thing: its tag and the parser of its payload. */
export interface SignedKind<T> {
  readonly tag: Tag;
  readonly schema: v.GenericSchema<unknown, T>;
}

export interface CryptoDeps {
  readonly sha256: Sha256;
  readonly verifier: Verifier;
}

export type EnvelopeProblem =
  { readonly type: "EnvelopeMalformed" } | { readonly type: "SignatureInvalid"; readonly key: Key };

const maxPayload = 65_536;
const maxSignatures = 16;

/** Makes a signed thing. `signers` may stand in any order; the same key twice signs once. */
export const seal = async <T>(
  kind: SignedKind<T>,
  value: T,
  signers: readonly Signer[],
): Promise<Signed<T>> => {
  const payload = encodeCanonical(value);
  const message = tagged(kind.tag, payload);
  const sigs: Signature[] = [];
  for (const signer of signers) {
    if (sigs.some(([key]) => compareBytes(key, signer.publicKey) === 0)) continue;
    sigs.push([signer.publicKey, await signer.sign(message)]);
  }
  sigs.sort(([a], [b]) => compareBytes(a, b));
  return brand<Signed<T>>({ payload, sigs });
};

/** The same payload with one signature more; a key that signed already signs anew. */
export const coSign = async <T>(
  kind: SignedKind<T>,
  { payload, sigs }: Signed<T>,
  signer: Signer,
): Promise<Signed<T>> => {
  const others = sigs.filter(([key]) => compareBytes(key, signer.publicKey) !== 0);
  const own: Signature = [signer.publicKey, await signer.sign(tagged(kind.tag, payload))];
  return brand<Signed<T>>({ payload, sigs: [...others, own].sort(([a], [b]) => compareBytes(a, b)) });
};

/** Checks form and every signature. Never throws. */
export const verify = async <T>(
  kind: SignedKind<T>,
  signed: Signed<T>,
  { sha256, verifier }: CryptoDeps,
): Promise<Result<Verified<T>, EnvelopeProblem>> => {
  const decoded = decodeCanonical(signed.payload);
  if (!decoded.ok) return err({ type: "EnvelopeMalformed" });
  const parsed = v.safeParse(kind.schema, decoded.value);
  if (!parsed.success) return err({ type: "EnvelopeMalformed" });
  const message = tagged(kind.tag, signed.payload);
  for (const [key, signature] of signed.sigs) {
    if (!(await verifier.verify(key, message, signature))) return err({ type: "SignatureInvalid", key });
  }
  const id = taggedHash(sha256, kind.tag, signed.payload);
  const signers = signed.sigs.map(([key]) => key);
  return ok(brand<Verified<T>>({ id, signers, value: parsed.output, signed }));
};

/** The same in memory of its own, for what is kept: as read it may be part of a whole frame. */
export const copyEnvelope = <T>({ payload, sigs }: Signed<T>): Signed<T> =>
  brand<Signed<T>>({ payload: payload.slice(), sigs: sigs.map(([key, sig]) => [key, sig.slice()]) });

/** The id a signed thing will have, for lists and caches; says nothing about its validity. */
export const idOfSigned = <T>(kind: SignedKind<T>, signed: Signed<T>, sha256: Sha256): Hash =>
  taggedHash(sha256, kind.tag, signed.payload);

/** The envelope as a value to place inside a message. */
export const envelopeToWire = (signed: Signed<unknown>): readonly [Uint8Array, readonly Signature[]] => [
  signed.payload,
  signed.sigs,
];

export const encodeEnvelope = (signed: Signed<unknown>): Uint8Array =>
  encodeCanonical(envelopeToWire(signed));

/** Reads the outer form only; nothing is verified yet. */
export const parseEnvelope = <T>(bytes: Uint8Array): Result<Signed<T>, EnvelopeProblem> => {
  const decoded = decodeCanonical(bytes);
  const parsed = decoded.ok ? v.safeParse(envelopeSchema<T>(), decoded.value) : undefined;
  return parsed?.success ? ok(parsed.output) : err({ type: "EnvelopeMalformed" });
};

const wireEnvelope = v.pipe(
  v.strictTuple([
    someBytes(maxPayload),
    v.pipe(v.array(v.strictTuple([bytes32, bytes64])), v.minLength(1), v.maxLength(maxSignatures)),
  ]),
  v.check(([, sigs]) => sigs.every(([key], i) => i === 0 || compareBytes(sigs[i - 1]?.[0] ?? key, key) < 0)),
);

/** Parses an envelope that stands inside a message. */
export const envelopeSchema = <T>(): v.GenericSchema<unknown, Signed<T>> =>
  v.pipe(
    wireEnvelope,
    v.transform(([payload, sigs]) => brand<Signed<T>>({ payload, sigs })),
  );
