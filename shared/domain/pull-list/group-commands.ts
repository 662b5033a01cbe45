/** Groups of a pull list. */
import { findBadValue } from "#shared/kernel/check-values";
import { defineCommand } from "#shared/kernel/command";
import { compareByOrder } from "#shared/kernel/order-key";
import { err, ok } from "#shared/kernel/result";
import type { EventId } from "#shared/domain/events";
import type { PullListProblem } from "./errors";
import { documentOf, linesIn, livingGroup, livingGroups, openList, writeEvent } from "./in-document";
import type { Behind } from "./placing";
import { placeAmong } from "./placing";
import { line, lineGroup } from "./types";
import type { LineGroupId } from "./types";

export interface AddGroup {
  readonly event: EventId;
  readonly name: string;
  readonly behind?: Behind<LineGroupId>;
}

export const addGroup = defineCommand<AddGroup, { readonly group: LineGroupId }, PullListProblem>({
  name: "pullList.addGroup",
  needs: writeEvent,
  documents: documentOf,
  run: (drafts, args, context) => {
    const opened = openList(drafts, args.event);
    if (!opened.ok) return opened;
    const problem = findBadValue(lineGroup, { name: args.name });
    if (problem !== undefined) return err(problem);
    const draft = opened.value;
    const { keys, respread } = placeAmong(livingGroups(draft), args.behind, 1, context);
    for (const { sibling, order } of respread) draft.set(lineGroup, sibling.id, { order });
    const id = context.newId<LineGroupId>();
    draft.create(lineGroup, id, { name: args.name, order: keys[0] ?? "" });
    return ok({ group: id });
  },
});

export interface RenameGroup {
  readonly event: EventId;
  readonly group: LineGroupId;
  readonly name: string;
}

export const renameGroup = defineCommand<RenameGroup, null, PullListProblem>({
  name: "pullList.renameGroup",
  needs: writeEvent,
  documents: documentOf,
  run: (drafts, args) => {
    const opened = openList(drafts, args.event);
    if (!opened.ok) return opened;
    const found = livingGroup(opened.value, args.group);
    if (!found.ok) return found;
    const problem = findBadValue(lineGroup, { name: args.name });
    if (problem !== undefined) return err(problem);
    opened.value.set(lineGroup, args.group, { name: args.name });
    return ok(null);
  },
});

export interface MoveGroup {
  readonly event: EventId;
  readonly group: LineGroupId;
  readonly behind: LineGroupId | null;
}

export const moveGroup = defineCommand<MoveGroup, null, PullListProblem>({
  name: "pullList.moveGroup",
  needs: writeEvent,
  documents: documentOf,
  run: (drafts, args, context) => {
    const opened = openList(drafts, args.event);
    if (!opened.ok) return opened;
    const draft = opened.value;
    const found = livingGroup(draft, args.group);
    if (!found.ok) return found;
    const siblings = livingGroups(draft).filter(({ id }) => id !== args.group);
    const { keys, respread } = placeAmong(siblings, args.behind, 1, context);
    for (const { sibling, order } of respread) draft.set(lineGroup, sibling.id, { order });
    draft.set(lineGroup, args.group, { order: keys[0] ?? "" });
    return ok(null);
  },
});

export interface RemoveGroup {
  readonly event: EventId;
  readonly group: LineGroupId;
  /** Its lines go with it, or stay on the list in no group. */
  readonly lines: "remove" | "keep";
}

export const removeGroup = defineCommand<RemoveGroup, null, PullListProblem>({
  name: "pullList.removeGroup",
  needs: writeEvent,
  documents: documentOf,
  run: (drafts, args, context) => {
    const opened = openList(drafts, args.event);
    if (!opened.ok) return opened;
    const draft = opened.value;
    const found = livingGroup(draft, args.group);
    if (!found.ok) return found;
    const inside = linesIn(draft, args.group).toSorted(compareByOrder);
    if (args.lines === "remove") for (const { id } of inside) draft.remove(line, id);
    else {
      const { keys, respread } = placeAmong(linesIn(draft, null), undefined, inside.length, context);
      for (const { sibling, order } of respread) draft.set(line, sibling.id, { order });
      inside.forEach(({ id }, index) => draft.set(line, id, { group: null, order: keys[index] ?? "" }));
    }
    draft.remove(lineGroup, args.group);
    return ok(null);
  },
});
