/** What could cover a shortage: only what is really there. */
import { product } from "#shared/domain/inventory";
import type { Product } from "#shared/domain/inventory";
import type { AvailabilityQuestion } from "#shared/domain/availability";
import type { Rows } from "#shared/replica/types";
import type { LineRow, LiveAvailability } from "#client/features/availability";

export interface Alternative {
  readonly product: Product;
  readonly quantity: number;
  /** What is left of it when these pieces are taken. */
  readonly left: number;
  /** Differences over all pieces; undefined where one of the two is unknown. */
  readonly weightG: number | undefined;
  readonly powerW: number | undefined;
}

const most = 2;
/** Half again as heavy and as hungry together is another kind of thing. */
const mostUnlike = 0.8;

/** Products of the same category that cover the whole shortage, those most alike in power and weight first. */
export const alternativesFor = (
  line: LineRow,
  short: number,
  rows: Rows,
  live: LiveAvailability,
  question: AvailabilityQuestion,
  askedFor: (product: Product) => number,
): readonly Alternative[] => {
  const own = line.product === undefined ? undefined : rows.get(product, line.product);
  if (own?.category === undefined || short <= 0) return [];
  const found: Alternative[] = [];
  for (const other of rows.all(product).values()) {
    if (other.id === own.id || other.category !== own.category || other.removedAt !== undefined) continue;
    if (other.tracking !== own.tracking) continue;
    const left = live.index.free(other.id, question) - askedFor(other) - short;
    if (left < 0) continue;
    found.push({
      product: other,
      quantity: short,
      left,
      weightG: difference(other.weightG, own.weightG, short),
      powerW: difference(other.powerW, own.powerW, short),
    });
  }
  return found
    .filter((way) => unlike(way, own) <= mostUnlike)
    .sort((a, b) => unlike(a, own) - unlike(b, own))
    .slice(0, most);
};

const difference = (a: number | undefined, b: number | undefined, count: number): number | undefined =>
  a === undefined || b === undefined ? undefined : (a - b) * count;

const unlike = ({ product: other }: Alternative, own: Product): number =>
  ratio(other.powerW, own.powerW) + ratio(other.weightG, own.weightG);

const ratio = (a: number | undefined, b: number | undefined): number =>
  a === undefined || b === undefined || a === 0 || b === 0 ? 1 : Math.abs(Math.log(a / b));
