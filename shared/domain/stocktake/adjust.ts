/** From judged lines to what is written when a stocktake is closed, and to its figures. */
import type { LocationId } from "#shared/domain/inventory";
import type { MovementReason, NewFact } from "#shared/domain/scanning";
import type { TallySource } from "./tally-source";
import type { Tally, TallyLine } from "./tally";
import { differs } from "./tally";
import type { Verdict } from "./types";

/** One line at the closing; without `fact` the records stay as they are. */
export interface Outcome {
  readonly verdict: Verdict;
  readonly asset: Extract<TallyLine, { type: "asset" }>["asset"] | undefined;
  readonly product: TallyLine["product"];
  readonly location: LocationId | undefined;
  readonly expected: number;
  readonly counted: number | undefined;
  readonly reason: MovementReason | undefined;
  readonly fact: NewFact | undefined;
}

/** Reasons that make sense for a verdict; the first is proposed. */
export const reasonsFor: Readonly<Record<Verdict, readonly MovementReason[]>> = {
  found: [],
  moved: [],
  question: [],
  missing: ["not-found", "stolen", "broken", "not-booked"],
  less: ["miscounted", "used-up", "not-booked", "broken", "stolen"],
  unexpected: ["found-again", "not-booked", "elsewhere"],
  more: ["miscounted", "found-again", "not-booked"],
  misplaced: ["elsewhere", "not-booked"],
};

/** The movement that would make the records say what was counted; undefined where there is none to write. */
export const correctionOf = (source: TallySource, line: TallyLine): NewFact | undefined => {
  if (!differs(line) || line.verdict === "question") return undefined;
  if (line.type === "cell") {
    if (line.counted === undefined) return undefined;
    const quantity = line.counted - line.recorded;
    return { kind: "counted", product: line.product, quantity, location: line.location };
  }
  const { asset, product, seen, recorded } = line;
  const record = source.asset(asset);
  if (record === undefined || record.removedAt !== undefined) return undefined;
  const position = source.now.of(asset);
  const base = { asset, product, quantity: 1, after: position.after };
  if (seen === undefined) return { ...base, kind: "lost", location: recorded };
  const location = seen.location ?? source.stocktake.location;
  const stays = position.place.type === "home" && position.container === undefined;
  // `found` takes it out of the case it does not lie in, and off the event it is not on.
  return stays
    ? { ...base, kind: "transferred", location, from: recorded }
    : { ...base, kind: "found", location };
};

/** Undefined for lines that are right: they are not kept one by one. */
export const outcomeOf = (
  source: TallySource,
  line: TallyLine,
  choice: { readonly adjusts: boolean; readonly reason: MovementReason | undefined },
): Outcome | undefined => {
  if (!differs(line)) return undefined;
  const reason = choice.reason ?? reasonsFor[line.verdict][0];
  const fact = choice.adjusts ? correctionOf(source, line) : undefined;
  const what =
    line.type === "asset"
      ? {
          asset: line.asset,
          location: line.seen?.location ?? line.recorded,
          expected: line.isExpected ? 1 : 0,
          counted: line.seen === undefined ? 0 : 1,
        }
      : { asset: undefined, location: line.location, expected: line.recorded, counted: line.counted };
  return { ...what, verdict: line.verdict, product: line.product, reason: fact && reason, fact };
};

/** The figures of a closing. */
export interface Figures {
  readonly rounds: number;
  readonly people: number;
  readonly counts: number;
  readonly expected: number;
  readonly right: number;
  readonly missing: number;
  readonly unexpected: number;
  readonly misplaced: number;
  readonly pieces: number;
  readonly piecesOff: number;
}

export const figuresOf = (
  { stocktake, counts }: TallySource,
  { lines, byVerdict, expected }: Tally,
): Figures => {
  let pieces = 0;
  let piecesOff = 0;
  for (const line of lines) {
    const book = line.type === "asset" ? (line.isExpected ? 1 : 0) : line.recorded;
    pieces += book;
    if (!differs(line)) continue;
    const real = line.type === "asset" ? (line.seen === undefined ? 0 : 1) : (line.counted ?? 0);
    piecesOff += Math.abs(real - book);
  }
  return {
    rounds: stocktake.round,
    people: counts.people().size,
    counts: counts.size(),
    expected,
    right: byVerdict.found + byVerdict.moved,
    missing: byVerdict.missing + byVerdict.less,
    unexpected: byVerdict.unexpected + byVerdict.more,
    misplaced: byVerdict.misplaced,
    pieces,
    piecesOff,
  };
};

/** Lines that were right of all lines looked at, from 0 to 1; undefined where there was nothing. */
export const accuracyOf = (
  figures: Pick<Figures, "right" | "missing" | "unexpected" | "misplaced">,
): number | undefined => {
  const all = figures.right + figures.missing + figures.unexpected + figures.misplaced;
  return all === 0 ? undefined : figures.right / all;
};
