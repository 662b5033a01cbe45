/** Lines of a pull list: adding, editing, moving, removing. Each runs in the event's own document. */
import { findBadValue } from "#shared/kernel/check-values";
import type { DocumentDraft } from "#shared/kernel/command";
import type { RecordPatch } from "#shared/kernel/record";
import { err, ok } from "#shared/kernel/result";
import type { Result } from "#shared/kernel/result";
import type { Product, ProductId } from "#shared/domain/inventory";
import type { EventId } from "#shared/domain/events";
import type { PullListProblem } from "./errors";
import { defineListCommand, livingGroup, livingLine, placeLines } from "./in-document";
import type { Behind } from "./placing";
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

export const addLines = defineListCommand<AddLines, { readonly lines: readonly LineId[] }>(
  "pullList.addLines",
  (draft, args, context) => {
    if (args.group !== null) {
      const group = livingGroup(draft, args.group);
      if (!group.ok) return group;
    }
    const values = args.lines.map(({ item, quantity, note }) => ({ ...item, quantity, note }));
    for (const each of values) {
      const problem = findBadValue(line, each);
      if (problem !== undefined) return err(problem);
    }
    const keys = placeLines(draft, args.group, args.behind, values.length, context);
    const group = args.group ?? undefined;
    const ids = values.map((each, index) => {
      const id = context.newId<LineId>();
      draft.create(line, id, { ...each, group, order: keys[index] ?? "" });
      return id;
    });
    return ok({ lines: ids });
  },
);

export interface SetQuantity {
  readonly event: EventId;
  readonly line: LineId;
  readonly quantity: number;
}

export const setQuantity = defineListCommand<SetQuantity, null>("pullList.setQuantity", (draft, args) =>
  setFields(draft, args, { quantity: args.quantity }),
);

export interface SetNote {
  readonly event: EventId;
  readonly line: LineId;
  /** For the house, or also for the client. */
  readonly kind: "note" | "clientNote";
  /** Null or blank clears. */
  readonly text: string | null;
}

export const setNote = defineListCommand<SetNote, null>("pullList.setNote", (draft, args) => {
  const text = args.text === null || args.text.trim() === "" ? null : args.text;
  return setFields(draft, args, { [args.kind]: text });
});

export interface SetItem {
  readonly event: EventId;
  readonly line: LineId;
  readonly item: LineItem;
}

/** Gives a line another item: free text becomes a product, a product its alternative. Quantity and notes stay. */
export const setItem = defineListCommand<SetItem, null>("pullList.setItem", (draft, args) => {
  const { product = null, name, maker = null, weightG = null, powerW = null } = args.item;
  return setFields(draft, args, { product, name, maker, weightG, powerW });
});

export interface MoveLines {
  readonly event: EventId;
  /** In the order they shall stand in. */
  readonly lines: readonly LineId[];
  readonly group: LineGroupId | null;
  readonly behind?: Behind<LineId>;
}

export const moveLines = defineListCommand<MoveLines, null>("pullList.moveLines", (draft, args, context) => {
  if (args.group !== null) {
    const group = livingGroup(draft, args.group);
    if (!group.ok) return group;
  }
  for (const id of args.lines) {
    const found = livingLine(draft, id);
    if (!found.ok) return found;
  }
  const keys = placeLines(draft, args.group, args.behind, args.lines.length, context, new Set(args.lines));
  args.lines.forEach((id, index) => draft.set(line, id, { group: args.group, order: keys[index] ?? "" }));
  return ok(null);
});

export interface RemoveLines {
  readonly event: EventId;
  readonly lines: readonly LineId[];
}

/** What was already scanned for a removed line stays on the event as unplanned. */
export const removeLines = defineListCommand<RemoveLines, null>("pullList.removeLines", (draft, args) => {
  for (const id of args.lines) {
    const found = livingLine(draft, id);
    if (!found.ok) return found;
  }
  for (const id of args.lines) draft.remove(line, id);
  return ok(null);
});

const setFields = (
  draft: DocumentDraft,
  args: { readonly line: LineId },
  values: RecordPatch<typeof line>,
): Result<null, PullListProblem> => {
  const found = livingLine(draft, args.line);
  if (!found.ok) return found;
  const problem = findBadValue(line, values);
  if (problem !== undefined) return err(problem);
  draft.set(line, args.line, values);
  return ok(null);
};
