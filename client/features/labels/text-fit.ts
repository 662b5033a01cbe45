/** Room for words that must be read whole: smaller first, then on several lines, never cut. Lengths in millimetres. */

/** Advance of the letters of Helvetica Bold in their size; the preview's and the Zebra's letters are no wider. */
const letterWidths: readonly (readonly [letters: string, width: number])[] = [
  ["'Iijl ,./", 0.278],
  ["!()-:;ft", 0.334],
  ["*r`", 0.39],
  ['"z|', 0.5],
  ["#$0123456789Jaceksvxy_", 0.556],
  ["+<=>~^×", 0.584],
  ["FLTZ?bdghnopqu", 0.611],
  ["EPSVXY", 0.667],
  ["ABCDHKNRU&", 0.722],
  ["GOQw", 0.778],
  ["M%m", 0.889],
  ["W", 0.944],
];
const widthOf = new Map(
  letterWidths.flatMap(([letters, width]) => Array.from(letters, (one) => [one, width])),
);

/** At least what the text takes, in sizes of its letters. */
export const textWidth = (text: string): number =>
  Array.from(text.normalize("NFC")).reduce(
    (sum, letter) => sum + (widthOf.get(letter) ?? widthOf.get(letter.normalize("NFD").charAt(0)) ?? 1),
    0,
  );

/** From one base line to the next, in sizes of the letters. */
export const leading = 1.32;

/** Smaller print is not read any more: about four points. */
const smallest = 1.4;
/** So much smaller one line may be before the text goes on to a second one. */
const smallestShare = 0.7;
const step = 0.95;
const mostLines = 6;

export interface Room {
  readonly width: number;
  readonly height: number;
  /** Wanted size of the letters. */
  readonly size: number;
}

export interface FittedText {
  readonly lines: readonly string[];
  readonly size: number;
}

/** As large and on as few lines as the room allows; undefined when it cannot be read in so little room. */
export const fitText = (text: string, room: Room): FittedText | undefined => {
  for (let count = 1; count <= mostLines; count++) {
    const least = count === mostLines ? smallest : Math.max(smallest, room.size * smallestShare);
    for (let size = Math.max(room.size, smallest); size >= least; size *= step) {
      const lines = breakText(text, room.width / size);
      if (lines !== undefined && lines.length <= count && lines.length * size * leading <= room.height)
        return { lines, size };
    }
  }
  return undefined;
};

/** Breaks behind a separator where there is one in the second half of a line, else where the line is full. */
const breakText = (text: string, room: number): readonly string[] | undefined => {
  const lines: string[] = [];
  let line = "";
  for (const letter of Array.from(text)) {
    if (line !== "" && textWidth(line + letter) > room) {
      const stop = /^(.*[-/._: ])([^-/._: ]*)$/u.exec(line);
      const [, head = line, rest = ""] = stop !== null && textWidth(stop[1] ?? "") > room / 2 ? stop : [];
      lines.push(head.trimEnd());
      line = rest;
    }
    line += letter;
  }
  const all = [...lines, line];
  return all.every((one) => textWidth(one) <= room) ? all : undefined;
};
