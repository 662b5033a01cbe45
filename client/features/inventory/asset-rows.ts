/** Assets as the stock table shows them: all by code, or those that fit what was typed, best first. */
import { createMemo } from "solid-js";
import type { Accessor } from "solid-js";
import { asset, product } from "#shared/domain/inventory";
import type { AssetId } from "#shared/domain/inventory";
import type { Row } from "#shared/replica/types";
import { createIndex, createRows, useReplica } from "#client/data";
import type { RowList } from "#client/ui/virtual-table";
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
  readonly rows: Accessor<RowList<AssetRow>>;
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

  const rowOf = (id: AssetId | undefined): AssetRow | undefined =>
    id === undefined ? undefined : rows.get(asset, id);

  const ids = createMemo((): readonly AssetId[] => {
    const text = filters.text.trim();
    const assets = list();
    if (text === "") return assets.byCode();
    const hits = search().find(text, mostHits);
    const found = new Set<AssetId>();
    for (const hit of hits) if (hit.kind === "asset") found.add(hit.asset);
    for (const hit of hits)
      if (hit.kind === "product") for (const id of assets.of(hit.product)) found.add(id);
    return [...found];
  });

  const among = (asked: readonly AssetId[], isSearched: boolean): AssetRow[] => {
    const { category, only, own } = filters;
    const within = category === undefined ? undefined : categories.within(category);
    // Read once: each reading of an index in a computation is an entry in its books, and there are thousands of assets.
    const where = positions();
    const found: AssetRow[] = [];
    for (const id of asked) {
      const row = rowOf(id);
      if (row === undefined || row.removedAt !== undefined) continue;
      const { type } = where.of(id).place;
      // What is off stock is found by asking for it: by its code, or by the filter.
      if (only === undefined ? type === "gone" && !isSearched : type !== only) continue;
      if (own !== undefined && !values.of(id, own.field).includes(own.value)) continue;
      const kind = rows.get(product, row.product)?.category;
      if (within !== undefined && (kind === undefined || !within.has(kind))) continue;
      found.push(row);
    }
    return found;
  };

  const shown = createMemo((): RowList<AssetRow> => {
    products();
    const { category, sort, only, own } = filters;
    const isSearched = filters.text.trim() !== "";
    // Both indexes know living assets only. With nothing else asked, a row is looked up where it is drawn.
    if (isSearched && category === undefined && only === undefined && own === undefined) {
      const found = sort?.column === "code" && sort.descending ? ids().toReversed() : ids();
      return { length: found.length, at: (index) => rowOf(found[index]) };
    }
    const found = among(ids(), isSearched);
    if (sort?.column === "code" && sort.descending) return found.reverse();
    const field = sort === undefined || isSearched ? undefined : fieldOfColumn(sort.column, values.fields());
    return field === undefined ? found : sortByOwn(found, field, values, sort?.descending === true);
  });

  return { rows: shown, total: () => list().byCode().length, own: values };
};
