/** A whole stocktake judged line by line: what is right, missing, too much, or at the wrong place. */
import type { AssetId, LocationId } from "#shared/domain/inventory";
import type { AssetLine } from "./asset-lines";
import { assetLineOf } from "./asset-lines";
import type { CellLine } from "./cell-lines";
import { cellLineOf } from "./cell-lines";
import type { Cell } from "./counts";
import { cellKey } from "./counts";
import type { TallySource } from "./tally-source";
import type { LoggedCount, Verdict } from "./types";
import { verdicts } from "./types";

export type TallyLine = AssetLine | CellLine;

export interface Tally {
  readonly lines: readonly TallyLine[];
  readonly byVerdict: Readonly<Record<Verdict, number>>;
  readonly unknown: ReadonlyMap<string, readonly LoggedCount[]>;
  /** Lines the records ask for, and those of them that need no looking for any more. */
  readonly expected: number;
  readonly done: number;
}

export const lineKey = (line: TallyLine): string =>
  line.type === "asset" ? line.asset : `bulk ${cellKey(line)}`;

/** Lines whose records and counts do not say the same. What left or came while counting is explained. */
export const differs = ({ verdict }: TallyLine): boolean => verdict !== "found" && verdict !== "moved";

const wasCounted = (line: TallyLine): boolean =>
  line.type === "asset" ? line.seen !== undefined : line.counts.length > 0;

const isExpectedLine = (line: TallyLine): boolean =>
  line.type === "asset" ? line.isExpected : line.expected !== 0;

/** What is still to be counted in this round: all that is expected, from the second round on only what differs. */
export const isToCount = (line: TallyLine, round: number): boolean => {
  if (round === 1) return isExpectedLine(line) && line.verdict !== "moved" && !wasCounted(line);
  if (!differs(line)) return false;
  const counts = line.type === "asset" ? line.sightings : line.counts;
  return counts.every((one) => one.round < round);
};

/** Where a line is found, or should be: the place people go to. */
export const placeOfLine = (line: TallyLine): LocationId | undefined =>
  line.type === "cell" ? line.location : (line.seen?.location ?? line.recorded);

/** `assets` are all of the company, removed ones too; every other source is asked by id. */
export const tallyOf = (source: TallySource, assets: Iterable<AssetId>): Tally => {
  const lines: TallyLine[] = [];
  for (const asset of assets) {
    const line = assetLineOf(source, asset);
    if (line !== undefined) lines.push(line);
  }
  for (const cell of cellsOf(source).values()) {
    const line = cellLineOf(source, cell);
    if (line !== undefined) lines.push(line);
  }
  const byVerdict = countBy(lines);
  const expected = lines.filter(isExpectedLine);
  return {
    lines,
    byVerdict,
    unknown: source.counts.unknown(),
    expected: expected.length,
    done: expected.filter((line) => line.verdict === "moved" || wasCounted(line)).length,
  };
};

/** Every place a bulk product was expected at, or counted at. */
const cellsOf = (source: TallySource): ReadonlyMap<string, Cell> => {
  const cells = new Map<string, Cell>();
  for (const product of source.now.bulkProducts())
    for (const place of source.then.bulkOf(product).byLocation.keys()) {
      const cell = { product, location: place === "" ? undefined : place };
      cells.set(cellKey(cell), cell);
    }
  for (const cell of source.counts.cells()) cells.set(cellKey(cell), cell);
  return cells;
};

const countBy = (lines: readonly TallyLine[]): Readonly<Record<Verdict, number>> => {
  const of = (verdict: Verdict): number =>
    lines.reduce((n, line) => (line.verdict === verdict ? n + 1 : n), 0);
  const [found, moved, missing, less, unexpected, more, misplaced, question] = verdicts.map(of);
  return {
    found: found ?? 0,
    moved: moved ?? 0,
    missing: missing ?? 0,
    less: less ?? 0,
    unexpected: unexpected ?? 0,
    more: more ?? 0,
    misplaced: misplaced ?? 0,
    question: question ?? 0,
  };
};
