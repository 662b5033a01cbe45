/**
 * A relay proves its key to somebody without a session, before it is shown anything: it signs what they made up, and the
 * address at which they reach it, so that no relay in the middle can pass the answer on.
 */
import * as v from "valibot";
import { bytesEqual } from "#shared/kernel/bytes";
import type { Ms } from "#shared/kernel/clock";
import type { Signer } from "#shared/kernel/signature";
import type { CryptoDeps, SignedKind } from "./envelope";
import { encodeEnvelope, parseEnvelope, seal, verify } from "./envelope";
import { tags } from "./tags";
import type { Bytes32, Key } from "./wire-types";
import { bytes32, instant, shortText } from "./wire-types";

interface RelayProof {
  readonly v: 1;
  readonly nonce: Bytes32;
  readonly origin: string;
  /** Relay time. */
  readonly at: Ms;
}

const relayProofKind: SignedKind<RelayProof> = {
  tag: tags.prf,
  schema: v.object({ v: v.literal(1), nonce: bytes32, origin: shortText(300), at: instant }),
};

export const signRelayProof = async (proof: Omit<RelayProof, "v">, relay: Signer): Promise<Uint8Array> =>
  encodeEnvelope(await seal(relayProofKind, { v: 1, ...proof }, [relay]));

/** Whether it is that relay's answer to that question, asked at that address. */
export const provesRelay = async (
  bytes: Uint8Array,
  expected: { readonly nonce: Bytes32; readonly origin: string; readonly relayKey: Key },
  crypto: CryptoDeps,
): Promise<boolean> => {
  const envelope = parseEnvelope<RelayProof>(bytes);
  const read = envelope.ok ? await verify(relayProofKind, envelope.value, crypto) : envelope;
  if (!read.ok) return false;
  const { value, signers } = read.value;
  return (
    signers.length === 1 &&
    signers.every((key) => bytesEqual(key, expected.relayKey)) &&
    bytesEqual(value.nonce, expected.nonce) &&
    value.origin === expected.origin
  );
};
