/**
 * Type-ahead over all products and assets: any word, code, serial number or maker, in any order, by its beginning.
 * An asset is found by its own words and those of its product together ("megapointe 0114"). Kept current record by
 * record. Assets named by product words alone are not listed: the product is.
 */
import type { SearchEntries, SearchEntry } from "./search-entries";
import { carries, createSearchEntries } from "./search-entries";
import type { WordList } from "./word-list";
import { queryWords, searchWords, squeezeText } from "./search-words";
import type { Asset, AssetId, Code, Product, ProductId } from "./types";

export type StockHit =
  | { readonly kind: "product"; readonly product: ProductId; readonly score: number }
  | { readonly kind: "asset"; readonly product: ProductId; readonly asset: AssetId; readonly score: number };

export interface StockSearch {
  /** Takes a record in, again after each change; a removed one leaves the index. */
  putProduct(record: Product): void;
  /** A merged one is found as the one that goes on; after merges and separations the index is built anew. */
  putAsset(record: Asset & { readonly mergedInto?: AssetId }): void;
  putCode(record: Code): void;
  /** Makes the first question as quick as later ones, about a millisecond at a time; put nothing in meanwhile. */
  settle(): Generator<undefined, void, undefined>;
  /** Best first, at most `limit`. An empty query finds nothing. */
  find(query: string, limit: number): readonly StockHit[];
  /** Products that match, with those of matching assets: what a filtered table shows. */
  products(query: string): ReadonlySet<ProductId>;
}

/** A code typed in full stands above everything, then codes by their beginning, then names, then the rest. */
const scores = {
  wholeCode: 1_000,
  codeStart: 400,
  titleStart: 300,
  wholeWord: 80,
  wordStart: 20,
  product: 10,
} as const;

/** So many assets are weighed per query at most; who types one letter goes on typing. */
const mostWeighed = 2_500;

interface Index {
  readonly products: SearchEntries<ProductId>;
  readonly assets: SearchEntries<AssetId>;
  readonly assetsOf: Map<ProductId, Set<AssetId>>;
}

export const createStockSearch = (): StockSearch => {
  const products = createSearchEntries<ProductId>();
  const assets = createSearchEntries<AssetId>();
  const assetsOf = new Map<ProductId, Set<AssetId>>();
  const index: Index = { products, assets, assetsOf };
  const codesOf = new Map<string, Map<string, string>>();

  return {
    putProduct: (record) =>
      products.put(
        record.id,
        record.removedAt === undefined ? productEntry(record, codesOf.get(record.id)) : undefined,
      ),
    putAsset: (record) => {
      const isGone = record.removedAt !== undefined;
      if (record.mergedInto !== undefined) {
        codesFor(codesOf, record.mergedInto).set(record.id, [record.code, record.serial].join(" "));
        refresh(assets, record.mergedInto, codesOf);
      }
      assets.put(record.id, isGone ? undefined : assetEntry(record, codesOf.get(record.id)));
      const siblings = assetsOf.get(record.product) ?? new Set<AssetId>();
      assetsOf.set(record.product, siblings);
      if (isGone) siblings.delete(record.id);
      else siblings.add(record.id);
    },
    putCode: (record) => {
      const owner = record.asset ?? record.product;
      const known = codesFor(codesOf, owner);
      if (record.removedAt === undefined) known.set(record.id, record.value);
      else known.delete(record.id);
      if (record.asset === undefined) refresh(products, record.product, codesOf);
      else refresh(assets, record.asset, codesOf);
    },
    *settle() {
      yield* products.words.settle();
      yield* assets.words.settle();
    },
    find: (query, limit) => {
      const wanted = queryWords(query);
      if (wanted.length === 0) return [];
      const typed = squeezeText(query);
      const best = createBest(limit);
      eachProduct(index, wanted, (entry) => best.offer(entry, scoreOf(entry, typed, wanted)));
      eachAsset(index, wanted, mostWeighed, (entry) => best.offer(entry, scoreOf(entry, typed, wanted)));
      return best.hits();
    },
    products: (query) => {
      const found = new Set<ProductId>();
      const wanted = queryWords(query);
      if (wanted.length === 0) return found;
      eachProduct(index, wanted, (entry) => found.add(entry.product));
      // Nearly every code contains any one letter or digit; alone it asks for products.
      if (wanted.some((word) => word.length > 1))
        eachAsset(index, wanted, Infinity, (entry) => found.add(entry.product));
      return found;
    },
  };
};

/** Values by the record they come from. */
type CodesOf = Map<string, Map<string, string>>;

const codesFor = (codesOf: CodesOf, owner: string): Map<string, string> => {
  const known = codesOf.get(owner) ?? new Map<string, string>();
  codesOf.set(owner, known);
  return known;
};

