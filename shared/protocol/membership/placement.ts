/**
 * A member's place as people think of it: one role, perhaps until a day, and a role of its own in single events. The
 * log knows only grants; this reads a place out of them and writes it back. What fits no place is kept as it is.
 */
import { bytesKey } from "#shared/kernel/bytes";
import { encodeCanonical } from "#shared/kernel/canonical";
import type { Ms } from "#shared/kernel/clock";
import type { DocClass, ThingBytes } from "../wire-types";
import { builtInRoles, isBuiltInRole } from "./roles";
import type { Grant, MemberState, Rank, Verb } from "./types";

/** What somebody does in one event: looks, plans, or plans and brings its crew in. */
export const eventLevels = ["sees", "plans", "leads"] as const;
export type EventLevel = (typeof eventLevels)[number];

export interface EventPlace {
  /** The 16 bytes of its ThingId. */
  readonly event: ThingBytes;
  readonly level: EventLevel;
  readonly until: Ms | null;
}

export interface Placement {
  readonly rank: Rank;
  /** Instead of the role that goes with the rank; usually none or one, and several add up. */
  readonly roles: readonly string[];
  /** When everything the role gives is over. */
  readonly until: Ms | null;
  readonly events: readonly EventPlace[];
  /** Single grants that are no place in an event. */
  readonly others: readonly Grant[];
}

/** As it stands in the log. */
export type Placed = Pick<MemberState, "rank" | "roles" | "grants">;

/** The company's own roles by name. */
type Defined = ReadonlyMap<string, readonly Grant[]>;

const eventClasses: readonly DocClass[] = ["event", "schedule", "work", "note"];
const levelVerbs: Readonly<Record<EventLevel, readonly Verb[]>> = {
  sees: ["read"],
  plans: ["read", "write"],
  leads: ["read", "write", "invite"],
};

/** A role that ends has to stand as single grants: roles themselves have no end. This one gives nothing besides. */
const emptyRole: Rank = "guest";

/** Owners and administrators hold everything at any time; nobody else does. */
export const canEnd = (rank: Rank): boolean => rank !== "owner" && rank !== "admin" && rank !== emptyRole;

export const placementOf = ({ rank, roles, grants }: Placed, defined: Defined): Placement => {
  const ending =
    canEnd(rank) && roles.length === 1 && roles[0] === emptyRole ? endingRole(rank, grants, defined) : null;
  const left = ending === null ? grants : without(grants, ending.grants);
  const events: EventPlace[] = [];
  const others: Grant[] = [];
  for (const grant of left) {
    const level = levelOf(grant);
    if (level === undefined || typeof grant.scope === "string") others.push(grant);
    else for (const event of grant.scope.events) events.push({ event, level, until: grant.notAfter });
  }
  return {
    rank,
    roles: ending === null ? roles : ending.roles,
    until: ending?.until ?? null,
    events,
    others,
  };
};

/** `defined` are the company's own roles; one that ends is written out as it is now and no longer follows them. */
export const placed = (place: Placement, defined: Defined): Placed => {
  const { rank, until, others } = place;
  const events = eventGrants(place.events);
  if (until === null || !canEnd(rank)) return { rank, roles: place.roles, grants: [...events, ...others] };
  const role = roleGrants(rank, place.roles, defined).map((grant) => endingAt(grant, until));
  return { rank, roles: [emptyRole], grants: [...role, ...events, ...others] };
};

const roleGrants = (rank: Rank, roles: readonly string[], defined: Defined): readonly Grant[] =>
  roles.length === 0
    ? builtInRoles[rank]
    : roles.flatMap((name) => (isBuiltInRole(name) ? builtInRoles[name] : (defined.get(name) ?? [])));

const endingAt = (grant: Grant, until: Ms): Grant => ({
  ...grant,
  notAfter: grant.notAfter === null ? until : Math.min(grant.notAfter, until),
});

/** One grant per level and end, with all its events. */
const eventGrants = (events: readonly EventPlace[]): readonly Grant[] => {
  const groups = new Map<string, { readonly like: EventPlace; readonly events: ThingBytes[] }>();
  for (const one of events) {
    const key = `${one.level} ${one.until}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { like: one, events: [one.event] });
    else known.events.push(one.event);
  }
  return Array.from(groups.values(), ({ like, events: named }) => eventGrant(like.level, named, like.until));
};

/** What a place in these events gives. */
export const eventGrant = (level: EventLevel, events: readonly ThingBytes[], until: Ms | null): Grant => ({
  verbs: levelVerbs[level],
  on: eventClasses,
  scope: { events },
  notAfter: until,
});

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one) => b.includes(one));

const levelOf = ({ verbs, on, scope }: Grant): EventLevel | undefined =>
  typeof scope === "string" || !sameSet(on, eventClasses)
    ? undefined
    : eventLevels.find((level) => sameSet(verbs, levelVerbs[level]));

const keyOf = (grant: Grant): string => bytesKey(encodeCanonical(grant));

const without = (grants: readonly Grant[], taken: readonly Grant[]): readonly Grant[] => {
  const keys = new Set(taken.map(keyOf));
  return grants.filter((grant) => !keys.has(keyOf(grant)));
};

interface EndingRole {
  readonly roles: readonly string[];
  readonly until: Ms;
  readonly grants: readonly Grant[];
}

/** The roles whose grants, all with one end, are among these; the company's own roles before that of the rank. */
const endingRole = (rank: Rank, grants: readonly Grant[], defined: Defined): EndingRole | null => {
  const held = new Set(grants.map(keyOf));
  const written = (roles: readonly string[], until: Ms): readonly Grant[] =>
    roleGrants(rank, roles, defined).map((grant) => endingAt(grant, until));
  const isWhole = (list: readonly Grant[]): boolean =>
    list.length > 0 && list.every((grant) => held.has(keyOf(grant)));
  for (const until of new Set(grants.flatMap(({ notAfter }) => notAfter ?? []))) {
    const names = [...defined.keys()].filter((name) => isWhole(written([name], until)));
    const roles = withoutCovered(names, (list) => new Set(written(list, until).map(keyOf)));
    const all = written(roles, until);
    if (isWhole(all)) return { roles, until, grants: all };
  }
  return null;
};

/** Without those that give nothing the others do not: a role may be a part of another. */
const withoutCovered = (
  names: readonly string[],
  keysOf: (names: readonly string[]) => ReadonlySet<string>,
): readonly string[] =>
  names.reduce((left: readonly string[], name) => {
    const others = left.filter((each) => each !== name);
    const known = keysOf(others);
    return [...keysOf([name])].every((key) => known.has(key)) ? others : left;
  }, names);
