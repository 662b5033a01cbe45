/** Assets as the stock table shows them: all by code, or those that fit what was typed, best first. */
import { createMemo } from "solid-js";
import type { Accessor } from "solid-js";
import { asset, product } from "#shared/domain/inventory";
import type { AssetId } from "#shared/domain/inventory";
import type { Row } from "#shared/replica/types";
import { createIndex, createRows, useReplica } from "#client/data";
import { positionsIndex } from "#client/features/scanning";
import { createCustomValues, fieldOfColumn, sortByOwn } from "./custom-values";
import type { CustomValues } from "./custom-values";
import type { Categories } from "./places";
import type { StockFilters } from "./stock-filters";
import { assetListIndex, stockSearchIndex } from "./stock-index";

export type AssetRow = Row<typeof asset>;

/** Typing narrows down; nobody scrolls through more hits than this. */
const mostHits = 2_000;

export const createAssetRows = (
  filters: StockFilters,
  categories: Categories,
): {
  readonly rows: Accessor<readonly AssetRow[]>;
  readonly total: Accessor<number>;
  /** The company's own fields. */
  readonly own: CustomValues;
} => {
  const { rows } = useReplica();
  const list = createIndex(assetListIndex);
  const search = createIndex(stockSearchIndex);
  const positions = createIndex(positionsIndex);
  const values = createCustomValues("asset");
  // Names and categories of products decide which assets are shown.
  const products = createRows(product);

  const ids = createMemo((): readonly AssetId[] => {
    const text = filters.text.trim();
    if (text === "") return list().byCode();
    const hits = search().find(text, mostHits);
    const named = hits.flatMap((hit) => (hit.kind === "asset" ? [hit.asset] : []));
    const ofProducts = hits.flatMap((hit) => (hit.kind === "product" ? [...list().of(hit.product)] : []));
    return [...new Set([...named, ...ofProducts])];
  });

  const shown = createMemo(() => {
    products();
    const { category, sort, only, own } = filters;
    const isSearched = filters.text.trim() !== "";
    const within = category === undefined ? undefined : categories.within(category);
    const found: AssetRow[] = [];
    for (const id of ids()) {
      const row = rows.get(asset, id);
      if (row === undefined || row.removedAt !== undefined) continue;
      const { type } = positions().of(id).place;
      // What is off stock is found by asking for it: by its code, or by the filter.
      if (only === undefined ? type === "gone" && !isSearched : type !== only) continue;
      if (own !== undefined && !values.of(id, own.field).includes(own.value)) continue;
      const kind = rows.get(product, row.product)?.category;
      if (within !== undefined && (kind === undefined || !within.has(kind))) continue;
      found.push(row);
    }
    if (sort?.column === "code" && sort.descending) return found.reverse();
    const field = sort === undefined || isSearched ? undefined : fieldOfColumn(sort.column, values.fields());
    return field === undefined ? found : sortByOwn(found, field, values, sort?.descending === true);
  });

  return { rows: shown, total: () => list().byCode().length, own: values };
};
