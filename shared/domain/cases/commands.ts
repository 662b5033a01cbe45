/** Packing lists and rules of cases. They stand in the product document of the case; contents are moved by scanning. */
import { defineCommand, livingRecord } from "#shared/kernel/command";
import type { DocumentDraft } from "#shared/kernel/command";
import { thingOf } from "#shared/kernel/ids";
import { orderKeysBetween, randomFromIds } from "#shared/kernel/order-key";
import { assert, err, ok } from "#shared/kernel/result";
import type { Result } from "#shared/kernel/result";
import type { RecordPatch } from "#shared/kernel/record";
import { asset, checkValues } from "#shared/domain/inventory";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import type { CategoryId } from "#shared/domain/settings";
import type { CaseProblem } from "./errors";
import { caseBan, caseSlot } from "./types";
import type { CaseBanId, CaseSlotId } from "./types";

const writeInventory = [{ verb: "write", on: "inventory" }] as const;

/** A case, by the product whose document it stands in. */
export interface CaseRef {
  readonly product: ProductId;
  readonly case: AssetId;
}

export interface SlotValues {
  readonly product: ProductId;
  readonly asset?: AssetId | undefined;
  readonly quantity: number;
  readonly isPermanent?: boolean | undefined;
}

const ownDocument = ({ product }: CaseRef) => [{ thing: thingOf(product) }];

const livingCase = (draft: DocumentDraft, id: AssetId): Result<null, CaseProblem> => {
  const found = livingRecord(draft, asset, id);
  if (found === undefined) return err({ type: "AssetMissing" });
  return found.isCase ? ok(null) : err({ type: "NotACase" });
};

const addSlots = (
  draft: DocumentDraft,
  container: AssetId,
  slots: readonly SlotValues[],
  newId: () => CaseSlotId,
): Result<readonly CaseSlotId[], CaseProblem> => {
  for (const slot of slots) {
    if (slot.asset === container) return err({ type: "NotACase" });
    const checked = checkValues(caseSlot, { quantity: slot.quantity });
    if (!checked.ok) return checked;
  }
  const known = draft.list(caseSlot).filter((slot) => slot.case === container);
  const last = known.map(({ order }) => order).sort();
  const orders = orderKeysBetween(slots.length, last.at(-1), undefined, randomFromIds(newId));
  assert(orders, "there is always room at the end");
  return ok(
    orders.flatMap((order, index) => {
      const slot = slots[index];
      if (slot === undefined) return [];
      const id = newId();
      const quantity = slot.asset === undefined ? slot.quantity : 1;
      draft.create(caseSlot, id, { ...slot, quantity, case: container, order });
      return [id];
    }),
  );
};

/** Adds lines to the packing list. */
export const addCaseSlots = defineCommand<
  CaseRef & { readonly slots: readonly SlotValues[] },
  readonly CaseSlotId[],
  CaseProblem
>({
  name: "cases.addSlots",
  needs: writeInventory,
  documents: ownDocument,
  run: (drafts, args, context) => {
    const draft = drafts.open({ thing: thingOf(args.product) });
    const found = livingCase(draft, args.case);
    if (!found.ok) return found;
    return addSlots(draft, args.case, args.slots, () => context.newId());
  },
});

/** Makes the packing list say what is given, line by line: usually what lies in the case right now. */
export const replaceCaseSlots = defineCommand<
  CaseRef & { readonly slots: readonly SlotValues[] },
  readonly CaseSlotId[],
  CaseProblem
>({
  name: "cases.replaceSlots",
  needs: writeInventory,
  documents: ownDocument,
  run: (drafts, args, context) => {
    const draft = drafts.open({ thing: thingOf(args.product) });
    const found = livingCase(draft, args.case);
    if (!found.ok) return found;
    for (const slot of draft.list(caseSlot))
      if (slot.case === args.case && slot.removedAt === undefined) draft.remove(caseSlot, slot.id);
    return addSlots(draft, args.case, args.slots, () => context.newId());
  },
});

export const editCaseSlot = defineCommand<
  {
    readonly product: ProductId;
    readonly slot: CaseSlotId;
    readonly values: Pick<RecordPatch<typeof caseSlot>, "quantity" | "isPermanent">;
  },
  null,
  CaseProblem
>({
  name: "cases.editSlot",
  needs: writeInventory,
  documents: (args) => [{ thing: thingOf(args.product) }],
  run: (drafts, { product, slot, values }) => {
    const checked = checkValues(caseSlot, values);
    if (!checked.ok) return checked;
    const draft = drafts.open({ thing: thingOf(product) });
    const found = livingRecord(draft, caseSlot, slot);
    if (found === undefined) return err({ type: "SlotMissing" });
    // A named piece is one piece.
    draft.set(caseSlot, slot, found.asset === undefined ? values : { ...values, quantity: 1 });
    return ok(null);
  },
});

export const removeCaseSlot = defineCommand<
  { readonly product: ProductId; readonly slot: CaseSlotId },
  null,
  CaseProblem
>({
  name: "cases.removeSlot",
  needs: writeInventory,
  documents: (args) => [{ thing: thingOf(args.product) }],
  run: (drafts, { product, slot }) => {
    const draft = drafts.open({ thing: thingOf(product) });
    const found = draft.get(caseSlot, slot);
    if (found === undefined) return err({ type: "SlotMissing" });
    if (found.removedAt === undefined) draft.remove(caseSlot, slot);
    return ok(null);
  },
});

export const addCaseBan = defineCommand<
  CaseRef & { readonly category?: CategoryId | undefined; readonly prefix?: string | undefined },
  { readonly ban: CaseBanId },
  CaseProblem
>({
  name: "cases.addBan",
  needs: writeInventory,
  documents: ownDocument,
  run: (drafts, args, context) => {
    const prefix = args.prefix?.trim();
    if ((args.category === undefined) === (prefix === undefined || prefix === ""))
      return err({ type: "BanEmpty" });
    const values = { case: args.case, category: args.category, prefix: prefix === "" ? undefined : prefix };
    const checked = checkValues(caseBan, values);
    if (!checked.ok) return checked;
    const draft = drafts.open({ thing: thingOf(args.product) });
    const found = livingCase(draft, args.case);
    if (!found.ok) return found;
    const id = context.newId<CaseBanId>();
    draft.create(caseBan, id, values);
    return ok({ ban: id });
  },
});

export const removeCaseBan = defineCommand<
  { readonly product: ProductId; readonly ban: CaseBanId },
  null,
  CaseProblem
>({
  name: "cases.removeBan",
  needs: writeInventory,
  documents: (args) => [{ thing: thingOf(args.product) }],
  run: (drafts, { product, ban }) => {
    const draft = drafts.open({ thing: thingOf(product) });
    const found = draft.get(caseBan, ban);
    if (found === undefined) return err({ type: "BanMissing" });
    if (found.removedAt === undefined) draft.remove(caseBan, ban);
    return ok(null);
  },
});
