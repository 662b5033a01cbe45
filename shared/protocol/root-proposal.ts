/**
 * New company keys, or a way back into the company, that too few root holders have signed yet: as text that is carried
 * from one holder to the next, in a code, a file or a message. There is nothing secret in it.
 */
import * as v from "valibot";
import { compareBytes, fromCrockford, toCrockford } from "#shared/kernel/bytes";
import { decodeCanonical, encodeCanonical } from "#shared/kernel/canonical";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { Signature, Signed } from "./envelope";
import { envelopeToWire } from "./envelope";
import type { CompanyId } from "./wire-types";
import { bytes32, bytes64, someBytes } from "./wire-types";

export interface RootProposal {
  readonly company: CompanyId;
  /** Envelope of a key document or of an entry; nothing is verified yet. */
  readonly envelope: Uint8Array;
}

export type ReadProposalProblem =
  | { readonly type: "NotAProposal" }
  /** Made by a newer version of EventKit. */
  | { readonly type: "ProposalTooNew" }
  /** One key stands there as two holders. */
  | { readonly type: "SignedTwice" };

/** Capitals and digits alone: a code of them has room for a fifth more. */
const prefix = "EVENTKIT-ROOT:";
/** Characters of it that a phone still reads from one code on a screen. */
export const proposalCodeRoom = 1_500;
const maxPayload = 24_000;
/** Five holders in force, five that follow them, and an owner's device. */
const maxSignatures = 11;
const maxText = 60_000;

const schema = v.object({
  v: v.literal(1),
  company: bytes32,
  payload: someBytes(maxPayload),
  sigs: v.pipe(v.array(v.strictTuple([bytes32, bytes64])), v.minLength(1), v.maxLength(maxSignatures)),
});

export const makeProposalText = (company: CompanyId, signed: Signed<unknown>): string => {
  const [payload, sigs] = envelopeToWire(signed);
  return `${prefix}${toCrockford(encodeCanonical({ v: 1, company, payload, sigs }))}`;
};

export const isProposalText = (text: string): boolean => text.trim().toUpperCase().startsWith(prefix);

/** Reads what was pasted, scanned or kept in a file; lines a mail program broke are forgiven. */
export const parseProposalText = (text: string): Result<RootProposal, ReadProposalProblem> => {
  const whole = text.length > maxText ? "" : text.replace(/\s/g, "").toUpperCase();
  const bytes = whole.startsWith(prefix) ? fromCrockford(whole.slice(prefix.length)) : undefined;
  const decoded = bytes === undefined ? undefined : decodeCanonical(bytes);
  if (!decoded?.ok) return err({ type: "NotAProposal" });
  const parsed = v.safeParse(schema, decoded.value);
  if (!parsed.success) {
    const isNewer = v.is(v.object({ v: v.pipe(v.number(), v.minValue(2)) }), decoded.value);
    return err({ type: isNewer ? "ProposalTooNew" : "NotAProposal" });
  }
  const { company, payload, sigs } = parsed.output;
  const sorted: readonly Signature[] = sigs.toSorted(([a], [b]) => compareBytes(a, b));
  if (sorted.some(([key], i) => i > 0 && compareBytes(sorted[i - 1]?.[0] ?? key, key) === 0))
    return err({ type: "SignedTwice" });
  return ok({ company, envelope: encodeCanonical([payload, sorted]) });
};
