/**
 * What one entry does to the company, given everything ordered before it. It changes the draft, or answers why the
 * entry is void and leaves the draft alone.
 */
import { bytesEqual } from "#shared/kernel/bytes";
import type { Ms } from "#shared/kernel/clock";
import type { CompanyId, Key } from "../wire-types";
import { memberIdFromBytes, textOfBytes } from "../wire-types";
import { adoptionKey } from "./adoption";
import { addDevice, recover } from "./apply-device";
import type { Author, OpOf } from "./authority";
import {
  governs,
  whyNotAddMember,
  whyNotCancelInvite,
  whyNotChangeRole,
  whyNotDefineRole,
  whyNotInvite,
  whyNotRefuseKeys,
  whyNotRemoveMember,
  whyNotRemoveRole,
  whyNotRevoke,
  whyNotSetPolicy,
  whyNotUpgrade,
} from "./authority";
import { isOneOf, isRootSigned, soleAuthor } from "./signers";
import type { StateDraft } from "./state-draft";
import { endDevice, putDevice } from "./state-draft";
import type { EntryRecord, RevokeReason } from "./types";
import { revokeReasons } from "./types";
import type { VoidReason } from "./void-reasons";

/** What an entry is judged against besides the draft. */
export interface EntryPlace {
  readonly company: CompanyId;
  /** Time of the checkpoint that orders it; null while it is pending. */
  readonly orderedAt: Ms | null;
}

type Answer = VoidReason | undefined;

export const applyEntry = (draft: StateDraft, record: EntryRecord, place: EntryPlace): Answer => {
  const { op, rules, prev, at: claimed } = record.entry.value;
  if (rules !== draft.rules) return "rules";
  if (op.kind === "genesis") return applyGenesis(draft, record, op, place);
  if (prev.length === 0) return "form";
  if (draft.admitted === 0) return "no-company";
  const at = Math.max(claimed, place.orderedAt ?? claimed);
  if (op.kind === "recover") return recover(draft, record, op, at);
  if (op.kind === "device.add") return addDevice(draft, record, op, at);
  if (op.kind === "sequencer.set") return setSequencer(draft, record, op);
  const author = soleAuthor(draft, record.entry.signers);
  return author === undefined ? "author" : applyAct(draft, record, { author, at });
};

interface Acting {
  readonly author: Author;
  /** When it counts: never earlier than it claims, never earlier than its checkpoint. */
  readonly at: Ms;
}

/** Kinds that one active device signs. */
const applyAct = (draft: StateDraft, record: EntryRecord, { author, at }: Acting): Answer => {
  const { op, at: claimed } = record.entry.value;
  switch (op.kind) {
    case "member.add":
      return whyNotAddMember(draft, author, op, at) ?? addMember(draft, op);
    case "member.role":
      return whyNotChangeRole(draft, author, op, at) ?? changeRole(draft, op);
    case "member.remove":
      return whyNotRemoveMember(draft, author, op, at) ?? removeMember(draft, op, at);
    case "device.revoke":
      return whyNotRevoke(draft, author, op, at) ?? revokeDevice(draft, op, at);
    case "invite":
      return whyNotInvite(draft, author, op, { at, claimed }) ?? addInvite(draft, record, op);
    case "invite.cancel":
      return whyNotCancelInvite(draft, author, op, at) ?? draft.invites.delete(textOfBytes(op.invite));
    case "role.define":
      return whyNotDefineRole(author, op) ?? draft.roles.set(op.role, op.grants);
    case "role.remove":
      return whyNotRemoveRole(draft, author, op) ?? draft.roles.delete(op.role);
    case "policy.set":
      return whyNotSetPolicy(author, op) ?? setPolicy(draft, op);
    case "keys.refuse":
      return whyNotRefuseKeys(draft, author, op) ?? refuseKeys(draft, op);
    case "rules.upgrade":
      return whyNotUpgrade(draft, author, op) ?? upgradeRules(draft, op);
    case "adopt":
      return adopt(draft, op, author);
    case "passkey.add":
    case "passkey.remove":
      return "step-up";
    default:
      return "form";
  }
};

const applyGenesis = (
  draft: StateDraft,
  record: EntryRecord,
  op: OpOf<"genesis">,
  { company }: EntryPlace,
): Answer => {
  if (draft.admitted > 0) return "second-genesis";
  if (record.entry.value.prev.length > 0 || !bytesEqual(op.company, company)) return "form";
  // Any other root key, such as a stolen paper key, begins nothing.
  const { signers } = record.entry;
  if (!isOneOf(signers, op.device) || !isRootSigned(draft, signers)) return "author";
  const member = memberIdFromBytes(op.member);
  draft.members.set(member, { rank: "owner", ord: 0, roles: [], grants: [], station: false });
  draft.admitted = 1;
  putDevice(draft, op.device, { member, box: op.box, soft: false });
  draft.sequencer = op.sequencer;
  return undefined;
};

