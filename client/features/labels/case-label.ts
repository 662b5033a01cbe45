/**
 * A case's own label: one page per case with a bar of its department, the code, the event, "n of m", the weight and
 * what lies inside. Pure geometry in millimetres, measured from the top left.
 */
import type { Box, TextLine } from "./label-layout";
import { placeModules } from "./label-layout";

export interface CaseLabelLine {
  /** "2 ×", or the code of a named piece. */
  readonly amount: string;
  readonly name: string;
  /** How deep it lies: 1 is in a case inside this one. */
  readonly depth: number;
}

export interface CaseLabelContent {
  /** Encoded in the QR code, with the revision of the contents. */
  readonly url: string;
  readonly code: string;
  readonly product: string;
  readonly company: string;
  readonly department: string;
  /** Index of the bar's colour; the department is written on it. */
  readonly colour: number;
  readonly event: string;
  /** "2 of 7". */
  readonly place: string;
  readonly weight: string;
  /** "Contents K7Q2, 21 Nov 2026". */
  readonly revision: string;
  readonly contents: readonly CaseLabelLine[];
  /** Where not all lines fit: "and {n} more". */
  readonly more: (n: number) => string;
}

export interface CaseLabelSize {
  readonly id: "A6" | "A5";
  readonly width: number;
  readonly height: number;
}

export const caseLabelSizes: readonly CaseLabelSize[] = [
  { id: "A6", width: 105, height: 148 },
  { id: "A5", width: 148, height: 210 },
];

/** Red, green and blue from 0 to 1: dark enough for white letters on them. */
export const departmentColours = [
  [0.11, 0.31, 0.85],
  [0.72, 0.11, 0.11],
  [0.02, 0.45, 0.33],
  [0.43, 0.16, 0.85],
  [0.71, 0.33, 0.04],
  [0.06, 0.46, 0.56],
  [0.74, 0.1, 0.36],
  [0.27, 0.25, 0.24],
] as const;

export interface PlacedCaseLabel {
  readonly bar: Box;
  readonly barText: TextLine;
  readonly modules: readonly Box[];
  readonly texts: readonly TextLine[];
}

const margin = 6;

export const placeCaseLabel = (content: CaseLabelContent, size: CaseLabelSize): PlacedCaseLabel => {
  const scale = size.width / 105;
  const bar = { x: 0, y: 0, width: size.width, height: 14 * scale };
  const side = 34 * scale;
  const symbol = {
    x: size.width - margin - side,
    y: bar.height + 4 * scale,
    width: side,
    height: side,
  };
  const inner = size.width - 2 * margin;
  const beside = symbol.x - margin - 3;
  const line = (text: string, y: number, height: number, isStrong = false, width = beside): TextLine => ({
    text,
    x: margin,
    y,
    size: height * scale,
    isStrong,
    width,
  });
  const top = symbol.y;
  const at = (mm: number): number => top + mm * scale;
  const head = [
    line(content.code, at(9), 10, true),
    line(content.product, at(15), 4),
    line(content.event, at(21.5), 4.4, true),
    line(content.place, at(30), 7, true),
    line(content.weight, at(38), 6, true),
    // Under the symbol it belongs to.
    { ...line(content.revision, at(38), 2.6, false, side), x: symbol.x + 1 },
  ];
  const listTop = at(43);
  const foot = size.height - margin;
  return {
    bar,
    barText: { ...line(content.department, 9.6 * scale, 7, true, inner) },
    modules: placeModules(content.url, symbol),
    texts: [
      ...head.filter(({ text }) => text !== ""),
      ...placeContents(content, { x: margin, y: listTop, width: inner, height: foot - 5 - listTop }, scale),
      line(content.company, foot, 3, false, inner),
    ],
  };
};

/** As many lines as fit; the last one says how many do not. */
const placeContents = (content: CaseLabelContent, area: Box, scale: number): readonly TextLine[] => {
  const size = 3.6 * scale;
  const leading = size * 1.36;
  const fits = Math.max(1, Math.floor(area.height / leading));
  const all = content.contents;
  const shown = all.length <= fits ? all : all.slice(0, fits - 1);
  const amountWidth = 24 * scale;
  const texts = shown.flatMap(({ amount, name, depth }, index): readonly TextLine[] => {
    const x = area.x + Math.min(depth, 4) * 4 * scale;
    const y = area.y + (index + 1) * leading;
    const nameX = x + amountWidth;
    return [
      { text: amount, x, y, size, isStrong: true, width: amountWidth - 1 },
      { text: name, x: nameX, y, size, isStrong: false, width: area.x + area.width - nameX },
    ];
  });
  if (shown.length === all.length) return texts;
  const y = area.y + fits * leading;
  const more = content.more(all.length - shown.length);
  return [...texts, { text: more, x: area.x, y, size, isStrong: true, width: area.width }];
};
