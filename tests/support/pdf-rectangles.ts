/** What a PDF of labels paints, as any viewer would read it. */
import { inflateSync } from "node:zlib";

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Filled rectangles of a page in points from the bottom left, as any viewer would read them. */
export const rectanglesOf = (bytes: Uint8Array): readonly Rectangle[] => {
  const text = Buffer.from(bytes).toString("latin1");
  const rectangles: Rectangle[] = [];
  for (const match of text.matchAll(/stream\r?\n/g)) {
    const start = match.index + match[0].length;
    const end = text.indexOf("endstream", start);
    let content = "";
    try {
      content = inflateSync(Buffer.from(text.slice(start, end), "latin1")).toString("latin1");
    } catch {
      continue;
    }
    for (const [, x, y, width, height] of content.matchAll(/([\d.-]+) ([\d.-]+) ([\d.-]+) ([\d.-]+) re\b/g))
      rectangles.push({ x: Number(x), y: Number(y), width: Number(width), height: Number(height) });
  }
  return rectangles;
};
