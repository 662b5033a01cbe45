/** What a kit is made of. Lists that ask for the kit ask for its parts. */
import { defineCommand, livingRecord } from "#shared/kernel/command";
import type { DocumentDraft, Drafts } from "#shared/kernel/command";
import { thingOf } from "#shared/kernel/ids";
import { err, ok } from "#shared/kernel/result";
import type { Result } from "#shared/kernel/result";
import { checkValues } from "./check-values";
import type { InventoryProblem } from "./errors";
import { placeAtEnd } from "./listed-product";
import { openProduct } from "./product-commands";
import { kitPart, product } from "./types";
import type { KitPartId, ProductId } from "./types";

const writeInventory = [{ verb: "write", on: "inventory" }] as const;

export interface AddKitPart {
  /** The kit. */
  readonly product: ProductId;
  readonly item: ProductId;
  /** Pieces in each kit. */
  readonly quantity: number;
  /** The kits in the item at any depth, itself among them when it is one: they are looked through for this kit. */
  readonly kitsInItem: readonly ProductId[];
}

export const addKitPart = defineCommand<AddKitPart, { readonly part: KitPartId }, InventoryProblem>({
  name: "inventory.addKitPart",
  needs: writeInventory,
  documents: (args) => [args.product, ...args.kitsInItem].map((id) => ({ thing: thingOf(id) })),
  run: (drafts, { kitsInItem, ...args }, context) => {
    const opened = openKit(drafts, args.product);
    if (!opened.ok) return opened;
    const draft = opened.value;
    const others = draft.list(kitPart).filter((record) => record.removedAt === undefined);
    const order = placeAtEnd(others, args, context);
    if (!order.ok) return order;
    if (holds(drafts, kitsInItem, args.product)) return err({ type: "KitInsideItself" });
    const values = { ...args, order: order.value };
    const checked = checkValues(kitPart, values);
    if (!checked.ok) return checked;
    const id = context.newId<KitPartId>();
    draft.create(kitPart, id, values);
    return ok({ part: id });
  },
});

/** Whether one of these kits names the wanted one among its parts, or is it. */
const holds = (drafts: Drafts, kits: readonly ProductId[], wanted: ProductId): boolean =>
  kits.some(
    (kit) =>
      kit === wanted ||
      drafts
        .open({ thing: thingOf(kit) })
        .list(kitPart)
        .some(({ item, removedAt }) => removedAt === undefined && item === wanted),
  );

const openKit = (drafts: Drafts, id: ProductId): Result<DocumentDraft, InventoryProblem> => {
  const opened = openProduct(drafts, id);
  if (!opened.ok) return opened;
  return opened.value.get(product, id)?.isKit === true ? opened : err({ type: "NotAKit" });
};

interface OnePart {
  readonly product: ProductId;
  readonly part: KitPartId;
}

const openPart = (drafts: Drafts, args: OnePart): Result<DocumentDraft, InventoryProblem> => {
  const opened = openKit(drafts, args.product);
  if (!opened.ok) return opened;
  return livingRecord(opened.value, kitPart, args.part) === undefined
    ? err({ type: "KitPartMissing" })
    : opened;
};

export interface SetKitPartQuantity extends OnePart {
  readonly quantity: number;
}

export const setKitPartQuantity = defineCommand<SetKitPartQuantity, null, InventoryProblem>({
  name: "inventory.setKitPartQuantity",
  needs: writeInventory,
  documents: (args) => [{ thing: thingOf(args.product) }],
  run: (drafts, args) => {
    const { quantity } = args;
    const checked = checkValues(kitPart, { quantity });
    if (!checked.ok) return checked;
    const opened = openPart(drafts, args);
    if (!opened.ok) return opened;
    opened.value.set(kitPart, args.part, { quantity });
    return ok(null);
  },
});

export const removeKitPart = defineCommand<OnePart, null, InventoryProblem>({
  name: "inventory.removeKitPart",
  needs: writeInventory,
  documents: (args) => [{ thing: thingOf(args.product) }],
  run: (drafts, args) => {
    const opened = openPart(drafts, args);
    if (!opened.ok) return opened;
    opened.value.remove(kitPart, args.part);
    return ok(null);
  },
});
