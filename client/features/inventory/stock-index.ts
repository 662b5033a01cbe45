/** Indexes over equipment, shared by every screen of an open company. */
import { asset, code, createStockSearch, product } from "#shared/domain/inventory";
import type { AssetId, CodeId, ProductId, StockSearch } from "#shared/domain/inventory";
import { parseId } from "#shared/kernel/ids";
import type { Rows } from "#shared/replica/types";
import { defineIndex } from "#client/data";

/** About a millisecond of work. */
const recordsPerStep = 100;

/** Type-ahead over products, assets and their codes. */
export const stockSearchIndex = defineIndex<StockSearch>({
  types: [product, asset, code],
  build: function* (rows) {
    const search = createStockSearch();
    let n = 0;
    for (const row of (yield* rows.allInSteps(code)).values()) {
      search.putCode(row);
      if (++n % recordsPerStep === 0) yield;
    }
    for (const row of (yield* rows.allInSteps(product)).values()) {
      search.putProduct(row);
      if (++n % recordsPerStep === 0) yield;
    }
    for (const row of (yield* rows.allInSteps(asset)).values()) {
      search.putAsset(row);
      if (++n % recordsPerStep === 0) yield;
    }
    yield* search.settle();
    return search;
  },
  apply: (search, changes, rows) => {
    for (const { type, id } of changes) {
      if (type === product.name) takeProduct(search, parseId<ProductId>(id), rows);
      else if (type === asset.name) takeAsset(search, parseId<AssetId>(id), rows);
      else takeCode(search, parseId<CodeId>(id), rows);
    }
  },
});

const takeProduct = (search: StockSearch, id: ProductId | undefined, rows: Rows): void => {
  const row = id === undefined ? undefined : rows.get(product, id);
  if (row !== undefined) search.putProduct(row);
};
const takeAsset = (search: StockSearch, id: AssetId | undefined, rows: Rows): void => {
  const row = id === undefined ? undefined : rows.get(asset, id);
  if (row !== undefined) search.putAsset(row);
};
const takeCode = (search: StockSearch, id: CodeId | undefined, rows: Rows): void => {
  const row = id === undefined ? undefined : rows.get(code, id);
  if (row !== undefined) search.putCode(row);
};

export interface AssetList {
  /** Living assets of a product. */
  readonly of: (product: ProductId) => ReadonlySet<AssetId>;
  /** All living assets by code. */
  readonly byCode: () => readonly AssetId[];
}

interface OpenAssetList extends AssetList {
  readonly put: (id: AssetId, rows: Rows) => void;
}

const none: ReadonlySet<AssetId> = new Set();

const createAssetList = (): OpenAssetList => {
  const owners = new Map<AssetId, { readonly product: ProductId; readonly code: string }>();
  const byProduct = new Map<ProductId, Set<AssetId>>();
  let sorted: readonly AssetId[] | undefined;
  return {
    of: (id) => byProduct.get(id) ?? none,
    byCode: () => (sorted ??= sortByCode(owners)),
    put: (id, rows) => {
      const row = rows.get(asset, id);
      const before = owners.get(id);
      const isLiving = row !== undefined && row.removedAt === undefined;
      if (isLiving !== (before !== undefined) || row?.code !== before?.code) sorted = undefined;
      if (before !== undefined) byProduct.get(before.product)?.delete(id);
      if (!isLiving) return void owners.delete(id);
      owners.set(id, { product: row.product, code: row.code });
      const siblings = byProduct.get(row.product) ?? new Set<AssetId>();
      byProduct.set(row.product, siblings.add(id));
    },
  };
};

const sortByCode = (owners: ReadonlyMap<AssetId, { readonly code: string }>): readonly AssetId[] =>
  [...owners].sort(([, a], [, b]) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)).map(([id]) => id);

/** Assets by product and by code, without looking through all of them after each change. */
export const assetListIndex = defineIndex<OpenAssetList>({
  types: [asset],
  build: function* (rows) {
    const list = createAssetList();
    let n = 0;
    for (const id of (yield* rows.allInSteps(asset)).keys()) {
      list.put(id, rows);
      if (++n % recordsPerStep === 0) yield;
    }
    return list;
  },
  apply: (list, changes, rows) => {
    for (const change of changes) {
      const id = parseId<AssetId>(change.id);
      if (id !== undefined) list.put(id, rows);
    }
  },
});
