/** A certificate on paper, with the signed statement inside the file. Loaded only when one is made or checked. */
import { PDFDocument, rgb } from "@cantoo/pdf-lib";
import type { PDFFont, PDFPage } from "@cantoo/pdf-lib";
import { latinText, loadPdf } from "#client/features/labels";
import type { CertificateLine, CertificateText } from "./certificate-words";

/** Points; A4. */
const page = { width: 595.28, height: 841.89, margin: 56 } as const;
const nameWidth = 190;
const valueAt = page.margin + nameWidth + 12;
const quietInk = rgb(0.36, 0.38, 0.42);
const ink = rgb(0.07, 0.08, 0.1);
const enclosed = "certificate.cbor";

export interface Paper {
  readonly text: CertificateText;
  /** Name of the company, above everything. */
  readonly company: string;
  readonly signature: readonly CertificateLine[];
  readonly howToCheck: string;
  /** What is signed, put into the file. */
  readonly signed: Uint8Array;
  /** Milliseconds UTC. */
  readonly at: number;
}

/** Breaks between words, and within one only where it alone is wider than the room. */
const wrapped = (text: string, font: PDFFont, size: number, room: number): readonly string[] => {
  const fits = (line: string): boolean => font.widthOfTextAtSize(line, size) <= room;
  const lines: string[] = [];
  for (const paragraph of text.split("\n").map(latinText)) {
    let line = "";
    for (const word of paragraph.split(" ")) {
      const longer = line === "" ? word : `${line} ${word}`;
      if (fits(longer)) {
        line = longer;
        continue;
      }
      if (line !== "") lines.push(line);
      line = "";
      for (const letter of word) {
        if (!fits(line + letter)) {
          lines.push(line);
          line = "";
        }
        line += letter;
      }
    }
    lines.push(line);
  }
  return lines;
};

interface Pen {
  /** Text in lines from the left edge on, `gap` points below what was written last. */
  readonly write: (
    text: string,
    style: { readonly size: number; readonly isStrong?: boolean; readonly isQuiet?: boolean },
    gap?: number,
  ) => void;
  readonly rule: () => void;
  readonly row: (line: CertificateLine) => void;
}

const createPen = (document: PDFDocument, plain: PDFFont, strong: PDFFont): Pen => {
  let sheet: PDFPage = document.addPage([page.width, page.height]);
  let y = page.height - page.margin;
  /** Goes down by so much; onto a new page when the rest of this one is too short for it. */
  const down = (by: number): void => {
    y -= by;
    if (y >= page.margin) return;
    sheet = document.addPage([page.width, page.height]);
    y = page.height - page.margin - by;
  };
  const width = page.width - 2 * page.margin;
  return {
    write: (text, { size, isStrong, isQuiet }, gap = 0) => {
      const font = isStrong === true ? strong : plain;
      down(gap);
      for (const line of wrapped(text, font, size, width)) {
        down(size * 1.35);
        sheet.drawText(line, { x: page.margin, y, size, font, color: isQuiet === true ? quietInk : ink });
      }
    },
    rule: () => {
      down(12);
      sheet.drawLine({
        start: { x: page.margin, y },
        end: { x: page.width - page.margin, y },
        thickness: 0.5,
        color: quietInk,
      });
    },
    row: ({ name, value }) => {
      const size = 10;
      const names = wrapped(name, plain, size, nameWidth);
      const values = wrapped(value, plain, size, page.width - page.margin - valueAt);
      down(3);
      for (let at = 0; at < Math.max(names.length, values.length); at += 1) {
        down(size * 1.35);
        sheet.drawText(names[at] ?? "", { x: page.margin, y, size, font: plain, color: quietInk });
        sheet.drawText(values[at] ?? "", { x: valueAt, y, size, font: plain, color: ink });
      }
    },
  };
};

export const certificatePdf = async (paper: Paper): Promise<Uint8Array> => {
  const { text, at } = paper;
  const { startPdf } = await loadPdf();
  const { document, plain, strong } = await startPdf(text.title, at);
  const pen = createPen(document, plain, strong);
  pen.write(paper.company, { size: 11, isQuiet: true });
  pen.write(text.title, { size: 20, isStrong: true }, 4);
  pen.rule();
  for (const line of text.piece) pen.row(line);
  pen.write(text.verdict.text, { size: 15, isStrong: true }, 16);
  pen.rule();
  for (const line of text.lines) pen.row(line);
  pen.rule();
  for (const line of paper.signature) pen.row(line);
  pen.write(paper.howToCheck, { size: 8.5, isQuiet: true }, 10);
  await document.attach(paper.signed, enclosed, {
    mimeType: "application/cbor",
    creationDate: new Date(at),
    modificationDate: new Date(at),
  });
  return document.save();
};

/** The signed statement inside a file; undefined where there is none, whatever the file is. */
export const enclosedCertificate = async (file: Uint8Array): Promise<Uint8Array | undefined> => {
  try {
    const document = await PDFDocument.load(file, { ignoreEncryption: true, updateMetadata: false });
    return document.getAttachments().find(({ name }) => name === enclosed)?.data;
  } catch {
    return undefined;
  }
};
