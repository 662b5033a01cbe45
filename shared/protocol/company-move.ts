/**
 * What a relay that let a company go tells its devices, and newcomers: where the company is now. Signed with the relay's
 * key, so that nobody else sends a device elsewhere. It is a hint all the same: what counts is the membership log there, which names
 * the relay that orders the company.
 */
import * as v from "valibot";
import { bytesEqual } from "#shared/kernel/bytes";
import type { Ms } from "#shared/kernel/clock";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import type { CryptoDeps, EnvelopeProblem, SignedKind } from "./envelope";
import { encodeEnvelope, parseEnvelope, seal, verify } from "./envelope";
import { tags } from "./tags";
import type { CompanyId, Key } from "./wire-types";
import { bytes32, instant, shortText } from "./wire-types";

export interface CompanyMove {
  readonly v: 1;
  readonly company: CompanyId;
  /** `https://host[:port]` of the relay that has the company. */
  readonly origin: string;
  /** Relay time. */
  readonly at: Ms;
}

const companyMoveKind: SignedKind<CompanyMove> = {
  tag: tags.mov,
  schema: v.object({
    v: v.literal(1),
    company: bytes32,
    origin: v.pipe(shortText(300), v.regex(/^https?:\/\/[A-Za-z0-9.:[\]-]{1,255}$/)),
    at: instant,
  }),
};

export const signMove = async (move: Omit<CompanyMove, "v">, relay: Signer): Promise<Uint8Array> =>
  encodeEnvelope(await seal(companyMoveKind, { v: 1, ...move }, [relay]));

export type MoveProblem = EnvelopeProblem | { readonly type: "ForeignMove" };

/** Signed by exactly that relay, about that company. */
export const readMove = async (
  bytes: Uint8Array,
  { company, relayKey }: { readonly company: CompanyId; readonly relayKey: Key },
  crypto: CryptoDeps,
): Promise<Result<CompanyMove, MoveProblem>> => {
  const read = await readMoveOf(bytes, company, crypto);
  if (!read.ok) return read;
  const { move, relay } = read.value;
  return bytesEqual(relay, relayKey) ? ok(move) : err({ type: "ForeignMove" });
};

/** About that company, signed by whoever `relay` is: for the caller to hold against the company's log. */
export const readMoveOf = async (
  bytes: Uint8Array,
  company: CompanyId,
  crypto: CryptoDeps,
): Promise<Result<{ readonly move: CompanyMove; readonly relay: Key }, MoveProblem>> => {
  const envelope = parseEnvelope<CompanyMove>(bytes);
  if (!envelope.ok) return envelope;
  const read = await verify(companyMoveKind, envelope.value, crypto);
  if (!read.ok) return read;
  const { value, signers } = read.value;
  const [relay] = signers;
  return relay !== undefined && signers.length === 1 && bytesEqual(value.company, company)
    ? ok({ move: value, relay })
    : err({ type: "ForeignMove" });
};
