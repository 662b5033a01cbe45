/** How text becomes search words, the same for what is stored and what is typed. */

const marks = /\p{Mark}/gu;
const parts = /[\p{Letter}\p{Number}]+/gu;
const signs = /[^\p{Letter}\p{Number}]+/gu;
const plain = /^[\u0020-\u007e]*$/;

/** Lower case without accents: "Größe" and "GROSSE" meet at "grosse". */
export const foldText = (text: string): string => {
  const lower = text.toLowerCase();
  return plain.test(lower) ? lower : lower.replaceAll("ß", "ss").normalize("NFKD").replace(marks, "");
};

/** Letters and digits only, folded: how titles and codes are compared with what was typed. */
export const squeezeText = (text: string): string => foldText(text).replace(signs, "");

/**
 * Words a text is found by. A piece joined by signs counts as one and in parts, and letters and digits also apart,
 * so that "LED-0113" is found by led-0113, led0113, led, 0113 and 113.
 */
export const searchWords = (text: string): ReadonlySet<string> => {
  const words = new Set<string>();
  for (const piece of foldText(text).split(/\s+/)) {
    const found = piece.match(parts) ?? [];
    if (found.length > 1) words.add(found.join(""));
    for (const part of found) addPart(words, part);
  }
  return words;
};

const addPart = (words: Set<string>, part: string): void => {
  words.add(part);
  const runs = part.match(/\d+|\D+/g) ?? [];
  for (const run of runs) {
    if (runs.length > 1 && run.length > 1) words.add(run);
    if (/^0+\d/.test(run)) words.add(run.replace(/^0+(?=\d)/, ""));
  }
};

/** The words of a query; each must be found. */
export const queryWords = (query: string): readonly string[] =>
  query
    .split(/\s+/)
    .map(squeezeText)
    .filter((word) => word !== "")
    .slice(0, 8);
