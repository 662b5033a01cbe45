/** What a tally is made from: what this device knows, all from memory. */
import type { Ms } from "#shared/kernel/clock";
import type { Asset, AssetId, LocationId, Product, ProductId } from "#shared/domain/inventory";
import type { Positions } from "#shared/domain/scanning";
import type { StocktakeCounts } from "./counts";
import type { PositionsAt } from "./moment";
import type { Places, Scope } from "./scope";
import type { LoggedCount, Stocktake, StocktakeAnswer } from "./types";

export type TallyAsset = Pick<Asset, "id" | "product" | "home" | "removedAt">;
export type TallyProduct = Pick<Product, "id" | "category" | "tracking" | "removedAt">;

export interface TallySource {
  readonly stocktake: Pick<Stocktake, "location" | "round">;
  readonly scope: Scope;
  readonly places: Places;
  readonly counts: StocktakeCounts;
  readonly answers: readonly StocktakeAnswer[];
  /** Positions now and when the stocktake started. */
  readonly now: Positions;
  readonly then: PositionsAt;
  asset(id: AssetId): TallyAsset | undefined;
  product(id: ProductId): TallyProduct | undefined;
}

/** The newest of the latest round. */
export const latestCount = (source: TallySource, counts: readonly LoggedCount[]): LoggedCount | undefined =>
  counts.reduce<LoggedCount | undefined>(
    (best, one) => (best === undefined || isLater(source, one, best) ? one : best),
    undefined,
  );

const isLater = (source: TallySource, a: LoggedCount, b: LoggedCount): boolean => {
  if (a.round !== b.round) return a.round > b.round;
  const difference = timeOf(source, a) - timeOf(source, b);
  return difference === 0 ? a.id > b.id : difference > 0;
};

export const timeOf = (source: TallySource, fact: LoggedCount): Ms => source.now.timeOf(fact).at;

/** Whether two places say the same: one is the other, or lies in it. Nobody's place agrees with any. */
export const agree = (
  { places }: TallySource,
  a: LocationId | undefined,
  b: LocationId | undefined,
): boolean => a === undefined || b === undefined || places.contains(a, b) || places.contains(b, a);
