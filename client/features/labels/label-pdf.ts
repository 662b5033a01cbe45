/** A sheet of labels as PDF at exact size. Loaded only when labels are printed. */
import {
  PDFDocument,
  PDFOperator,
  PDFOperatorNames,
  PDFNumber,
  PrintScaling,
  StandardFonts,
  rgb,
} from "@cantoo/pdf-lib";
import type { Color, PDFFont, PDFPage } from "@cantoo/pdf-lib";
import type { Box, PlacedLabel, TextLine } from "./label-layout";
import { mmToPoints } from "./label-layout";
import { latinText } from "./latin-text";
import type { LabelSheet } from "./sheets";

/** `createdAt` in milliseconds UTC. The same labels give the same bytes. */
export const labelPdf = async (
  labels: readonly PlacedLabel[],
  sheet: LabelSheet,
  title: string,
  createdAt: number,
): Promise<Uint8Array> => {
  const { document, plain, strong } = await startPdf(title, createdAt);
  const pages = new Map<number, PDFPage>();
  for (const label of labels) {
    const page =
      pages.get(label.page) ?? document.addPage([mmToPoints(sheet.pageWidth), mmToPoints(sheet.pageHeight)]);
    pages.set(label.page, page);
    drawModules(page, label.modules, sheet.pageHeight);
    for (const line of label.texts) drawText(page, line, line.isStrong ? strong : plain, sheet.pageHeight);
  }
  return document.save();
};

/** An empty document that viewers print at its own size, with its two fonts. */
export const startPdf = async (
  title: string,
  createdAt: number,
): Promise<{ readonly document: PDFDocument; readonly plain: PDFFont; readonly strong: PDFFont }> => {
  const document = await PDFDocument.create();
  document.setTitle(latinText(title));
  document.setCreationDate(new Date(createdAt));
  document.setModificationDate(new Date(createdAt));
  // Viewers shrink pages to the printer's margins unless told: labels would no longer fit the stock.
  document.catalog.getOrCreateViewerPreferences().setPrintScaling(PrintScaling.None);
  const plain = await document.embedFont(StandardFonts.Helvetica);
  const strong = await document.embedFont(StandardFonts.HelveticaBold);
  return { document, plain, strong };
};

/** All modules of a symbol in one fill: vectors, so no printer resolution blurs their edges. */
export const drawModules = (page: PDFPage, modules: readonly Box[], pageHeight: number): void => {
  const number = (mm: number): PDFNumber => PDFNumber.of(Math.round(mmToPoints(mm) * 1000) / 1000);
  page.pushOperators(
    PDFOperator.of(PDFOperatorNames.PushGraphicsState),
    PDFOperator.of(PDFOperatorNames.NonStrokingColorGray, [PDFNumber.of(0)]),
    ...modules.map(({ x, y, width, height }) =>
      PDFOperator.of(PDFOperatorNames.AppendRectangle, [
        number(x),
        number(pageHeight - y - height),
        number(width),
        number(height),
      ]),
    ),
    PDFOperator.of(PDFOperatorNames.FillNonZero),
    PDFOperator.of(PDFOperatorNames.PopGraphicsState),
  );
};

const smallestShare = 0.7;

export const drawText = (
  page: PDFPage,
  line: TextLine,
  font: PDFFont,
  pageHeight: number,
  color: Color = rgb(0, 0, 0),
): void => {
  const text = latinText(line.text);
  const room = mmToPoints(line.width);
  const wanted = mmToPoints(line.size);
  const size = Math.max(
    wanted * smallestShare,
    Math.min(wanted, (wanted * room) / Math.max(1, font.widthOfTextAtSize(text, wanted))),
  );
  page.drawText(fitText(text, font, size, room), {
    x: mmToPoints(line.x),
    y: mmToPoints(pageHeight - line.y),
    size,
    font,
    color,
  });
};

const fitText = (text: string, font: PDFFont, size: number, room: number): string => {
  if (font.widthOfTextAtSize(text, size) <= room) return text;
  let length = text.length;
  while (length > 1 && font.widthOfTextAtSize(`${text.slice(0, length)}...`, size) > room) length--;
  return `${text.slice(0, length).trimEnd()}...`;
};
