/** How one product's bulk stock at one place stands. Places add up; one place counted twice is a question. */
import type { LocationId, ProductId } from "#shared/domain/inventory";
import type { Cell } from "./counts";
import { stockAt } from "./moment";
import type { TallySource } from "./tally-source";
import { latestCount, timeOf } from "./tally-source";
import type { LoggedCount, StocktakeAnswer, Verdict } from "./types";

export interface CellLine {
  readonly type: "cell";
  readonly product: ProductId;
  readonly location: LocationId | undefined;
  readonly verdict: Extract<Verdict, "found" | "moved" | "missing" | "less" | "more" | "question">;
  /** Pieces on record at the start. */
  readonly expected: number;
  /** Pieces on record when it was counted; at the start where nobody did. */
  readonly recorded: number;
  readonly counted: number | undefined;
  /** Counts of the latest round that say something different from one another, or the one that stands. */
  readonly counts: readonly LoggedCount[];
}

/** Undefined: nothing is expected there and nobody counted. */
export const cellLineOf = (source: TallySource, cell: Cell): CellLine | undefined => {
  const { product, location } = cell;
  const record = source.product(product);
  if (record === undefined || !source.scope.takes(record)) return undefined;
  const isExpected = record.removedAt === undefined && source.scope.holds(location);
  const expected = isExpected ? (source.then.bulkOf(product).byLocation.get(location ?? "") ?? 0) : 0;
  const counts = latestRound(source.counts.countsOf(cell));
  const last = latestCount(source, counts);
  if (last === undefined) {
    if (expected === 0) return undefined;
    const isEmpty = (source.now.bulkOf(product).byLocation.get(location ?? "") ?? 0) === 0;
    const verdict = isEmpty ? "moved" : "missing";
    return {
      type: "cell",
      product,
      location,
      verdict,
      expected,
      recorded: expected,
      counted: undefined,
      counts,
    };
  }
  const recorded = stockAt(source.now, product, timeOf(source, last)).get(location ?? "") ?? 0;
  const counted = settledQuantity(counts, answerOf(source, cell, counts));
  const verdict =
    counted === undefined
      ? "question"
      : counted === recorded
        ? "found"
        : counted < recorded
          ? "less"
          : "more";
  return { type: "cell", product, location, verdict, expected, recorded, counted, counts };
};

const latestRound = (counts: readonly LoggedCount[]): readonly LoggedCount[] => {
  const round = counts.reduce((highest, one) => Math.max(highest, one.round), 0);
  return counts.filter((one) => one.round === round);
};

/** Two people who counted the same agree; who disagree are asked, or were. */
const settledQuantity = (
  counts: readonly LoggedCount[],
  answer: StocktakeAnswer | undefined,
): number | undefined => {
  const quantities = new Set(counts.map(({ quantity }) => quantity));
  const [only] = quantities;
  return quantities.size === 1 ? only : answer?.quantity;
};

/** The counts an answer was given about, as the answer keeps them. */
export const countsText = (counts: readonly LoggedCount[]): string =>
  counts
    .map(({ id }) => id)
    .sort()
    .join(" ");

const answerOf = (
  { answers }: TallySource,
  { product, location }: Cell,
  counts: readonly LoggedCount[],
): StocktakeAnswer | undefined => {
  const about = countsText(counts);
  return answers
    .filter(
      (answer) =>
        answer.removedAt === undefined &&
        answer.product === product &&
        answer.location === location &&
        answer.counts === about,
    )
    .reduce<StocktakeAnswer | undefined>(
      (best, one) =>
        best === undefined || one.at > best.at || (one.at === best.at && one.id > best.id) ? one : best,
      undefined,
    );
};
