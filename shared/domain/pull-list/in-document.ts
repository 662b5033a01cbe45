/** The pull list of an event inside a command. */
import { defineCommand, livingRecord } from "#shared/kernel/command";
import type { Command, CommandContext, DocumentDraft } from "#shared/kernel/command";
import { thingOf } from "#shared/kernel/ids";
import { err, ok } from "#shared/kernel/result";
import type { Result } from "#shared/kernel/result";
import { event } from "#shared/domain/events";
import type { EventId } from "#shared/domain/events";
import type { PullListProblem } from "./errors";
import type { Behind } from "./placing";
import { placeAmong } from "./placing";
import { line, lineGroup } from "./types";
import type { Line, LineGroup, LineGroupId, LineId } from "./types";

/** A command on the pull list of one event; it runs only where the event is there. */
export const defineListCommand = <Args extends { readonly event: EventId }, Value>(
  name: string,
  run: (draft: DocumentDraft, args: Args, context: CommandContext) => Result<Value, PullListProblem>,
): Command<Args, Value, PullListProblem> =>
  defineCommand({
    name,
    needs: [{ verb: "write", on: "event" }],
    documents: (args) => [{ thing: thingOf(args.event) }],
    run: (drafts, args, context) => {
      const draft = drafts.open({ thing: thingOf(args.event) });
      return livingRecord(draft, event, args.event) === undefined
        ? err({ type: "EventMissing" })
        : run(draft, args, context);
    },
  });

export const livingLine = (draft: DocumentDraft, id: LineId): Result<Line, PullListProblem> => {
  const found = livingRecord(draft, line, id);
  return found === undefined ? err({ type: "LineMissing" }) : ok(found);
};

export const livingGroup = (draft: DocumentDraft, id: LineGroupId): Result<LineGroup, PullListProblem> => {
  const found = livingRecord(draft, lineGroup, id);
  return found === undefined ? err({ type: "GroupMissing" }) : ok(found);
};

export const livingGroups = (draft: DocumentDraft): readonly LineGroup[] =>
  draft.list(lineGroup).filter((group) => group.removedAt === undefined);

/** The group a line is shown in; undefined when it has none, or one that is gone. */
export const knownGroup = (draft: DocumentDraft, { group }: Pick<Line, "group">): LineGroupId | undefined =>
  livingGroups(draft).some(({ id }) => id === group) ? group : undefined;

/** Lines shown in the group; null are those in none, or in one that is gone. */
export const linesIn = (draft: DocumentDraft, group: LineGroupId | null): readonly Line[] => {
  const groups = new Set(livingGroups(draft).map(({ id }) => id));
  return draft.list(line).filter((candidate) => {
    const home = candidate.group !== undefined && groups.has(candidate.group) ? candidate.group : null;
    return candidate.removedAt === undefined && home === group;
  });
};

/** Keys for lines of the group; makes room among the others when there is none. */
export const placeLines = (
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

/** A key for one group; makes room among the others when there is none. */
export const placeGroup = (
  draft: DocumentDraft,
  behind: Behind<LineGroupId>,
  context: CommandContext,
  moved?: LineGroupId,
): string => {
  const siblings = livingGroups(draft).filter(({ id }) => id !== moved);
  const { keys, respread } = placeAmong(siblings, behind, 1, context);
  for (const { sibling, order } of respread) draft.set(lineGroup, sibling.id, { order });
  return keys[0] ?? "";
};
