/** A new event like an earlier one: its phases moved along, its pull list copied, nothing of what happened on it. */
import { findBadValue } from "#shared/kernel/check-values";
import { defineCommand, livingRecord } from "#shared/kernel/command";
import type { CommandContext, DocumentDraft } from "#shared/kernel/command";
import { thingOf } from "#shared/kernel/ids";
import { shiftLocal, wallMinutesBetween } from "#shared/kernel/local-time";
import type { LocalDateTime } from "#shared/kernel/record";
import { err, ok } from "#shared/kernel/result";
import type { Result } from "#shared/kernel/result";
import { event, phase } from "#shared/domain/events";
import type { EventId, PhaseId } from "#shared/domain/events";
import { piecesAlong, ruledQuantity, setWithAccessories } from "./accessory-lines";
import type { PullListProblem } from "./errors";
import { livingGroups } from "./in-document";
import { addBehind } from "./line-commands";
import type { NewAccessory } from "./line-item";
import { line, lineGroup } from "./types";
import type { Line, LineGroupId, LineId } from "./types";

export interface DuplicateEvent {
  /** The event to copy. */
  readonly event: EventId;
  readonly name: string;
  /** When the copy's busy window begins; everything else moves by the same time. */
  readonly busyFrom: LocalDateTime;
  /** What goes along with the lines by what their products name today. */
  readonly along?: readonly { readonly line: LineId; readonly accessories: readonly NewAccessory[] }[];
}

export interface CopiedEvent {
  readonly event: EventId;
  /** Accessories that were not on the list that was copied. */
  readonly arrived: number;
}

export const duplicateEvent = defineCommand<DuplicateEvent, CopiedEvent, PullListProblem>({
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
    const ids = copyList(source, copy, context);
    const arrived = recheckAccessories(source, copy, { ids, along: args.along ?? [] }, context);
    return arrived.ok ? ok({ event: id, arrived: arrived.value }) : arrived;
  },
});

/** Gives the copied lines' ids by those they were copied from. */
const copyList = (
  source: DocumentDraft,
  copy: DocumentDraft,
  context: CommandContext,
): ReadonlyMap<LineId, LineId> => {
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
  return fresh;
};

interface Recheck {
  readonly ids: ReadonlyMap<LineId, LineId>;
  readonly along: NonNullable<DuplicateEvent["along"]>;
}

/**
 * Products may name other accessories by now than when the list was made: what has come along since is added, and
 * what is there follows the rule of today. Nothing is taken away. What somebody took off the list stays off, unless it
 * must go along.
 */
const recheckAccessories = (
  source: DocumentDraft,
  copy: DocumentDraft,
  { ids, along }: Recheck,
  context: CommandContext,
): Result<number, PullListProblem> => {
  let arrived = 0;
  for (const { line: original, accessories } of along) {
    const id = ids.get(original);
    const parent = id === undefined ? undefined : livingRecord(copy, line, id);
    if (parent === undefined) continue;
    const here = copy.list(line).filter(({ accessoryOf }) => accessoryOf === parent.id);
    for (const each of here) followRule(copy, parent, each, accessories);
    const wasTakenOff = (of: NewAccessory): boolean =>
      source
        .list(line)
        .some((each) => each.removedAt !== undefined && each.accessoryOf === original && isOf(each, of));
    const missing = accessories.filter(
      (of) =>
        !here.some((each) => isFor(each, of)) && (of.rule.inclusion === "mandatory" || !wasTakenOff(of)),
    );
    const problem = addBehind(copy, parent, missing, context);
    if (problem !== undefined) return err(problem);
    arrived += missing.length;
  }
  return ok(arrived);
};

/** A kit may have the same product as a part and as what goes along with it. */
const isOf = (each: Line, { item: { product }, rule }: NewAccessory): boolean =>
  product !== undefined && each.product === product && (each.isPart === true) === (rule.isPart === true);

/** Itself, or what stands in for it. */
const isFor = (each: Line, of: NewAccessory): boolean =>
  isOf(each, of) || (each.insteadOf !== undefined && isOf({ ...each, product: each.insteadOf }, of));

/** A quantity somebody typed stays. */
const followRule = (
  draft: DocumentDraft,
  parent: Line,
  each: Line,
  accessories: readonly NewAccessory[],
): void => {
  const found = accessories.find((of) => isOf(each, of));
  if (found === undefined) return;
  const { quantity, per, inclusion, isSafety } = found.rule;
  const isRuled = each.quantity === ruledQuantity(each, parent);
  draft.set(line, each.id, {
    accessoryQuantity: quantity,
    accessoryPer: per === 1 ? null : per,
    inclusion,
    isSafety: isSafety ? true : null,
  });
  if (isRuled) setWithAccessories(draft, each, piecesAlong(parent.quantity, found.rule));
};

/** All but where a line came from: the copy is not from that plan. */
const copiedFields = (each: Omit<Line, "id" | "group" | "accessoryOf">) => {
  const { product, order, quantity, name, maker, weightG, powerW, note, clientNote } = each;
  const { accessoryQuantity, accessoryPer, inclusion, isSafety, isKit, isPart, insteadOf } = each;
  const rule = { accessoryQuantity, accessoryPer, inclusion, isSafety, isKit, isPart, insteadOf };
  return { product, order, quantity, name, maker, weightG, powerW, note, clientNote, ...rule };
};
