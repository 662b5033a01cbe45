/** Where everything on a sheet of labels goes. Pure geometry in millimetres, measured from the top left. */
import { encode } from "uqr";
import type { LabelSheet } from "./sheets";
import { fitText, leading, textWidth } from "./text-fit";

export interface LabelContent {
  /** Encoded in the QR code. */
  readonly url: string;
  readonly code: string;
  readonly product: string;
  readonly company: string;
  /** Of a blank label: its characters under the symbol and nothing else. */
  readonly isBlank?: boolean;
}

export interface SheetSettings {
  readonly sheet: LabelSheet;
  /** First label to print, 0 for the top left: the rest of a begun sheet. */
  readonly start: number;
  /** Moves everything, for printers that pull the paper in a little off. */
  readonly offsetX: number;
  readonly offsetY: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface TextLine {
  readonly text: string;
  readonly x: number;
  /** Of the base line. */
  readonly y: number;
  readonly size: number;
  readonly isStrong: boolean;
  /** Longer text is set smaller, then cut, to stay inside. A strong line, which is a code or a part of it, fits as it is. */
  readonly width: number;
}

export interface PlacedLabel {
  readonly page: number;
  readonly box: Box;
  /** The square of the symbol with its quiet zone. */
  readonly symbol: Box;
  /** Dark modules; the quiet zone of four modules around them is left free. */
  readonly modules: readonly Box[];
  readonly texts: readonly TextLine[];
  /** The code cannot be read in so little room: this must not be printed. */
  readonly isTooLong: boolean;
}

export const quietModules = 4;
/** Stays clear of the cut: labels and printers are never exact. */
const margin = 1.5;
const gap = 1;
const pointsPerMm = 72 / 25.4;

export const placeLabels = (
  contents: readonly LabelContent[],
  settings: SheetSettings,
): readonly PlacedLabel[] => {
  const { sheet, start } = settings;
  const perPage = sheet.columns * sheet.rows;
  return contents.map((content, index) => {
    const slot = start + index;
    const onPage = slot % perPage;
    const box = {
      x: sheet.left + (onPage % sheet.columns) * sheet.stepX + settings.offsetX,
      y: sheet.top + Math.floor(onPage / sheet.columns) * sheet.stepY + settings.offsetY,
      width: sheet.width,
      height: sheet.height,
    };
    return { page: Math.floor(slot / perPage), box, ...placeContent(content, box) };
  });
};

export const pageCount = (labels: number, { sheet, start }: SheetSettings): number =>
  labels === 0 ? 0 : Math.ceil((start + labels) / (sheet.columns * sheet.rows));

/** Codes that cannot be read in so little room. */
export const codesTooLong = (
  contents: readonly LabelContent[],
  { sheet }: SheetSettings,
): readonly string[] => {
  const box = { x: 0, y: 0, width: sheet.width, height: sheet.height };
  return contents
    .filter((content) => placeContent({ ...content, url: "0" }, box).isTooLong)
    .map(({ code }) => code);
};

type Placement = Pick<PlacedLabel, "symbol" | "modules" | "texts" | "isTooLong">;

const placeContent = (content: LabelContent, box: Box): Placement =>
  (content.isBlank === true && box.height >= leastHeightAbove ? placeAbove(content, box) : undefined) ??
  placeBeside(content, box);

/** Lower labels have no room for a line under the symbol: the code stands beside it. */
const leastHeightAbove = 20;

/** The symbol in the middle, the code under it. */
const placeAbove = (content: LabelContent, box: Box): Placement | undefined => {
  const room = { width: box.width - 2 * margin, height: box.height / 3, size: 3 };
  const code = fitText(content.code, room);
  if (code === undefined) return undefined;
  const textHeight = code.lines.length * code.size * leading;
  const side = Math.min(box.height - 2 * margin - textHeight, room.width);
  const top = box.y + (box.height - side - textHeight) / 2;
  const symbol = { x: box.x + (box.width - side) / 2, y: top, width: side, height: side };
  const texts = code.lines.map((text, index) => {
    const width = textWidth(text) * code.size;
    const y = top + side + (index + 1) * code.size * leading - code.size * (leading - 1);
    return { text, size: code.size, isStrong: true, x: box.x + (box.width - width) / 2, y, width };
  });
  return { symbol, modules: placeModules(content.url, symbol), texts, isTooLong: false };
};

const placeBeside = (content: LabelContent, box: Box): Placement => {
  // Small stock leaves no margin to spare: the quiet zone itself keeps clear of the edge.
  const inset = box.height > 15 ? margin : 0.25;
  const side = Math.min(box.height - 2 * inset, box.width * 0.45);
  const symbol = { x: box.x + inset, y: box.y + (box.height - side) / 2, width: side, height: side };
  const textX = symbol.x + side + gap;
  const width = box.x + box.width - Math.max(inset, 1) - textX;
  return {
    symbol,
    modules: placeModules(content.url, symbol),
    ...placeTexts(content, { x: textX, y: box.y, width, height: box.height }),
  };
};

/** Level Q: a quarter of the symbol may be scratched away. Modules of a row that touch are one box. */
export const placeModules = (url: string, symbol: Box): readonly Box[] => {
  const { data, size } = encode(url, { ecc: "Q", border: 0, boostEcc: false });
  const module = symbol.width / (size + 2 * quietModules);
  const boxes: Box[] = [];
  data.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (row[x] !== true) continue;
      let end = x;
      while (row[end] === true) end++;
      boxes.push({
        x: symbol.x + (quietModules + x) * module,
        y: symbol.y + (quietModules + y) * module,
        width: (end - x) * module,
        height: module,
      });
      x = end;
    }
  });
  return boxes;
};

/** The code large and whole, then the product, then whose it is, as long as the code leaves room for them. */
const placeTexts = (content: LabelContent, area: Box): Pick<PlacedLabel, "texts" | "isTooLong"> => {
  const base = Math.min(4.6, area.height / 4.2);
  const further = [
    { text: content.product, size: base * 0.62, isStrong: false },
    { text: content.company, size: base * 0.52, isStrong: false },
  ].filter((line) => line.text !== "");
  const heightOf = (lines: readonly { readonly size: number }[]): number =>
    lines.reduce((sum, line) => sum + line.size * leading, 0);
  for (let count = further.length; count >= 0; count--) {
    const below = further.slice(0, count);
    const room = { width: area.width, height: area.height - heightOf(below), size: base };
    const code = fitText(content.code, room);
    if (code === undefined) continue;
    const strong = code.lines.map((text) => ({ text, size: code.size, isStrong: true }));
    const lines = [...strong, ...below];
    let y = area.y + (area.height - heightOf(lines)) / 2;
    const texts = lines.map((line) => {
      y += line.size * leading;
      return { ...line, x: area.x, y: y - line.size * (leading - 1), width: area.width };
    });
    return { texts, isTooLong: false };
  }
  const y = area.y + area.height / 2;
  const cut = { text: content.code, size: base * 0.62, isStrong: false, x: area.x, y, width: area.width };
  return { texts: [cut], isTooLong: true };
};

export const mmToPoints = (mm: number): number => mm * pointsPerMm;
