/**
 * Type-ahead over all products and assets: any word, code, serial number or maker, in any order, by its beginning.
 * An asset is found by its own words and those of its product together ("megapointe 0114"). Kept current record by
 * record. Assets named by product words alone are not listed: the product is.
 */
import type { SearchEntry } from "./search-entries";
import { createSearchEntries } from "./search-entries";
import { queryWords, searchWords, squeezeText } from "./search-words";
import type { Asset, AssetId, Code, Product, ProductId } from "./types";

export type StockHit =
  | { readonly kind: "product"; readonly product: ProductId; readonly score: number }
  | { readonly kind: "asset"; readonly product: ProductId; readonly asset: AssetId; readonly score: number };

export interface StockSearch {
  /** Takes a record in, again after each change; a removed one leaves the index. */
  putProduct(record: Product): void;
  putAsset(record: Asset): void;
  putCode(record: Code): void;
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
  wholeWord: 60,
  wordStart: 20,
  product: 10,
} as const;

export const createStockSearch = (): StockSearch => {
  const entries = createSearchEntries();
  const codesOf = new Map<string, Map<string, string>>();

  /** Calls with each entry that has every word, by itself or with its product's help. */
  const eachHit = (query: string, visit: (entry: SearchEntry, score: number) => void): void => {
    const wanted = queryWords(query);
    if (wanted.length === 0) return;
    const all = (1 << wanted.length) - 1;
    const { starts, whole, found } = entries.match(wanted);
    const typed = squeezeText(query);
    for (const slot of found) {
      const entry = entries.at(slot);
      if (entry === undefined) continue;
      const own = starts[slot] ?? 0;
      if (own !== all) {
        const productSlot = entry.asset === undefined ? undefined : entries.slotOf(entry.product);
        if (productSlot === undefined || (own | (starts[productSlot] ?? 0)) !== all) continue;
      }
      visit(entry, scoreOf(entry, typed, own, whole[slot] ?? 0));
    }
  };

  return {
    putProduct: (record) =>
      entries.put(
        record.id,
        record.removedAt === undefined ? productEntry(record, codesOf.get(record.id)) : undefined,
      ),
    putAsset: (record) =>
      entries.put(
        record.id,
        record.removedAt === undefined ? assetEntry(record, codesOf.get(record.id)) : undefined,
      ),
    putCode: (record) => {
      const owner = record.asset ?? record.product;
      const known = codesOf.get(owner) ?? new Map<string, string>();
      codesOf.set(owner, known);
      if (record.removedAt === undefined) known.set(record.id, record.value);
      else known.delete(record.id);
      const slot = entries.slotOf(owner);
      const entry = slot === undefined ? undefined : entries.at(slot);
      // The owner may come later in the same batch; then it takes its codes along.
      if (entry !== undefined) entries.put(owner, withCodes(entry, known));
    },
    find: (query, limit) => {
      const best: StockHit[] = [];
      eachHit(query, (entry, score) => {
        const worst = best.length < limit ? undefined : best[limit - 1];
        if (
          worst !== undefined &&
          (score < worst.score || (score === worst.score && (entry.asset ?? entry.product) > keyOf(worst)))
        )
          return;
        keepBest(best, hitOf(entry, score), limit);
      });
      return best;
    },
    products: (query) => {
      const found = new Set<ProductId>();
      eachHit(query, (entry) => found.add(entry.product));
      return found;
    },
  };
};

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

const bitCount = (mask: number): number => {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
};

const scoreOf = (entry: SearchEntry, typed: string, own: number, whole: number): number => {
  const isAsset = entry.asset !== undefined;
  const start = entry.title.startsWith(typed) ? (isAsset ? scores.codeStart : scores.titleStart) : 0;
  const exact = isAsset && entry.title === typed ? scores.wholeCode : 0;
  return (
    exact +
    start +
    bitCount(whole) * scores.wholeWord +
    bitCount(own) * scores.wordStart +
    (isAsset ? 0 : scores.product) -
    // Among equals the shorter name is the closer one.
    Math.min(entry.title.length, 99) / 100
  );
};

const hitOf = (entry: SearchEntry, score: number): StockHit =>
  entry.asset === undefined
    ? { kind: "product", product: entry.product, score }
    : { kind: "asset", product: entry.product, asset: entry.asset, score };

const keyOf = (hit: StockHit): string => (hit.kind === "asset" ? hit.asset : hit.product);

/** Inserts by score, then by id, and keeps the best `limit`. */
const keepBest = (best: StockHit[], hit: StockHit, limit: number): void => {
  let at = best.length;
  for (; at > 0; at--) {
    const other = best[at - 1];
    if (other === undefined || other.score > hit.score) break;
    if (other.score === hit.score && keyOf(other) < keyOf(hit)) break;
  }
  best.splice(at, 0, hit);
  if (best.length > limit) best.pop();
};
