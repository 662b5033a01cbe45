/** Groups of a pull list. */
import { findBadValue } from "#shared/kernel/check-values";
import { compareByOrder } from "#shared/kernel/order-key";
import { err, ok } from "#shared/kernel/result";
import type { EventId } from "#shared/domain/events";
import { defineListCommand, linesIn, livingGroup, placeGroup, placeLines } from "./in-document";
import type { Behind } from "./placing";
import { line, lineGroup } from "./types";
import type { LineGroupId } from "./types";

export interface AddGroup {
  readonly event: EventId;
  readonly name: string;
  readonly behind?: Behind<LineGroupId>;
}

export const addGroup = defineListCommand<AddGroup, { readonly group: LineGroupId }>(
  "pullList.addGroup",
  (draft, args, context) => {
    const problem = findBadValue(lineGroup, { name: args.name });
    if (problem !== undefined) return err(problem);
    const order = placeGroup(draft, args.behind, context);
    const id = context.newId<LineGroupId>();
    draft.create(lineGroup, id, { name: args.name, order });
    return ok({ group: id });
  },
);

export interface RenameGroup {
  readonly event: EventId;
  readonly group: LineGroupId;
  readonly name: string;
}

export const renameGroup = defineListCommand<RenameGroup, null>("pullList.renameGroup", (draft, args) => {
  const found = livingGroup(draft, args.group);
  if (!found.ok) return found;
  const problem = findBadValue(lineGroup, { name: args.name });
  if (problem !== undefined) return err(problem);
  draft.set(lineGroup, args.group, { name: args.name });
  return ok(null);
});

export interface MoveGroup {
  readonly event: EventId;
  readonly group: LineGroupId;
  readonly behind: LineGroupId | null;
}

export const moveGroup = defineListCommand<MoveGroup, null>("pullList.moveGroup", (draft, args, context) => {
  const found = livingGroup(draft, args.group);
  if (!found.ok) return found;
  draft.set(lineGroup, args.group, { order: placeGroup(draft, args.behind, context, args.group) });
  return ok(null);
});

export interface RemoveGroup {
  readonly event: EventId;
  readonly group: LineGroupId;
  /** Its lines go with it, or stay on the list in no group. */
  readonly lines: "remove" | "keep";
}

export const removeGroup = defineListCommand<RemoveGroup, null>(
  "pullList.removeGroup",
  (draft, args, context) => {
    const found = livingGroup(draft, args.group);
    if (!found.ok) return found;
    const inside = linesIn(draft, args.group).toSorted(compareByOrder);
    if (args.lines === "remove") for (const { id } of inside) draft.remove(line, id);
    else {
      const keys = placeLines(draft, null, undefined, inside.length, context);
      inside.forEach(({ id }, index) => draft.set(line, id, { group: null, order: keys[index] ?? "" }));
    }
    draft.remove(lineGroup, args.group);
    return ok(null);
  },
);
