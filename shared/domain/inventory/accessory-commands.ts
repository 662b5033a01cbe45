/** What goes along with a product. Lists that ask for the product ask for its accessories too. */
import { defineCommand, livingRecord } from "#shared/kernel/command";
import type { DocumentDraft, Drafts } from "#shared/kernel/command";
import { thingOf } from "#shared/kernel/ids";
import type { NewRecord, RecordPatch } from "#shared/kernel/record";
import { err, ok } from "#shared/kernel/result";
import type { Result } from "#shared/kernel/result";
import { checkValues } from "./check-values";
import type { InventoryProblem } from "./errors";
import { placeAtEnd } from "./listed-product";
import { openProduct } from "./product-commands";
import { accessory } from "./types";
import type { AccessoryId, ProductId } from "./types";

const writeInventory = [{ verb: "write", on: "inventory" }] as const;

export type AddAccessory = Omit<NewRecord<typeof accessory>, "order">;
export type AccessoryPatch = Omit<RecordPatch<typeof accessory>, "product" | "item" | "order">;

export const addAccessory = defineCommand<
  AddAccessory,
  { readonly accessory: AccessoryId },
  InventoryProblem
>({
  name: "inventory.addAccessory",
  needs: writeInventory,
  documents: (args) => [{ thing: thingOf(args.product) }],
  run: (drafts, args, context) => {
    const opened = openProduct(drafts, args.product);
    if (!opened.ok) return opened;
    const draft = opened.value;
    const others = draft.list(accessory).filter((record) => record.removedAt === undefined);
    const order = placeAtEnd(others, args, context);
    if (!order.ok) return order;
    const values = { ...args, order: order.value };
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

const openAccessory = (drafts: Drafts, args: OneAccessory): Result<DocumentDraft, InventoryProblem> => {
  const opened = openProduct(drafts, args.product);
  if (!opened.ok) return opened;
  return livingRecord(opened.value, accessory, args.accessory) === undefined
    ? err({ type: "AccessoryMissing" })
    : opened;
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
    const opened = openAccessory(drafts, args);
    if (!opened.ok) return opened;
    opened.value.set(accessory, args.accessory, args.values);
    return ok(null);
  },
});

export const removeAccessory = defineCommand<OneAccessory, null, InventoryProblem>({
  name: "inventory.removeAccessory",
  needs: writeInventory,
  documents: (args) => [{ thing: thingOf(args.product) }],
  run: (drafts, args) => {
    const opened = openAccessory(drafts, args);
    if (!opened.ok) return opened;
    opened.value.remove(accessory, args.accessory);
    return ok(null);
  },
});
