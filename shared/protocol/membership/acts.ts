/** What somebody may do to the membership, asked before they do it: a button that would fail is not there. */
import type { Ms } from "#shared/kernel/clock";
import { memberIdFromBytes, textOfBytes } from "../wire-types";
import type { Author } from "./authority";
import {
  governs,
  whyNotAddMember,
  whyNotApprove,
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
import type { CompanyState, MemOp } from "./types";
import type { VoidReason } from "./void-reasons";

/**
 * Why an entry of this member would be void now, as far as rights and the state say; undefined when nothing speaks
 * against it. Signatures, keys and joins are judged with the entry itself.
 */
export const whyNot = (state: CompanyState, member: string, op: MemOp, now: Ms): VoidReason | undefined => {
  const rank = state.members.get(member)?.rank;
  return rank === undefined ? "author" : whyNotBy(state, { member, rank }, op, now);
};

export const mayDo = (state: CompanyState, member: string, op: MemOp, now: Ms): boolean =>
  whyNot(state, member, op, now) === undefined;

const whyNotBy = (state: CompanyState, author: Author, op: MemOp, now: Ms): VoidReason | undefined => {
  switch (op.kind) {
    case "member.add":
      return whyNotAddMember(state, author, op, now);
    case "member.role":
      return whyNotChangeRole(state, author, op, now);
    case "member.remove":
      return whyNotRemoveMember(state, author, op, now);
    case "device.add":
      return state.devices.has(textOfBytes(op.device))
        ? "exists"
        : whyNotApprove(state, author, memberIdFromBytes(op.member), now);
    case "device.revoke":
      return whyNotRevoke(state, author, op, now);
    case "invite":
      return whyNotInvite(state, author, op, { at: now, claimed: now });
    case "invite.cancel":
      return whyNotCancelInvite(state, author, op, now);
    case "role.define":
      return whyNotDefineRole(author, op);
    case "role.remove":
      return whyNotRemoveRole(state, author, op);
    case "policy.set":
      return whyNotSetPolicy(author, op);
    case "keys.refuse":
      return whyNotRefuseKeys(state, author, op);
    case "rules.upgrade":
      return whyNotUpgrade(state, author, op);
    case "sequencer.set":
      return author.rank === "owner" ? undefined : "rank";
    case "adopt":
      return governs(author, "admin") ? undefined : "rank";
    case "passkey.add":
    case "passkey.remove":
      return "step-up";
    default:
      // Genesis and recovery are signed by root keys.
      return "author";
  }
};
