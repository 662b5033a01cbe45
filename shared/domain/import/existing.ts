/** What the company has already, arranged for finding what a file means. Fed in batches, so that handing it over never freezes a page. */
import type { ThingId } from "#shared/kernel/ids";
import type { Money } from "#shared/kernel/record";
import { codeKey, createKitBook, squeezeText } from "#shared/domain/inventory";
import type {
  Accessory,
  Asset,
  AssetId,
  Code,
  CustomValue,
  KitBook,
  KitPart,
  Location,
  LocationId,
  Product,
  ProductId,
} from "#shared/domain/inventory";
import type { Line } from "#shared/domain/pull-list";
import type { Category, CategoryId, CustomFieldId } from "#shared/domain/settings";
import type { AssetAmounts, ProductAmounts } from "./amounts";
import { assetAmounts, pickAmounts, productAmounts } from "./amounts";
import { createPathIndex } from "./path-index";
import type { PathIndex } from "./path-index";

/** What was merged into another one is known by where it went. */
type Merged<T extends { readonly id: string }> = T & { readonly mergedInto?: T["id"] };

export interface ExistingBatch {
  readonly products?: readonly Merged<Product>[];
  readonly assets?: readonly Merged<Asset>[];
  readonly codes?: readonly Code[];
  /** What stands in the company's own fields. */
  readonly customValues?: readonly CustomValue[];
  readonly accessories?: readonly Accessory[];
  readonly kitParts?: readonly KitPart[];
  readonly locations?: readonly Location[];
  readonly categories?: readonly Category[];
  /** Documents of money and what stands in them; absent for who may not read money. */
  readonly values?: readonly {
    readonly product: ProductId;
    readonly thing: ThingId;
    readonly replacement?: Money;
    readonly dayRate?: Money;
  }[];
  readonly costs?: readonly {
    readonly asset: AssetId;
    readonly product: ProductId;
    readonly thing: ThingId;
    readonly purchase?: Money;
    readonly replacement?: Money;
    readonly dayRate?: Money;
  }[];
  readonly bulk?: readonly {
    readonly product: ProductId;
    readonly location: LocationId | null;
    readonly owned: number;
  }[];
  /** Pull list of the event a plan goes to. */
  readonly lines?: readonly Line[];
}

export interface Existing {
  add(batch: ExistingBatch): void;
  product(id: ProductId): Product | undefined;
  /** Of a product that was merged into another one, that other one. */
  productBySource(source: string, sourceId: string): Product | undefined;
  /**
   * Under which identity rows of a merged product are gathered: with those of the one that goes on. Undefined where
   * it is not that of a merged product.
   */
  mergedIdentity(source: string, sourceId: string): string | undefined;
  /** Products of that maker and name in any spelling. */
  productsNamed(maker: string | undefined, name: string): readonly Product[];
  productsOfMaker(maker: string): readonly Product[];
  /** Products of that name whoever makes them. */
  productsCalled(name: string): readonly Product[];
  assetBySource(source: string, sourceId: string): Asset | undefined;
  assetByCode(code: string): Asset | undefined;
  /** The piece that goes on for one which was merged into it, where that one has this identity or code. */
  pieceMergedFrom(source: string, code: string): Asset | undefined;
  /** How many assets the product has. */
  assetCount(product: ProductId): number;
  hasCode(owner: AssetId | ProductId, value: string): boolean;
  /** What stands in an own field. */
  own(of: AssetId | ProductId, field: CustomFieldId): string | undefined;
  /** Nothing for who may not read money. */
  amounts(product: ProductId): ProductAmounts;
  amountsOfAsset(asset: AssetId): AssetAmounts;
  moneyThing(product: ProductId): ThingId | undefined;
  owned(product: ProductId, location: LocationId | null): number;
  /** At all places and without one. */
  ownedInAll(product: ProductId): number;
  line(source: string, sourceId: string): Line | undefined;
  /** What goes along with the product. */
  accessoriesOf(product: ProductId): readonly Accessory[];
  readonly kits: KitBook;
  readonly places: PathIndex<LocationId>;
  readonly categories: PathIndex<CategoryId>;
}

const keyOf = (...parts: readonly (string | null | undefined)[]): string =>
  parts.map((part) => part ?? "").join("\u0000");

