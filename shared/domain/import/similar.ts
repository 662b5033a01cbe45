/** Whether two product names probably mean the same thing. Cautious: numbers tell models apart, so they must agree. */
import { foldText } from "#shared/domain/inventory";

const wordsOf = (name: string): readonly string[] =>
  foldText(name).match(/\d+(?:[.,]\d+)?|[\p{Letter}]+/gu) ?? [];

const numbersOf = (words: readonly string[]): string =>
  words
    .filter((word) => /^\d/.test(word))
    .map((word) => String(Number(word.replace(",", "."))))
    .sort()
    .join(" ");

/** 0 to 1: how much of both names is shared. 0 when their numbers differ. */
export const nameSimilarity = (a: string, b: string): number => {
  const [wordsA, wordsB] = [wordsOf(a), wordsOf(b)];
  if (numbersOf(wordsA) !== numbersOf(wordsB)) return 0;
  const [setA, setB] = [new Set(wordsA.map(plain)), new Set(wordsB.map(plain))];
  if (setA.size === 0 || setB.size === 0) return 0;
  let shared = 0;
  for (const word of setA) if (setB.has(word)) shared++;
  return (2 * shared) / (setA.size + setB.size);
};

const plain = (word: string): string => (/^\d/.test(word) ? String(Number(word.replace(",", "."))) : word);

/** From this similarity on a person is asked. */
export const isDoubtful = (similarity: number): boolean => similarity >= 0.66;
