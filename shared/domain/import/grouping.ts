/** Rows gathered under the products they speak about. */
import type { ProductAmounts } from "./amounts";
import type { EquipmentItem, ImportItem, ProductFacts } from "./items";
import type { OwnValues } from "./own-fields";
import { pathKey } from "./path-index";

export interface ProductGroup {
  readonly key: string;
  /** Each field from the first row that fills it; rows of a merged product say nothing beside those of its own. */
  readonly facts: ProductFacts;
  /** Every row speaks about a product that was merged into the one they are gathered under. */
  readonly isOfMerged: boolean;
  readonly items: readonly EquipmentItem[];
  readonly productCodes: readonly string[];
  readonly amounts: ProductAmounts;
  readonly own: OwnValues;
  /** Quantities of rows for the same place are added up; the first of them carries the sum. */
  readonly stock: readonly {
    readonly path: readonly string[] | undefined;
    readonly target: number;
    readonly row: number;
  }[];
}

export interface Grouping {
  readonly groups: readonly ProductGroup[];
  indexOf(item: EquipmentItem): number;
}

/** `mergedIdentity`: the identity to gather rows under whose own is that of a merged product. */
export const createGrouping = (
  items: readonly ImportItem[],
  mergedIdentity: (sourceId: string) => string | undefined,
): Grouping => {
  const byKey = new Map<string, EquipmentItem[]>();
  const keyOf = ({ sourceId }: EquipmentItem): string => mergedIdentity(sourceId) ?? sourceId;
  for (const item of items) {
    if (item.kind === "place" || item.problem !== undefined) continue;
    const key = keyOf(item);
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, [item]);
    else known.push(item);
  }
  const indexes = new Map([...byKey.keys()].map((key, index) => [key, index]));
  const isOwn = ({ sourceId }: EquipmentItem): boolean => mergedIdentity(sourceId) === undefined;
  return {
    groups: [...byKey].map(([key, members]) => groupOf(key, members, members.filter(isOwn))),
    indexOf: (item) => indexes.get(keyOf(item)) ?? -1,
  };
};

const groupOf = (
  key: string,
  items: readonly EquipmentItem[],
  own: readonly EquipmentItem[],
): ProductGroup => {
  const isOfMerged = own.length === 0;
  const telling = isOfMerged ? items : own;
  const stock = new Map<
    string,
    { readonly path: readonly string[] | undefined; target: number; readonly row: number }
  >();
  for (const { quantity, location, row } of items) {
    if (quantity === undefined) continue;
    const place = pathKey(location ?? []);
    const known = stock.get(place);
    if (known === undefined) stock.set(place, { path: location, target: quantity, row });
    else known.target += quantity;
  }
  // From the last row to the first, so that earlier rows overwrite later ones field by field.
  const facts = telling.reduceRight<ProductFacts>((sum, item) => ({ ...sum, ...item.product }), { name: "" });
  return {
    key,
    facts,
    isOfMerged,
    items,
    productCodes: [...new Set(items.flatMap((item) => item.productCodes))],
    amounts: telling.reduceRight<ProductAmounts>((sum, { amounts }) => ({ ...sum, ...amounts }), {}),
    own: new Map(telling.toReversed().flatMap(({ own }) => [...(own ?? [])])),
    stock: [...stock.values()],
  };
};
