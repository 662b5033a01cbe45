import type { Accessor } from "solid-js";
import type { ControlSheet } from "./control-sheet";
import type { LabelChoice } from "./label-choice";
import type { LabelContent } from "./label-layout";

/** What the labels of a print run are: chosen equipment, blank ones, or control codes. */
export interface LabelSource {
  readonly name: "labels" | "blank-labels" | "control-codes";
  /** People type what stands beside the symbol: it must be printed whole. */
  readonly hasCodes: boolean;
  readonly contents: Accessor<readonly LabelContent[]>;
  /** Equipment that gets its label by being printed. */
  readonly without: Accessor<number>;
  /** False when nothing may be printed. */
  readonly prepare: () => Promise<boolean>;
  readonly onSaved?: () => void;
}

export const equipmentSource = (choice: LabelChoice): LabelSource => ({
  name: "labels",
  hasCodes: true,
  contents: () => choice.chosen().map(choice.contentOf),
  without: () => choice.chosen().filter((row) => row.label === undefined).length,
  prepare: choice.assign,
});

export const controlSource = (sheet: ControlSheet): LabelSource => ({
  name: "control-codes",
  hasCodes: false,
  contents: sheet.contents,
  without: () => 0,
  prepare: () => Promise.resolve(true),
});