export const createExisting = (): Existing => {
  const tables = createTables();
  let kits: KitBook | undefined;
  return {
    add: (batch) => {
      kits = undefined;
      addBatch(tables, batch);
    },
    product: (id) => tables.products.get(id),
    productBySource: (source, sourceId) =>
      tables.productBySource.get(keyOf(source, sourceId)) ?? survivorOf(tables, source, sourceId),
    mergedIdentity: (source, sourceId) => {
      const survivor = survivorOf(tables, source, sourceId);
      if (survivor === undefined || tables.productBySource.has(keyOf(source, sourceId))) return undefined;
      return survivor.source === source && survivor.sourceId !== undefined
        ? survivor.sourceId
        : tables.mergedFirst.get(keyOf(source, survivor.id));
    },
    productsNamed: (maker, name) =>
      tables.byMakerAndName.get(keyOf(squeezeText(maker ?? ""), squeezeText(name))) ?? [],
    productsOfMaker: (maker) => tables.byMaker.get(squeezeText(maker)) ?? [],
    productsCalled: (name) => tables.byName.get(squeezeText(name)) ?? [],
    assetBySource: (source, sourceId) => tables.assetBySource.get(keyOf(source, sourceId)),
    assetByCode: (code) => tables.assetByCode.get(codeKey(code)),
    pieceMergedFrom: (source, code) => {
      const into = tables.mergedPieces.get(keyOf(source, code)) ?? tables.mergedPieces.get(codeKey(code));
      return into === undefined ? undefined : tables.assets.get(into);
    },
    assetCount: (product) => tables.assetCounts.get(product) ?? 0,
    hasCode: (owner, value) => tables.codes.has(keyOf(owner, codeKey(value))),
    own: (of, field) => tables.own.get(keyOf(of, field))?.value,
    amounts: (product) => tables.productAmounts.get(product) ?? {},
    amountsOfAsset: (asset) => tables.assetAmounts.get(asset) ?? {},
    moneyThing: (product) => tables.moneyThings.get(product),
    owned: (product, location) => tables.owned.get(product)?.get(location) ?? 0,
    ownedInAll: (product) => [...(tables.owned.get(product)?.values() ?? [])].reduce((a, b) => a + b, 0),
    line: (source, sourceId) => tables.lines.get(keyOf(source, sourceId)),
    accessoriesOf: (product) => tables.accessories.get(product) ?? [],
    get kits() {
      return (kits ??= createKitBook(tables.kitParts, (id) => tables.products.get(id)?.isKit === true));
    },
    places: tables.places,
    categories: tables.categories,
  };
};

const createTables = () => ({
  products: new Map<ProductId, Product>(),
  productBySource: new Map<string, Product>(),
  mergedBySource: new Map<string, ProductId>(),
  /** Of the identities one source knows a surviving product's merged ones by, the first. */
  mergedFirst: new Map<string, string>(),
  byMakerAndName: new Map<string, Product[]>(),
  byMaker: new Map<string, Product[]>(),
  byName: new Map<string, Product[]>(),
  assets: new Map<AssetId, Asset>(),
  assetCounts: new Map<ProductId, number>(),
  assetBySource: new Map<string, Asset>(),
  assetByCode: new Map<string, Asset>(),
  /** By identity in a source, and by code. */
  mergedPieces: new Map<string, AssetId>(),
  codes: new Set<string>(),
  own: new Map<string, CustomValue>(),
  productAmounts: new Map<ProductId, ProductAmounts>(),
  assetAmounts: new Map<AssetId, AssetAmounts>(),
  moneyThings: new Map<ProductId, ThingId>(),
  owned: new Map<ProductId, Map<LocationId | null, number>>(),
  lines: new Map<string, Line>(),
  accessories: new Map<ProductId, Accessory[]>(),
  kitParts: Array.of<KitPart>(),
  places: createPathIndex<LocationId>(),
  categories: createPathIndex<CategoryId>(),
});
type Tables = ReturnType<typeof createTables>;

const living = <T extends { readonly removedAt?: number }>(records: readonly T[] | undefined): readonly T[] =>
  records?.filter((record) => record.removedAt === undefined) ?? [];

