/** A warehouse and a stocktake in it: facts by short calls, the tally made from all that is known. */
import type { Id, MemberId, ThingId } from "#shared/kernel/ids";
import type { AssetId, LocationId, ProductId, Tracking } from "#shared/domain/inventory";
import type { LoggedMovement, MovementId, MovementKind } from "#shared/domain/scanning";
import { createPositions } from "#shared/domain/scanning";
import type { CategoryId } from "#shared/domain/settings";
import type {
  LoggedCount,
  StocktakeAnswer,
  StocktakeId,
  Tally,
  TallyAsset,
  TallyLine,
  TallyProduct,
  TallySource,
  CountId,
} from "#shared/domain/stocktake";
import { cellKey, createCounts, placesOf, positionsAt, scopeOf, tallyOf } from "#shared/domain/stocktake";
import { assert } from "#shared/kernel/result";
import { named } from "./scan-world";

export const hour = 3_600_000;
/** When the stocktake starts. */
export const start = Date.parse("2026-06-11T12:00Z");
export const about = named<StocktakeId>("stocktake");

export interface CountInput {
  readonly device?: string;
  readonly round?: number;
  readonly at?: number;
  readonly place?: LocationId;
  readonly quantity?: number;
  readonly replaces?: CountId;
  readonly undoes?: CountId;
  readonly by?: string;
}

export const createStocktakeWorld = () => {
  const positions = createPositions();
  const movements: LoggedMovement[] = [];
  const counts = createCounts();
  const assets = new Map<AssetId, TallyAsset>();
  const products = new Map<ProductId, TallyProduct>();
  const places = new Map<LocationId, { id: LocationId; parent?: LocationId }>();
  const answers: StocktakeAnswer[] = [];
  let serial = 0;
  const next = <T extends Id<string>>(name: string): T => named<T>(`${name} ${++serial}`);

  const world = {
    positions,
    counts,
    assets,
    answers,
    place: (name: string, parent?: LocationId): LocationId => {
      const id = named<LocationId>(`place ${name}`);
      places.set(id, { id, ...(parent === undefined ? {} : { parent }) });
      return id;
    },
    product: (name: string, tracking: Tracking = "assets", category?: CategoryId): ProductId => {
      const id = named<ProductId>(`product ${name}`);
      products.set(id, { id, tracking, ...(category === undefined ? {} : { category }) });
      return id;
    },
    asset: (code: string, home?: LocationId, product = named<ProductId>("product lamp")): AssetId => {
      const id = named<AssetId>(`asset ${code}`);
      if (!products.has(product)) products.set(product, { id: product, tracking: "assets" });
      assets.set(id, { id, product, ...(home === undefined ? {} : { home }) });
      return id;
    },
    /** Moves an asset, or bulk when a product is named. */
    move: (
      kind: MovementKind,
      what: AssetId | { readonly product: ProductId; readonly quantity: number },
      more: Partial<LoggedMovement> = {},
    ): LoggedMovement => {
      const asset = typeof what === "string" ? what : undefined;
      const product =
        typeof what === "string"
          ? (assets.get(what)?.product ?? named<ProductId>("product lamp"))
          : what.product;
      const after = asset === undefined ? undefined : positions.of(asset).last?.id;
      const fact: LoggedMovement = {
        id: next<MovementId>("movement"),
        thing: named<ThingId>("log"),
        kind,
        at: start - hour,
        offsetMs: 0,
        by: named<MemberId>("Mira"),
        product,
        quantity: typeof what === "string" ? 1 : what.quantity,
        origin: "wedge",
        ...(asset === undefined ? {} : { asset }),
        ...(after === undefined ? {} : { after }),
        ...more,
      };
      movements.push(fact);
      positions.apply({ movements: [fact] });
      return fact;
    },
    /** An asset seen, a product counted, or a code nobody knows. */
    count: (
      what: { readonly asset: AssetId } | { readonly product: ProductId } | { readonly scanned: string },
      input: CountInput = {},
    ): LoggedCount => {
      const { device = "phone 1", round = 1, at = start + hour, place, quantity = 1, by = device } = input;
      const { replaces, undoes } = input;
      const fact: LoggedCount = {
        id: next<CountId>("count"),
        thing: named<ThingId>(device),
        stocktake: about,
        round,
        at,
        offsetMs: 0,
        by: named<MemberId>(by),
        quantity,
        origin: "wedge",
        ...what,
        ...(place === undefined ? {} : { location: place }),
        ...(replaces === undefined ? {} : { replaces }),
        ...(undoes === undefined ? {} : { undoes }),
      };
      counts.put(fact);
      return fact;
    },
    source: (
      stocktake: { location?: LocationId; category?: CategoryId; round?: number } = {},
      categories: ReadonlyMap<CategoryId, { parent?: string }> = new Map(),
    ): TallySource => {
      const tree = placesOf(places);
      return {
        stocktake: { round: 1, ...stocktake },
        places: tree,
        scope: scopeOf(stocktake, tree, categories),
        counts: counts.of(about),
        answers,
        now: positions,
        then: positionsAt(positions, movements, start),
        asset: (id) => assets.get(id),
        product: (id) => products.get(id),
      };
    },
    tally: (source: TallySource = world.source()): Tally => tallyOf(source, assets.keys()),
    /** The line of an asset, or of a product at a place. */
    line: (
      what: AssetId | { readonly product: ProductId; readonly location?: LocationId },
      source: TallySource = world.source(),
    ): TallyLine => {
      const cell = typeof what === "string" ? undefined : cellKey({ location: undefined, ...what });
      const found = world
        .tally(source)
        .lines.find((line) => (line.type === "asset" ? line.asset === what : cellKey(line) === cell));
      assert(found, "there is such a line");
      return found;
    },
    movements,
  };
  return world;
};
