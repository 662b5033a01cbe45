/** Roles and rights in words: what somebody is called, and what they may do as one sentence. */
import type { Ms } from "#shared/kernel/clock";
import type { Placed } from "#shared/protocol/membership/placement";
import { placementOf } from "#shared/protocol/membership/placement";
import { builtInRoles, grantsOfMember, isBuiltInRole } from "#shared/protocol/membership/roles";
import type { Grant, Rank } from "#shared/protocol/membership/types";
import { useFormat, useText } from "#client/app/i18n";
import { areas, hasSingleEvents, levelsOf, mayBringCrew } from "./areas";
import type { Area, Level } from "./areas";
import { roleMessages } from "./role-messages";

/** The company's own roles by name. */
export type OwnRoles = ReadonlyMap<string, readonly Grant[]>;

export interface RoleWords {
  readonly rank: (rank: Rank) => string;
  /** A role by its name in the log: a rank, or what the company calls it. */
  readonly role: (name: string) => string;
  /** What a member is called: own roles if they have any, else the rank. */
  readonly roleOf: (member: Placed, own: OwnRoles) => string;
  readonly sentence: (member: Placed, own: OwnRoles, now: Ms) => string;
  readonly sentenceOfRole: (name: string, own: OwnRoles, now: Ms) => string;
}

const capitalised = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);

export const createRoleWords = (): RoleWords => {
  const t = useText(roleMessages);
  const format = useFormat();
  const rank: RoleWords["rank"] = (of) => t(`rank_${of}`);
  const role: RoleWords["role"] = (name) => (isBuiltInRole(name) ? rank(name) : name);
  const names = (list: readonly Area[]): string => format().list(list.map((area) => t(`area_${area}`)));
  const negated = (list: readonly Area[]): string => {
    const words = list.map((area) => t(`area_${area}`));
    const last = words.at(-1) ?? "";
    return words.length < 2 ? last : t("or", { a: words.slice(0, -1).join(", "), b: last });
  };
  const describe = (grants: readonly Grant[], now: Ms): string => {
    const held = levelsOf(grants, now);
    const single = held.events === "none" && hasSingleEvents(grants, now);
    const at = (level: Level): readonly Area[] =>
      areas.filter((area) => held[area] === level && !(single && area === "events"));
    const part = (level: Level, say: (list: readonly Area[]) => string): readonly string[] =>
      at(level).length === 0 ? [] : [say(at(level))];
    const gains = [
      ...part("changes", (list) => t("partChanges", { list: names(list) })),
      ...part("edits", (list) => t("partEdits", { list: names(list) })),
      ...part("sees", (list) => t("partSees", { list: names(list) })),
      ...(single ? [t("partSingle")] : []),
      ...(mayBringCrew(grants, now) ? [t("partCrew")] : []),
    ];
    const losses = part("none", (list) => t("partNot", { list: negated(list) }));
    const parts = gains.length === 0 ? [t("partNothing")] : [...gains, ...losses];
    return `${capitalised(parts.join(", "))}.`;
  };
  const sentence: RoleWords["sentence"] = (member, own, now) =>
    member.rank === "owner" || member.rank === "admin"
      ? t(`all_${member.rank}`)
      : describe(grantsOfMember(member, own), now);
  return {
    rank,
    role,
    roleOf: (member, own) => {
      const { roles } = placementOf(member, own);
      const isAll = member.rank === "owner" || member.rank === "admin";
      return roles.length === 0 || isAll ? rank(member.rank) : format().list(roles.map(role));
    },
    sentence,
    sentenceOfRole: (name, own, now) => {
      if (name === "owner" || name === "admin") return t(`all_${name}`);
      return describe(isBuiltInRole(name) ? builtInRoles[name] : (own.get(name) ?? []), now);
    },
  };
};
