/** The equipment that is counted, the same in every process, and how its lines are judged. */
import { newId } from "#shared/kernel/ids";
import type { AssetId, LocationId, ProductId } from "#shared/domain/inventory";
import { createPositions, movement } from "#shared/domain/scanning";
import { count, createCounts, placesOf, positionsAt, scopeOf, tallyOf } from "#shared/domain/stocktake";
import type { StocktakeId, Tally, TallyAsset, TallySource } from "#shared/domain/stocktake";
import type { Rows } from "#shared/replica/types";
import { seededRandom } from "#tests/support/plain-drafts";

export const all = 10_000;
/** Who count. */
export const counters = 5;
const random = seededRandom(7);
export const about = newId<StocktakeId>(random);
export const product = newId<ProductId>(random);
const hall = newId<LocationId>(random);
const shelves = Array.from({ length: 50 }, () => ({ id: newId<LocationId>(random), parent: hall }));

export const assets = new Map<AssetId, TallyAsset>();
for (let at = 0; at < all; at++) {
  const id = newId<AssetId>(random);
  const home = shelves[at % shelves.length]?.id ?? hall;
  assets.set(id, { id, product, home });
}

/** Everything judged from the rows alone, as the screen does when it is opened. */
export const judge = (rows: Rows): Tally => {
  const positions = createPositions();
  positions.apply({ movements: rows.all(movement).values() });
  const counts = createCounts();
  for (const fact of rows.all(count).values()) counts.put(fact);
  const places = placesOf(new Map([{ id: hall }, ...shelves].map((one) => [one.id, one])));
  const stocktake = { location: hall, round: 1 };
  const source: TallySource = {
    stocktake,
    places,
    scope: scopeOf(stocktake, places, new Map()),
    counts: counts.of(about),
    answers: [],
    now: positions,
    then: positionsAt(positions, rows.all(movement).values(), 0),
    asset: (id) => assets.get(id),
    product: (id) => ({ id, tracking: "assets" }),
  };
  return tallyOf(source, assets.keys());
};
