/** Entries of a search by key, with the words they are found by. */
import type { AssetId, ProductId } from "./types";
import type { WordList } from "./word-list";
import { createWordList } from "./word-list";

export interface SearchEntry {
  readonly product: ProductId;
  readonly asset?: AssetId;
  /** Name or code without signs: a hit at its beginning counts more. */
  readonly title: string;
  /** Words of its own fields, and these with the words of its further codes. */
  readonly own: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
}

export interface SearchEntries<Key> {
  /** Puts or replaces what stands under the key; undefined takes it out. */
  put(key: Key, entry: SearchEntry | undefined): void;
  get(key: Key): SearchEntry | undefined;
  readonly words: WordList<SearchEntry>;
}

export const createSearchEntries = <Key>(): SearchEntries<Key> => {
  const words = createWordList<SearchEntry>();
  const entries = new Map<Key, SearchEntry>();
  return {
    put: (key, entry) => {
      const before = entries.get(key);
      if (before !== undefined) for (const word of before.words) words.remove(word, before);
      if (entry === undefined) return void entries.delete(key);
      entries.set(key, entry);
      for (const word of entry.words) words.add(word, entry);
    },
    get: (key) => entries.get(key),
    words,
  };
};

/** Whether the entry has a word that begins so. */
export const carries = (entry: SearchEntry, prefix: string): boolean => {
  if (entry.words.has(prefix)) return true;
  for (const word of entry.words) if (word.startsWith(prefix)) return true;
  return false;
};
