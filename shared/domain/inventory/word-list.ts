/**
 * Words with the entries that carry them, answering "which words start so". New words wait in a short unsorted
 * list and are merged in when it has grown, so that one edit never sorts everything again.
 */
export interface WordList {
  add(word: string, entry: number): void;
  remove(word: string, entry: number): void;
  /** Calls with the entries of each word that starts with `prefix`; `isWhole` when the word is the prefix itself. */
  each(prefix: string, visit: (entries: readonly number[], isWhole: boolean) => void): void;
}

interface Word {
  readonly word: string;
  readonly entries: number[];
}

const mergeAt = 2_000;

export const createWordList = (): WordList => {
  const known = new Map<string, Word>();
  let sorted: readonly Word[] = [];
  let fresh: Word[] = [];

  const merge = (): void => {
    // Words nobody carries any more are dropped on this occasion.
    const carried = (word: Word): boolean => word.entries.length > 0 || !known.delete(word.word);
    sorted = mergeSorted(sorted, fresh.sort(byWord)).filter(carried);
    fresh = [];
  };

  return {
    add: (word, entry) => {
      const found = known.get(word);
      if (found !== undefined) return void found.entries.push(entry);
      const made = { word, entries: [entry] };
      known.set(word, made);
      fresh.push(made);
    },
    remove: (word, entry) => {
      const entries = known.get(word)?.entries;
      const at = entries?.indexOf(entry) ?? -1;
      if (at >= 0) entries?.splice(at, 1);
    },
    each: (prefix, visit) => {
      if (fresh.length >= mergeAt) merge();
      for (let i = lowerBound(sorted, prefix); i < sorted.length; i++) {
        const found = sorted[i];
        if (found?.word.startsWith(prefix) !== true) break;
        visit(found.entries, found.word.length === prefix.length);
      }
      for (const { word, entries } of fresh)
        if (word.startsWith(prefix)) visit(entries, word.length === prefix.length);
    },
  };
};

const byWord = (a: Word, b: Word): number => (a.word < b.word ? -1 : 1);

const lowerBound = (words: readonly Word[], word: string): number => {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle]?.word ?? "") < word) low = middle + 1;
    else high = middle;
  }
  return low;
};

const mergeSorted = (a: readonly Word[], b: readonly Word[]): Word[] => {
  const merged: Word[] = [];
  let j = 0;
  for (const word of a) {
    for (let next = b[j]; next !== undefined && next.word < word.word; next = b[++j]) merged.push(next);
    merged.push(word);
  }
  return merged.concat(b.slice(j));
};
