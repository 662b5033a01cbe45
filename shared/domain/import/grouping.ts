/** Rows gathered under the products they speak about. */
import type { Money } from "#shared/kernel/record";
import type { EquipmentItem, ImportItem, ProductFacts } from "./items";
import { pathKey } from "./path-index";

export interface ProductGroup {
  readonly key: string;
  /** Each field from the first row that fills it. */
  readonly facts: ProductFacts;
  readonly items: readonly EquipmentItem[];
  readonly productCodes: readonly string[];
  readonly replacement: Money | undefined;
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

export const createGrouping = (items: readonly ImportItem[]): Grouping => {
  const byKey = new Map<string, EquipmentItem[]>();
  for (const item of items) {
    if (item.kind === "place" || item.problem !== undefined) continue;
    const known = byKey.get(item.sourceId);
    if (known === undefined) byKey.set(item.sourceId, [item]);
    else known.push(item);
  }
  const indexes = new Map([...byKey.keys()].map((key, index) => [key, index]));
  return {
    groups: [...byKey].map(([key, members]) => groupOf(key, members)),
    indexOf: (item) => indexes.get(item.sourceId) ?? -1,
  };
};

const groupOf = (key: string, items: readonly EquipmentItem[]): ProductGroup => {
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
  const facts = items.reduceRight<ProductFacts>((sum, item) => ({ ...sum, ...item.product }), { name: "" });
  return {
    key,
    facts,
    items,
    productCodes: [...new Set(items.flatMap((item) => item.productCodes))],
    replacement: items.find((item) => item.replacement !== undefined)?.replacement,
    stock: [...stock.values()],
  };
};