/** The owner may come later in the same batch; then it takes its codes along. */
const refresh = <Key extends string>(entries: SearchEntries<Key>, owner: Key, codesOf: CodesOf): void => {
  const entry = entries.get(owner);
  if (entry !== undefined) entries.put(owner, withCodes(entry, codesOf.get(owner)));
};

const eachProduct = (
  { products }: Index,
  wanted: readonly string[],
  visit: (entry: SearchEntry) => void,
): void => {
  const rarest = rarestFirst(wanted, products.words);
  products.words.each(rarest[0] ?? "", (entry) => {
    if (rarest.every((word) => carries(entry, word))) visit(entry);
    return true;
  });
};

/**
 * Assets that have every word, by themselves or with their product's help, and one at least by themselves. Each
 * has the rarest word itself, or its product has it: those two groups are looked through. May come twice.
 */
const eachAsset = (
  { products, assets, assetsOf }: Index,
  wanted: readonly string[],
  most: number,
  visit: (entry: SearchEntry) => void,
): void => {
  const [rarest = "", ...others] = rarestFirst(wanted, assets.words);
  let left = most;
  const weigh = (entry: SearchEntry, rest: readonly string[]): boolean => {
    const helper = products.get(entry.product);
    if (rest.every((word) => carries(entry, word) || (helper !== undefined && carries(helper, word))))
      visit(entry);
    return --left > 0;
  };
  assets.words.each(rarest, (entry) => weigh(entry, others));
  if (others.length === 0) return;
  products.words.each(rarest, (helper) => {
    for (const id of assetsOf.get(helper.product) ?? []) {
      const entry = assets.get(id);
      if (entry !== undefined && others.some((word) => carries(entry, word)) && !weigh(entry, others))
        return false;
    }
    return true;
  });
};

const rarestFirst = (wanted: readonly string[], words: WordList<SearchEntry>): readonly string[] =>
  wanted.length === 1
    ? wanted
    : wanted
        .map((word) => ({ word, count: words.count(word) }))
        .sort((a, b) => a.count - b.count)
        .map(({ word }) => word);

const productEntry = (record: Product, codes: ReadonlyMap<string, string> | undefined): SearchEntry => {
  const own = searchWords([record.name, record.maker, record.modelNumber].join(" "));
  return withCodes({ product: record.id, title: squeezeText(record.name), own, words: own }, codes);
};

const assetEntry = (record: Asset, codes: ReadonlyMap<string, string> | undefined): SearchEntry => {
  const own = searchWords([record.code, record.serial, record.name].join(" "));
  const title = squeezeText(record.code);
  return withCodes({ product: record.product, asset: record.id, title, own, words: own }, codes);
};

const withCodes = (entry: SearchEntry, codes: ReadonlyMap<string, string> | undefined): SearchEntry => {
  if (codes === undefined || codes.size === 0) return { ...entry, words: entry.own };
  const words = new Set(entry.own);
  for (const value of codes.values()) for (const word of searchWords(value)) words.add(word);
  return { ...entry, words };
};

const scoreOf = (entry: SearchEntry, typed: string, wanted: readonly string[]): number => {
  const isAsset = entry.asset !== undefined;
  const start = entry.title.startsWith(typed) ? (isAsset ? scores.codeStart : scores.titleStart) : 0;
  const exact = isAsset && entry.title === typed ? scores.wholeCode : 0;
  let words = 0;
  // Of a single word everything found has it by itself.
  for (const word of wanted)
    words += entry.words.has(word)
      ? scores.wholeWord
      : wanted.length === 1 || carries(entry, word)
        ? scores.wordStart
        : 0;
  // Among equals the shorter name is the closer one.
  return exact + start + words + (isAsset ? 0 : scores.product) - Math.min(entry.title.length, 99) / 100;
};

const keyOf = (entry: SearchEntry): string => entry.asset ?? entry.product;

const byKey = (a: SearchEntry, b: SearchEntry): number => (keyOf(a) < keyOf(b) ? -1 : 1);

interface Best {
  offer(entry: SearchEntry, score: number): void;
  hits(): readonly StockHit[];
}

/**
 * The best `limit` entries by score, then by id, each once. Scores are few, so entries wait in heaps of one score and
 * only those heaps are put in order that are answered with.
 */
const createBest = (limit: number): Best => {
  const heaps = new Map<number, Set<SearchEntry>>();
  return {
    offer: (entry, score) => {
      const heap = heaps.get(score);
      if (heap === undefined) heaps.set(score, new Set([entry]));
      else heap.add(entry);
    },
    hits: () => {
      const hits: StockHit[] = [];
      for (const [score, heap] of [...heaps].sort(([a], [b]) => b - a)) {
        for (const entry of [...heap].sort(byKey)) {
          if (hits.length === limit) return hits;
          hits.push(hitOf(entry, score));
        }
      }
      return hits;
    },
  };
};

const hitOf = ({ asset, product }: SearchEntry, score: number): StockHit =>
  asset === undefined ? { kind: "product", product, score } : { kind: "asset", product, asset, score };
