/** The tree of places equipment is kept. One document holds all of it. */
import { defineCommand, livingRecord } from "#shared/kernel/command";
import type { CommandContext, DocumentDraft } from "#shared/kernel/command";
import { compareByOrder, orderKeyBetween, orderKeys, randomFromIds } from "#shared/kernel/order-key";
import type { NewRecord, RecordPatch } from "#shared/kernel/record";
import { err, ok } from "#shared/kernel/result";
import type { Result } from "#shared/kernel/result";
import { checkValues } from "./check-values";
import type { InventoryProblem } from "./errors";
import { location } from "./types";
import type { Location, LocationId } from "./types";

const places = { single: "places" } as const;
const writeInventory = [{ verb: "write", on: "inventory" }] as const;

export type NewLocation = Omit<NewRecord<typeof location>, "order"> & {
  /** The brother or sister it follows; absent puts it last. */
  readonly behind?: LocationId;
};
export type LocationPatch = Omit<RecordPatch<typeof location>, "order" | "parent">;

const livingLocation = (draft: DocumentDraft, id: LocationId): Result<Location, InventoryProblem> => {
  const found = livingRecord(draft, location, id);
  return found === undefined ? err({ type: "LocationMissing" }) : ok(found);
};

/** Order key for a place among the children of `parent`, behind a given one or last. */
const orderAmong = (
  draft: DocumentDraft,
  parent: LocationId | undefined,
  behind: LocationId | undefined,
  context: CommandContext,
): string => {
  const random = randomFromIds(() => context.newId());
  const children = draft
    .list(location)
    .filter((record) => record.removedAt === undefined && record.parent === parent)
    .sort(compareByOrder);
  const found = children.findIndex((record) => record.id === behind);
  const at = found < 0 ? children.length : found + 1;
  const key = orderKeyBetween(children[at - 1]?.order, children[at]?.order, random);
  if (key !== undefined) return key;
  // No room between the neighbours: all children get new keys, with one left free for the newcomer.
  const spread = orderKeys(children.length + 1, random);
  children.forEach((child, index) => {
    const order = spread[index < at ? index : index + 1];
    if (order !== undefined) draft.set(location, child.id, { order });
  });
  return spread[at] ?? "";
};

/** Whether `inner` is `outer` or lies in it. Ends at a circle, which a merge may have made. */
const liesIn = (draft: DocumentDraft, inner: LocationId, outer: LocationId): boolean => {
  const seen = new Set<LocationId>();
  for (let at: LocationId | undefined = inner; at !== undefined && !seen.has(at);) {
    if (at === outer) return true;
    seen.add(at);
    at = draft.get(location, at)?.parent;
  }
  return false;
};

export const createLocation = defineCommand<NewLocation, { readonly location: LocationId }, InventoryProblem>(
  {
    name: "inventory.createLocation",
    needs: writeInventory,
    documents: () => [places],
    run: (drafts, args, context) => {
      const draft = drafts.open(places);
      const { behind, ...given } = args;
      if (given.parent !== undefined) {
        const parent = livingLocation(draft, given.parent);
        if (!parent.ok) return parent;
      }
      const values = { ...given, order: orderAmong(draft, given.parent, behind, context) };
      const checked = checkValues(location, values);
      if (!checked.ok) return checked;
      const id = context.newId<LocationId>();
      draft.create(location, id, values);
      return ok({ location: id });
    },
  },
);

export interface EditLocation {
  readonly location: LocationId;
  readonly values: LocationPatch;
}

export const editLocation = defineCommand<EditLocation, null, InventoryProblem>({
  name: "inventory.editLocation",
  needs: writeInventory,
  documents: () => [places],
  run: (drafts, args) => {
    const checked = checkValues(location, args.values);
    if (!checked.ok) return checked;
    const draft = drafts.open(places);
    const found = livingLocation(draft, args.location);
    if (!found.ok) return found;
    draft.set(location, args.location, args.values);
    return ok(null);
  },
});

export interface MoveLocation {
  readonly location: LocationId;
  /** Null puts it at the top of the tree. */
  readonly parent: LocationId | null;
  readonly behind?: LocationId;
}

export const moveLocation = defineCommand<MoveLocation, null, InventoryProblem>({
  name: "inventory.moveLocation",
  needs: writeInventory,
  documents: () => [places],
  run: (drafts, args, context) => {
    const draft = drafts.open(places);
    const found = livingLocation(draft, args.location);
    if (!found.ok) return found;
    if (args.parent !== null) {
      const parent = livingLocation(draft, args.parent);
      if (!parent.ok) return parent;
      if (liesIn(draft, args.parent, args.location)) return err({ type: "LocationInsideItself" });
    }
    const order = orderAmong(draft, args.parent ?? undefined, args.behind, context);
    draft.set(location, args.location, { parent: args.parent, order });
    return ok(null);
  },
});

/** Removes an empty place. What lies in it moves out first, by the person who knows where to. */
export const removeLocation = defineCommand<{ readonly location: LocationId }, null, InventoryProblem>({
  name: "inventory.removeLocation",
  needs: writeInventory,
  documents: () => [places],
  run: (drafts, args) => {
    const draft = drafts.open(places);
    const found = livingLocation(draft, args.location);
    if (!found.ok) return found;
    const holds = draft
      .list(location)
      .some((other) => other.removedAt === undefined && other.parent === args.location);
    if (holds) return err({ type: "LocationHoldsOthers" });
    draft.remove(location, args.location);
    return ok(null);
  },
});