const push = <K, T>(map: Map<K, T[]>, key: K, value: T): void => {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
};

const survivorOf = (tables: Tables, source: string, sourceId: string): Product | undefined => {
  const into = tables.mergedBySource.get(keyOf(source, sourceId));
  return into === undefined ? undefined : tables.products.get(into);
};

const addMerged = (tables: Tables, products: readonly Merged<Product>[]): void => {
  for (const { mergedInto, source, sourceId } of products) {
    if (mergedInto === undefined || source === undefined || sourceId === undefined) continue;
    tables.mergedBySource.set(keyOf(source, sourceId), mergedInto);
    const known = keyOf(source, mergedInto);
    if (!tables.mergedFirst.has(known)) tables.mergedFirst.set(known, sourceId);
  }
};

const addMergedPieces = (tables: Tables, assets: readonly Merged<Asset>[]): void => {
  for (const { mergedInto, code, source, sourceId } of assets) {
    if (mergedInto === undefined) continue;
    tables.mergedPieces.set(codeKey(code), mergedInto);
    if (source !== undefined) tables.mergedPieces.set(keyOf(source, sourceId), mergedInto);
  }
};

const addBatch = (tables: Tables, batch: ExistingBatch): void => {
  addMerged(tables, batch.products ?? []);
  addMergedPieces(tables, batch.assets ?? []);
  for (const record of living(batch.products)) {
    tables.products.set(record.id, record);
    // What a file lists has a body: a kit of that name is another thing.
    if (record.isKit === true) continue;
    if (record.source !== undefined)
      tables.productBySource.set(keyOf(record.source, record.sourceId), record);
    const maker = squeezeText(record.maker ?? "");
    push(tables.byMakerAndName, keyOf(maker, squeezeText(record.name)), record);
    push(tables.byMaker, maker, record);
    push(tables.byName, squeezeText(record.name), record);
  }
  for (const record of living(batch.assets)) {
    tables.assets.set(record.id, record);
    tables.assetCounts.set(record.product, (tables.assetCounts.get(record.product) ?? 0) + 1);
    if (record.source !== undefined) tables.assetBySource.set(keyOf(record.source, record.sourceId), record);
    tables.assetByCode.set(codeKey(record.code), record);
  }
  for (const record of living(batch.codes)) {
    tables.codes.add(keyOf(record.asset ?? record.product, codeKey(record.value)));
    const owner = record.asset === undefined ? undefined : tables.assets.get(record.asset);
    if (owner !== undefined && !tables.assetByCode.has(codeKey(record.value)))
      tables.assetByCode.set(codeKey(record.value), owner);
  }
  for (const record of living(batch.customValues)) {
    const key = keyOf(record.asset ?? record.product, record.field);
    const before = tables.own.get(key);
    // Of two that disagree the one that is shown first and written next.
    if (before === undefined || record.id < before.id) tables.own.set(key, record);
  }
  tables.kitParts.push(...(batch.kitParts ?? []));
  for (const record of living(batch.accessories)) push(tables.accessories, record.product, record);
  for (const record of batch.values ?? []) {
    tables.moneyThings.set(record.product, record.thing);
    tables.productAmounts.set(record.product, {
      ...tables.productAmounts.get(record.product),
      ...pickAmounts(productAmounts, record),
    });
  }
  for (const record of batch.costs ?? []) {
    if (!tables.moneyThings.has(record.product)) tables.moneyThings.set(record.product, record.thing);
    tables.assetAmounts.set(record.asset, {
      ...tables.assetAmounts.get(record.asset),
      ...pickAmounts(assetAmounts, record),
    });
  }
  for (const { product, location, owned } of batch.bulk ?? [])
    tables.owned.set(
      product,
      (tables.owned.get(product) ?? new Map<LocationId | null, number>()).set(location, owned),
    );
  // A line somebody removed is known too: the same plan does not bring it back.
  for (const record of batch.lines ?? [])
    if (record.source !== undefined) tables.lines.set(keyOf(record.source, record.sourceId), record);
  for (const record of living(batch.locations)) tables.places.add(record.id, record.name, record.parent);
  for (const record of living(batch.categories)) tables.categories.add(record.id, record.name, record.parent);
};
