/** Rolls and tapes by their maker's number: every label is a page of its own. Lengths in millimetres. */
import type { LabelSheet } from "./sheets";

/** `edge`: what the printer cannot reach at the top and bottom of a tape. */
const roll = (id: string, name: string, width: number, height: number, edge = 0): LabelSheet => ({
  id,
  name,
  pageWidth: width,
  pageHeight: height,
  columns: 1,
  rows: 1,
  width,
  height: height - 2 * edge,
  left: 0,
  top: edge,
  stepX: width,
  stepY: height,
  isRoll: true,
});

export const labelRolls: readonly LabelSheet[] = [
  roll("DK-11209", "Brother DK-11209 · 62 × 29 mm", 62, 29),
  roll("DK-22205-35", "Brother DK-22205 · 62 mm, 35 long", 62, 35),
  roll("DK-11202", "Brother DK-11202 · 62 × 100 mm", 100, 62),
  roll("TZe-24", "Brother TZe 24 mm · 60 long", 60, 24, 2.95),
  roll("TZe-18", "Brother TZe 18 mm · 50 long", 50, 18, 1.1),
  roll("TZe-12", "Brother TZe 12 mm · 40 long", 40, 12, 1.05),
  roll("30252", "Dymo 30252 · 89 × 28 mm", 89, 28),
  roll("1933081", "Dymo 1933081 · 89 × 25 mm", 89, 25),
  roll("1976411", "Dymo 1976411 · 54 × 25 mm", 54, 25),
  roll("57x32", "Zebra · 57 × 32 mm", 57.15, 31.75),
  roll("100x50", "Zebra · 100 × 50 mm", 100, 50),
  roll("120x24", "120 × 24 mm", 120, 24),
];

/** A roll nobody listed. */
export const ownRoll = (width: number, height: number): LabelSheet => roll(ownRollId, "", width, height);

export const ownRollId = "own";
