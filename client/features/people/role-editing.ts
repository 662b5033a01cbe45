/** Making and changing the company's own roles. */
import type { Grant, MemOp } from "#shared/protocol/membership/types";
import { isBuiltInRole } from "#shared/protocol/membership/roles";
import type { OwnRoles } from "./role-words";

export const definitionOf = (role: string, grants: readonly Grant[]): MemOp => ({
  kind: "role.define",
  role,
  grants,
});

export const removalOf = (role: string): MemOp => ({ kind: "role.remove", role });

/** Two roles that people would take for one are one. */
export const isFreeName = (name: string, own: OwnRoles): boolean => {
  const wanted = name.trim().toLocaleLowerCase();
  return !isBuiltInRole(wanted) && ![...own.keys()].some((known) => known.toLocaleLowerCase() === wanted);
};
