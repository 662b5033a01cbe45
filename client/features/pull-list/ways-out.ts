/** What could cover a shortage: only what is really there. */
import { alternative, product } from "#shared/domain/inventory";
import type { Product, ProductId } from "#shared/domain/inventory";
import type { AvailabilityQuestion } from "#shared/domain/availability";
import { thingOf } from "#shared/kernel/ids";
import { compareByOrder } from "#shared/kernel/order-key";
import type { Rows } from "#shared/replica/types";
import type { LineRow, LiveAvailability } from "#client/features/availability";

export interface WayOut {
  readonly product: Product;
  /** Whether somebody said that it may stand in; otherwise it is of the same kind by its figures. */
  readonly isNamed: boolean;
  readonly quantity: number;
  /** What is left of it when these pieces are taken. */
  readonly left: number;
  /** Differences over all pieces; undefined where one of the two is unknown. */
  readonly weightG: number | undefined;
  readonly powerW: number | undefined;
}

const mostAlike = 2;
const mostNamed = 4;
/** Half again as heavy and as hungry together is another kind of thing. */
const mostUnlike = 0.8;

export interface Shortage {
  readonly line: LineRow;
  readonly short: number;
  readonly question: AvailabilityQuestion;
  readonly rows: Rows;
  readonly live: LiveAvailability;
  /** Pieces of a product this list asks for already. */
  readonly askedFor: (product: Product) => number;
}

/**
 * Alternatives named for the product, in their order and also for a part of what is missing; then products of the
 * same category that cover all of it, those most alike in power and weight first.
 */
export const waysOutOf = (shortage: Shortage): readonly WayOut[] => {
  const { line, short, rows } = shortage;
  const own = line.product === undefined ? undefined : rows.get(product, line.product);
  if (own === undefined || short <= 0) return [];
  const named = rows
    .of(alternative, thingOf(own.id))
    .filter(({ removedAt }) => removedAt === undefined)
    .toSorted(compareByOrder)
    .flatMap(({ item }) => rows.get(product, item) ?? []);
  return [
    ...named.flatMap((other) => wayTo(other, own, shortage, true)).slice(0, mostNamed),
    ...alike(own, shortage, new Set(named.map(({ id }) => id))),
  ];
};

const alike = (own: Product, shortage: Shortage, named: ReadonlySet<ProductId>): readonly WayOut[] => {
  if (own.category === undefined) return [];
  return [...shortage.rows.all(product).values()]
    .filter(({ category, tracking }) => category === own.category && tracking === own.tracking)
    .filter(({ id }) => !named.has(id))
    .flatMap((other) => wayTo(other, own, shortage, false))
    .filter((way) => way.quantity === shortage.short && unlike(way, own) <= mostUnlike)
    .sort((a, b) => unlike(a, own) - unlike(b, own))
    .slice(0, mostAlike);
};

/** Nothing when none of it is free. */
const wayTo = (
  other: Product,
  own: Product,
  { short, live, question, askedFor }: Shortage,
  isNamed: boolean,
): readonly WayOut[] => {
  if (other.id === own.id || other.removedAt !== undefined || other.isKit === true) return [];
  const free = live.index.free(other.id, question) - askedFor(other);
  const quantity = Math.min(short, free);
  if (quantity <= 0) return [];
  const weightG = difference(other.weightG, own.weightG, quantity);
  const powerW = difference(other.powerW, own.powerW, quantity);
  return [{ product: other, isNamed, quantity, left: free - quantity, weightG, powerW }];
};

const difference = (a: number | undefined, b: number | undefined, count: number): number | undefined =>
  a === undefined || b === undefined ? undefined : (a - b) * count;

const unlike = ({ product: other }: WayOut, own: Product): number =>
  ratio(other.powerW, own.powerW) + ratio(other.weightG, own.weightG);

const ratio = (a: number | undefined, b: number | undefined): number =>
  a === undefined || b === undefined || a === 0 || b === 0 ? 1 : Math.abs(Math.log(a / b));
