/** Lines of a pull list: adding, editing, moving, removing. Each runs in the event's own document. */
import { findBadValue } from "#shared/kernel/check-values";
import { defineCommand } from "#shared/kernel/command";
import type { CommandContext, DocumentDraft, Drafts } from "#shared/kernel/command";
import type { RecordPatch } from "#shared/kernel/record";
import { err, ok } from "#shared/kernel/result";
import type { Result } from "#shared/kernel/result";
import type { Product, ProductId } from "#shared/domain/inventory";
import type { EventId } from "#shared/domain/events";
import type { PullListProblem } from "./errors";
import { documentOf, linesIn, livingGroup, livingLine, openList, writeEvent } from "./in-document";
import type { Behind } from "./placing";
import { placeAmong } from "./placing";
import { line } from "./types";
import type { LineGroupId, LineId } from "./types";

/** What a line asks for: a product with the figures its readers need, or free text. */
export interface LineItem {
  readonly product?: ProductId | undefined;
  readonly name: string;
  readonly maker?: string | undefined;
  readonly weightG?: number | undefined;
  readonly powerW?: number | undefined;
}

export const lineItemOf = ({ id, name, maker, weightG, powerW }: Product): LineItem => ({
  product: id,
  name,
  maker,
  weightG,
  powerW,
});

export interface NewLine {
  readonly item: LineItem;
  readonly quantity: number;
  readonly note?: string | undefined;
}

export interface AddLines {
  readonly event: EventId;
  readonly lines: readonly NewLine[];
  /** Null: in no group. */
  readonly group: LineGroupId | null;
  readonly behind?: Behind<LineId>;
}

export const addLines = defineCommand<AddLines, { readonly lines: readonly LineId[] }, PullListProblem>({
  name: "pullList.addLines",
  needs: writeEvent,
  documents: documentOf,
  run: (drafts, args, context) => {
    const opened = openList(drafts, args.event);
    if (!opened.ok) return opened;
    const draft = opened.value;
    if (args.group !== null) {
      const group = livingGroup(draft, args.group);
      if (!group.ok) return group;
    }
    const values = args.lines.map(({ item, quantity, note }) => ({ ...item, quantity, note }));
    for (const each of values) {
      const problem = findBadValue(line, each);
      if (problem !== undefined) return err(problem);
    }
    const keys = placeInGroup(draft, args.group, args.behind, values.length, context);
    const group = args.group ?? undefined;
    const ids = values.map((each, index) => {
      const id = context.newId<LineId>();
      draft.create(line, id, { ...each, group, order: keys[index] ?? "" });
      return id;
    });
    return ok({ lines: ids });
  },
});

export interface SetQuantity {
  readonly event: EventId;
  readonly line: LineId;
  readonly quantity: number;
}

export const setQuantity = defineCommand<SetQuantity, null, PullListProblem>({
  name: "pullList.setQuantity",
  needs: writeEvent,
  documents: documentOf,
  run: (drafts, args) => setFields(drafts, args, { quantity: args.quantity }),
});

export interface SetNote {
  readonly event: EventId;
  readonly line: LineId;
  /** For the house, or also for the client. */
  readonly kind: "note" | "clientNote";
  /** Null or blank clears. */
  readonly text: string | null;
}

export const setNote = defineCommand<SetNote, null, PullListProblem>({
  name: "pullList.setNote",
  needs: writeEvent,
  documents: documentOf,
  run: (drafts, args) => {
    const text = args.text === null || args.text.trim() === "" ? null : args.text;
    return setFields(drafts, args, { [args.kind]: text });
  },
});

export interface SetItem {
  readonly event: EventId;
  readonly line: LineId;
  readonly item: LineItem;
}

/** Gives a line another item: free text becomes a product, a product its alternative. Quantity and notes stay. */
export const setItem = defineCommand<SetItem, null, PullListProblem>({
  name: "pullList.setItem",
  needs: writeEvent,
  documents: documentOf,
  run: (drafts, args) => {
    const { product = null, name, maker = null, weightG = null, powerW = null } = args.item;
    return setFields(drafts, args, { product, name, maker, weightG, powerW });
  },
});

export interface MoveLines {
  readonly event: EventId;
  /** In the order they shall stand in. */
  readonly lines: readonly LineId[];
  readonly group: LineGroupId | null;
  readonly behind?: Behind<LineId>;
}

export const moveLines = defineCommand<MoveLines, null, PullListProblem>({
  name: "pullList.moveLines",
  needs: writeEvent,
  documents: documentOf,
  run: (drafts, args, context) => {
    const opened = openList(drafts, args.event);
    if (!opened.ok) return opened;
    const draft = opened.value;
    if (args.group !== null) {
      const group = livingGroup(draft, args.group);
      if (!group.ok) return group;
    }
    for (const id of args.lines) {
      const found = livingLine(draft, id);
      if (!found.ok) return found;
    }
    const keys = placeInGroup(
      draft,
      args.group,
      args.behind,
      args.lines.length,
      context,
      new Set(args.lines),
    );
    args.lines.forEach((id, index) => draft.set(line, id, { group: args.group, order: keys[index] ?? "" }));
    return ok(null);
  },
});

export interface RemoveLines {
  readonly event: EventId;
  readonly lines: readonly LineId[];
}

/** What was already scanned for a removed line stays on the event as unplanned. */
export const removeLines = defineCommand<RemoveLines, null, PullListProblem>({
  name: "pullList.removeLines",
  needs: writeEvent,
  documents: documentOf,
  run: (drafts, args) => {
    const opened = openList(drafts, args.event);
    if (!opened.ok) return opened;
    for (const id of args.lines) {
      const found = livingLine(opened.value, id);
      if (!found.ok) return found;
    }
    for (const id of args.lines) opened.value.remove(line, id);
    return ok(null);
  },
});

const setFields = (
  drafts: Drafts,
  args: { readonly event: EventId; readonly line: LineId },
  values: RecordPatch<typeof line>,
): Result<null, PullListProblem> => {
  const opened = openList(drafts, args.event);
  if (!opened.ok) return opened;
  const found = livingLine(opened.value, args.line);
  if (!found.ok) return found;
  const problem = findBadValue(line, values);
  if (problem !== undefined) return err(problem);
  opened.value.set(line, args.line, values);
  return ok(null);
};

/** Keys for lines of the group; makes room among the others when there is none. */
const placeInGroup = (
  draft: DocumentDraft,
  group: LineGroupId | null,
  behind: Behind<LineId>,
  count: number,
  context: CommandContext,
  moved: ReadonlySet<LineId> = new Set(),
): readonly string[] => {
  const siblings = linesIn(draft, group).filter(({ id }) => !moved.has(id));
  const { keys, respread } = placeAmong(siblings, behind, count, context);
  for (const { sibling, order } of respread) draft.set(line, sibling.id, { order });
  return keys;
};
