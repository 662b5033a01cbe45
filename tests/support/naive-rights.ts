/** State and rights. The naive reading of docs/protocol/membership.md; see `naive-membership.ts`. */
import type { Grant, Rank } from "#shared/protocol/membership/types";

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
export const hour = 3_600_000;

export interface Member {
  rank: Rank;
  order: number;
  roles: readonly string[];
  grants: readonly Grant[];
}

export interface Device {
  member: string;
  since: number | null;
  ended: { checkpoint: number | null; reason: string } | null;
}

export interface Waiting {
  device: string;
  member: string;
  revoke: string[];
  from: number | null;
}

export interface NaiveState {
  members: Record<string, Member>;
  devices: Record<string, Device>;
  roles: Record<string, readonly Grant[]>;
  invites: Record<
    string,
    { id: string; member: string; by: string; left: number; expires: number; approval: boolean }
  >;
  usedInvites: string[];
  waiting: Waiting[];
  roots: { no: number; hash: string; keys: string[]; threshold: number };
  rootChanges: { roots: NaiveState["roots"]; from: number | null }[];
  adopted: Record<string, number>;
  minProtocol: number;
  rules: number;
  nextRules: number | null;
  sequencer: string | null;
  successor: { key: string; from: string | null } | null;
  admitted: number;
  checkpoint: number;
  at: number;
}

export const heights: Record<Rank, number> = {
  owner: 0,
  admin: 1,
  manager: 2,
  member: 3,
  crew: 4,
  viewer: 5,
  guest: 6,
};

// ── rights ───────────────────────────────────────────────────────────

export const at = (state: NaiveState, key: string): { member: string; rank: Rank } | null => {
  const device = state.devices[key];
  const member = device === undefined || device.ended !== null ? undefined : state.members[device.member];
  return device === undefined || member === undefined ? null : { member: device.member, rank: member.rank };
};

export type Who = NonNullable<ReturnType<typeof at>>;

export const rules = (who: Who, rank: Rank): boolean =>
  who.rank === "owner" || (who.rank === "admin" && rank !== "owner");

export const isLow = (rank: Rank): boolean => rank === "crew" || rank === "guest";

/** What an inviter holds on events: built in for managers, else by roles and single grants. */
export const holdings = (state: NaiveState, who: Who): readonly Grant[] | "everything" => {
  const member = state.members[who.member];
  if (member === undefined) return [];
  if (member.rank === "owner" || member.rank === "admin") return "everything";
  const manager: Grant[] =
    member.rank === "manager" && member.roles.length === 0
      ? [
          {
            verbs: ["read", "write", "create"],
            on: ["event", "note", "schedule", "work"],
            scope: "all",
            notAfter: null,
          },
          { verbs: ["invite"], on: ["event"], scope: "all", notAfter: null },
          { verbs: ["read"], on: ["money"], scope: "all", notAfter: null },
        ]
      : [];
  const worker: Grant[] =
    member.rank === "member" && member.roles.length === 0
      ? [
          {
            verbs: ["read", "write", "create"],
            on: ["event", "note", "schedule", "work"],
            scope: "all",
            notAfter: null,
          },
        ]
      : [];
  const named = member.roles.flatMap((role) => [...(state.roles[role] ?? [])]);
  return [...manager, ...worker, ...named, ...member.grants];
};

export const holds = (
  held: readonly Grant[] | "everything",
  need: { verb: string; cls: string; event: string; until: number | null },
  now: number,
): boolean =>
  held === "everything" ||
  held.some(
    (grant) =>
      grant.verbs.some((verb) => verb === need.verb) &&
      grant.on.some((cls) => cls === need.cls) &&
      (grant.notAfter === null || grant.notAfter >= now) &&
      (grant.notAfter === null || (need.until !== null && need.until <= grant.notAfter)) &&
      (grant.scope === "all" ||
        (typeof grant.scope === "object" && grant.scope.events.some((event) => hex(event) === need.event))),
  );

export const isInviter = (state: NaiveState, who: Who): boolean => {
  const held = holdings(state, who);
  return (
    held === "everything" || held.some(({ verbs, on }) => verbs.includes("invite") && on.includes("event"))
  );
};

export const mayHand = (state: NaiveState, who: Who, grants: readonly Grant[], now: number): boolean => {
  const held = holdings(state, who);
  for (const grant of grants) {
    if (grant.scope === "all" || grant.scope === "own" || grant.notAfter === null) return false;
    for (const event of grant.scope.events.map(hex)) {
      if (!holds(held, { verb: "invite", cls: "event", event, until: grant.notAfter }, now)) return false;
      for (const verb of grant.verbs) {
        for (const cls of grant.on) {
          if (!holds(held, { verb, cls, event, until: grant.notAfter }, now)) return false;
        }
      }
    }
  }
  return true;
};

export const runs = (state: NaiveState, who: Who, name: string, now: number): boolean => {
  const target = state.members[name];
  if (target === undefined) return false;
  if (name === who.member || rules(who, target.rank)) return true;
  const isCrew = isLow(target.rank) && target.roles.length === 0;
  return isCrew && isInviter(state, who) && mayHand(state, who, target.grants, now);
};

export const isBuiltIn = (role: string): boolean => Object.hasOwn(heights, role);
export const knowsRoles = (state: NaiveState, roles: readonly string[]): boolean =>
  roles.every((role) => isBuiltIn(role) || Object.hasOwn(state.roles, role));

export const isOwnerLeft = (state: NaiveState): boolean =>
  Object.values(state.devices).some(
    ({ member, ended }) => ended === null && state.members[member]?.rank === "owner",
  );
