/** Reading the pull list of an event inside a command. */
import type { DocumentDraft, Drafts } from "#shared/kernel/command";
import { thingOf } from "#shared/kernel/ids";
import { err, ok } from "#shared/kernel/result";
import type { Result } from "#shared/kernel/result";
import { event } from "#shared/domain/events";
import type { EventId } from "#shared/domain/events";
import type { PullListProblem } from "./errors";
import { line, lineGroup } from "./types";
import type { Line, LineGroup, LineGroupId, LineId } from "./types";

export const writeEvent = [{ verb: "write", on: "event" }] as const;
export const documentOf = (args: { readonly event: EventId }) => [{ thing: thingOf(args.event) }];

/** The event's document, provided the event is there. */
export const openList = (drafts: Drafts, id: EventId): Result<DocumentDraft, PullListProblem> => {
  const draft = drafts.open({ thing: thingOf(id) });
  const found = draft.get(event, id);
  return found === undefined || found.removedAt !== undefined ? err({ type: "EventMissing" }) : ok(draft);
};

export const livingLine = (draft: DocumentDraft, id: LineId): Result<Line, PullListProblem> => {
  const found = draft.get(line, id);
  return found === undefined || found.removedAt !== undefined ? err({ type: "LineMissing" }) : ok(found);
};

export const livingGroup = (draft: DocumentDraft, id: LineGroupId): Result<LineGroup, PullListProblem> => {
  const found = draft.get(lineGroup, id);
  return found === undefined || found.removedAt !== undefined ? err({ type: "GroupMissing" }) : ok(found);
};

export const livingGroups = (draft: DocumentDraft): readonly LineGroup[] =>
  draft.list(lineGroup).filter((group) => group.removedAt === undefined);

/** Lines shown in the group; null are those in none, or in one that is gone. */
export const linesIn = (draft: DocumentDraft, group: LineGroupId | null): readonly Line[] => {
  const groups = new Set(livingGroups(draft).map(({ id }) => id));
  return draft.list(line).filter((candidate) => {
    const home = candidate.group !== undefined && groups.has(candidate.group) ? candidate.group : null;
    return candidate.removedAt === undefined && home === group;
  });
};
