/**
 * Whether a proposal of root holders may still be signed, and how many of them it lacks. Everything that whoever signs
 * cannot be shown in words is refused here: a signature covers every byte.
 */
import * as v from "valibot";
import { bytesEqual } from "#shared/kernel/bytes";
import { decodeCanonical, encodeCanonical } from "#shared/kernel/canonical";
import type { Ms } from "#shared/kernel/clock";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { CryptoDeps, SignedKind, Verified } from "../envelope";
import { parseEnvelope, verify } from "../envelope";
import type { RootProposal } from "../root-proposal";
import type { Key } from "../wire-types";
import { memberIdFromBytes, textOfBytes } from "../wire-types";
import type { OpOf } from "./authority";
import { knownRules } from "./chain";
import { keyDocKind, memEntryKind } from "./entry-kinds";
import { keyLineage, replacedAt } from "./key-lineage";
import { isOneOf, isOwnerDevice, withPower } from "./signers";
import type { CompanyState, KeyDoc, LogEntry, MemEntry } from "./types";

export type Proposed =
  | { readonly kind: "keys"; readonly verified: Verified<KeyDoc> }
  | {
      readonly kind: "recovery";
      readonly verified: Verified<MemEntry>;
      readonly op: OpOf<"recover">;
    };

export interface JudgedProposal {
  readonly proposed: Proposed;
  /** How many more of the keys in force have to sign, and of those that would follow them. */
  readonly missing: { readonly inForce: number; readonly next: number };
}

export type ProposalProblem =
  | { readonly type: "NotAProposal" }
  | { readonly type: "ProposalTooNew" }
  /** Of another company. */
  | { readonly type: "ProposalForeign" }
  /** What is signed is not what stands there: it was changed afterwards, or got damaged. */
  | { readonly type: "ProposalChanged" }
  /** Signed by a key that is no holder's. */
  | { readonly type: "ProposalStranger" }
  /** The keys it builds on were replaced. `at`: by the clock of whoever signed what is in force. */
  | { readonly type: "ProposalStale"; readonly no: number; readonly at: Ms }
  /** It builds on keys that are not known here yet. */
  | { readonly type: "ProposalAhead" }
  /** It counts already, or waits to. */
  | { readonly type: "ProposalDone" }
  /** The person it would bring back is no owner. */
  | { readonly type: "ProposalNoOwner" }
  /** It would end devices of others than the person it brings back. */
  | { readonly type: "ProposalEndsOthers" }
  /** Fewer keys on paper than would have to agree. */
  | { readonly type: "PapersTooFew"; readonly needed: number };

export interface ProposalContext {
  readonly state: CompanyState;
  readonly records: Iterable<LogEntry>;
  readonly crypto: CryptoDeps;
}

type Read = Result<Proposed, ProposalProblem>;

export const judgeProposal = async (
  { company, envelope }: RootProposal,
  context: ProposalContext,
): Promise<Result<JudgedProposal, ProposalProblem>> => {
  if (!bytesEqual(company, context.state.company)) return err({ type: "ProposalForeign" });
  const read = await readProposed(envelope, context.crypto);
  if (!read.ok) return read;
  const why = whyNotSign(read.value, context);
  return why === undefined
    ? ok({ proposed: read.value, missing: missingOf(read.value, context.state) })
    : err(why);
};

const newer = v.object({ v: v.pipe(v.number(), v.minValue(2)) });

const readProposed = async (envelope: Uint8Array, crypto: CryptoDeps): Promise<Read> => {
  const outer = parseEnvelope<unknown>(envelope);
  const payload = outer.ok ? decodeCanonical(outer.value.payload) : outer;
  if (!payload.ok) return err({ type: "NotAProposal" });
  if (v.is(newer, payload.value)) return err({ type: "ProposalTooNew" });
  if (v.is(v.object({ root: v.unknown() }), payload.value)) {
    const doc = await open(keyDocKind, envelope, crypto);
    return doc.ok ? ok({ kind: "keys", verified: doc.value }) : doc;
  }
  const entry = await open(memEntryKind, envelope, crypto);
  if (!entry.ok) return entry;
  const { op, rules, uv } = entry.value.value;
  if (op.kind !== "recover") return err({ type: "NotAProposal" });
  if (rules > knownRules || uv !== null) return err({ type: "ProposalTooNew" });
  return ok({ kind: "recovery", verified: entry.value, op });
};

