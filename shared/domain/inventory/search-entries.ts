/** The entries of a search with their words: which of them carry the words of a query. */
import type { AssetId, ProductId } from "./types";
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

/** Per slot a bit for each word of the query: one that begins so, one that is the whole word. */
export interface Matches {
  readonly starts: Uint8Array;
  readonly whole: Uint8Array;
  /** Slots with any bit. */
  readonly found: readonly number[];
}

export interface SearchEntries {
  /** Puts or replaces what stands under the key; undefined takes it out. */
  put(key: string, entry: SearchEntry | undefined): void;
  at(slot: number): SearchEntry | undefined;
  slotOf(key: string): number | undefined;
  /** At most eight words. */
  match(words: readonly string[]): Matches;
}

export const createSearchEntries = (): SearchEntries => {
  const words = createWordList();
  const entries: (SearchEntry | undefined)[] = [];
  const free: number[] = [];
  const slots = new Map<string, number>();

  const forget = (slot: number): void => {
    for (const word of entries[slot]?.words ?? []) words.remove(word, slot);
    entries[slot] = undefined;
  };

  return {
    put: (key, entry) => {
      const known = slots.get(key);
      if (known !== undefined) forget(known);
      if (entry === undefined) {
        if (known === undefined) return;
        slots.delete(key);
        free.push(known);
        return;
      }
      const slot = known ?? free.pop() ?? entries.length;
      entries[slot] = entry;
      slots.set(key, slot);
      for (const word of entry.words) words.add(word, slot);
    },
    at: (slot) => entries[slot],
    slotOf: (key) => slots.get(key),
    match: (query) => {
      const starts = new Uint8Array(entries.length);
      const whole = new Uint8Array(entries.length);
      const found: number[] = [];
      query.forEach((word, index) => {
        const bit = 1 << index;
        words.each(word, (carrying, isWhole) => {
          for (const slot of carrying) {
            const had = starts[slot] ?? 0;
            if (had === 0) found.push(slot);
            starts[slot] = had | bit;
            if (isWhole) whole[slot] = (whole[slot] ?? 0) | bit;
          }
        });
      });
      return { starts, whole, found };
    },
  };
};
