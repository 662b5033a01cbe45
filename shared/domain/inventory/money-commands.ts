/**
 * What equipment costs. Stands in a document of its own beside each product, with a random thing of its own: crew
 * may read all products and none of their values.
 */
import { defineCommand } from "#shared/kernel/command";
import type { CommandContext, DocumentDraft, Drafts } from "#shared/kernel/command";
import type { ThingId } from "#shared/kernel/ids";
import type { NewRecord, RecordPatch } from "#shared/kernel/record";
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

export type ProductValuePatch = Omit<RecordPatch<typeof productValue>, "product">;
export type AssetCostPatch = Omit<RecordPatch<typeof assetCost>, "product" | "asset">;

export const openMoney = (drafts: Drafts, of: MoneyOf, context: CommandContext): DocumentDraft =>
  of.moneyThing === undefined
    ? drafts.create("product-money", context.newId<ThingId>())
    : drafts.open({ thing: of.moneyThing });

/** A new record has nothing to clear. */
const given = (values: object): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));

export const writeProductValue = (
  draft: DocumentDraft,
  product: ProductId,
  values: ProductValuePatch,
  context: CommandContext,
): void => {
  const known = draft.list(productValue).find((record) => record.product === product);
  if (known !== undefined) return draft.set(productValue, known.id, values);
  const made: NewRecord<typeof productValue> = { ...given(values), product };
  draft.create(productValue, context.newId<ProductValueId>(), made);
};

export const writeAssetCost = (
  draft: DocumentDraft,
  of: { readonly product: ProductId; readonly asset: AssetId },
  values: AssetCostPatch,
  context: CommandContext,
): void => {
  const known = draft.list(assetCost).find((record) => record.asset === of.asset);
  if (known !== undefined) return draft.set(assetCost, known.id, values);
  const made: NewRecord<typeof assetCost> = { ...given(values), ...of };
  draft.create(assetCost, context.newId<AssetCostId>(), made);
};

const needs = [
  { verb: "write", on: "money" },
  { verb: "create", on: "money" },
] as const;

const isNothing = (of: MoneyOf, values: object): boolean =>
  of.moneyThing === undefined && Object.keys(given(values)).length === 0;

export interface SetProductValue extends MoneyOf {
  readonly values: ProductValuePatch;
}

/** The value of one piece, for insurance, customs and rent, and how purchase prices fall. */
export const setProductValue = defineCommand<SetProductValue, null, InventoryProblem>({
  name: "inventory.setProductValue",
  needs,
  documents: (args) => (args.moneyThing === undefined ? [] : [{ thing: args.moneyThing }]),
  run: (drafts, args, context) => {
    const checked = checkValues(productValue, args.values);
    if (!checked.ok) return checked;
    if (isNothing(args, args.values)) return ok(null);
    writeProductValue(openMoney(drafts, args, context), args.product, args.values, context);
    return ok(null);
  },
});

export interface SetAssetCost extends MoneyOf {
  readonly asset: AssetId;
  readonly values: AssetCostPatch;
}

/** What one asset was bought and sold for, and where it differs from its product. */
export const setAssetCost = defineCommand<SetAssetCost, null, InventoryProblem>({
  name: "inventory.setAssetCost",
  needs,
  documents: (args) => (args.moneyThing === undefined ? [] : [{ thing: args.moneyThing }]),
  run: (drafts, args, context) => {
    const checked = checkValues(assetCost, args.values);
    if (!checked.ok) return checked;
    if (isNothing(args, args.values)) return ok(null);
    const of = { product: args.product, asset: args.asset };
    writeAssetCost(openMoney(drafts, args, context), of, args.values, context);
    return ok(null);
  },
});