const open = async <T>(
  kind: SignedKind<T>,
  envelope: Uint8Array,
  crypto: CryptoDeps,
): Promise<Result<Verified<T>, ProposalProblem>> => {
  const signed = parseEnvelope<T>(envelope);
  const verified = signed.ok ? await verify(kind, signed.value, crypto) : signed;
  if (!verified.ok)
    return err({ type: verified.error.type === "SignatureInvalid" ? "ProposalChanged" : "NotAProposal" });
  // More stands there than this version reads, and would be signed unseen.
  const isAllRead = bytesEqual(encodeCanonical(verified.value.value), verified.value.signed.payload);
  return isAllRead ? ok(verified.value) : err({ type: "ProposalTooNew" });
};

const whyNotSign = (proposed: Proposed, context: ProposalContext): ProposalProblem | undefined =>
  proposed.kind === "keys"
    ? whyNotKeys(proposed.verified, context)
    : whyNotRecovery(proposed.verified, proposed.op, context);

const whyNotKeys = (
  { value: doc, id, signers }: Verified<KeyDoc>,
  context: ProposalContext,
): ProposalProblem | undefined => {
  const { state, crypto } = context;
  const { keys, keyChanges } = state;
  const isThere = [keys, ...keyChanges.map((change) => change.keys)].some(({ hash }) => bytesEqual(hash, id));
  if (isThere) return { type: "ProposalDone" };
  if (doc.no > keys.doc.no + 1) return { type: "ProposalAhead" };
  if (doc.prev === null || !bytesEqual(doc.prev, keys.hash)) return stale(state);
  const { root, delegates } = doc;
  if (![...root.keys, ...delegates].every(crypto.verifier.admits)) return { type: "NotAProposal" };
  if (!delegates.every((key) => isOwnerDevice(state, key))) return { type: "ProposalStranger" };
  const papers = root.keys.filter((key) => !state.devices.has(textOfBytes(key)));
  if (papers.length < root.threshold) return { type: "PapersTooFew", needed: root.threshold };
  return whyStrange(signers, [...keys.doc.root.keys, ...root.keys], context);
};

const whyNotRecovery = (
  { value, signers }: Verified<MemEntry>,
  { member, device, revoke }: OpOf<"recover">,
  context: ProposalContext,
): ProposalProblem | undefined => {
  const { state, records, crypto } = context;
  if (!bytesEqual(value.company, state.company)) return { type: "ProposalForeign" };
  const isThere =
    state.devices.has(textOfBytes(device)) ||
    state.recoveries.some((waiting) => bytesEqual(waiting.device, device));
  if (isThere) return { type: "ProposalDone" };
  if (!crypto.verifier.admits(device)) return { type: "NotAProposal" };
  const strange = whyStrange(signers, state.keys.doc.root.keys, context);
  if (strange !== undefined) return strange;
  const known = new Set(Array.from(records, ({ id }) => textOfBytes(id)));
  if (!value.prev.every((id) => known.has(textOfBytes(id)))) return { type: "ProposalAhead" };
  const back = memberIdFromBytes(member);
  const ends = revoke.map((key) => state.devices.get(textOfBytes(key))?.member);
  if (ends.includes(undefined)) return { type: "ProposalStranger" };
  if (state.members.get(back)?.rank !== "owner") return { type: "ProposalNoOwner" };
  return ends.every((of) => of === back) ? undefined : { type: "ProposalEndsOthers" };
};

/** Everybody who signed has to be a holder, or an owner with their device. */
const whyStrange = (
  signers: readonly Key[],
  holders: readonly Key[],
  { state, records }: ProposalContext,
): ProposalProblem | undefined => {
  const strange = signers.filter((key) => !isOneOf(holders, key) && !isOwnerDevice(state, key));
  if (strange.length === 0) return undefined;
  const lineage = keyLineage(records, state.keys);
  return strange.some((key) => replacedAt(lineage, key) !== undefined)
    ? stale(state)
    : { type: "ProposalStranger" };
};

const stale = ({ keys: { doc } }: CompanyState): ProposalProblem => ({
  type: "ProposalStale",
  no: doc.no,
  at: doc.issued,
});

const missingOf = (proposed: Proposed, state: CompanyState): JudgedProposal["missing"] => {
  const signers = withPower(state, proposed.verified.signers);
  const lacks = ({ root }: KeyDoc): number =>
    Math.max(0, root.threshold - signers.filter((key) => isOneOf(root.keys, key)).length);
  return {
    inForce: lacks(state.keys.doc),
    next: proposed.kind === "keys" ? lacks(proposed.verified.value) : 0,
  };
};
