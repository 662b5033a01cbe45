/** Making events and planning their times. Each event is a document of its own. */
import { findBadValue } from "#shared/kernel/check-values";
import { defineCommand, livingRecord } from "#shared/kernel/command";
import type { Command, CommandContext, DocumentDraft } from "#shared/kernel/command";
import { thingOf } from "#shared/kernel/ids";
import { isKnownZone } from "#shared/kernel/local-time";
import type { LocalDateTime, NewRecord, RecordPatch, Zone } from "#shared/kernel/record";
import { err, ok } from "#shared/kernel/result";
import type { Result } from "#shared/kernel/result";
import type { EventProblem } from "./errors";
import { event, phase } from "./types";
import type { Event, EventId, PhaseId } from "./types";
import { windowOf } from "./windows";

/** A command on one event; it runs only where the event is there. */
const defineEventCommand = <Args extends { readonly event: EventId }, Value>(
  name: string,
  run: (opened: OpenedEvent, args: Args, context: CommandContext) => Result<Value, EventProblem>,
): Command<Args, Value, EventProblem> =>
  defineCommand({
    name,
    needs: [{ verb: "write", on: "event" }],
    documents: (args) => [{ thing: thingOf(args.event) }],
    run: (drafts, args, context) => {
      const draft = drafts.open({ thing: thingOf(args.event) });
      const current = livingRecord(draft, event, args.event);
      return current === undefined ? err({ type: "EventMissing" }) : run({ draft, current }, args, context);
    },
  });

interface OpenedEvent {
  readonly draft: DocumentDraft;
  readonly current: Event;
}

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

export const setEventFields = defineEventCommand<SetEventFields, null>(
  "events.setFields",
  ({ draft, current }, args) => {
    const { busyFrom, busyTo, zone } = current;
    const next = { busyFrom, busyTo, zone, ...args.values };
    const touchesWindow = "busyFrom" in args.values || "busyTo" in args.values || "zone" in args.values;
    const problem =
      findBadValue(event, args.values) ??
      (touchesWindow ? findBadWindow(next.busyFrom, next.busyTo, next.zone) : undefined);
    if (problem !== undefined) return err(problem);
    draft.set(event, args.event, args.values);
    return ok(null);
  },
);

/** Takes an event off every list. Its document stays; undo brings it back. */
export const removeEvent = defineEventCommand<{ readonly event: EventId }, null>(
  "events.removeEvent",
  ({ draft }, args) => {
    draft.remove(event, args.event);
    return ok(null);
  },
);

export interface AddPhase {
  readonly event: EventId;
  readonly values: NewRecord<typeof phase>;
}

export const addPhase = defineEventCommand<AddPhase, { readonly phase: PhaseId }>(
  "events.addPhase",
  ({ draft, current }, args, context) => {
    const problem =
      findBadValue(phase, args.values) ?? findBadWindow(args.values.from, args.values.to, current.zone);
    if (problem !== undefined) return err(problem);
    const id = context.newId<PhaseId>();
    draft.create(phase, id, args.values);
    return ok({ phase: id });
  },
);

export interface SetPhase {
  readonly event: EventId;
  readonly phase: PhaseId;
  readonly values: RecordPatch<typeof phase>;
}

export const setPhase = defineEventCommand<SetPhase, null>("events.setPhase", ({ draft, current }, args) => {
  const found = livingRecord(draft, phase, args.phase);
  if (found === undefined) return err({ type: "PhaseMissing" });
  const next = { from: found.from, to: found.to, ...args.values };
  const problem = findBadValue(phase, args.values) ?? findBadWindow(next.from, next.to, current.zone);
  if (problem !== undefined) return err(problem);
  draft.set(phase, args.phase, args.values);
  return ok(null);
});

export const removePhase = defineEventCommand<{ readonly event: EventId; readonly phase: PhaseId }, null>(
  "events.removePhase",
  ({ draft }, args) => {
    const found = livingRecord(draft, phase, args.phase);
    if (found === undefined) return err({ type: "PhaseMissing" });
    draft.remove(phase, args.phase);
    return ok(null);
  },
);

const findBadWindow = (from: LocalDateTime, to: LocalDateTime, zone: Zone): EventProblem | undefined => {
  if (!isKnownZone(zone)) return { type: "ZoneUnknown", zone };
  const window = windowOf(from, to, zone);
  return window.to > window.from ? undefined : { type: "WindowNotPositive" };
};