const addMember = (draft: StateDraft, op: OpOf<"member.add">): undefined => {
  const name = memberIdFromBytes(op.member);
  const { rank, roles, grants, station } = op;
  draft.members.set(name, { rank, ord: draft.admitted, roles, grants, station });
  draft.former.delete(name);
  draft.admitted += 1;
};

const changeRole = (draft: StateDraft, op: OpOf<"member.role">): undefined => {
  const name = memberIdFromBytes(op.member);
  const member = draft.members.get(name);
  const { rank, roles, grants } = op;
  if (member !== undefined) draft.members.set(name, { ...member, rank, roles, grants });
};

const removeMember = (draft: StateDraft, op: OpOf<"member.remove">, at: Ms): undefined => {
  const name = memberIdFromBytes(op.member);
  const member = draft.members.get(name);
  if (member === undefined) return;
  draft.members.delete(name);
  draft.former.set(name, { rank: member.rank, reason: op.reason, checkpoint: null });
  draft.unnumbered.former.push(name);
  const reason = reasonOfRemoval(op.reason);
  for (const [key, device] of [...draft.devices.entries()]) {
    if (device.member === name) endDevice(draft, key, reason, at);
  }
  for (const [key, invite] of [...draft.invites.entries()]) {
    if (invite.member === name) draft.invites.delete(key);
  }
};

/** The text says why; one of the four words decides what happens to what their devices still hold. */
const reasonOfRemoval = (text: string): RevokeReason =>
  revokeReasons.find((known) => known === text) ?? "left";

const revokeDevice = (draft: StateDraft, op: OpOf<"device.revoke">, at: Ms): undefined => {
  const waiting = draft.recoveries.filter(({ device }) => !bytesEqual(device, op.device));
  if (waiting.length < draft.recoveries.length) draft.recoveries = waiting;
  else endDevice(draft, textOfBytes(op.device), op.reason, at);
};

const addInvite = (draft: StateDraft, record: EntryRecord, op: OpOf<"invite">): Answer => {
  const name = textOfBytes(op.invite);
  if (draft.inviteKeys.has(name) || draft.devices.has(name)) return "exists";
  const [signer] = record.entry.signers;
  draft.inviteKeys.set(name, true);
  draft.invites.set(name, {
    id: record.id,
    member: memberIdFromBytes(op.member),
    by: signer === undefined ? "" : textOfBytes(signer),
    left: op.uses,
    expires: op.expires,
    approval: op.approval,
  });
  return undefined;
};

const setPolicy = (draft: StateDraft, { minProtocol }: OpOf<"policy.set">): undefined => {
  draft.policy = { minProtocol };
};

const refuseKeys = (draft: StateDraft, op: OpOf<"keys.refuse">): undefined => {
  draft.keyChanges = draft.keyChanges.filter(({ keys }) => !bytesEqual(keys.hash, op.keys));
};

const upgradeRules = (draft: StateDraft, { to }: OpOf<"rules.upgrade">): undefined => {
  draft.nextRules = to;
};

const adopt = (draft: StateDraft, { doc, actor, seq, hash }: OpOf<"adopt">, author: Author): Answer => {
  if (!governs(author, "admin")) return "rank";
  const name = adoptionKey(doc, actor);
  if ((draft.adopted.get(name)?.seq ?? 0) >= seq) return "exists";
  draft.adopted.set(name, { seq, hash });
  return undefined;
};

/**
 * By an owner, or by root keys when no owner's device is left: the relay may be what was lost. A relay that changes its
 * own key signs with both.
 */
const setSequencer = (draft: StateDraft, record: EntryRecord, op: OpOf<"sequencer.set">): Answer => {
  const { signers } = record.entry;
  if (!isRootSigned(draft, signers) && !isHandOver(draft, signers, op.key)) {
    const author = soleAuthor(draft, signers);
    if (author === undefined) return "author";
    if (author.rank !== "owner") return "rank";
  }
  return nameSequencer(draft, op.key, op.from);
};

const isHandOver = ({ sequencer }: StateDraft, signers: readonly Key[], next: Key): boolean =>
  sequencer !== null &&
  !bytesEqual(sequencer, next) &&
  signers.length === 2 &&
  isOneOf(signers, sequencer) &&
  isOneOf(signers, next);

const nameSequencer = (draft: StateDraft, key: Key, from: Uint8Array | null): undefined => {
  draft.sequencer = key;
  draft.succession = { from };
};
