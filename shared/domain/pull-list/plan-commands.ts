/**
 * A pull list from somebody else's plan: a lighting plan, a spreadsheet. Lines keep where they came from, so the same
 * file again changes nothing, a newer file changes only the quantities it changed, and what people edited or removed
 * since stays as they left it.
 */
import { findBadValue } from "#shared/kernel/check-values";
import type { CommandContext, DocumentDraft } from "#shared/kernel/command";
import { err, ok } from "#shared/kernel/result";
import type { EventId } from "#shared/domain/events";
import type { PullListProblem } from "./errors";
import { defineListCommand, livingGroups, placeGroup, placeLines } from "./in-document";
import { createPlanned, planLines, setWithAccessories } from "./accessory-lines";
import type { NewLine } from "./line-item";
import { line, lineGroup } from "./types";
import type { Line, LineGroupId } from "./types";

export interface PlanLine extends NewLine {
  /** What tells this line from the others of the same source, the same each time the plan is read. */
  readonly sourceId: string;
}

export interface PlanGroup {
  /** Joined with the group of that name when the list has one. */
  readonly name: string;
  readonly lines: readonly PlanLine[];
}

export interface AddLinesFromPlan {
  readonly event: EventId;
  /** Which kind of plan, such as `mvr`. */
  readonly source: string;
  readonly groups: readonly PlanGroup[];
}

export interface PlanOutcome {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

export const addLinesFromPlan = defineListCommand<AddLinesFromPlan, PlanOutcome>(
  "pullList.addLinesFromPlan",
  (draft, args, context) => {
    const problem = findProblem(args);
    if (problem !== undefined) return err(problem);
    const known = new Map<string, Line>();
    for (const each of draft.list(line)) {
      if (each.source === args.source && each.sourceId !== undefined) known.set(each.sourceId, each);
    }
    const outcome = { added: 0, changed: 0, unchanged: 0 };
    for (const group of args.groups) {
      const fresh: PlanLine[] = [];
      for (const planned of group.lines) {
        const present = known.get(planned.sourceId);
        if (present === undefined) fresh.push(planned);
        else outcome[takeOver(draft, present, planned.quantity)]++;
      }
      addFresh(draft, args.source, group.name, fresh, context);
      outcome.added += fresh.length;
    }
    return ok(outcome);
  },
);

const findProblem = (args: AddLinesFromPlan): PullListProblem | undefined => {
  for (const { name, lines } of args.groups) {
    const problem = findBadValue(lineGroup, { name });
    if (problem !== undefined) return problem;
    for (const { values } of planLines(lines)) {
      const bad = findBadValue(line, { ...values, source: args.source });
      if (bad !== undefined) return bad;
    }
  }
  return undefined;
};

const takeOver = (draft: DocumentDraft, present: Line, quantity: number): "changed" | "unchanged" => {
  if (present.sourceQuantity === quantity) return "unchanged";
  draft.set(line, present.id, { sourceQuantity: quantity });
  if (present.removedAt !== undefined || present.quantity === quantity) return "unchanged";
  setWithAccessories(draft, present, quantity);
  return "changed";
};

const addFresh = (
  draft: DocumentDraft,
  source: string,
  groupName: string,
  fresh: readonly PlanLine[],
  context: CommandContext,
): void => {
  if (fresh.length === 0) return;
  const group = groupNamed(draft, groupName, context);
  const planned = planLines(fresh.map((each) => ({ ...each, source, sourceQuantity: each.quantity })));
  const keys = placeLines(draft, group, undefined, planned.length, context);
  createPlanned(draft, planned, group, keys, context);
};

const groupNamed = (draft: DocumentDraft, name: string, context: CommandContext): LineGroupId => {
  const groups = livingGroups(draft);
  const wanted = name.trim().toLowerCase();
  const present = groups.find((group) => group.name.trim().toLowerCase() === wanted);
  if (present !== undefined) return present.id;
  const order = placeGroup(draft, undefined, context);
  const id = context.newId<LineGroupId>();
  draft.create(lineGroup, id, { name, order });
  return id;
};
