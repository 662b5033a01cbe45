/** How one asset stands in a stocktake. Seen by two people it is still one. */
import type { AssetId, LocationId, ProductId } from "#shared/domain/inventory";
import type { PositionsAt } from "./moment";
import type { TallySource } from "./tally-source";
import { agree, latestCount, timeOf } from "./tally-source";
import type { LoggedCount, Verdict } from "./types";

export interface AssetLine {
  readonly type: "asset";
  readonly asset: AssetId;
  readonly product: ProductId;
  readonly verdict: Extract<Verdict, "found" | "moved" | "missing" | "unexpected" | "misplaced">;
  readonly isExpected: boolean;
  /** Where the records have it; undefined when away, or in the house without a place. */
  readonly recorded: LocationId | undefined;
  /** The sighting that counts: the newest of the latest round. */
  readonly seen: LoggedCount | undefined;
  /** Every standing sighting. */
  readonly sightings: readonly LoggedCount[];
}

/** Where it is in the house: the place of the outermost case around it. */
interface Standing {
  readonly isHome: boolean;
  readonly location: LocationId | undefined;
}

/** The outermost case around it at that moment, or itself. */
const outermost = (at: PositionsAt, asset: AssetId): AssetId => {
  const seen = new Set<AssetId>([asset]);
  let outer = asset;
  for (
    let next = at.of(outer).container;
    next !== undefined && !seen.has(next);
    next = at.of(outer).container
  ) {
    seen.add(next);
    outer = next;
  }
  return outer;
};

const standingOf = (source: TallySource, at: PositionsAt, asset: AssetId, outer: AssetId): Standing => {
  const isHome = at.of(asset).place.type === "home";
  const { place } = at.of(outer);
  if (!isHome || place.type !== "home") return { isHome, location: undefined };
  return { isHome, location: place.location ?? source.asset(outer)?.home };
};

/** Where it should be found: with its case, where that was seen; else where the records have it. */
const expectedPlace = (source: TallySource, asset: AssetId): Standing => {
  const outer = outermost(source.now, asset);
  const standing = standingOf(source, source.now, asset, outer);
  if (outer === asset) return standing;
  const caseSeen = latestCount(source, source.counts.sightingsOf(outer))?.location;
  return caseSeen === undefined ? standing : { ...standing, location: caseSeen };
};

/** Undefined: the asset is no part of this stocktake. */
export const assetLineOf = (source: TallySource, asset: AssetId): AssetLine | undefined => {
  const record = source.asset(asset);
  const product = record === undefined ? undefined : source.product(record.product);
  if (record === undefined || product === undefined || !source.scope.takes(product)) return undefined;
  const isGone = record.removedAt !== undefined || product.removedAt !== undefined;
  const start = standingOf(source, source.then, asset, outermost(source.then, asset));
  const isExpected = !isGone && start.isHome && source.scope.holds(start.location);
  const sightings = source.counts.sightingsOf(asset);
  const seen = latestCount(source, sightings);
  if (seen === undefined && !isExpected) return undefined;
  const place = expectedPlace(source, asset);
  const verdict = isGone
    ? "unexpected"
    : seen === undefined
      ? unseen(source, asset)
      : verdictOf(source, asset, seen, place);
  const recorded = place.isHome ? place.location : undefined;
  return { type: "asset", asset, product: record.product, verdict, isExpected, recorded, seen, sightings };
};

/** Whoever scanned it since the start had it in hand: it need not be found on its shelf. */
const unseen = (source: TallySource, asset: AssetId): "moved" | "missing" =>
  source.now.of(asset).last?.id === source.then.of(asset).last?.id ? "missing" : "moved";

const verdictOf = (
  source: TallySource,
  asset: AssetId,
  seen: LoggedCount,
  place: Standing,
): AssetLine["verdict"] => {
  const { last } = source.now.of(asset);
  // What was recorded after it was seen is newer than the count.
  if (last !== undefined && source.now.timeOf(last).at > timeOf(source, seen)) return "found";
  if (!place.isHome) return "unexpected";
  if (place.location === undefined) return source.scope.holds(undefined) ? "found" : "unexpected";
  const at = seen.location ?? source.stocktake.location;
  if (agree(source, place.location, at)) return "found";
  return source.scope.holds(place.location) ? "misplaced" : "unexpected";
};
