/** What is on an event and in no case: what gets left behind in a dark hall. */
import type { AssetId, ProductId } from "#shared/domain/inventory";
import type { EventId } from "#shared/domain/events";
import { byCode } from "./contents";
import type { CaseSource } from "./case-source";

export interface LooseList {
  readonly assets: readonly AssetId[];
  readonly bulk: ReadonlyMap<ProductId, number>;
}

/** Pieces packed for the event or out on it. Cases themselves are never loose. */
export const looseOf = (source: CaseSource, event: EventId): LooseList => {
  const { positions } = source;
  const pieces = positions.piecesOf(event);
  const assets: AssetId[] = [];
  const inCases = new Map<ProductId, number>();
  for (const [id, { status }] of pieces.assets) {
    if (status !== "out" && status !== "packed") continue;
    if (source.asset(id)?.isCase === true) {
      for (const [product, quantity] of positions.bulkIn(id))
        inCases.set(product, (inCases.get(product) ?? 0) + quantity);
    } else if (positions.of(id).container === undefined) assets.push(id);
  }
  const bulk = new Map<ProductId, number>();
  for (const [product, sums] of pieces.bulk) {
    const there = sums.reduce(
      (sum, { out, packed, back, lost }) => sum + Math.max(out, packed - back - lost),
      0,
    );
    const loose = there - (inCases.get(product) ?? 0);
    if (loose > 0) bulk.set(product, loose);
  }
  return { assets: assets.sort(byCode(source)), bulk };
};
