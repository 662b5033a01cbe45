/**
 * Who may do what to whom. Pure questions about a state, asked by the verdict at an entry's place and by the screens
 * before anybody presses a button; a reason means no.
 */
import { compareBytes } from "#shared/kernel/bytes";
import { encodeCanonical } from "#shared/kernel/canonical";
import type { Ms } from "#shared/kernel/clock";
import { bytesKey } from "#shared/kernel/bytes";
import { membershipLimits } from "../limits";
import { memberIdFromBytes, textOfBytes } from "../wire-types";
import type { Lookup } from "./cow-map";
import { covers, grantsOfMember, isBuiltInRole, rankOrder } from "./roles";
import type {
  DeviceState,
  Grant,
  InviteState,
  MemberState,
  MemOp,
  Rank,
  WaitingKeys,
  WaitingRecovery,
} from "./types";
import type { VoidReason } from "./void-reasons";

/** What the questions are about: a state of the company or one in the making. */
export interface Standing {
  readonly members: Lookup<MemberState>;
  readonly devices: Lookup<DeviceState>;
  readonly roles: Lookup<readonly Grant[]>;
  readonly invites: Lookup<InviteState>;
  readonly recoveries: readonly WaitingRecovery[];
  readonly keyChanges: readonly WaitingKeys[];
  readonly rules: number;
}

/** Somebody who acts. */
export interface Author {
  /** MemberId in text form. */
  readonly member: string;
  readonly rank: Rank;
}

export type OpOf<K extends MemOp["kind"]> = Extract<MemOp, { kind: K }>;
type Answer = VoidReason | undefined;

/** Owners act on everybody, admins on everybody but owners. */
export const governs = (author: Author, rank: Rank): boolean =>
  author.rank === "owner" || (author.rank === "admin" && rank !== "owner");

const heldBy = (state: Standing, author: Author): readonly Grant[] => {
  const member = state.members.get(author.member);
  return member === undefined ? [] : grantsOfMember(member, state.roles);
};

const crewRanks: readonly Rank[] = ["crew", "guest"];

/**
 * Whoever may invite to an event may give others part of what they hold there, for a time. `grants` are those given
 * or taken.
 */
const mayGiveToCrew = (state: Standing, author: Author, grants: readonly Grant[], at: Ms): boolean => {
  const held = heldBy(state, author);
  return grants.every((given) => {
    if (typeof given.scope === "string" || given.notAfter === null) return false;
    const invitation: Grant = { ...given, verbs: ["invite"], on: ["event"] };
    return covers(held, invitation, at) && covers(held, given, at);
  });
};

const holdsInvite = (state: Standing, author: Author): boolean =>
  heldBy(state, author).some(({ verbs, on }) => verbs.includes("invite") && on.includes("event"));

/** Whether the author may manage this member's place and devices: own, governed, or crew of own events. */
const manages = (state: Standing, author: Author, name: string, at: Ms): boolean => {
  const target = state.members.get(name);
  if (target === undefined) return false;
  if (name === author.member || governs(author, target.rank)) return true;
  return (
    crewRanks.includes(target.rank) &&
    target.roles.length === 0 &&
    holdsInvite(state, author) &&
    mayGiveToCrew(state, author, target.grants, at)
  );
};

const knowsRoles = (state: Standing, names: readonly string[]): boolean =>
  names.every((name) => isBuiltInRole(name) || state.roles.has(name));

/** Whether an owner with a device is left when this member or this device is gone. */
const leavesOwner = (
  state: Standing,
  gone: { readonly member?: string; readonly device?: DeviceState },
): boolean => {
  for (const device of state.devices.values()) {
    if (device.revoked !== null || device === gone.device || device.member === gone.member) continue;
    if (state.members.get(device.member)?.rank === "owner") return true;
  }
  return false;
};

export const whyNotAddMember = (state: Standing, author: Author, op: OpOf<"member.add">, at: Ms): Answer => {
  if (state.members.has(memberIdFromBytes(op.member))) return "exists";
  if (!knowsRoles(state, op.roles)) return "role";
  if (governs(author, op.rank)) return undefined;
  if (!crewRanks.includes(op.rank) || op.roles.length > 0 || !holdsInvite(state, author)) return "rank";
  return mayGiveToCrew(state, author, op.grants, at) ? undefined : "grant";
};

export const whyNotChangeRole = (
  state: Standing,
  author: Author,
  op: OpOf<"member.role">,
  at: Ms,
): Answer => {
  const name = memberIdFromBytes(op.member);
  const target = state.members.get(name);
  if (target === undefined) return "member";
  if (!knowsRoles(state, op.roles)) return "role";
  if (governs(author, target.rank) && governs(author, op.rank)) {
    const isDemoted = target.rank === "owner" && op.rank !== "owner";
    return isDemoted && !leavesOwner(state, { member: name }) ? "last-owner" : undefined;
  }
  const isCrew = crewRanks.includes(target.rank) && op.rank === target.rank && name !== author.member;
  if (!isCrew || target.roles.length + op.roles.length > 0 || !holdsInvite(state, author)) return "rank";
  return mayGiveToCrew(state, author, difference(target.grants, op.grants), at) ? undefined : "grant";
};

