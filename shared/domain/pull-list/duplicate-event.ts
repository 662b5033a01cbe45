/** A new event like an earlier one: its phases moved along, its pull list copied, nothing of what happened on it. */
import { findBadValue } from "#shared/kernel/check-values";
import { defineCommand } from "#shared/kernel/command";
import type { CommandContext, DocumentDraft } from "#shared/kernel/command";
import { thingOf } from "#shared/kernel/ids";
import { shiftLocal, wallMinutesBetween } from "#shared/kernel/local-time";
import type { LocalDateTime } from "#shared/kernel/record";
import { err, ok } from "#shared/kernel/result";
import { event, phase } from "#shared/domain/events";
import type { EventId, PhaseId } from "#shared/domain/events";
import type { PullListProblem } from "./errors";
import { livingGroups } from "./in-document";
import { line, lineGroup } from "./types";
import type { Line, LineGroupId, LineId } from "./types";

export interface DuplicateEvent {
  /** The event to copy. */
  readonly event: EventId;
  readonly name: string;
  /** When the copy's busy window begins; everything else moves by the same time. */
  readonly busyFrom: LocalDateTime;
}

export const duplicateEvent = defineCommand<DuplicateEvent, { readonly event: EventId }, PullListProblem>({
  name: "pullList.duplicateEvent",
  needs: [
    { verb: "read", on: "event" },
    { verb: "create", on: "event" },
  ],
  documents: (args) => [{ thing: thingOf(args.event) }],
  run: (drafts, args, context) => {
    const source = drafts.open({ thing: thingOf(args.event) });
    const original = source.get(event, args.event);
    if (original === undefined) return err({ type: "EventMissing" });
    const problem = findBadValue(event, { name: args.name, busyFrom: args.busyFrom });
    if (problem !== undefined) return err(problem);
    const minutes = wallMinutesBetween(original.busyFrom, args.busyFrom);
    const { client, venue, zone, colour, notes } = original;
    const id = context.newId<EventId>();
    const copy = drafts.create("event", thingOf(id), { event: thingOf(id) });
    const busyTo = shiftLocal(original.busyTo, minutes);
    copy.create(event, id, {
      name: args.name,
      client,
      venue,
      zone,
      colour,
      notes,
      busyFrom: args.busyFrom,
      busyTo,
    });
    for (const { kind, from, to, place, removedAt } of source.list(phase)) {
      if (removedAt !== undefined) continue;
      const moved = { from: shiftLocal(from, minutes), to: shiftLocal(to, minutes) };
      copy.create(phase, context.newId<PhaseId>(), { kind, place, ...moved });
    }
    copyList(source, copy, context);
    return ok({ event: id });
  },
});

const copyList = (source: DocumentDraft, copy: DocumentDraft, context: CommandContext): void => {
  const groups = new Map<LineGroupId, LineGroupId>();
  for (const { id, name, order } of livingGroups(source)) {
    const fresh = context.newId<LineGroupId>();
    groups.set(id, fresh);
    copy.create(lineGroup, fresh, { name, order });
  }
  const living = source.list(line).filter(({ removedAt }) => removedAt === undefined);
  const fresh = new Map(living.map(({ id }) => [id, context.newId<LineId>()]));
  for (const { id, group, accessoryOf, ...each } of living) {
    const copied = fresh.get(id);
    if (copied === undefined) continue;
    copy.create(line, copied, {
      ...copiedFields(each),
      group: group === undefined ? undefined : groups.get(group),
      accessoryOf: accessoryOf === undefined ? undefined : fresh.get(accessoryOf),
    });
  }
};

/** All but where a line came from: the copy is not from that plan. */
const copiedFields = (each: Omit<Line, "id" | "group" | "accessoryOf">) => {
  const { product, order, quantity, name, maker, weightG, powerW, note, clientNote } = each;
  const { accessoryQuantity, accessoryPer, inclusion, isSafety } = each;
  const rule = { accessoryQuantity, accessoryPer, inclusion, isSafety };
  return { product, order, quantity, name, maker, weightG, powerW, note, clientNote, ...rule };
};
