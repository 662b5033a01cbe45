/**
 * What a scanned text is, before anything is looked up. Nothing in it is ever opened, fetched or navigated to:
 * a text is one of our labels, a label of somebody else, an invitation (refused here), a possible code, or just text.
 */

/** Filled by the label grammar of the protocol; `invitation` covers enrolment, pairing and recovery links. */
export type LabelReading =
  /** `revision`: of the contents a case label lists. */
  | { readonly type: "own"; readonly label: string; readonly revision?: string | undefined }
  | { readonly type: "foreign"; readonly label: string }
  | { readonly type: "invitation" }
  | { readonly type: "none" };

export type ScanReading =
  | Exclude<LabelReading, { readonly type: "none" }>
  | { readonly type: "code"; readonly code: string }
  | { readonly type: "text" };

/** As long as a stored code may be; longer texts are no code of anything. */
export const maxCodeLength = 300;

export const readScan = (scanned: string, readLabel: (text: string) => LabelReading): ScanReading => {
  if (scanned.length > maxCodeLength + 20) return { type: "text" };
  const text = scanned.trim();
  const label = readLabel(text);
  if (label.type !== "none") return label;
  if (text === "" || text.length > maxCodeLength || hasHiddenCharacters(text)) return { type: "text" };
  return { type: "code", code: text };
};

/** `%5%XLR10-B`: five pieces of what answers to the code. As other rental programs print it on bundles. */
export const readQuantityCode = (
  code: string,
): { readonly quantity: number; readonly code: string } | undefined => {
  const parts = /^%(\d{1,4})%(.+)$/.exec(code);
  const quantity = Number(parts?.[1] ?? 0);
  const rest = parts?.[2]?.trim();
  return quantity === 0 || rest === undefined || rest === "" ? undefined : { quantity, code: rest };
};

/** An address, a script or markup: never worth the question "is this a code of yours?". */
export const looksLikeAddress = (text: string): boolean =>
  /^[a-z][a-z0-9+.-]*:/i.test(text) || /[<>{}]/.test(text) || /^www\./i.test(text);

/** Control characters, direction marks, zero-width joiners: shown text must not pretend to be other text. */
export const hasHiddenCharacters = (text: string): boolean =>
  /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/u.test(text);

/** Foreign text, safe to show: nothing hidden, one line, short. */
export const shownText = (scanned: string): string => {
  const plain = scanned
    .slice(0, 400)
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029\s]+/gu, " ")
    .trim();
  const letters = Array.from(plain);
  return letters.length <= 60 ? plain : `${letters.slice(0, 59).join("")}…`;
};