/** Grants that stand in one list only. */
const difference = (before: readonly Grant[], after: readonly Grant[]): readonly Grant[] => {
  const names = (list: readonly Grant[]): ReadonlyMap<string, Grant> =>
    new Map(list.map((one) => [bytesKey(encodeCanonical(one)), one]));
  const [old, fresh] = [names(before), names(after)];
  return [
    ...[...old].filter(([name]) => !fresh.has(name)),
    ...[...fresh].filter(([name]) => !old.has(name)),
  ].map(([, one]) => one);
};

export const whyNotRemoveMember = (
  state: Standing,
  author: Author,
  op: OpOf<"member.remove">,
  at: Ms,
): Answer => {
  const name = memberIdFromBytes(op.member);
  const target = state.members.get(name);
  if (target === undefined) return "member";
  if (!manages(state, author, name, at)) return "rank";
  return target.rank === "owner" && !leavesOwner(state, { member: name }) ? "last-owner" : undefined;
};

export const whyNotInvite = (
  state: Standing,
  author: Author,
  op: OpOf<"invite">,
  { at, claimed }: { readonly at: Ms; readonly claimed: Ms },
): Answer => {
  if (op.expires <= claimed || op.expires > claimed + membershipLimits.inviteMs) return "expires";
  const name = memberIdFromBytes(op.member);
  const target = state.members.get(name);
  if (target === undefined) return "member";
  if (!manages(state, author, name, at)) return "rank";
  if (op.uses > membershipLimits.inviteUses) return "form";
  if (op.approval) return undefined;
  const isBadgeIn = rankOrder(target.rank) >= rankOrder("crew");
  return isBadgeIn && op.expires <= claimed + membershipLimits.badgeInMs ? undefined : "approval";
};

export const whyNotCancelInvite = (
  state: Standing,
  author: Author,
  op: OpOf<"invite.cancel">,
  at: Ms,
): Answer => {
  const invite = state.invites.get(textOfBytes(op.invite));
  if (invite === undefined) return "invite";
  return manages(state, author, invite.member, at) ? undefined : "rank";
};

/** By approval of a member; the other ways in are the verdict's own. */
export const whyNotApprove = (state: Standing, author: Author, member: string, at: Ms): Answer => {
  if (!state.members.has(member)) return "member";
  return manages(state, author, member, at) ? undefined : "rank";
};

export const whyNotRevoke = (state: Standing, author: Author, op: OpOf<"device.revoke">, at: Ms): Answer => {
  if (state.recoveries.some(({ device }) => compareBytes(device, op.device) === 0)) {
    return author.rank === "owner" ? undefined : "rank";
  }
  const device = state.devices.get(textOfBytes(op.device));
  if (device === undefined || device.revoked !== null) return "device";
  if (!manages(state, author, device.member, at)) return "rank";
  const isOwners = state.members.get(device.member)?.rank === "owner";
  return isOwners && !leavesOwner(state, { device }) ? "last-owner" : undefined;
};

export const whyNotDefineRole = (author: Author, op: OpOf<"role.define">): Answer => {
  if (!governs(author, "admin")) return "rank";
  return isBuiltInRole(op.role) || op.role === "" ? "role" : undefined;
};

/** Also who has it until a day holds it as grants of their own; those stay. */
export const whyNotRemoveRole = (state: Standing, author: Author, op: OpOf<"role.remove">): Answer => {
  if (!governs(author, "admin")) return "rank";
  if (state.roles.get(op.role) === undefined) return "role";
  for (const { roles } of state.members.values()) if (roles.includes(op.role)) return "held";
  return undefined;
};

export const whyNotSetPolicy = (author: Author, op: OpOf<"policy.set">): Answer => {
  if (author.rank !== "owner") return "rank";
  return op.stepUp.length > 0 ? "step-up" : undefined;
};

export const whyNotRefuseKeys = (state: Standing, author: Author, op: OpOf<"keys.refuse">): Answer => {
  if (author.rank !== "owner") return "rank";
  return state.keyChanges.some(({ keys }) => compareBytes(keys.hash, op.keys) === 0) ? undefined : "keys";
};

export const whyNotUpgrade = (state: Standing, author: Author, op: OpOf<"rules.upgrade">): Answer => {
  if (author.rank !== "owner") return "rank";
  return op.to === state.rules + 1 ? undefined : "rules";
};
