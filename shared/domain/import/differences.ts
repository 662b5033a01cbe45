/** What a file would change in records the company has: only fields the file speaks about. */
import type { Asset, Product } from "#shared/domain/inventory";
import { amountChanges, assetAmounts } from "./amounts";
import type { Existing } from "./existing";
import type { AssetFacts, ProductFacts } from "./items";
import type { OwnValues } from "./own-fields";
import { ownColumnOf } from "./own-fields";
import { pathKey } from "./path-index";
import type { FieldChange } from "./plan-types";

const plainProductFields = [
  "name",
  "maker",
  "modelNumber",
  "tracking",
  "weightG",
  "powerW",
  "currentMa",
  "lengthMm",
  "widthMm",
  "heightMm",
  "connectors",
  "minimumStock",
  "originCountry",
  "customsCode",
  "notes",
] as const satisfies readonly (keyof ProductFacts & keyof Product)[];

export const productChanges = (
  existing: Existing,
  product: Product,
  facts: ProductFacts,
): readonly FieldChange[] => {
  const changes: FieldChange[] = [];
  for (const field of plainProductFields) {
    const [before, after] = [product[field], facts[field]];
    if (after === undefined || after === before) continue;
    // Pieces that exist one by one do not turn into a quantity because a list gives one.
    if (field === "tracking" && existing.assetCount(product.id) > 0) continue;
    changes.push({ field, before: before ?? null, after });
  }
  const moved = pathChange("category", product.category, facts.category, existing.categories);
  return moved === undefined ? changes : [...changes, moved];
};

const plainAssetFields = [
  "code",
  "serial",
  "name",
  "purchasedOn",
  "notes",
] as const satisfies readonly (keyof AssetFacts & keyof Asset)[];

export const assetChanges = (existing: Existing, asset: Asset, facts: AssetFacts): readonly FieldChange[] => {
  const changes: FieldChange[] = [];
  for (const field of plainAssetFields) {
    const [before, after] = [asset[field], facts[field]];
    if (after !== undefined && after !== before) changes.push({ field, before: before ?? null, after });
  }
  const moved = pathChange("home", asset.home, facts.home, existing.places);
  if (moved !== undefined) changes.push(moved);
  for (const value of facts.furtherCodes)
    if (!existing.hasCode(asset.id, value))
      changes.push({ field: "furtherCode", before: null, after: value });
  const amounts = amountChanges(assetAmounts, existing.amountsOfAsset(asset.id), facts.amounts ?? {});
  return [...changes, ...amounts.map(({ change }) => change), ...ownChanges(existing, asset.id, facts.own)];
};

/** In the company's own fields. */
export const ownChanges = (
  existing: Existing,
  of: Asset["id"] | Product["id"],
  own: OwnValues | undefined,
): readonly FieldChange[] =>
  [...(own ?? [])].flatMap(([field, after]) => {
    const before = existing.own(of, field);
    return before === after ? [] : [{ field: ownColumnOf({ id: field }), before: before ?? null, after }];
  });

const pathChange = <T extends string>(
  field: string,
  id: T | undefined,
  path: readonly string[] | undefined,
  index: {
    readonly find: (path: readonly string[]) => T | undefined;
    readonly pathOf: (id: string) => readonly string[];
  },
): FieldChange | undefined => {
  if (path === undefined) return undefined;
  const before = id === undefined ? undefined : index.pathOf(id);
  const found = index.find(path);
  const isSame =
    found === undefined ? before !== undefined && pathKey(before) === pathKey(path) : found === id;
  return isSame ? undefined : { field, before: before?.join(" / ") ?? null, after: path.join(" / ") };
};
