/** From a plan to the steps that write it: first categories and places, then products, money, quantities, lines. */
import { brand } from "#shared/kernel/brand";
import { newId } from "#shared/kernel/ids";
import type { Random } from "#shared/kernel/random";
import type {
  AssetId,
  AssetPatch,
  CodeId,
  CustomValueId,
  LocationId,
  NewAsset,
  NewProduct,
  ProductId,
  ProductPatch,
} from "#shared/domain/inventory";
import type { CategoryId } from "#shared/domain/settings";
import type { AmountChange, AmountsOf } from "./amounts";
import { amountChanges, assetAmounts, productAmounts } from "./amounts";
import type { ApplyStep, MoneyStep, ProductStep } from "./apply-command";
import type { Existing } from "./existing";
import type { AssetFacts } from "./items";
import { createNewBranches } from "./new-branches";
import type { NewBranches } from "./new-branches";
import type { OwnValues } from "./own-fields";
import { ownColumnOf } from "./own-fields";
import type { ImportPlan } from "./plan";
import type { FieldChange, PlannedAsset, PlannedProduct } from "./plan-types";
import { defined } from "./defined";

/** Records per step: an asset is about ten operations, a value of its own five, and a change holds at most 8,000. */
const assetsPerStep = 250;
const operationsPerStep = 4_000;
const recordsPerStep = 250;

export interface StepsResult {
  readonly steps: readonly ApplyStep[];
  /** The product each key of the plan became or is; doubtful ones are absent. */
  readonly products: ReadonlyMap<string, ProductId>;
}

interface Making {
  readonly existing: Existing;
  readonly random: Random;
  readonly categories: NewBranches<CategoryId>;
  readonly places: NewBranches<LocationId>;
}

/** Rows that are doubtful or refused are left out. */
export const applySteps = (plan: ImportPlan, existing: Existing, random: Random): StepsResult => {
  const making: Making = {
    existing,
    random,
    categories: createNewBranches(existing.categories, () => newId<CategoryId>(random)),
    places: createNewBranches(existing.places, () => newId<LocationId>(random)),
  };
  const addresses = new Map<LocationId, string>();
  for (const { path, address } of plan.places) {
    const place = making.places.idOf(path);
    if (address !== undefined && !addresses.has(place)) addresses.set(place, address);
  }
  const products = new Map<string, ProductId>();
  const body: ApplyStep[] = [];
  const stock: Extract<ApplyStep, { type: "stock" }>["changes"][number][] = [];
  for (const planned of plan.products) {
    if (planned.isDoubtful || planned.countProblem !== undefined) continue;
    const id = planned.existing ?? newId<ProductId>(random);
    products.set(planned.key, id);
    body.push(...stepsOfProduct(planned, id, making));
    for (const { path, target, known } of planned.stock) {
      if (target === known) continue;
      const place = path === undefined ? undefined : making.places.idOf(path);
      stock.push({
        product: id,
        location: place,
        quantity: target - known,
        kind: known === 0 ? "received" : "counted",
      });
    }
  }
  const steps: ApplyStep[] = [];
  for (const create of inParts(making.categories.made(), recordsPerStep))
    steps.push({ type: "categories", create });
  const places = making.places.made().map(({ id, name, parent }) => ({
    id,
    values: {
      name,
      kind: parent === undefined ? ("warehouse" as const) : ("shelf" as const),
      ...defined({ parent, address: addresses.get(id) }),
    },
  }));
  for (const create of inParts(places, recordsPerStep)) steps.push({ type: "places", create });
  steps.push(...body);
  for (const changes of inParts(stock, recordsPerStep)) steps.push({ type: "stock", changes });
  return { steps, products };
};

const inParts = <T>(list: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );

const stepsOfProduct = (planned: PlannedProduct, id: ProductId, making: Making): readonly ApplyStep[] => {
  const assets = [...planned.assets.values()]
    .flat()
    .map((each) => ({ ...each, id: each.existing ?? newId<AssetId>(making.random) }));
  const create = planned.existing === undefined ? newProduct(planned, making) : null;
  const set = create === null ? productPatch(planned, making) : {};
  const fresh = assets.filter((each) => each.existing === undefined);
  const changed = assets.filter((each) => each.existing !== undefined && each.changes.length > 0);
  const most = Math.max(0, ...assets.map(({ facts }) => facts.own?.size ?? 0));
  const parts = inParts(
    [...fresh, ...changed],
    Math.min(assetsPerStep, Math.floor(operationsPerStep / (10 + 5 * most))),
  );
  const own = productOwn(planned, making);
  const codes = planned.productCodes.map((value) => ({ id: newId<CodeId>(making.random), value }));
  const isTouched = create !== null || Object.keys(set).length > 0 || codes.length > 0 || own.length > 0;
  const steps: ApplyStep[] = [];
  (parts.length === 0 && isTouched ? [[]] : parts).forEach((part, index) => {
    const isFirst = index === 0;
    steps.push({
      type: "product",
      product: id,
      create: isFirst ? create : null,
      set: isFirst ? set : {},
      newAssets: part
        .filter((each) => each.existing === undefined)
        .map((each) => ({ id: each.id, values: newAsset(each.facts, planned.source, making) })),
      changedAssets: part
        .filter((each) => each.existing !== undefined)
        .map((each) => ({ id: each.id, values: assetPatch(each, making) })),
      codes: [...(isFirst ? codes : []), ...part.flatMap((each) => furtherCodes(each, making))],
      own: [...(isFirst ? own : []), ...part.flatMap((each) => assetOwn(each, making))],
    });
  });
  const money = moneyStep(planned, id, assets, making);
  return money === undefined ? steps : [...steps, money];
};

