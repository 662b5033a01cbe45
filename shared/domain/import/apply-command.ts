/**
 * Applying an import: one command, run once per step, so that the whole import is one action to undo. Steps name
 * every id they make, and each is small enough for one change.
 */
import { defineCommand } from "#shared/kernel/command";
import type { CommandContext, DocumentDraft, DocumentRef, Drafts, Permission } from "#shared/kernel/command";
import { thingOf } from "#shared/kernel/ids";
import type { ThingId } from "#shared/kernel/ids";
import { compareByOrder, orderKeyBetween, randomFromIds } from "#shared/kernel/order-key";
import { err, ok } from "#shared/kernel/result";
import type { Result } from "#shared/kernel/result";
import {
  asset,
  checkValues,
  code,
  customValue,
  location,
  openMoney,
  product,
  writeAssetCost,
  writeProductValue,
} from "#shared/domain/inventory";
import type {
  AssetId,
  AssetPatch,
  CodeId,
  CustomValueId,
  InventoryProblem,
  LocationId,
  NewAsset,
  NewLocation,
  NewProduct,
  ProductId,
  ProductPatch,
} from "#shared/domain/inventory";
import { addLinesFromPlan } from "#shared/domain/pull-list";
import type { AddLinesFromPlan, PullListProblem } from "#shared/domain/pull-list";
import { movement } from "#shared/domain/scanning";
import type { MovementId } from "#shared/domain/scanning";
import { category } from "#shared/domain/settings";
import type { CategoryId, CustomFieldId } from "#shared/domain/settings";
import { stockMovement } from "#shared/domain/stock";
import type { StockChange } from "#shared/domain/stock";
import type { AssetAmounts, ProductAmounts } from "./amounts";

export interface ProductStep {
  readonly type: "product";
  readonly product: ProductId;
  /** Set when the product is new. */
  readonly create: NewProduct | null;
  readonly set: ProductPatch;
  readonly newAssets: readonly { readonly id: AssetId; readonly values: NewAsset }[];
  readonly changedAssets: readonly { readonly id: AssetId; readonly values: AssetPatch }[];
  readonly codes: readonly { readonly id: CodeId; readonly asset?: AssetId; readonly value: string }[];
  /** Of the company's own fields; without an asset the product's. */
  readonly own: readonly {
    readonly id: CustomValueId;
    readonly asset?: AssetId;
    readonly field: CustomFieldId;
    readonly value: string;
  }[];
}

export interface MoneyStep {
  readonly type: "money";
  readonly product: ProductId;
  readonly moneyThing?: ThingId;
  readonly amounts: ProductAmounts;
  readonly ofAssets: readonly { readonly asset: AssetId; readonly amounts: AssetAmounts }[];
}

export type ApplyStep =
  | {
      readonly type: "categories";
      readonly create: readonly {
        readonly id: CategoryId;
        readonly name: string;
        readonly parent?: CategoryId;
      }[];
    }
  | {
      readonly type: "places";
      readonly create: readonly { readonly id: LocationId; readonly values: Omit<NewLocation, "behind"> }[];
    }
  | ProductStep
  | MoneyStep
  | {
      readonly type: "stock";
      readonly changes: readonly (StockChange & { readonly kind: "counted" | "received" })[];
    }
  | { readonly type: "lines"; readonly plan: AddLinesFromPlan };

export type ApplyProblem = InventoryProblem | PullListProblem;

const write = (on: string): readonly Permission[] => [{ verb: "write", on }];

/** Each step asks for its own: who may not write categories or costs imports the equipment all the same. */
const needs: Readonly<Record<ApplyStep["type"], readonly Permission[]>> = {
  categories: write("settings"),
  places: write("inventory"),
  product: [{ verb: "create", on: "inventory" }, ...write("inventory")],
  money: [{ verb: "create", on: "money" }, ...write("money")],
  stock: write("movements"),
  lines: write("event"),
};

const documentsOf = (step: ApplyStep): readonly DocumentRef[] => {
  switch (step.type) {
    case "categories":
      return [{ single: "company" }];
    case "places":
      return [{ single: "places" }];
    case "product":
      return step.create === null ? [{ thing: thingOf(step.product) }] : [];
    case "money":
      return step.moneyThing === undefined ? [] : [{ thing: step.moneyThing }];
    case "stock":
      return [{ own: "movements" }];
    case "lines":
      return addLinesFromPlan.documents(step.plan);
  }
};

export const applyImport = defineCommand<ApplyStep, null, ApplyProblem>({
  name: "import.apply",
  undoesQuantities: true,
  needs: (step) => needs[step.type],
  documents: documentsOf,
  run: (drafts, step, context) => {
    switch (step.type) {
      case "categories":
        return createCategories(drafts, step.create, context);
      case "places":
        return createPlaces(drafts, step.create, context);
      case "product":
        return applyProduct(drafts, step);
      case "money":
        return applyMoney(drafts, step, context);
      case "stock":
        return applyStock(drafts, step.changes, context);
      case "lines": {
        const added = addLinesFromPlan.run(drafts, step.plan, context);
        return added.ok ? ok(null) : added;
      }
    }
  },
});

