/** Case labels as PDF, one page each at exact size. Loaded only when they are printed. */
import { rgb } from "@cantoo/pdf-lib";
import type { CaseLabelSize, PlacedCaseLabel } from "./case-label";
import { departmentColours } from "./case-label";
import { drawModules, drawText, startPdf } from "./label-pdf";
import { mmToPoints } from "./label-layout";

export interface CaseLabelPage {
  readonly placed: PlacedCaseLabel;
  readonly colour: number;
}

/** `createdAt` in milliseconds UTC. The same labels give the same bytes. */
export const caseLabelPdf = async (
  pages: readonly CaseLabelPage[],
  size: CaseLabelSize,
  title: string,
  createdAt: number,
): Promise<Uint8Array> => {
  const { document, plain, strong } = await startPdf(title, createdAt);
  for (const { placed, colour } of pages) {
    const page = document.addPage([mmToPoints(size.width), mmToPoints(size.height)]);
    const [red, green, blue] = departmentColours[colour % departmentColours.length] ?? departmentColours[0];
    page.drawRectangle({
      x: mmToPoints(placed.bar.x),
      y: mmToPoints(size.height - placed.bar.y - placed.bar.height),
      width: mmToPoints(placed.bar.width),
      height: mmToPoints(placed.bar.height),
      color: rgb(red, green, blue),
    });
    drawText(page, placed.barText, strong, size.height, rgb(1, 1, 1));
    drawModules(page, placed.modules, size.height);
    for (const line of placed.texts) drawText(page, line, line.isStrong ? strong : plain, size.height);
  }
  return document.save();
};
