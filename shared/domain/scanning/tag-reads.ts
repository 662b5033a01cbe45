/**
 * What RFID readers hand over: a handheld types one tag after the other, a portal writes a file, and both see the
 * same tag many times. A tag's number is a further code of the asset it is glued to; nothing else is read from it.
 */

/** A 96 or 128 bit tag number in hexadecimal, as readers in keyboard mode type it. */
export const isTagNumber = (text: string): boolean => /^(?:[0-9A-F]{24}|[0-9A-F]{32})$/i.test(text.trim());

/** More lines than a truck has pieces: beyond that somebody chose the wrong file. */
export const mostTags = 20_000;

/**
 * The tags of a reader's file, each once, in the order of their first reading. Lines of a list or of a table with any
 * separator; of a table the column that looks like tag numbers counts, else the first one. A heading is left out.
 */
export const readTagFile = (text: string): readonly string[] => {
  const lines = text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\r|\n/)
    .map((line) =>
      line.split(/[,;\t]/).map((cell) =>
        cell
          .trim()
          .replace(/^"(.*)"$/, "$1")
          .trim(),
      ),
    )
    .filter((cells) => cells.some((cell) => cell !== ""));
  const column = tagColumn(lines);
  const tags = new Set<string>();
  for (const [at, cells] of lines.entries()) {
    const tag = cells[column] ?? "";
    const isHeading = at === 0 && /^(?:epc|tid|tag|code|rfid)\b/i.test(tag);
    if (tag !== "" && !isHeading) tags.add(tag);
  }
  return [...tags].slice(0, mostTags);
};

const tagColumn = (lines: readonly (readonly string[])[]): number => {
  const width = Math.max(0, ...lines.slice(0, 50).map((cells) => cells.length));
  const counts = Array.from(
    { length: width },
    (_, column) => lines.slice(0, 50).filter((cells) => isTagNumber(cells[column] ?? "")).length,
  );
  const most = Math.max(0, ...counts);
  return most === 0 ? 0 : counts.indexOf(most);
};
