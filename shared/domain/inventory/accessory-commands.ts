/** What goes along with a product. Lists that ask for the product ask for its accessories too. */
import { defineCommand, livingRecord } from "#shared/kernel/command";
import type { DocumentDraft } from "#shared/kernel/command";
import { thingOf } from "#shared/kernel/ids";
import type { NewRecord, RecordPatch } from "#shared/kernel/record";
import { err, ok } from "#shared/kernel/result";
import type { Result } from "#shared/kernel/result";
import { checkValues } from "./check-values";
import type { InventoryProblem } from "./errors";
import { lastOrder } from "./last-order";
import { livingProduct } from "./product-commands";
import { accessory } from "./types";
import type { AccessoryId, ProductId } from "./types";

const writeInventory = [{ verb: "write", on: "inventory" }] as const;

export type AddAccessory = Omit<NewRecord<typeof accessory>, "order">;
export type AccessoryPatch = Omit<RecordPatch<typeof accessory>, "product" | "item" | "order">;

const livingAccessories = (draft: DocumentDraft) =>
  draft.list(accessory).filter((record) => record.removedAt === undefined);

export const addAccessory = defineCommand<
  AddAccessory,
  { readonly accessory: AccessoryId },
  InventoryProblem
>({
  name: "inventory.addAccessory",
  needs: writeInventory,
  documents: (args) => [{ thing: thingOf(args.product) }],
  run: (drafts, args, context) => {
    const draft = drafts.open({ thing: thingOf(args.product) });
    const found = livingProduct(draft, args.product);
    if (!found.ok) return found;
    if (args.item === args.product) return err({ type: "ProductItself" });
    const others = livingAccessories(draft);
    if (others.some(({ item }) => item === args.item)) return err({ type: "ProductListed" });
    const values = { ...args, order: lastOrder(others, context) };
    const checked = checkValues(accessory, values);
    if (!checked.ok) return checked;
    const id = context.newId<AccessoryId>();
    draft.create(accessory, id, values);
    return ok({ accessory: id });
  },
});

interface OneAccessory {
  readonly product: ProductId;
  readonly accessory: AccessoryId;
}

const checkHere = (draft: DocumentDraft, args: OneAccessory): Result<null, InventoryProblem> => {
  const found = livingProduct(draft, args.product);
  if (!found.ok) return found;
  return livingRecord(draft, accessory, args.accessory) === undefined
    ? err({ type: "AccessoryMissing" })
    : ok(null);
};

export interface EditAccessory extends OneAccessory {
  readonly values: AccessoryPatch;
}

export const editAccessory = defineCommand<EditAccessory, null, InventoryProblem>({
  name: "inventory.editAccessory",
  needs: writeInventory,
  documents: (args) => [{ thing: thingOf(args.product) }],
  run: (drafts, args) => {
    const checked = checkValues(accessory, args.values);
    if (!checked.ok) return checked;
    const draft = drafts.open({ thing: thingOf(args.product) });
    const found = checkHere(draft, args);
    if (!found.ok) return found;
    draft.set(accessory, args.accessory, args.values);
    return ok(null);
  },
});

export const removeAccessory = defineCommand<OneAccessory, null, InventoryProblem>({
  name: "inventory.removeAccessory",
  needs: writeInventory,
  documents: (args) => [{ thing: thingOf(args.product) }],
  run: (drafts, args) => {
    const draft = drafts.open({ thing: thingOf(args.product) });
    const found = checkHere(draft, args);
    if (!found.ok) return found;
    draft.remove(accessory, args.accessory);
    return ok(null);
  },
});
