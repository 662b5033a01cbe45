/** The cells of one sheet of a workbook (ECMA-376 part 1, 18.3), as texts and numbers. */
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import { importLimits } from "./limits";
import type { FileProblem } from "./problems";
import { walkXml } from "./xml-events";

/** What the cells of a sheet point at. */
export interface CellContext {
  readonly strings: readonly string[];
  /** Whether numbers in cells of that style are days, or times of a day, counted from an epoch. */
  readonly isMoment: (style: number) => boolean;
  /** Days are counted from 1904 instead of 1900. */
  readonly is1904: boolean;
}

/** Numbers stay numbers until it is known how the sheet's texts write them. */
export type SheetCell = string | number;

/**
 * Rows from the first one of the sheet, empty ones included. Formulas are not computed: the value they had when the
 * file was saved counts; one that was an error is empty.
 */
export const readCells = (
  xml: string,
  context: CellContext,
  file: string,
): Result<readonly (readonly SheetCell[])[], FileProblem> => {
  const reader = new SheetReader(context);
  const isSound = walkXml(xml, {
    open: (name, attributes) => reader.open(name, attributes),
    text: (text) => reader.text(text),
    close: (name) => reader.close(name),
  });
  if (reader.problem !== undefined) return err(reader.problem);
  return isSound ? ok(reader.rows) : err({ type: "XmlDamaged", file });
};

class SheetReader {
  readonly rows: SheetCell[][] = [];
  problem: FileProblem | undefined;
  readonly #context: CellContext;
  #row = -1;
  #column = -1;
  #kind = "n";
  #style = 0;
  #value = "";
  /** Text counts inside `v`, and inside `t` of an inline string, but not in its reading aids. */
  #isValue = false;
  #isAid = false;

  constructor(context: CellContext) {
    this.#context = context;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === "row") this.#openRow(attributes["r"]);
    else if (name === "c") this.#openCell(attributes);
    else if (name === "rPh") this.#isAid = true;
    else if (name === "v" || name === "t") this.#isValue = !this.#isAid;
  }

  text(text: string): void {
    if (this.#isValue) this.#value += text;
  }

  close(name: string): void {
    if (name === "v" || name === "t") this.#isValue = false;
    else if (name === "rPh") this.#isAid = false;
    else if (name === "c") this.#keepCell();
  }

  #openRow(told: string | undefined): void {
    const number = Number(told ?? this.#row + 2);
    this.#row = Number.isSafeInteger(number) && number > this.#row ? number - 1 : this.#row + 1;
    this.#column = -1;
    if (this.#row > importLimits.rows) this.problem ??= { type: "TooManyRows", limit: importLimits.rows };
    if (this.problem === undefined) while (this.rows.length <= this.#row) this.rows.push([]);
  }

  #openCell(attributes: Readonly<Record<string, string>>): void {
    this.#column = columnOf(attributes["r"]) ?? this.#column + 1;
    this.#kind = attributes["t"] ?? "n";
    this.#style = Number(attributes["s"] ?? 0);
    this.#value = "";
    if (this.#column >= importLimits.columns)
      this.problem ??= { type: "TooManyColumns", limit: importLimits.columns };
  }

  #keepCell(): void {
    const row = this.rows[this.#row];
    if (row === undefined || this.problem !== undefined) return;
    const cell = this.#cell();
    if (cell === "") return;
    while (row.length < this.#column) row.push("");
    row[this.#column] = cell;
  }

  #cell(): SheetCell {
    switch (this.#kind) {
      case "s":
        return this.#context.strings[Number(this.#value)] ?? "";
      case "b":
        return this.#value === "1" ? "true" : "false";
      case "e":
        return "";
      case "n":
        return this.#number();
      default:
        return this.#value;
    }
  }

  #number(): SheetCell {
    const value = this.#value.trim() === "" ? Number.NaN : Number(this.#value);
    if (!Number.isFinite(value)) return this.#value.trim();
    return this.#context.isMoment(this.#style) ? momentText(value, this.#context.is1904) : value;
  }
}

/** `BC12` is column 54, counted from 0. */
const columnOf = (reference: string | undefined): number | undefined => {
  const letters = /^([A-Z]{1,3})\d+$/.exec(reference ?? "")?.[1];
  if (letters === undefined) return undefined;
  let column = 0;
  for (let at = 0; at < letters.length; at++) column = column * 26 + letters.charCodeAt(at) - 64;
  return column - 1;
};

const msPerDay = 86_400_000;

/** `2024-12-03`, with the time behind it when there is one; what is below a day is a time alone. */
const momentText = (value: number, is1904: boolean): SheetCell => {
  if (value < 0 || value > 2_958_465) return value;
  // 1900 counts as a leap year in these files: days before its 1 March are one too high.
  const epoch = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, value < 60 ? 31 : 30);
  const text = new Date(epoch + Math.round(value * 86_400) * 1000).toISOString();
  const time = text.slice(11, 16);
  if (value < 1) return time;
  return value * msPerDay - Math.floor(value) * msPerDay < 500
    ? text.slice(0, 10)
    : `${text.slice(0, 10)} ${time}`;
};
