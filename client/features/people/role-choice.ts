/** Roles by name, as people choose them, and the place each stands for. */
import type { Placement } from "#shared/protocol/membership/placement";
import { isBuiltInRole } from "#shared/protocol/membership/roles";

/** The company's own roles are held at the rank of a member: they act on nobody. */
export const placeOfRole = (name: string): Placement => ({
  rank: isBuiltInRole(name) ? name : "member",
  roles: isBuiltInRole(name) ? [] : [name],
  until: null,
  events: [],
  others: [],
});

/** The names of the roles somebody stands in: one that comes with EventKit, or own ones; none for what no choice here made. */
export const rolesOfPlace = ({ rank, roles }: Pick<Placement, "rank" | "roles">): readonly string[] => {
  if (roles.length === 0 || rank === "owner" || rank === "admin") return [rank];
  return rank === "member" ? roles : [];
};
