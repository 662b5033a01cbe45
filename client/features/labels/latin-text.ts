/**
 * The built-in fonts of PDF know Western European letters only. Accents of other languages are dropped, letters
 * they do not have at all become a question mark. Codes are not treated so: `codesNotInPdf`.
 */
export const latinText = (text: string): string =>
  Array.from(text.normalize("NFC"), (char) => (isWinAnsi(char) ? char : substitute(char))).join("");

const extras = new Set("€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ");

const isWinAnsi = (char: string): boolean => /^[\u0020-\u007e\u00a1-\u00ff]$/.test(char) || extras.has(char);

const special: Readonly<Record<string, string>> = {
  ł: "l",
  Ł: "L",
  đ: "d",
  Đ: "D",
  "\u00a0": " ",
  "\u202f": " ",
  "−": "-",
  "⅝": "5/8",
  Ω: "Ohm",
  "\u2126": "Ohm",
};

const substitute = (char: string): string => {
  const known = special[char];
  if (known !== undefined) return known;
  if (/^[\p{Cc}\p{Cf}]$/u.test(char)) return "";
  const plain = char.normalize("NFKD").replace(/\p{Mark}/gu, "");
  return plain !== "" && Array.from(plain).every(isWinAnsi) ? plain : "?";
};

/** Codes a PDF cannot show letter by letter. Printed in other letters nobody would find the thing by them. */
export const codesNotInPdf = (contents: readonly { readonly code: string }[]): readonly string[] =>
  contents.map(({ code }) => code.normalize("NFC")).filter((code) => latinText(code) !== code);
