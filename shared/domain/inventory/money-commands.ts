/**
 * What equipment costs. Stands in a document of its own beside each product, with a random thing of its own: crew
 * may read all products and none of their values.
 */
import { defineCommand } from "#shared/kernel/command";
import type { CommandContext, DocumentDraft, Drafts } from "#shared/kernel/command";
import type { ThingId } from "#shared/kernel/ids";
import type { Money } from "#shared/kernel/record";
import { ok } from "#shared/kernel/result";
import { checkValues } from "./check-values";
import type { InventoryProblem } from "./errors";
import { assetCost, productValue } from "./types";
import type { AssetCostId, AssetId, ProductId, ProductValueId } from "./types";

/** The money document of a product where there is one; else the command makes it. */
interface MoneyOf {
  readonly product: ProductId;
  readonly moneyThing?: ThingId | undefined;
}

export const openMoney = (drafts: Drafts, of: MoneyOf, context: CommandContext): DocumentDraft =>
  of.moneyThing === undefined
    ? drafts.create("product-money", context.newId<ThingId>())
    : drafts.open({ thing: of.moneyThing });

export const writeReplacement = (
  draft: DocumentDraft,
  of: ProductId,
  replacement: Money | null,
  context: CommandContext,
): void => {
  const known = draft.list(productValue).find((record) => record.product === of);
  if (known !== undefined) draft.set(productValue, known.id, { replacement });
  else if (replacement !== null)
    draft.create(productValue, context.newId<ProductValueId>(), { product: of, replacement });
};

export const writePurchase = (
  draft: DocumentDraft,
  of: { readonly product: ProductId; readonly asset: AssetId },
  purchase: Money | null,
  context: CommandContext,
): void => {
  const known = draft.list(assetCost).find((record) => record.asset === of.asset);
  if (known !== undefined) draft.set(assetCost, known.id, { purchase });
  else if (purchase !== null) draft.create(assetCost, context.newId<AssetCostId>(), { ...of, purchase });
};

export interface SetReplacement extends MoneyOf {
  readonly replacement: Money | null;
}

/** The value of one piece, for insurance, customs and loss. */
export const setReplacement = defineCommand<SetReplacement, null, InventoryProblem>({
  name: "inventory.setReplacement",
  needs: [
    { verb: "write", on: "money" },
    { verb: "create", on: "money" },
  ],
  documents: (args) => (args.moneyThing === undefined ? [] : [{ thing: args.moneyThing }]),
  run: (drafts, args, context) => {
    const checked = checkValues(productValue, { replacement: args.replacement });
    if (!checked.ok) return checked;
    if (args.replacement === null && args.moneyThing === undefined) return ok(null);
    writeReplacement(openMoney(drafts, args, context), args.product, args.replacement, context);
    return ok(null);
  },
});

export interface SetPurchase extends MoneyOf {
  readonly asset: AssetId;
  readonly purchase: Money | null;
}

/** What one asset was bought for. */
export const setPurchase = defineCommand<SetPurchase, null, InventoryProblem>({
  name: "inventory.setPurchase",
  needs: [
    { verb: "write", on: "money" },
    { verb: "create", on: "money" },
  ],
  documents: (args) => (args.moneyThing === undefined ? [] : [{ thing: args.moneyThing }]),
  run: (drafts, args, context) => {
    const checked = checkValues(assetCost, { purchase: args.purchase });
    if (!checked.ok) return checked;
    if (args.purchase === null && args.moneyThing === undefined) return ok(null);
    const of = { product: args.product, asset: args.asset };
    writePurchase(openMoney(drafts, args, context), of, args.purchase, context);
    return ok(null);
  },
});
