/** One stocktake as this device knows it: what it is about, and every line of it judged. */
import { createDeferred, createMemo } from "solid-js";
import type { Accessor } from "solid-js";
import type { Row } from "#shared/replica/types";
import { asset, location, product } from "#shared/domain/inventory";
import { movement } from "#shared/domain/scanning";
import { category } from "#shared/domain/settings";
import {
  placesOf,
  positionsAt,
  scopeOf,
  stocktake,
  stocktakeAnswer,
  tallyOf,
} from "#shared/domain/stocktake";
import type { Stocktake, StocktakeId, Tally, TallySource } from "#shared/domain/stocktake";
import { thingOf } from "#shared/kernel/ids";
import { createIndex, createRow, createRows, createRowsOf, useReplica } from "#client/data";
import { positionsIndex } from "#client/features/scanning";
import { countsIndex } from "./counts-index";

export interface ShownStocktake {
  readonly row: Accessor<Row<typeof stocktake> | undefined>;
  /** Current after every scan. */
  readonly source: Accessor<TallySource | undefined>;
  /** Follows a moment later: judging every line is nothing a scan waits for. */
  readonly tally: Accessor<Tally | undefined>;
}

/** No longer than this behind the counts. */
const tallyWithinMs = 600;

const byId = <R extends { readonly id: string }>(rows: readonly R[]): ReadonlyMap<R["id"], R> =>
  new Map(rows.map((row) => [row.id, row]));

/** Call while a component is set up. */
export const createTally = (id: Accessor<StocktakeId | undefined>): ShownStocktake => {
  const { rows } = useReplica();
  const row = createRow(stocktake, id);
  const positions = createIndex(positionsIndex);
  const counts = createIndex(countsIndex);
  const answers = createRowsOf(stocktakeAnswer, () => {
    const known = id();
    return known === undefined ? undefined : thingOf(known);
  });
  const locations = createRows(location, { removed: true });
  const categories = createRows(category, { removed: true });
  const assets = createRows(asset, { removed: true });
  const products = createRows(product, { removed: true });
  const places = createMemo(() => placesOf(byId(locations())));
  const scope = createMemo(() => {
    const known = row();
    return known === undefined ? undefined : scopeOf(known, places(), byId(categories()));
  });
  const startedAt = createMemo(() => startOf(row()));
  const then = createMemo(() => {
    const at = startedAt();
    return at === undefined ? undefined : positionsAt(positions(), rows.all(movement).values(), at);
  });
  const source = createMemo((): TallySource | undefined => {
    const [known, within, before] = [row(), scope(), then()];
    if (known === undefined || within === undefined || before === undefined) return undefined;
    assets();
    products();
    return {
      stocktake: known,
      scope: within,
      places: places(),
      counts: counts().of(known.id),
      answers: answers(),
      now: positions(),
      then: before,
      asset: (one) => rows.get(asset, one),
      product: (one) => rows.get(product, one),
    };
  });
  const settled = createDeferred(source, { timeoutMs: tallyWithinMs });
  const tally = createMemo(() => {
    const known = settled();
    return known === undefined ? undefined : tallyOf(known, rows.all(asset).keys());
  });
  return { row, source, tally };
};

/** In relay time, as the movements are compared. */
const startOf = (row: Stocktake | undefined): number | undefined =>
  row === undefined ? undefined : row.startedAt + (row.offsetMs ?? 0);
