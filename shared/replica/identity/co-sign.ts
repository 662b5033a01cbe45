/**
 * One holder after the other signs the same proposal, each on a device of their own. What is signed is judged anew
 * wherever it is opened, by the log as it is known there.
 */
import { bytesEqual } from "#shared/kernel/bytes";
import { parseId } from "#shared/kernel/ids";
import type { MemberId } from "#shared/kernel/ids";
import type { Result } from "#shared/kernel/result";
import { assert, err, ok } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import { fingerprint, keyName } from "#shared/protocol/codes";
import { coSign, encodeEnvelope } from "#shared/protocol/envelope";
import { keyDocKind, memEntryKind } from "#shared/protocol/membership/entry-kinds";
import type { JudgedProposal, ProposalContext, Proposed } from "#shared/protocol/membership/judge-proposal";
import { judgeProposal } from "#shared/protocol/membership/judge-proposal";
import { keyLineage, replacedAt } from "#shared/protocol/membership/key-lineage";
import { isOneOf, isOwnerDevice, withPower } from "#shared/protocol/membership/signers";
import type { KeyDoc } from "#shared/protocol/membership/types";
import type { RootProposal } from "#shared/protocol/root-proposal";
import { makeProposalText } from "#shared/protocol/root-proposal";
import type { Key } from "#shared/protocol/wire-types";
import { memberIdFromBytes, textOfBytes } from "#shared/protocol/wire-types";
import { readPaperKeys } from "./paper-sheet";
import type { AgreeProblem, OpenProposal, OpenProposalProblem, ProposalView } from "./proposal-types";
import { holderOf } from "./root-keys";
import type { RootHolder } from "./root-types";

export interface CoSignContext extends ProposalContext {
  /** The device in whose hands it is; null where it does not belong to the company. */
  readonly signer: Signer | null;
  /** Hands in what enough have signed; null where nothing of that kind can be sent from. */
  readonly sends: (
    kind: Proposed["kind"],
  ) => ((envelope: Uint8Array) => ReturnType<OpenProposal["send"]>) | null;
}

export const openProposal = async (
  proposal: RootProposal,
  context: CoSignContext,
): Promise<Result<OpenProposal, OpenProposalProblem>> => {
  const judged = await judgeProposal(proposal, context);
  return judged.ok ? ok(opened(judged.value, context)) : judged;
};

const opened = (judged: JudgedProposal, context: CoSignContext): OpenProposal => {
  const { proposed } = judged;
  const { state, crypto } = context;
  const missing = missingIn(judged);
  const send = context.sends(proposed.kind);
  return {
    view: viewOf(judged, context),
    text: makeProposalText(state.company, proposed.verified.signed),
    agree: async (by) => {
      const signers = by === "here" ? ok(signersHere(proposed, context)) : readHolders(by, proposed, context);
      if (!signers.ok) return signers;
      const isNew = ({ publicKey }: Signer): boolean => !isOneOf(proposed.verified.signers, publicKey);
      if (signers.value.length === 0 || !signers.value.every(isNew)) return err({ type: "SignedAlready" });
      const envelope = await signAll(proposed, signers.value);
      const next = await judgeProposal({ company: state.company, envelope }, { ...context, crypto });
      assert(next.ok, "a holder's signature takes nothing from a sound proposal");
      return ok(opened(next.value, context));
    },
    send: async () => {
      assert(missing === 0 && send !== null, "only what enough have signed is sent, where it can be");
      return send(encodeEnvelope(proposed.verified.signed));
    },
  };
};

/** One signature may count for both sets, so the larger lack is what is missing. */
const missingIn = ({ missing: { inForce, next } }: JudgedProposal): number => Math.max(inForce, next);

const signAll = async (proposed: Proposed, signers: readonly Signer[]): Promise<Uint8Array> => {
  if (proposed.kind === "keys") {
    let { signed } = proposed.verified;
    for (const signer of signers) signed = await coSign(keyDocKind, signed, signer);
    return encodeEnvelope(signed);
  }
  let { signed } = proposed.verified;
  for (const signer of signers) signed = await coSign(memEntryKind, signed, signer);
  return encodeEnvelope(signed);
};

