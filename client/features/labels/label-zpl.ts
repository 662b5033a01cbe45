/** Labels in the language of Zebra printers: one format per label, for a file that is sent to the printer as it is. */
import { encode } from "uqr";
import type { LabelContent, PlacedLabel, SheetSettings } from "./label-layout";
import { placeLabels, quietModules } from "./label-layout";

export const zplResolutions = [203, 300, 600] as const;
/** Dots per inch. */
export type ZplResolution = (typeof zplResolutions)[number];

/** Dots per millimetre as the makers count them: 8, 12 and 24. */
const dotsPerMm = { 203: 8, 300: 12, 600: 24 } as const satisfies Readonly<Record<ZplResolution, number>>;

const largestMagnification = 10;

export const labelZpl = (
  contents: readonly LabelContent[],
  settings: SheetSettings,
  resolution: ZplResolution,
): string =>
  placeLabels(contents, settings)
    .map((label, index) => zplOf(label, contents[index]?.url ?? "", settings, dotsPerMm[resolution]))
    .join("");

const zplOf = (label: PlacedLabel, url: string, { sheet }: SheetSettings, perMm: number): string => {
  const dots = (mm: number): number => Math.max(0, Math.round(mm * perMm));
  const { symbol } = label;
  const { size } = encode(url, { ecc: "Q", border: 0, boostEcc: false });
  const modules = size + 2 * quietModules;
  const magnification = Math.max(1, Math.min(largestMagnification, Math.floor(dots(symbol.width) / modules)));
  // The printer draws the symbol without its quiet zone: it stands in the middle of the room for both.
  const free = (dots(symbol.width) - size * magnification) / 2;
  const texts = label.texts.map((line) => {
    const height = dots(line.size);
    const fits = Math.max(1, Math.floor(dots(line.width) / (height * letterShare)));
    const text = line.isStrong ? line.text : line.text.slice(0, fits);
    return `^FT${dots(line.x)},${dots(line.y)}^A0N,${height},${height}^FH^FD${escaped(text)}^FS\n`;
  });
  return [
    "^XA\n^CI28\n",
    `^PW${dots(sheet.pageWidth)}\n^LL${dots(sheet.pageHeight)}\n^LH0,0\n`,
    `^FO${Math.round(dots(symbol.x) + free)},${Math.round(dots(symbol.y) + free)}^BQN,2,${magnification}^FDQA,${url}^FS\n`,
    ...texts,
    "^PQ1\n^XZ\n",
  ].join("");
};

/** Width of a letter of font 0 in its height. */
const letterShare = 0.56;

/** What would be read as a command is written as its number. */
const escaped = (text: string): string =>
  text
    .replace(/[\p{Cc}]/gu, " ")
    .replace(/[_^~\\]/g, (char) => `_${char.charCodeAt(0).toString(16).toUpperCase()}`);
