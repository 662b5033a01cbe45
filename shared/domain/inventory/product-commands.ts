/** Making, editing and removing products. Amounts of money stand apart, see `money-commands`. */
import { defineCommand, livingRecord } from "#shared/kernel/command";
import type { DocumentDraft, Drafts } from "#shared/kernel/command";
import { thingOf } from "#shared/kernel/ids";
import type { NewRecord, RecordPatch } from "#shared/kernel/record";
import { err, ok } from "#shared/kernel/result";
import type { Result } from "#shared/kernel/result";
import { checkValues } from "./check-values";
import type { InventoryProblem } from "./errors";
import { asset, code, product } from "./types";
import type { ProductId } from "./types";

export type NewProduct = NewRecord<typeof product>;
/** What is a kit stays one, and nothing becomes one: lists and stock know it by what it was made as. */
export type ProductPatch = Omit<RecordPatch<typeof product>, "isKit">;

/** The product's document for writing, unless the product was removed. The command has to name the document. */
export const openProduct = (drafts: Drafts, id: ProductId): Result<DocumentDraft, InventoryProblem> => {
  const draft = drafts.open({ thing: thingOf(id) });
  return livingRecord(draft, product, id) === undefined ? err({ type: "ProductMissing" }) : ok(draft);
};

/** The document of a product that has pieces. */
export const openWithBody = (drafts: Drafts, id: ProductId): Result<DocumentDraft, InventoryProblem> => {
  const opened = openProduct(drafts, id);
  if (!opened.ok) return opened;
  return opened.value.get(product, id)?.isKit === true ? err({ type: "KitHasNoBody" }) : opened;
};

export const createProduct = defineCommand<NewProduct, { readonly product: ProductId }, InventoryProblem>({
  name: "inventory.createProduct",
  needs: [{ verb: "create", on: "inventory" }],
  documents: () => [],
  run: (drafts, values, context) => {
    const checked = checkValues(product, values);
    if (!checked.ok) return checked;
    const id = context.newId<ProductId>();
    drafts.create("product", thingOf(id)).create(product, id, values);
    return ok({ product: id });
  },
});

export interface EditProduct {
  readonly product: ProductId;
  readonly values: ProductPatch;
}

export const editProduct = defineCommand<EditProduct, null, InventoryProblem>({
  name: "inventory.editProduct",
  needs: [{ verb: "write", on: "inventory" }],
  documents: (args) => [{ thing: thingOf(args.product) }],
  run: (drafts, args) => {
    const checked = checkValues(product, args.values);
    if (!checked.ok) return checked;
    const opened = openProduct(drafts, args.product);
    if (!opened.ok) return opened;
    const draft = opened.value;
    draft.set(product, args.product, args.values);
    return ok(null);
  },
});

/** Removes the product with its assets and codes; movements stay, they are facts. */
export const removeProduct = defineCommand<{ readonly product: ProductId }, null, InventoryProblem>({
  name: "inventory.removeProduct",
  needs: [{ verb: "write", on: "inventory" }],
  documents: (args) => [{ thing: thingOf(args.product) }],
  run: (drafts, args) => {
    const opened = openProduct(drafts, args.product);
    if (!opened.ok) return opened;
    const draft = opened.value;
    for (const type of [code, asset])
      for (const record of draft.list(type))
        if (record.removedAt === undefined) draft.remove(type, record.id);
    draft.remove(product, args.product);
    return ok(null);
  },
});
