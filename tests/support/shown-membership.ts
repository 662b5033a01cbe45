/** Membership as a screen in the browser is shown it: one owner on one device, and what a test wants of the rest. */
import { brand } from "#shared/kernel/brand";
import type { DeviceView, Membership, MembershipView, MemberView } from "#shared/replica/identity/types";
import type { Replica } from "#shared/replica/types";

export const memberOf = (replica: Replica, wish: Partial<MemberView> = {}): MemberView => ({
  ...{ member: replica.member, rank: "owner", roles: [], grants: [], station: false, self: true },
  ...wish,
});

export const deviceOf = (replica: Replica, wish: Partial<DeviceView> = {}): DeviceView => ({
  ...{ device: replica.device, member: replica.member, self: true, soft: false, confirmed: true },
  ...{ revoked: null, revokedAt: null, mayRevoke: false },
  ...wish,
});

export const viewOf = (replica: Replica, wish: Partial<MembershipView> = {}): MembershipView => ({
  ...{ members: [memberOf(replica)], devices: [deviceOf(replica)], invites: [], joins: [] },
  ...{ mayInvitePeople: true, recoveries: [], rootKeys: null },
  ...wish,
});

export const membershipOf = (view: MembershipView, wish: Partial<Membership> = {}): Membership =>
  brand<Membership>({
    relay: { origin: "https://relay.example", key: new Uint8Array(32) },
    view: { get: () => view, subscribe: () => () => undefined },
    state: () => ({ roles: new Map(), members: new Map(), devices: new Map() }),
    history: () => [],
    whyNot: () => undefined,
    ...wish,
  });
