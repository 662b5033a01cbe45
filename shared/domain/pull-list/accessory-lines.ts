/**
 * Lines that go along with another line. They stand behind it, and their quantity follows it for as long as nobody
 * typed another one.
 */
import type { CommandContext, DocumentDraft } from "#shared/kernel/command";
import { compareByOrder } from "#shared/kernel/order-key";
import type { NewRecord } from "#shared/kernel/record";
import { knownGroup, linesIn } from "./in-document";
import type { AccessoryRule, NewAccessory, NewLine } from "./line-item";
import { line } from "./types";
import type { Line, LineGroupId, LineId } from "./types";

/** Pieces an accessory needs for so many pieces of what it goes along with. */
export const piecesAlong = (
  pieces: number,
  { quantity, per }: Pick<AccessoryRule, "quantity" | "per">,
): number => Math.min(1_000_000, Math.ceil((pieces * quantity) / per));

/** What the line's rule asks for, given the line it goes along with; undefined when it has none. */
export const ruledQuantity = (accessory: Line, parent: Pick<Line, "quantity">): number | undefined =>
  accessory.accessoryQuantity === undefined
    ? undefined
    : piecesAlong(parent.quantity, {
        quantity: accessory.accessoryQuantity,
        per: accessory.accessoryPer ?? 1,
      });

export interface PlannedLine {
  readonly values: Omit<NewRecord<typeof line>, "order" | "group" | "accessoryOf">;
  /** Place in the same list of the line it goes along with; null for one somebody asked for. */
  readonly along: number | null;
}

/** Where a line of somebody else's plan came from. */
type Sourced = Pick<NewRecord<typeof line>, "source" | "sourceId" | "sourceQuantity">;

/** The lines asked for, each with its accessories behind it. */
export const planLines = (lines: readonly (NewLine & Sourced)[]): readonly PlannedLine[] => {
  const planned: PlannedLine[] = [];
  const take = (accessories: readonly NewAccessory[], quantity: number, along: number): void => {
    for (const { item, rule, accessories: further = [] } of accessories) {
      const values = {
        ...item,
        quantity: piecesAlong(quantity, rule),
        accessoryQuantity: rule.quantity,
        accessoryPer: rule.per === 1 ? undefined : rule.per,
        inclusion: rule.inclusion,
        isSafety: rule.isSafety ? true : undefined,
        isPart: rule.isPart,
      };
      const at = planned.push({ values, along }) - 1;
      take(further, values.quantity, at);
    }
  };
  for (const { accessories = [], item, ...rest } of lines) {
    const at = planned.push({ values: { ...item, ...rest }, along: null }) - 1;
    take(accessories, rest.quantity, at);
  }
  return planned;
};

/** Makes planned lines under keys in their order; gives the ids of those somebody asked for. */
export const createPlanned = (
  draft: DocumentDraft,
  planned: readonly PlannedLine[],
  group: LineGroupId | undefined,
  keys: readonly string[],
  context: CommandContext,
  along?: LineId,
): readonly LineId[] => {
  const ids = planned.map(() => context.newId<LineId>());
  planned.forEach(({ values, along: parent }, index) => {
    const id = ids[index];
    if (id === undefined) return;
    const accessoryOf = parent === null ? along : ids[parent];
    draft.create(line, id, { ...values, accessoryOf, group, order: keys[index] ?? "" });
  });
  return ids.filter((_, index) => planned[index]?.along === null);
};

/** Living lines by the line they go along with, in the order of the list. */
const linesAlong = (draft: DocumentDraft): ReadonlyMap<LineId, readonly Line[]> => {
  const along = new Map<LineId, Line[]>();
  for (const each of draft.list(line)) {
    if (each.removedAt !== undefined || each.accessoryOf === undefined) continue;
    const known = along.get(each.accessoryOf);
    if (known === undefined) along.set(each.accessoryOf, [each]);
    else known.push(each);
  }
  for (const lines of along.values()) lines.sort(compareByOrder);
  return along;
};

/** The lines with everything that goes along with them at any depth, each behind what it goes along with. */
export const withAccessories = (draft: DocumentDraft, ids: readonly LineId[]): readonly LineId[] => {
  const along = linesAlong(draft);
  const asked = new Set(ids);
  const taken = new Set<LineId>();
  const take = (id: LineId): void => {
    if (taken.has(id)) return;
    taken.add(id);
    for (const each of along.get(id) ?? []) if (!asked.has(each.id)) take(each.id);
  };
  for (const id of ids) take(id);
  return [...taken];
};

/** The last line of the run that begins with this one: itself, or the last of its accessories right behind it. */
export const endOfRun = (draft: DocumentDraft, first: Line): LineId => {
  const { id } = first;
  const siblings = linesIn(draft, knownGroup(draft, first) ?? null).toSorted(compareByOrder);
  const along = new Set(withAccessories(draft, [id]));
  let end = id;
  for (const each of siblings.slice(siblings.findIndex((sibling) => sibling.id === id) + 1)) {
    if (!along.has(each.id)) break;
    end = each.id;
  }
  return end;
};

/** Sets a line's quantity; accessories that still have what their rule gave follow, and so do theirs. */
export const setWithAccessories = (draft: DocumentDraft, parent: Line, quantity: number): void => {
  draft.set(line, parent.id, { quantity });
  const along = linesAlong(draft);
  const followed = new Set<LineId>([parent.id]);
  const follow = (from: Line, now: number): void => {
    for (const each of along.get(from.id) ?? []) {
      const ruled = ruledQuantity(each, { quantity: now });
      if (ruled === undefined || each.quantity !== ruledQuantity(each, from)) continue;
      // No command closes a circle, a forged document may.
      if (followed.has(each.id)) continue;
      followed.add(each.id);
      draft.set(line, each.id, { quantity: ruled });
      follow(each, ruled);
    }
  };
  follow(parent, quantity);
};
