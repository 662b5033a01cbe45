/** Covers part of a line, or all of it, by another product: a shortage becomes two lines in one step. */
import { findBadValue } from "#shared/kernel/check-values";
import { err, ok } from "#shared/kernel/result";
import type { EventId } from "#shared/domain/events";
import { createPlanned, endOfRun, planLines, setWithAccessories, withAccessories } from "./accessory-lines";
import { defineListCommand, knownGroup, livingLine, placeLines } from "./in-document";
import { standsInFor } from "./line-item";
import type { LineItem, NewAccessory } from "./line-item";
import { line } from "./types";
import type { LineId } from "./types";

export interface Substitute {
  readonly event: EventId;
  readonly line: LineId;
  readonly item: LineItem;
  /** How many pieces the other product covers. */
  readonly quantity: number;
  /** What goes along with the other product. */
  readonly accessories?: readonly NewAccessory[];
}

/** Value names the line that now asks for the other product. Accessories follow on both sides. */
export const substitute = defineListCommand<Substitute, { readonly line: LineId }>(
  "pullList.substitute",
  (draft, args, context) => {
    const found = livingLine(draft, args.line);
    if (!found.ok) return found;
    const { item, accessories } = args;
    const { note, quantity: asked, accessoryOf, isPart } = found.value;
    const quantity = Math.min(args.quantity, asked);
    const planned = planLines([
      { item, quantity, note, ...(accessories === undefined ? {} : { accessories }) },
    ]);
    for (const { values } of planned) {
      const problem = findBadValue(line, values);
      if (problem !== undefined) return err(problem);
    }
    const group = knownGroup(draft, found.value);
    const keys = placeLines(draft, group ?? null, endOfRun(draft, found.value), planned.length, context);
    const [id] = createPlanned(draft, planned, group, keys, context, accessoryOf);
    if (id !== undefined && accessoryOf !== undefined)
      draft.set(line, id, {
        isPart: isPart ?? null,
        insteadOf: standsInFor(found.value, item.product) ?? null,
      });
    if (quantity === asked) for (const each of withAccessories(draft, [args.line])) draft.remove(line, each);
    else setWithAccessories(draft, found.value, asked - quantity);
    return ok({ line: id ?? args.line });
  },
);
