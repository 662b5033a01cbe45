/**
 * Ranks and what they hold. A rank says on whom somebody may act; roles and grants say what they may do with
 * documents. Without roles a member holds the list that goes with the rank.
 */
import { bytesEqual } from "#shared/kernel/bytes";
import type { Ms } from "#shared/kernel/clock";
import type { DocClass, ThingBytes } from "../wire-types";
import { docClasses } from "../wire-types";
import type { Lookup } from "./cow-map";
import type { Grant, MemberState, Rank, Verb } from "./types";
import { ranks, verbs } from "./types";

const grant = (held: readonly Verb[], on: readonly DocClass[], scope: Grant["scope"] = "all"): Grant => ({
  verbs: held,
  on,
  scope,
  notAfter: null,
});

const edit = ["read", "write", "create"] as const;
const everything = [grant(verbs, docClasses)];
/** Everybody with a device reads how the company is set up and keeps their own personal data. */
const own = [grant(["read"], ["settings"]), grant(edit, ["person"], "own")];

/** What goes with each rank. Money is for owners and admins; managers read it. */
export const builtInRoles: Readonly<Record<Rank, readonly Grant[]>> = {
  owner: everything,
  admin: everything,
  manager: [
    ...own,
    grant(edit, ["settings", "inventory", "ledger", "movements", "event", "schedule", "work", "note"]),
    grant(edit, ["client", "person", "agreement", "projection"]),
    grant(["read"], ["money"]),
    grant(["invite"], ["event"]),
  ],
  member: [
    ...own,
    grant(edit, ["inventory", "ledger", "movements", "event", "schedule", "work", "note"]),
    grant(["read"], ["client", "person", "agreement", "projection"]),
  ],
  crew: [...own, grant(["read"], ["inventory", "ledger"]), grant(edit, ["movements"])],
  viewer: [
    grant(["read"], ["settings", "inventory", "ledger", "movements", "event", "schedule", "work", "note"]),
    grant(["read"], ["agreement"]),
    grant(edit, ["person"], "own"),
  ],
  guest: own,
};

export const isBuiltInRole = (name: string): name is Rank => ranks.some((rank) => rank === name);

/** Lower is higher. */
export const rankOrder = (rank: Rank): number => ranks.indexOf(rank);

/** Only these may ever sign for the company; a grant of `sign` to anybody else has no effect. */
const signers: readonly Rank[] = ["owner", "admin", "manager"];

/** Everything a member holds by rank, roles and single grants. Unknown roles give nothing. */
export const grantsOfMember = (
  { rank, roles, grants }: Pick<MemberState, "rank" | "roles" | "grants">,
  defined: Pick<Lookup<readonly Grant[]>, "get">,
): readonly Grant[] => {
  // Who may act on everybody could help himself to anything: a shorter list would only pretend.
  if (rank === "owner" || rank === "admin") return everything;
  const named =
    roles.length === 0 ? builtInRoles[rank] : [...own, ...roles.flatMap((name) => roleGrants(name, defined))];
  const all = [...named, ...grants];
  return signers.includes(rank) ? all : all.map(withoutSign);
};

const roleGrants = (name: string, defined: Pick<Lookup<readonly Grant[]>, "get">): readonly Grant[] =>
  isBuiltInRole(name) ? builtInRoles[name] : (defined.get(name) ?? []);

const withoutSign = (held: Grant): Grant =>
  held.verbs.includes("sign") ? { ...held, verbs: held.verbs.filter((verb) => verb !== "sign") } : held;

export const isInForce = ({ notAfter }: Pick<Grant, "notAfter">, at: Ms): boolean =>
  notAfter === null || at <= notAfter;

/** Whether what is held at that time contains the whole grant: nobody grants what they do not hold. */
export const covers = (held: readonly Grant[], wanted: Grant, at: Ms): boolean =>
  wanted.on.every((cls) =>
    wanted.verbs.every((verb) =>
      placesOf(wanted).every((place) => coversPlace(held, wanted, { cls, verb, place }, at)),
    ),
  );

type Place = "all" | "own" | ThingBytes;

const placesOf = ({ scope }: Grant): readonly Place[] => (typeof scope === "string" ? [scope] : scope.events);

const coversPlace = (
  held: readonly Grant[],
  { notAfter }: Grant,
  { cls, verb, place }: { readonly cls: DocClass; readonly verb: Verb; readonly place: Place },
  at: Ms,
): boolean =>
  held.some(
    (mine) =>
      mine.verbs.includes(verb) &&
      mine.on.includes(cls) &&
      isInForce(mine, at) &&
      (mine.notAfter === null || (notAfter !== null && notAfter <= mine.notAfter)) &&
      containsPlace(mine.scope, place),
  );

const containsPlace = (scope: Grant["scope"], place: Place): boolean => {
  if (scope === "all") return true;
  if (scope === "own") return place === "own";
  return typeof place !== "string" && scope.events.some((event) => bytesEqual(event, place));
};