type Applied = Result<null, ApplyProblem>;

/** Keys that go on behind the last record of a list. */
const keysBehind = (
  records: readonly { readonly id: string; readonly order: string }[],
  context: CommandContext,
): (() => string) => {
  const random = randomFromIds(() => context.newId());
  let last = [...records].sort(compareByOrder).at(-1)?.order;
  return () => {
    last = orderKeyBetween(last, undefined, random) ?? last ?? "";
    return last;
  };
};

const createCategories = (
  drafts: Drafts,
  create: readonly { readonly id: CategoryId; readonly name: string; readonly parent?: CategoryId }[],
  context: CommandContext,
): Applied => {
  const draft = drafts.open({ single: "company" });
  const nextKey = keysBehind(draft.list(category), context);
  for (const { name } of create) {
    const checked = checkValues(category, { name });
    if (!checked.ok) return checked;
  }
  for (const { id, name, parent } of create)
    draft.create(category, id, { name, order: nextKey(), ...(parent === undefined ? {} : { parent }) });
  return ok(null);
};

const createPlaces = (
  drafts: Drafts,
  create: readonly { readonly id: LocationId; readonly values: Omit<NewLocation, "behind"> }[],
  context: CommandContext,
): Applied => {
  const draft = drafts.open({ single: "places" });
  const nextKey = keysBehind(draft.list(location), context);
  for (const { values } of create) {
    const checked = checkValues(location, values);
    if (!checked.ok) return checked;
  }
  for (const { id, values } of create) draft.create(location, id, { ...values, order: nextKey() });
  return ok(null);
};

const findProductProblem = (step: ProductStep): InventoryProblem | undefined => {
  const checks = [
    checkValues(product, step.create ?? {}),
    checkValues(product, step.set),
    ...[...step.newAssets, ...step.changedAssets].map(({ values }) => checkValues(asset, values)),
    ...step.codes.map(({ value }) => checkValues(code, { value })),
    ...step.own.map(({ value }) => checkValues(customValue, { value })),
  ];
  return checks.find((checked) => !checked.ok)?.error;
};

const applyProduct = (drafts: Drafts, step: ProductStep): Applied => {
  const problem = findProductProblem(step);
  if (problem !== undefined) return err(problem);
  const thing = thingOf(step.product);
  const draft = step.create === null ? drafts.open({ thing }) : drafts.create("product", thing);
  if (step.create === null) {
    const found = draft.get(product, step.product);
    if (found === undefined || found.removedAt !== undefined) return err({ type: "ProductMissing" });
    draft.set(product, step.product, step.set);
  } else draft.create(product, step.product, step.create);
  for (const { id, values } of step.newAssets) draft.create(asset, id, { ...values, product: step.product });
  // An asset removed since the plan was made stays removed.
  for (const { id, values } of step.changedAssets)
    if (draft.get(asset, id) !== undefined) draft.set(asset, id, values);
  for (const { id, ...values } of step.codes) draft.create(code, id, { ...values, product: step.product });
  writeOwn(draft, step);
  return ok(null);
};

const writeOwn = (draft: DocumentDraft, { product: id, own }: ProductStep): void => {
  if (own.length === 0) return;
  const keyOf = (each: Pick<ProductStep["own"][number], "asset" | "field">): string =>
    `${each.asset ?? id} ${each.field}`;
  const known = new Map<string, CustomValueId>();
  for (const each of draft.list(customValue)) {
    const before = known.get(keyOf(each));
    if (each.removedAt === undefined && (before === undefined || each.id < before))
      known.set(keyOf(each), each.id);
  }
  for (const { id: fresh, ...values } of own) {
    if (values.asset !== undefined && draft.get(asset, values.asset) === undefined) continue;
    const found = known.get(keyOf(values));
    if (found === undefined) draft.create(customValue, fresh, { ...values, product: id });
    else draft.set(customValue, found, { value: values.value });
  }
};

const applyMoney = (drafts: Drafts, step: MoneyStep, context: CommandContext): Applied => {
  const draft = openMoney(drafts, step, context);
  if (Object.keys(step.amounts).length > 0) writeProductValue(draft, step.product, step.amounts, context);
  for (const { asset: id, amounts } of step.ofAssets)
    writeAssetCost(draft, { product: step.product, asset: id }, amounts, context);
  return ok(null);
};

const applyStock = (
  drafts: Drafts,
  changes: readonly (StockChange & { readonly kind: "counted" | "received" })[],
  context: CommandContext,
): Applied => {
  const values = changes.map(({ kind, ...change }) => stockMovement(kind, change, "import", context));
  for (const each of values) {
    const checked = checkValues(movement, each);
    if (!checked.ok) return checked;
  }
  const draft = drafts.open({ own: "movements" });
  for (const each of values) draft.create(movement, context.newId<MovementId>(), each);
  return ok(null);
};