const furtherCodes = (each: PlannedAsset & { readonly id: AssetId }, making: Making): ProductStep["codes"] =>
  each.facts.furtherCodes
    .filter((value) => each.existing === undefined || !making.existing.hasCode(each.existing, value))
    .map((value) => ({ id: newId<CodeId>(making.random), asset: each.id, value }));

const ownOf = (
  own: OwnValues | undefined,
  changes: readonly FieldChange[] | undefined,
  making: Making,
): ProductStep["own"] => {
  const changed = changes === undefined ? undefined : changedFields(changes);
  return [...(own ?? [])]
    .filter(([field]) => changed?.has(ownColumnOf({ id: field })) ?? true)
    .map(([field, value]) => ({ id: newId<CustomValueId>(making.random), field, value }));
};

const productOwn = (planned: PlannedProduct, making: Making): ProductStep["own"] =>
  ownOf(planned.own, planned.existing === undefined ? undefined : planned.changes, making);

const assetOwn = (each: PlannedAsset & { readonly id: AssetId }, making: Making): ProductStep["own"] =>
  ownOf(each.facts.own, each.existing === undefined ? undefined : each.changes, making).map((value) => ({
    ...value,
    asset: each.id,
  }));

const moneyStep = (
  planned: PlannedProduct,
  id: ProductId,
  assets: readonly (PlannedAsset & { readonly id: AssetId })[],
  making: Making,
): MoneyStep | undefined => {
  const known = planned.existing === undefined ? {} : making.existing.amounts(id);
  const allowed = planned.existing === undefined ? undefined : changedFields(planned.changes);
  const amounts = amountsOf(
    amountChanges(productAmounts, known, planned.amounts).filter(
      ({ change }) => allowed?.has(change.field) ?? true,
    ),
  );
  const ofAssets = assets.flatMap(({ id: asset, facts }) => {
    const changes = amountChanges(assetAmounts, making.existing.amountsOfAsset(asset), facts.amounts ?? {});
    return changes.length === 0 ? [] : [{ asset, amounts: amountsOf(changes) }];
  });
  if (Object.keys(amounts).length === 0 && ofAssets.length === 0) return undefined;
  return {
    type: "money",
    product: id,
    ...defined({ moneyThing: making.existing.moneyThing(id) }),
    amounts,
    ofAssets,
  };
};

const amountsOf = <T extends string>(changes: readonly AmountChange<T>[]): AmountsOf<T> =>
  brand<AmountsOf<T>>(Object.fromEntries(changes.map(({ amount, after }) => [amount, after])));

const newProduct = (planned: PlannedProduct, making: Making): NewProduct => {
  const { category: path, ...facts } = planned.facts;
  const category = path === undefined ? undefined : making.categories.idOf(path);
  return { ...facts, ...defined({ category }), source: planned.source, sourceId: planned.key };
};

const newAsset = (facts: AssetFacts, source: string, making: Making): NewAsset => {
  const home = facts.home === undefined ? undefined : making.places.idOf(facts.home);
  const { code, serial, name, purchasedOn, notes } = facts;
  return { code, ...defined({ serial, name, purchasedOn, notes, home }), source, sourceId: code };
};

const changedFields = (changes: readonly FieldChange[]): ReadonlySet<string> =>
  new Set(changes.map((change) => change.field));

const productPatch = (planned: PlannedProduct, making: Making): ProductPatch => {
  const changed = changedFields(planned.changes);
  const { category: path, ...facts } = planned.facts;
  const plain = Object.fromEntries(Object.entries(facts).filter(([field]) => changed.has(field)));
  return changed.has("category") && path !== undefined
    ? { ...plain, category: making.categories.idOf(path) }
    : plain;
};

const assetPatch = (each: PlannedAsset, making: Making): AssetPatch => {
  const changed = changedFields(each.changes);
  const { code, serial, name, purchasedOn, notes, home } = each.facts;
  const plain = Object.fromEntries(
    Object.entries({ code, serial, name, purchasedOn, notes }).filter(([field]) => changed.has(field)),
  );
  return changed.has("home") && home !== undefined ? { ...plain, home: making.places.idOf(home) } : plain;
};
