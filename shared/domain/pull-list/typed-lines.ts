/** What people type or paste to ask for equipment: a quantity and words. */

export interface TypedLine {
  readonly quantity: number;
  /** What to look for: any word, code or maker. */
  readonly words: string;
  readonly note?: string | undefined;
}

const most = 1_000_000;

/**
 * `40 shack`, `40x shackle` and `shackle` (one of it). A number that belongs to the words stays with them: only a
 * whole number in front, parted by a space or a times sign, is a quantity. Undefined when there are no words.
 */
export const parseTypedLine = (typed: string): TypedLine | undefined => {
  const text = typed.trim();
  const match = /^(\d{1,7})(?:\s*[x×*]\s+|\s*[×*]\s*|\s+)(.+)$/i.exec(text);
  if (match === null) return text === "" ? undefined : { quantity: 1, words: text };
  const [, count = "1", words = ""] = match;
  return { quantity: Math.min(Number(count), most), words: words.trim() };
};

/**
 * Rows copied from a spreadsheet (tab-separated) or a plain list. The quantity is the first cell that is a whole
 * number, the words are the first other cell (a name or a code, search knows both), whatever follows becomes the
 * note. A heading row, where no cell holds a digit although other rows have a quantity, is left out; so are empty
 * rows.
 */
export const parsePastedRows = (pasted: string): readonly TypedLine[] => {
  const rows = pasted
    .split(/\r\n|\r|\n/)
    .map((row) => row.split("\t").map((cell) => unquote(cell.trim())))
    .filter((cells) => cells.some((cell) => cell !== ""));
  const isTable = rows.some((cells) => cells.length > 1);
  const hasQuantities = isTable && rows.slice(1).some((cells) => cells.some(isCount));
  const body = hasQuantities && rows[0]?.every((cell) => !/\d/.test(cell)) === true ? rows.slice(1) : rows;
  return body.flatMap((cells) => {
    const read = cells.length > 1 ? readCells(cells) : parseTypedLine(cells[0] ?? "");
    return read === undefined ? [] : [read];
  });
};

const readCells = (cells: readonly string[]): TypedLine | undefined => {
  const countAt = cells.findIndex(isCount);
  const others = cells.filter((cell, index) => index !== countAt && cell !== "");
  const [words, ...rest] = others;
  if (words === undefined) return undefined;
  const note = rest.join(", ");
  const quantity = countAt < 0 ? 1 : Math.min(Number(cells[countAt]?.replace(/\s*[x×]$/i, "")), most);
  return { quantity, words, ...(note === "" ? {} : { note }) };
};

const isCount = (cell: string): boolean => /^\d{1,7}\s*[x×]?$/i.test(cell);

const unquote = (cell: string): string => {
  const match = /^"(.*)"$/s.exec(cell);
  return match === null ? cell : (match[1] ?? "").replaceAll('""', '"').trim();
};
