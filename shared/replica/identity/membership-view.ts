/** Membership as the screens list it. */
import { comparisonCode } from "#shared/protocol/codes";
import { fromBase64Url } from "#shared/kernel/bytes";
import type { Clock } from "#shared/kernel/clock";
import type { Sha256 } from "#shared/kernel/hash";
import type { MemberId } from "#shared/kernel/ids";
import { idToBytes, parseId } from "#shared/kernel/ids";
import { assert } from "#shared/kernel/result";
import type { Verified } from "#shared/protocol/envelope";
import { mayDo } from "#shared/protocol/membership/acts";
import type {
  CompanyState,
  Join,
  MemOp,
  Rank,
  Verdict,
  WaitingRecovery,
} from "#shared/protocol/membership/types";
import type { Key } from "#shared/protocol/wire-types";
import { textOfBytes } from "#shared/protocol/wire-types";
import { rootKeysView } from "./root-keys";
import type { DeviceView, MembershipView, OpenInvite, PendingJoin, RecoveryView } from "./types";

/** What a tab knows besides the log. */
export interface ViewFacts {
  readonly device: string;
  readonly member: MemberId;
  /** Links made in this session, by invite key. */
  readonly links: ReadonlyMap<string, string>;
  /** Requests the relay showed, by id. */
  readonly joins: ReadonlyMap<string, Verified<Join>>;
  readonly sha256: Sha256;
  readonly clock: Clock;
}

export const membershipView = (verdict: Verdict, facts: ViewFacts): MembershipView => {
  const state = stateOf(verdict);
  const may = (op: MemOp): boolean => mayDo(state, facts.member, op, facts.clock.now());
  return {
    members: [...state.members].map(([name, { rank, roles, grants, station }]) => {
      const member = memberId(name);
      return { member, rank, roles, grants, station, self: member === facts.member };
    }),
    devices: [...state.devices].map(([device, known]): DeviceView => ({
      device,
      member: memberId(known.member),
      self: device === facts.device,
      soft: known.soft,
      confirmed: known.since !== null,
      revoked: known.revoked?.reason ?? null,
      revokedAt: known.revoked?.at ?? null,
      mayRevoke: may({ kind: "device.revoke", device: keyOf(device), reason: "lost" }),
    })),
    invites: [...state.invites.keys()].flatMap((invite) => inviteView(verdict, invite, facts) ?? []),
    mayInvitePeople: may(someNewMember),
    joins: [...facts.joins.values()].flatMap((join) => joinView(state, join, facts) ?? []),
    recoveries: recoveriesIn(state, verdict.confirmed, facts),
    rootKeys: rootKeysView(state, facts, verdict.confirmed),
  };
};

/** What somebody objected to here stays in sight until the relay has confirmed that: before, it may still count. */
const recoveriesIn = (
  state: CompanyState,
  confirmed: CompanyState | null,
  facts: ViewFacts,
): MembershipView["recoveries"] => {
  const viewed = (recovery: WaitingRecovery, objected: boolean): RecoveryView => {
    const veto: MemOp = { kind: "device.revoke", device: recovery.device, reason: "compromised" };
    return {
      device: textOfBytes(recovery.device),
      member: memberId(recovery.member),
      from: recovery.from,
      objected,
      ends: recovery.revoke.flatMap((key) => standing(state, textOfBytes(key), facts)),
      mayObject: !objected && mayDo(state, facts.member, veto, facts.clock.now()),
    };
  };
  const open = state.recoveries.map((recovery) => viewed(recovery, false));
  const isOpen = new Set(open.map(({ device }) => device));
  const objected = (confirmed?.recoveries ?? []).map((recovery) => viewed(recovery, true));
  return [...open, ...objected.filter(({ device }) => !isOpen.has(device))];
};

/** A device by its key, while it gets in. */
const standing = (state: CompanyState, device: string, facts: ViewFacts): RecoveryView["ends"] => {
  const known = state.devices.get(device);
  if (known === undefined || known.revoked !== null) return [];
  return [{ device, member: memberId(known.member), self: device === facts.device }];
};

/** Only whether it may be done is asked; the one who is really added gets an id of their own. */
const someNewMember: MemOp = {
  kind: "member.add",
  member: new Uint8Array(16),
  rank: "member",
  roles: [],
  grants: [],
  station: false,
};

/** The state everything here is shown from; an open company always has one. */
export const stateOf = (verdict: Verdict): CompanyState => {
  const state = verdict.state ?? verdict.confirmed;
  assert(state !== null, "an open company has a genesis");
  return state;
};

export const inviteView = (verdict: Verdict, invite: string, facts: ViewFacts): OpenInvite | undefined => {
  const state = stateOf(verdict);
  const known = state.invites.get(invite);
  if (known === undefined) return undefined;
  const cancel: MemOp = { kind: "invite.cancel", invite: keyOf(invite) };
  return {
    invite,
    member: memberId(known.member),
    expires: known.expires,
    approval: known.approval,
    link: facts.links.get(invite) ?? null,
    confirmed: verdict.confirmed?.invites.has(invite) ?? false,
    mayCancel: mayDo(state, facts.member, cancel, facts.clock.now()),
  };
};

/** Undefined when the invitation is gone, so that nobody can approve it any more, or when others have to. */
const joinView = (
  state: CompanyState,
  join: Verified<Join>,
  { member: self, sha256, clock }: ViewFacts,
): PendingJoin | undefined => {
  const invite = state.invites.get(textOfBytes(join.value.invite));
  if (invite === undefined) return undefined;
  const { device, box, soft } = join.value;
  const member = idToBytes(memberId(invite.member));
  const approval: MemOp = { kind: "device.add", member, device, box, soft, via: invite.id, join: null };
  if (!mayDo(state, self, approval, clock.now())) return undefined;
  const rank: Rank = state.members.get(invite.member)?.rank ?? "guest";
  const firstDevice = ![...state.devices.values()].some(({ member }) => member === invite.member);
  const code = comparisonCode(sha256, join.signed.payload);
  return { join: textOfBytes(join.id), code, member: memberId(invite.member), rank, firstDevice };
};

/** A key from the text that names it in the state. */
const keyOf = (text: string): Key => {
  const key = fromBase64Url(text);
  assert(key !== undefined, "membership names keys in base64url");
  return key;
};

const memberId = (text: string): MemberId => {
  const member = parseId<MemberId>(text);
  assert(member !== undefined, "membership names members by their id");
  return member;
};
