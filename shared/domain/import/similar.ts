/**
 * Whether two product names of one maker may mean the same thing, so that a person is asked. Cautious: numbers tell
 * models apart and must agree, and so does every word both names have a different one for: "Robin MMX Spot" is not
 * "Robin MMX Wash". What is left are names with a word more and names with a slip of the finger.
 */
import { foldText, squeezeText } from "#shared/domain/inventory";

const wordsOf = (name: string): ReadonlySet<string> =>
  new Set(
    (foldText(name).match(/\d+(?:[.,]\d+)?|[\p{Letter}]+/gu) ?? []).map((word) =>
      /^\d/.test(word) ? String(Number(word.replace(",", "."))) : word,
    ),
  );

const numbersOf = (words: ReadonlySet<string>): string =>
  [...words]
    .filter((word) => /^\d/.test(word))
    .sort()
    .join(" ");

export const mayMeanTheSame = (a: string, b: string): boolean => {
  const [wordsA, wordsB] = [wordsOf(a), wordsOf(b)];
  if (wordsA.size === 0 || wordsB.size === 0 || numbersOf(wordsA) !== numbersOf(wordsB)) return false;
  return hasAWordMore(wordsA, wordsB) || isSlip(squeezeText(a), squeezeText(b));
};

/** One name has all words of the other, and these are most of it. */
const hasAWordMore = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => {
  const [short, long] = a.size <= b.size ? [a, b] : [b, a];
  return short.size * 2 >= long.size && [...short].every((word) => long.has(word));
};

const shortestForSlips = 6;

/** Equal but for one letter that is missing, added, or another. */
const isSlip = (a: string, b: string): boolean => {
  if (Math.min(a.length, b.length) < shortestForSlips || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return Math.max(a.length, b.length) - start - end <= 1;
};
