/** Covers part of a line, or all of it, by another product: a shortage becomes two lines in one step. */
import { findBadValue } from "#shared/kernel/check-values";
import { err, ok } from "#shared/kernel/result";
import type { EventId } from "#shared/domain/events";
import { defineListCommand, livingGroups, livingLine, placeLines } from "./in-document";
import type { LineItem } from "./line-commands";
import { line } from "./types";
import type { LineId } from "./types";

export interface Substitute {
  readonly event: EventId;
  readonly line: LineId;
  readonly item: LineItem;
  /** How many pieces the other product covers. */
  readonly quantity: number;
}

/** Value names the line that now asks for the other product. */
export const substitute = defineListCommand<Substitute, { readonly line: LineId }>(
  "pullList.substitute",
  (draft, args, context) => {
    const found = livingLine(draft, args.line);
    if (!found.ok) return found;
    const quantity = Math.min(args.quantity, found.value.quantity);
    const problem = findBadValue(line, { ...args.item, quantity });
    if (problem !== undefined) return err(problem);
    const isKnown = livingGroups(draft).some(({ id }) => id === found.value.group);
    const group = isKnown ? found.value.group : undefined;
    const [order = ""] = placeLines(draft, group ?? null, args.line, 1, context);
    const id = context.newId<LineId>();
    draft.create(line, id, { ...args.item, quantity, group, order, note: found.value.note });
    if (quantity === found.value.quantity) draft.remove(line, args.line);
    else draft.set(line, args.line, { quantity: found.value.quantity - quantity });
    return ok({ line: id });
  },
);
