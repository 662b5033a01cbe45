/** How right the stock was at each count, and what made it wrong. */
import type { ProductId } from "#shared/domain/inventory";
import type { MovementReason } from "#shared/domain/scanning";
import { accuracyOf } from "#shared/domain/stocktake";
import type {
  Stocktake,
  StocktakeId,
  StocktakeLine,
  StocktakeResult,
  StocktakeResultId,
} from "#shared/domain/stocktake";

/** A result with the stocktake whose document holds it. */
export interface ClosedResult extends StocktakeResult {
  readonly stocktake: StocktakeId;
}

export interface AccuracyEntry {
  readonly stocktake: StocktakeId;
  readonly name: string;
  readonly at: number;
  /** Right lines of all lines looked at; undefined where there were none. */
  readonly share: number | undefined;
  readonly lines: number;
  readonly piecesOff: number;
}

export interface Accuracy {
  /** Closed stocktakes, newest first. */
  readonly entries: readonly AccuracyEntry[];
  /** Over all lines of these stocktakes. */
  readonly share: number | undefined;
  /** Lines that differed, by what was said about them; most first. Undefined: nothing was said. */
  readonly reasons: readonly { readonly reason: MovementReason | undefined; readonly lines: number }[];
  /** Products whose lines differed most often. */
  readonly products: readonly { readonly product: ProductId; readonly lines: number }[];
}

const linesOf = ({ right, missing, unexpected, misplaced }: StocktakeResult): number =>
  right + missing + unexpected + misplaced;

/** Of several closings of one stocktake the newest stands. */
const newest = (results: readonly ClosedResult[]): ReadonlyMap<StocktakeId, ClosedResult> => {
  const found = new Map<StocktakeId, ClosedResult>();
  for (const result of results) {
    const before = found.get(result.stocktake);
    const isNewer =
      before === undefined || result.at > before.at || (result.at === before.at && result.id > before.id);
    if (result.removedAt === undefined && isNewer) found.set(result.stocktake, result);
  }
  return found;
};

const tallied = <K>(keys: readonly K[]): readonly (readonly [K, number])[] => {
  const counts = new Map<K, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].sort(([a, x], [b, y]) => y - x || (String(a) < String(b) ? -1 : 1));
};

export const stockAccuracy = (
  stocktakes: readonly Stocktake[],
  results: readonly ClosedResult[],
  lines: readonly StocktakeLine[],
): Accuracy => {
  const standing = newest(results);
  const closed = stocktakes.flatMap((row) => {
    const result = row.state === "closed" && row.removedAt === undefined ? standing.get(row.id) : undefined;
    return result === undefined ? [] : [{ row, result }];
  });
  const counted = new Set<StocktakeResultId>(closed.map(({ result }) => result.id));
  const differed = lines.filter((line) => line.removedAt === undefined && counted.has(line.result));
  const all = closed.reduce((sum, { result }) => sum + linesOf(result), 0);
  const right = closed.reduce((sum, { result }) => sum + result.right, 0);
  return {
    entries: closed
      .map(({ row, result }) => ({
        stocktake: row.id,
        name: row.name,
        at: result.at,
        share: accuracyOf(result),
        lines: linesOf(result),
        piecesOff: result.piecesOff,
      }))
      .sort((a, b) => b.at - a.at || (a.stocktake < b.stocktake ? -1 : 1)),
    share: all === 0 ? undefined : right / all,
    reasons: tallied(differed.map(({ reason }) => reason)).map(([reason, n]) => ({ reason, lines: n })),
    products: tallied(differed.map(({ product }) => product)).map(([product, n]) => ({ product, lines: n })),
  };
};