/** Keys whose signature counts: those in force, and those that would follow them. */
const countingKeys = (proposed: Proposed, { state }: CoSignContext): readonly Key[] => [
  ...state.keys.doc.root.keys,
  ...(proposed.kind === "keys" ? proposed.verified.value.root.keys : []),
];

const signersHere = (proposed: Proposed, context: CoSignContext): readonly Signer[] => {
  const { signer, state } = context;
  return signer !== null &&
    isOneOf(countingKeys(proposed, context), signer.publicKey) &&
    withPower(state, [signer.publicKey]).length > 0
    ? [signer]
    : [];
};

/** Every sheet has to be a holder's: a wrong one is named and not silently left out. */
const readHolders = (
  typed: readonly string[],
  proposed: Proposed,
  context: CoSignContext,
): Result<readonly Signer[], AgreeProblem> => {
  const { state, records, crypto } = context;
  const papers = readPaperKeys(crypto, typed);
  if (!papers.ok) return papers;
  const counting = countingKeys(proposed, context);
  for (const [at, { publicKey }] of papers.value.entries()) {
    if (isOneOf(counting, publicKey)) continue;
    const replaced = replacedAt(keyLineage(records, state.keys), publicKey);
    return err(
      replaced === undefined ? { type: "PaperKeyForeign", at } : { type: "PaperKeyReplaced", at: replaced },
    );
  }
  return papers;
};

const viewOf = (judged: JudgedProposal, context: CoSignContext): ProposalView => {
  const { proposed } = judged;
  const { state, crypto, signer } = context;
  const { id, signers } = proposed.verified;
  const { doc } = state.keys;
  const here = signersHere(proposed, context);
  return {
    company: textOfBytes(state.company),
    fingerprint: fingerprint(crypto.sha256, state.company),
    code: fingerprint(crypto.sha256, id),
    at: proposed.kind === "keys" ? proposed.verified.value.issued : proposed.verified.value.at,
    no: doc.no,
    threshold: doc.root.threshold,
    asks:
      proposed.kind === "keys"
        ? { kind: "keys", ...proposedKeys(proposed.verified.value, context) }
        : { kind: "recovery", ...proposedRecovery(proposed, context) },
    signed: signers.map((key) => holder(key, context)),
    missing: missingIn(judged),
    mayAgreeHere: here.length > 0 && signer !== null && !isOneOf(signers, signer.publicKey),
    maySend: context.sends(proposed.kind) !== null,
  };
};

const holder = (key: Key, { state, signer, crypto: { sha256 } }: CoSignContext): RootHolder =>
  holderOf(state, key, { device: signer === null ? "" : textOfBytes(signer.publicKey), sha256 });

const proposedKeys = (next: KeyDoc, context: CoSignContext) => {
  const { keys: before } = context.state.keys.doc.root;
  const { keys: after, threshold } = next.root;
  const holders = (keys: readonly Key[]): readonly RootHolder[] => keys.map((key) => holder(key, context));
  return {
    ...{ no: next.no, threshold },
    stay: holders(after.filter((key) => isOneOf(before, key))),
    come: holders(after.filter((key) => !isOneOf(before, key))),
    go: holders(before.filter((key) => !isOneOf(after, key))),
  };
};

const proposedRecovery = (
  { op, verified }: Extract<Proposed, { readonly kind: "recovery" }>,
  context: CoSignContext,
) => {
  const { state, crypto } = context;
  const member = parseId<MemberId>(memberIdFromBytes(op.member));
  assert(member !== undefined, "membership names members by their id");
  return {
    member,
    deviceName: keyName(crypto.sha256, op.device),
    ends: op.revoke.filter((key) => !bytesEqual(key, op.device)).map((key) => holder(key, context)),
    countsAtOnce: verified.signers.some((key) => isOwnerDevice(state, key)),
  };
};
