/** Membership as the screens list it. */
import { comparisonCode } from "#shared/protocol/codes";
import type { Sha256 } from "#shared/kernel/hash";
import type { MemberId } from "#shared/kernel/ids";
import { parseId } from "#shared/kernel/ids";
import { assert } from "#shared/kernel/result";
import type { Verified } from "#shared/protocol/envelope";
import type { CompanyState, Join, Rank, Verdict } from "#shared/protocol/membership/types";
import { textOfBytes } from "#shared/protocol/wire-types";
import type { DeviceView, MembershipView, OpenInvite, PendingJoin } from "./types";

/** What a tab knows besides the log. */
export interface ViewFacts {
  readonly device: string;
  readonly member: MemberId;
  /** Links made in this session, by invite key. */
  readonly links: ReadonlyMap<string, string>;
  /** Requests the relay showed, by id. */
  readonly joins: ReadonlyMap<string, Verified<Join>>;
  readonly sha256: Sha256;
}

export const membershipView = (verdict: Verdict, facts: ViewFacts): MembershipView => {
  const state = stateOf(verdict);
  return {
    members: [...state.members].map(([name, { rank }]) => {
      const member = memberId(name);
      return { member, rank, self: member === facts.member };
    }),
    devices: [...state.devices].map(([device, known]): DeviceView => ({
      device,
      member: memberId(known.member),
      self: device === facts.device,
      soft: known.soft,
      confirmed: known.since !== null,
      revoked: known.revoked?.reason ?? null,
    })),
    invites: [...state.invites.keys()].flatMap((invite) => inviteView(verdict, invite, facts) ?? []),
    joins: [...facts.joins.values()].flatMap((join) => joinView(state, join, facts.sha256) ?? []),
    recoveries: state.recoveries.map(({ device, from }) => ({ device: textOfBytes(device), from })),
  };
};

/** The state everything here is shown from; an open company always has one. */
export const stateOf = (verdict: Verdict): CompanyState => {
  const state = verdict.state ?? verdict.confirmed;
  assert(state !== null, "an open company has a genesis");
  return state;
};

export const inviteView = (verdict: Verdict, invite: string, facts: ViewFacts): OpenInvite | undefined => {
  const known = stateOf(verdict).invites.get(invite);
  if (known === undefined) return undefined;
  return {
    invite,
    member: memberId(known.member),
    expires: known.expires,
    link: facts.links.get(invite) ?? null,
    confirmed: verdict.confirmed?.invites.has(invite) ?? false,
  };
};

/** Undefined when the invitation is gone: then nobody can approve it any more. */
const joinView = (state: CompanyState, join: Verified<Join>, sha256: Sha256): PendingJoin | undefined => {
  const invite = state.invites.get(textOfBytes(join.value.invite));
  if (invite === undefined) return undefined;
  const rank: Rank = state.members.get(invite.member)?.rank ?? "guest";
  const firstDevice = ![...state.devices.values()].some(({ member }) => member === invite.member);
  const code = comparisonCode(sha256, join.signed.payload);
  return { join: textOfBytes(join.id), code, member: memberId(invite.member), rank, firstDevice };
};

const memberId = (text: string): MemberId => {
  const member = parseId<MemberId>(text);
  assert(member !== undefined, "membership names members by their id");
  return member;
};
