/**
 * Type-ahead over all products and assets: any word, code, serial number or maker, in any order, by its beginning.
 * An asset is found by its own words and those of its product together ("megapointe 0114"). Kept current record by
 * record. Assets named by product words alone are not listed: the product is.
 */
import { queryWords, searchWords, squeezeText } from "./search-words";
import type { Asset, AssetId, Code, Product, ProductId } from "./types";
import { createWordList } from "./word-list";

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

interface Entry {
  readonly product: ProductId;
  readonly asset?: AssetId;
  /** Name or code without signs: a hit at its beginning counts more. */
  readonly title: string;
  /** Words of its own fields, and these with the words of its further codes. */
  readonly own: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
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
  const words = createWordList();
  const entries: (Entry | undefined)[] = [];
  const free: number[] = [];
  const slots = new Map<string, number>();
  const slotOfProduct = new Map<ProductId, number>();
  const codesOf = new Map<string, Map<string, string>>();

  const take = (key: string, entry: Entry | undefined): number | undefined => {
    const known = slots.get(key);
    const before = known === undefined ? undefined : entries[known];
    if (known !== undefined && before !== undefined)
      for (const word of before.words) words.remove(word, known);
    if (entry === undefined) {
      if (known === undefined) return undefined;
      entries[known] = undefined;
      slots.delete(key);
      free.push(known);
      return undefined;
    }
    const slot = known ?? free.pop() ?? entries.length;
    entries[slot] = entry;
    slots.set(key, slot);
    for (const word of entry.words) words.add(word, slot);
    return slot;
  };

  /** Marks per word of the query which entries carry it; bit i stands for word i, a second mask for whole words. */
  const match = (
    query: readonly string[],
  ): { readonly starts: Uint8Array; readonly whole: Uint8Array; readonly found: number[] } => {
    const starts = new Uint8Array(entries.length);
    const whole = new Uint8Array(entries.length);
    const found: number[] = [];
    query.forEach((word, index) => {
      const bit = 1 << index;
      words.each(word, (slots, isWhole) => {
        for (const slot of slots) {
          const had = starts[slot] ?? 0;
          if (had === 0) found.push(slot);
          starts[slot] = had | bit;
          if (isWhole) whole[slot] = (whole[slot] ?? 0) | bit;
        }
      });
    });
    return { starts, whole, found };
  };

  /** Calls with each entry that has every word, by itself or with its product's help. */
  const eachHit = (query: string, visit: (entry: Entry, score: number) => void): void => {
    const wanted = queryWords(query);
    if (wanted.length === 0) return;
    const all = (1 << wanted.length) - 1;
    const { starts, whole, found } = match(wanted);
    const typed = squeezeText(query);
    for (const slot of found) {
      const entry = entries[slot];
      if (entry === undefined) continue;
      const own = starts[slot] ?? 0;
      const productSlot = entry.asset === undefined ? undefined : slotOfProduct.get(entry.product);
      const help = productSlot === undefined ? 0 : (starts[productSlot] ?? 0);
      if ((own | help) !== all) continue;
      visit(entry, scoreOf(entry, typed, own, whole[slot] ?? 0));
    }
  };

  return {
    putProduct: (record) => {
      const gone = record.removedAt !== undefined;
      const slot = take(record.id, gone ? undefined : productEntry(record, codesOf.get(record.id)));
      if (slot === undefined) slotOfProduct.delete(record.id);
      else slotOfProduct.set(record.id, slot);
    },
    putAsset: (record) =>
      void take(
        record.id,
        record.removedAt === undefined ? assetEntry(record, codesOf.get(record.id)) : undefined,
      ),
    putCode: (record) => {
      const owner = record.asset ?? record.product;
      const known = codesOf.get(owner) ?? new Map<string, string>();
      codesOf.set(owner, known);
      if (record.removedAt === undefined) known.set(record.id, record.value);
      else known.delete(record.id);
      const slot = slots.get(owner);
      const entry = slot === undefined ? undefined : entries[slot];
      // The owner may come later in the same batch; then it takes its codes along.
      if (entry !== undefined) take(owner, withCodes(entry, known));
    },
    find: (query, limit) => {
      const best: StockHit[] = [];
      eachHit(query, (entry, score) => {
        if (best.length >= limit && score <= (best.at(-1)?.score ?? 0)) return;
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

const productEntry = (record: Product, codes: ReadonlyMap<string, string> | undefined): Entry => {
  const own = searchWords([record.name, record.maker, record.modelNumber].join(" "));
  return withCodes({ product: record.id, title: squeezeText(record.name), own, words: own }, codes);
};

const assetEntry = (record: Asset, codes: ReadonlyMap<string, string> | undefined): Entry => {
  const own = searchWords([record.code, record.serial, record.name].join(" "));
  const title = squeezeText(record.code);
  return withCodes({ product: record.product, asset: record.id, title, own, words: own }, codes);
};

const withCodes = (entry: Entry, codes: ReadonlyMap<string, string> | undefined): Entry => {
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

const scoreOf = (entry: Entry, typed: string, own: number, whole: number): number => {
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

const hitOf = (entry: Entry, score: number): StockHit =>
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
