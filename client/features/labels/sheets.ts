/** Label stock by its maker's number. Lengths in millimetres from the top left corner of the paper. */
export interface LabelSheet {
  readonly id: string;
  readonly name: string;
  readonly pageWidth: number;
  readonly pageHeight: number;
  readonly columns: number;
  readonly rows: number;
  readonly width: number;
  readonly height: number;
  /** Corner of the first label. */
  readonly left: number;
  readonly top: number;
  /** From one label's corner to the next one's. */
  readonly stepX: number;
  readonly stepY: number;
  /** From a roll or tape: one label a page, no begun sheets. */
  readonly isRoll?: boolean;
}

const a4 = { pageWidth: 210, pageHeight: 297 } as const;
const letter = { pageWidth: 215.9, pageHeight: 279.4 } as const;

/** Found in every office shop. */
export const usualSheet: LabelSheet = {
  id: "L7160",
  name: "Avery L7160 · 63.5 × 38.1 mm · 21",
  ...a4,
  columns: 3,
  rows: 7,
  width: 63.5,
  height: 38.1,
  left: 7.21,
  top: 15.15,
  stepX: 66.04,
  stepY: 38.1,
};

export const labelSheets: readonly LabelSheet[] = [
  usualSheet,
  {
    id: "L6011",
    name: "Avery L6011 · 63.5 × 29.6 mm · 27",
    ...a4,
    columns: 3,
    rows: 9,
    width: 63.5,
    height: 29.6,
    left: 7.21,
    top: 15.3,
    stepX: 66.04,
    stepY: 29.6,
  },
  {
    id: "L7162",
    name: "Avery L7162 · 99.1 × 33.9 mm · 16",
    ...a4,
    columns: 2,
    rows: 8,
    width: 99.06,
    height: 33.87,
    left: 4.67,
    top: 13.05,
    stepX: 101.6,
    stepY: 33.87,
  },
  {
    id: "L7163",
    name: "Avery L7163 · 99.1 × 38.1 mm · 14",
    ...a4,
    columns: 2,
    rows: 7,
    width: 99.06,
    height: 38.1,
    left: 4.67,
    top: 15.19,
    stepX: 101.6,
    stepY: 38.1,
  },
  {
    id: "L4778",
    name: "Avery L4778 · 45.7 × 21.2 mm · 48",
    ...a4,
    columns: 4,
    rows: 12,
    width: 45.7,
    height: 21.2,
    left: 9.79,
    top: 21.3,
    stepX: 48.24,
    stepY: 21.2,
  },
  {
    id: "L4731",
    name: "Avery L4731 · 25.4 × 10 mm · 189",
    ...a4,
    columns: 7,
    rows: 27,
    width: 25.4,
    height: 10,
    left: 8.48,
    top: 13.5,
    stepX: 27.94,
    stepY: 10,
  },
  {
    id: "3490",
    name: "Avery 3490 · 70 × 36 mm · 24",
    ...a4,
    columns: 3,
    rows: 8,
    width: 70,
    height: 36,
    left: 0,
    top: 4.5,
    stepX: 70,
    stepY: 36,
  },
  {
    id: "5520",
    name: "Avery 5520 · 2⅝ × 1 in · 30",
    ...letter,
    columns: 3,
    rows: 10,
    width: 66.8,
    height: 25.4,
    left: 4.78,
    top: 12.74,
    stepX: 69.85,
    stepY: 25.4,
  },
  {
    id: "5267",
    name: "Avery 5267 · 1¾ × ½ in · 80",
    ...letter,
    columns: 4,
    rows: 20,
    width: 44.45,
    height: 12.7,
    left: 7.62,
    top: 12.74,
    stepX: 52.07,
    stepY: 12.7,
  },
];
