/** Lines of a pull list: adding, editing, moving, removing. Each runs in the event's own document. */
import { findBadValue } from "#shared/kernel/check-values";
import type { BadValue } from "#shared/kernel/check-values";
import type { CommandContext, DocumentDraft } from "#shared/kernel/command";
import type { RecordPatch } from "#shared/kernel/record";
import { err, ok } from "#shared/kernel/result";
import type { Result } from "#shared/kernel/result";
import type { EventId } from "#shared/domain/events";
import { createPlanned, endOfRun, planLines, setWithAccessories, withAccessories } from "./accessory-lines";
import type { PlannedLine } from "./accessory-lines";
import type { PullListProblem } from "./errors";
import { defineListCommand, knownGroup, livingGroup, livingLine, placeLines } from "./in-document";
import { standsInFor } from "./line-item";
import type { LineItem, NewAccessory, NewLine } from "./line-item";
import type { Behind } from "./placing";
import { line } from "./types";
import type { Line, LineGroupId, LineId } from "./types";

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
    const planned = planLines(args.lines);
    const problem = findBadPlanned(planned);
    if (problem !== undefined) return err(problem);
    const keys = placeLines(draft, args.group, args.behind, planned.length, context);
    return ok({ lines: createPlanned(draft, planned, args.group ?? undefined, keys, context) });
  },
);

const findBadPlanned = (planned: readonly PlannedLine[]): BadValue | undefined => {
  for (const { values } of planned) {
    const problem = findBadValue(line, values);
    if (problem !== undefined) return problem;
  }
  return undefined;
};

export interface AddAccessories {
  readonly event: EventId;
  readonly line: LineId;
  readonly accessories: readonly NewAccessory[];
}

/** Adds what goes along with a line that is on the list already. */
export const addAccessories = defineListCommand<AddAccessories, null>(
  "pullList.addAccessories",
  (draft, args, context) => {
    const found = livingLine(draft, args.line);
    if (!found.ok) return found;
    const problem = addBehind(draft, found.value, args.accessories, context);
    return problem === undefined ? ok(null) : err(problem);
  },
);

/** Puts accessories at the end of the run of the line they go along with. */
export const addBehind = (
  draft: DocumentDraft,
  parent: Line,
  accessories: readonly NewAccessory[],
  context: CommandContext,
): BadValue | undefined => {
  // The line itself is there; only what goes along with it is new.
  const [, ...behind] = planLines([{ item: { name: parent.name }, quantity: parent.quantity, accessories }]);
  const planned = behind.map(({ values, along }) => ({
    values,
    along: along === 0 ? null : (along ?? 1) - 1,
  }));
  const problem = findBadPlanned(planned);
  if (problem !== undefined) return problem;
  const group = knownGroup(draft, parent);
  const keys = placeLines(draft, group ?? null, endOfRun(draft, parent), planned.length, context);
  createPlanned(draft, planned, group, keys, context, parent.id);
  return undefined;
};

export interface SetQuantity {
  readonly event: EventId;
  readonly line: LineId;
  readonly quantity: number;
}

/** Accessories that nobody gave another quantity follow. */
export const setQuantity = defineListCommand<SetQuantity, null>("pullList.setQuantity", (draft, args) => {
  const found = livingLine(draft, args.line);
  if (!found.ok) return found;
  const problem = findBadValue(line, { quantity: args.quantity });
  if (problem !== undefined) return err(problem);
  setWithAccessories(draft, found.value, args.quantity);
  return ok(null);
});

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
  readonly accessories?: readonly NewAccessory[];
}

/**
 * Gives a line another item: free text becomes a product. Quantity and notes stay; what went along with the former
 * item goes, what goes along with the new one comes.
 */
export const setItem = defineListCommand<SetItem, null>("pullList.setItem", (draft, args, context) => {
  const { product = null, name, maker = null, weightG = null, powerW = null, isKit = null } = args.item;
  const before = livingLine(draft, args.line);
  if (!before.ok) return before;
  const insteadOf = standsInFor(before.value, product) ?? null;
  const done = setFields(draft, args, { product, name, maker, weightG, powerW, isKit, insteadOf });
  if (!done.ok) return done;
  if ((before.value.product ?? null) === product) return done;
  for (const id of withAccessories(draft, [args.line])) if (id !== args.line) draft.remove(line, id);
  const problem = addBehind(draft, before.value, args.accessories ?? [], context);
  return problem === undefined ? done : err(problem);
});

export interface MoveLines {
  readonly event: EventId;
  /** In the order they shall stand in. */
  readonly lines: readonly LineId[];
  readonly group: LineGroupId | null;
  readonly behind?: Behind<LineId>;
}

/** What goes along with a line moves with it. */
export const moveLines = defineListCommand<MoveLines, null>("pullList.moveLines", (draft, args, context) => {
  if (args.group !== null) {
    const group = livingGroup(draft, args.group);
    if (!group.ok) return group;
  }
  for (const id of args.lines) {
    const found = livingLine(draft, id);
    if (!found.ok) return found;
  }
  const moved = withAccessories(draft, args.lines);
  const together = new Set(moved);
  // Behind itself or behind what goes along with it: there it stands.
  if (args.behind !== null && args.behind !== undefined && together.has(args.behind)) return ok(null);
  const keys = placeLines(draft, args.group, args.behind, moved.length, context, together);
  moved.forEach((id, index) => draft.set(line, id, { group: args.group, order: keys[index] ?? "" }));
  return ok(null);
});

export interface RemoveLines {
  readonly event: EventId;
  readonly lines: readonly LineId[];
}

/** With what goes along with them. What was already scanned for a removed line stays on the event as unplanned. */
export const removeLines = defineListCommand<RemoveLines, null>("pullList.removeLines", (draft, args) => {
  for (const id of args.lines) {
    const found = livingLine(draft, id);
    if (!found.ok) return found;
  }
  for (const id of withAccessories(draft, args.lines)) draft.remove(line, id);
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
