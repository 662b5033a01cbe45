/**
 * What documents refer to, said by a device that holds all of them: `POST /blobs/references/<company>`. The relay cannot
 * read documents; from this it learns which files nothing refers to any more, and the device which ones are missing there.
 */
import * as v from "valibot";
import { bytesEqual } from "#shared/kernel/bytes";
import type { Clock, Ms } from "#shared/kernel/clock";
import type { Random } from "#shared/kernel/random";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import type { BlobRequestProblem } from "./blob-request";
import { requestToleranceMs } from "./blob-request";
import type { CryptoDeps, SignedKind } from "./envelope";
import { encodeEnvelope, parseEnvelope, seal, verify } from "./envelope";
import type { NonceCache } from "./handshake";
import { tags } from "./tags";
import type { Bytes32, CompanyId, DocBytes, Hash, Key } from "./wire-types";
import { bytes16, bytes32, instant, listOf, textOfBytes } from "./wire-types";

export const blobReferencesPath = (company: CompanyId): string => `/blobs/references/${textOfBytes(company)}`;

export const referenceLimits = { documents: 50, heads: 64, hashes: 2_000, bytes: 1024 * 1024 } as const;

export interface DocumentReferences {
  readonly doc: DocBytes;
  /** Newest changes of the document this is said of. */
  readonly heads: readonly Hash[];
  /** Contents it refers to, all of them. */
  readonly hashes: readonly Hash[];
}

export interface BlobReferences {
  readonly v: 1;
  readonly company: CompanyId;
  readonly device: Key;
  /** Relay key. */
  readonly aud: Key;
  readonly docs: readonly DocumentReferences[];
  /** Relay time as the device knows it. */
  readonly time: Ms;
  readonly n: Bytes32;
}

const blobReferencesKind: SignedKind<BlobReferences> = {
  tag: tags.blr,
  schema: v.object({
    v: v.literal(1),
    company: bytes32,
    device: bytes32,
    aud: bytes32,
    docs: listOf(
      v.object({
        doc: bytes16,
        heads: listOf(bytes32, referenceLimits.heads),
        hashes: listOf(bytes32, referenceLimits.hashes),
      }),
      referenceLimits.documents,
    ),
    time: instant,
    n: bytes32,
  }),
};

/** The body of the request. */
export const signBlobReferences = async (
  said: Pick<BlobReferences, "company" | "aud" | "docs">,
  { signer, random, clock }: { readonly signer: Signer; readonly random: Random; readonly clock: Clock },
): Promise<Uint8Array> => {
  const value: BlobReferences = {
    v: 1,
    ...said,
    device: signer.publicKey,
    time: clock.now(),
    n: random.bytes(32),
  };
  return encodeEnvelope(await seal(blobReferencesKind, value, [signer]));
};

/** Whether it was said to this relay, now and once, by the device it names. Never throws. */
export const verifyBlobReferences = async (
  body: Uint8Array,
  expected: {
    readonly company: CompanyId;
    readonly relayKey: Key;
    readonly now: Ms;
    readonly nonces: NonceCache;
  },
  crypto: CryptoDeps,
): Promise<Result<BlobReferences, BlobRequestProblem>> => {
  const envelope = parseEnvelope<BlobReferences>(body);
  if (!envelope.ok) return err({ type: "malformed" });
  const checked = await verify(blobReferencesKind, envelope.value, crypto);
  if (!checked.ok)
    return err({ type: checked.error.type === "SignatureInvalid" ? "bad-signature" : "malformed" });
  const { value, signers } = checked.value;
  if (signers.length !== 1 || !signers.every((key) => bytesEqual(key, value.device)))
    return err({ type: "bad-signature" });
  const isForThis = bytesEqual(value.aud, expected.relayKey) && bytesEqual(value.company, expected.company);
  if (!isForThis) return err({ type: "not-for-this" });
  if (Math.abs(expected.now - value.time) > requestToleranceMs) return err({ type: "replayed" });
  return expected.nonces.take(value.n, expected.now) ? ok(value) : err({ type: "replayed" });
};

/** What the relay answers, per document that was asked about and may be written; the others are left out. */
const answerSchema = v.object({
  docs: v.array(
    v.object({
      doc: v.string(),
      /** False: the relay has another state of the document; nothing was decided. */
      isCurrent: v.boolean(),
      /** Base64url of contents that are referred to and not stored. */
      missing: v.array(v.string()),
    }),
  ),
});
export type ReferencesAnswer = v.InferOutput<typeof answerSchema>;

export const parseReferencesAnswer = (value: unknown): ReferencesAnswer | undefined => {
  const parsed = v.safeParse(answerSchema, value);
  return parsed.success ? parsed.output : undefined;
};
