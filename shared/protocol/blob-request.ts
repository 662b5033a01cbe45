/**
 * Files of a document over HTTP: `PUT`, `GET` and `HEAD /blobs/<doc>/<hash>`, both base64url. There is no session on
 * HTTP, so each request carries its own proof: what it asks for, signed by the device, for this relay, once and now.
 *
 *   Authorization: EventKit <base64url of the envelope>
 *
 * A file goes up in one piece or in parts: each part says where it begins and how large the whole file is; `HEAD` of a
 * file that is not whole yet answers 404 with how much of it has arrived.
 *
 *   Upload-Offset: 262144
 *   Upload-Length: 1048576
 */
import * as v from "valibot";
import { bytesEqual, fromBase64Url, toBase64Url } from "#shared/kernel/bytes";
import type { Clock, Ms } from "#shared/kernel/clock";
import type { Random } from "#shared/kernel/random";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import type { CryptoDeps, SignedKind } from "./envelope";
import { encodeEnvelope, parseEnvelope, seal, verify } from "./envelope";
import type { NonceCache } from "./handshake";
import { tags } from "./tags";
import type { Bytes32, CompanyId, DocBytes, Hash, Key } from "./wire-types";
import { bytes16, bytes32, instant, textOfBytes } from "./wire-types";

export const blobLimits = { bytes: 64 * 1024 * 1024 } as const;

/** Clocks of a device and its relay may be this far apart. */
export const requestToleranceMs = 300_000;

export interface BlobRequest {
  readonly v: 1;
  readonly company: CompanyId;
  readonly device: Key;
  /** Relay key. */
  readonly aud: Key;
  /** A `HEAD` is signed as `GET`. */
  readonly method: "GET" | "PUT";
  readonly doc: DocBytes;
  /** SHA-256 of the content. */
  readonly hash: Hash;
  /** Relay time as the device knows it. */
  readonly time: Ms;
  readonly n: Bytes32;
}

const blobRequestKind: SignedKind<BlobRequest> = {
  tag: tags.blb,
  schema: v.object({
    v: v.literal(1),
    company: bytes32,
    device: bytes32,
    aud: bytes32,
    method: v.picklist(["GET", "PUT"]),
    doc: bytes16,
    hash: bytes32,
    time: instant,
    n: bytes32,
  }),
};

const scheme = "EventKit ";

export const uploadHeaders = { offset: "Upload-Offset", length: "Upload-Length" } as const;

export const blobPath = (doc: DocBytes, hash: Hash): string =>
  `/blobs/${textOfBytes(doc)}/${textOfBytes(hash)}`;

/** The value of the Authorization header. */
export const signBlobRequest = async (
  request: Pick<BlobRequest, "company" | "aud" | "method" | "doc" | "hash">,
  { signer, random, clock }: { readonly signer: Signer; readonly random: Random; readonly clock: Clock },
): Promise<string> => {
  const value: BlobRequest = {
    v: 1,
    ...request,
    device: signer.publicKey,
    time: clock.now(),
    n: random.bytes(32),
  };
  return scheme + toBase64Url(encodeEnvelope(await seal(blobRequestKind, value, [signer])));
};

export type BlobRequestProblem = {
  readonly type: "malformed" | "bad-signature" | "not-for-this" | "replayed";
};

export interface BlobRequestExpectation {
  readonly relayKey: Key;
  readonly method: BlobRequest["method"];
  readonly doc: DocBytes;
  readonly hash: Hash;
  readonly now: Ms;
  readonly nonces: NonceCache;
}

/** Whether the header proves this very request. What its device may do is for the membership to say. Never throws. */
export const verifyBlobRequest = async (
  header: string,
  expected: BlobRequestExpectation,
  crypto: CryptoDeps,
): Promise<Result<BlobRequest, BlobRequestProblem>> => {
  const bytes = header.startsWith(scheme) ? fromBase64Url(header.slice(scheme.length)) : undefined;
  const envelope = bytes === undefined ? undefined : parseEnvelope<BlobRequest>(bytes);
  if (envelope === undefined || !envelope.ok) return err({ type: "malformed" });
  const checked = await verify(blobRequestKind, envelope.value, crypto);
  if (!checked.ok)
    return err({ type: checked.error.type === "SignatureInvalid" ? "bad-signature" : "malformed" });
  const { value, signers } = checked.value;
  if (signers.length !== 1 || !signers.every((key) => bytesEqual(key, value.device)))
    return err({ type: "bad-signature" });
  const isThis =
    value.method === expected.method &&
    bytesEqual(value.aud, expected.relayKey) &&
    bytesEqual(value.doc, expected.doc) &&
    bytesEqual(value.hash, expected.hash);
  if (!isThis) return err({ type: "not-for-this" });
  if (Math.abs(expected.now - value.time) > requestToleranceMs) return err({ type: "replayed" });
  return expected.nonces.take(value.n, expected.now) ? ok(value) : err({ type: "replayed" });
};
