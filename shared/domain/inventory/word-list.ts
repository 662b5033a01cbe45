/**
 * Words with what carries them, answering "which words start so". New words wait in a short unsorted list and are
 * merged in when it has grown, so that one edit never sorts everything again.
 */
export interface WordList<T> {
  add(word: string, carrier: T): void;
  remove(word: string, carrier: T): void;
  /** How many words start with `prefix`; about the work `each` would be. */
  count(prefix: string): number;
  /** Calls with each carrier of each word that starts with `prefix`, the shortest word first, until it answers false. */
  each(prefix: string, visit: (carrier: T) => boolean): void;
  /** Sorts all words in, about a millisecond at a time; nothing may be added meanwhile. Else the next question does it. */
  settle(): Generator<undefined, void, undefined>;
}

interface Word<T> {
  readonly word: string;
  readonly carriers: Set<T>;
}

const mergeAt = 2_000;
/** About a millisecond of sorting or merging. */
const wordsPerStep = 1_000;

export const createWordList = <T>(): WordList<T> => {
  const known = new Map<string, Word<T>>();
  let sorted: readonly Word<T>[] = [];
  let fresh: Word<T>[] = [];

  // Words nobody carries any more are dropped when words are merged in.
  const isCarried = (word: Word<T>): boolean => word.carriers.size > 0 || !known.delete(word.word);
  const merge = (): void => {
    if (fresh.length < mergeAt) return;
    sorted = mergeSorted(sorted, fresh.sort(byWord)).filter(isCarried);
    fresh = [];
  };
  function* settle(): Generator<undefined, void, undefined> {
    const added = yield* sortInSteps(fresh);
    sorted = (yield* mergeInSteps(sorted, added)).filter(isCarried);
    fresh = [];
  }

  const tell = (word: Word<T>, visit: (carrier: T) => boolean): boolean => {
    for (const carrier of word.carriers) if (!visit(carrier)) return false;
    return true;
  };

  return {
    add: (word, carrier) => {
      const found = known.get(word);
      if (found !== undefined) return void found.carriers.add(carrier);
      const made = { word, carriers: new Set([carrier]) };
      known.set(word, made);
      fresh.push(made);
    },
    settle,
    remove: (word, carrier) => void known.get(word)?.carriers.delete(carrier),
    count: (prefix) => {
      merge();
      return lowerBound(sorted, `${prefix}\uffff`) - lowerBound(sorted, prefix) + fresh.length;
    },
    each: (prefix, visit) => {
      merge();
      for (const word of fresh) if (word.word.startsWith(prefix) && !tell(word, visit)) return;
      for (let i = lowerBound(sorted, prefix); ; i++) {
        const word = sorted[i];
        if (word?.word.startsWith(prefix) !== true || !tell(word, visit)) return;
      }
    },
  };
};

const byWord = <T>(a: Word<T>, b: Word<T>): number => (a.word < b.word ? -1 : 1);

const lowerBound = <T>(words: readonly Word<T>[], word: string): number => {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle]?.word ?? "") < word) low = middle + 1;
    else high = middle;
  }
  return low;
};

type Sorting<T> = Generator<undefined, Word<T>[], undefined>;

function* sortInSteps<T>(words: readonly Word<T>[]): Sorting<T> {
  let runs: Word<T>[][] = [];
  for (let at = 0; at < words.length; at += wordsPerStep) {
    runs.push(words.slice(at, at + wordsPerStep).sort(byWord));
    yield;
  }
  while (runs.length > 1) {
    const longer: Word<T>[][] = [];
    for (let at = 0; at < runs.length; at += 2)
      longer.push(yield* mergeInSteps(runs[at] ?? [], runs[at + 1] ?? []));
    runs = longer;
  }
  return runs[0] ?? [];
}

function* mergeInSteps<T>(a: readonly Word<T>[], b: readonly Word<T>[]): Sorting<T> {
  const merged: Word<T>[] = [];
  let j = 0;
  for (const word of a) {
    for (let next = b[j]; next !== undefined && next.word < word.word; next = b[++j]) merged.push(next);
    merged.push(word);
    if (merged.length % wordsPerStep === 0) yield;
  }
  return merged.concat(b.slice(j));
}

const mergeSorted = <T>(a: readonly Word<T>[], b: readonly Word<T>[]): readonly Word<T>[] => {
  const merging = mergeInSteps(a, b);
  for (;;) {
    const step = merging.next();
    if (step.done === true) return step.value;
  }
};
