/** Making events and planning their times. Each event is a document of its own. */
import { findBadValue } from "#shared/kernel/check-values";
import { defineCommand } from "#shared/kernel/command";
import type { DocumentDraft } from "#shared/kernel/command";
import { thingOf } from "#shared/kernel/ids";
import { isKnownZone } from "#shared/kernel/local-time";
import type { LocalDateTime, NewRecord, RecordPatch, Zone } from "#shared/kernel/record";
import { err, ok } from "#shared/kernel/result";
import type { Result } from "#shared/kernel/result";
import type { EventProblem } from "./errors";
import { event, phase } from "./types";
import type { Event, EventId, Phase, PhaseId } from "./types";
import { windowOf } from "./windows";

const writeEvent = [{ verb: "write", on: "event" }] as const;
const itsDocument = (args: { readonly event: EventId }) => [{ thing: thingOf(args.event) }];

export const createEvent = defineCommand<NewRecord<typeof event>, { readonly event: EventId }, EventProblem>({
  name: "events.createEvent",
  needs: [{ verb: "create", on: "event" }],
  documents: () => [],
  run: (drafts, values, context) => {
    const problem = findBadValue(event, values) ?? findBadWindow(values.busyFrom, values.busyTo, values.zone);
    if (problem !== undefined) return err(problem);
    const id = context.newId<EventId>();
    drafts.create("event", thingOf(id), { event: thingOf(id) }).create(event, id, values);
    return ok({ event: id });
  },
});

export interface SetEventFields {
  readonly event: EventId;
  readonly values: RecordPatch<typeof event>;
}

export const setEventFields = defineCommand<SetEventFields, null, EventProblem>({
  name: "events.setFields",
  needs: writeEvent,
  documents: itsDocument,
  run: (drafts, args) => {
    const draft = drafts.open({ thing: thingOf(args.event) });
    const found = livingEvent(draft, args.event);
    if (!found.ok) return found;
    const { busyFrom, busyTo, zone } = found.value;
    const next = { busyFrom, busyTo, zone, ...args.values };
    const touchesWindow = "busyFrom" in args.values || "busyTo" in args.values || "zone" in args.values;
    const problem =
      findBadValue(event, args.values) ??
      (touchesWindow ? findBadWindow(next.busyFrom, next.busyTo, next.zone) : undefined);
    if (problem !== undefined) return err(problem);
    draft.set(event, args.event, args.values);
    return ok(null);
  },
});

/** Takes an event off every list. Its document stays; undo brings it back. */
export const removeEvent = defineCommand<{ readonly event: EventId }, null, EventProblem>({
  name: "events.removeEvent",
  needs: writeEvent,
  documents: itsDocument,
  run: (drafts, args) => {
    const draft = drafts.open({ thing: thingOf(args.event) });
    const found = livingEvent(draft, args.event);
    if (!found.ok) return found;
    draft.remove(event, args.event);
    return ok(null);
  },
});

export interface AddPhase {
  readonly event: EventId;
  readonly values: NewRecord<typeof phase>;
}

export const addPhase = defineCommand<AddPhase, { readonly phase: PhaseId }, EventProblem>({
  name: "events.addPhase",
  needs: writeEvent,
  documents: itsDocument,
  run: (drafts, args, context) => {
    const draft = drafts.open({ thing: thingOf(args.event) });
    const found = livingEvent(draft, args.event);
    if (!found.ok) return found;
    const problem =
      findBadValue(phase, args.values) ?? findBadWindow(args.values.from, args.values.to, found.value.zone);
    if (problem !== undefined) return err(problem);
    const id = context.newId<PhaseId>();
    draft.create(phase, id, args.values);
    return ok({ phase: id });
  },
});

export interface SetPhase {
  readonly event: EventId;
  readonly phase: PhaseId;
  readonly values: RecordPatch<typeof phase>;
}

export const setPhase = defineCommand<SetPhase, null, EventProblem>({
  name: "events.setPhase",
  needs: writeEvent,
  documents: itsDocument,
  run: (drafts, args) => {
    const draft = drafts.open({ thing: thingOf(args.event) });
    const found = livingEvent(draft, args.event);
    if (!found.ok) return found;
    const current = livingPhase(draft, args.phase);
    if (!current.ok) return current;
    const next = { from: current.value.from, to: current.value.to, ...args.values };
    const problem = findBadValue(phase, args.values) ?? findBadWindow(next.from, next.to, found.value.zone);
    if (problem !== undefined) return err(problem);
    draft.set(phase, args.phase, args.values);
    return ok(null);
  },
});

export const removePhase = defineCommand<
  { readonly event: EventId; readonly phase: PhaseId },
  null,
  EventProblem
>({
  name: "events.removePhase",
  needs: writeEvent,
  documents: itsDocument,
  run: (drafts, args) => {
    const draft = drafts.open({ thing: thingOf(args.event) });
    const current = livingPhase(draft, args.phase);
    if (!current.ok) return current;
    draft.remove(phase, args.phase);
    return ok(null);
  },
});

const livingEvent = (draft: DocumentDraft, id: EventId): Result<Event, EventProblem> => {
  const found = draft.get(event, id);
  return found === undefined || found.removedAt !== undefined ? err({ type: "EventMissing" }) : ok(found);
};

const livingPhase = (draft: DocumentDraft, id: PhaseId): Result<Phase, EventProblem> => {
  const found = draft.get(phase, id);
  return found === undefined || found.removedAt !== undefined ? err({ type: "PhaseMissing" }) : ok(found);
};

const findBadWindow = (from: LocalDateTime, to: LocalDateTime, zone: Zone): EventProblem | undefined => {
  if (!isKnownZone(zone)) return { type: "ZoneUnknown", zone };
  const window = windowOf(from, to, zone);
  return window.to > window.from ? undefined : { type: "WindowNotPositive" };
};
