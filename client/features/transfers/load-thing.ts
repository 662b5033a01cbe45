/** From a code that was read to what is loaded or unloaded, or the reason why it is not. */
import { asset, location, product } from "#shared/domain/inventory";
import type { AssetId, LocationId, ProductId } from "#shared/domain/inventory";
import type { CodeOwner, Positions, ScanState } from "#shared/domain/scanning";
import type { MovedThing, Transfer, TransferSheet } from "#shared/domain/transfers";
import type { Rows } from "#shared/replica/types";

export type Side = "send" | "receive";

export type Refusal =
  | { readonly type: "unknownCode" | "severalCodes" | "notHome" | "already"; readonly code: string }
  /** The code of a product whose pieces have codes of their own. */
  | { readonly type: "eachHasCode"; readonly product: string }
  | { readonly type: "tooMany"; readonly there: number };

/** `owner` says whose code it was, where that was merged into what moves. */
export type Loading =
  { readonly things: readonly MovedThing[]; readonly owner: CodeOwner } | { readonly refused: Refusal };

export interface LoadingWorld {
  readonly rows: Rows;
  readonly positions: Positions;
  readonly scan: ScanState;
  readonly of: Transfer;
  readonly sheet: TransferSheet;
}

const ownersOf = (scan: ScanState, text: string): readonly CodeOwner[] => {
  const label = scan.readLabel(text);
  return label.type === "own" ? scan.ownersOfLabel(label.label) : scan.findCode(text);
};

/** A case goes with everything in it. */
const assetThings = ({ rows, positions }: LoadingWorld, id: AssetId): readonly MovedThing[] =>
  [id, ...positions.everythingIn(id)].flatMap((each) => {
    const row = rows.get(asset, each);
    const { place, after } = positions.of(each);
    if (row === undefined || row.removedAt !== undefined || place.type !== "home") return [];
    return [{ product: row.product, asset: each, quantity: 1, after }];
  });

/** A quantity where a transfer starts from, or in what it travels in: there itself, or on a shelf of it. */
export interface LyingStock {
  readonly product: ProductId;
  readonly location: LocationId;
  readonly quantity: number;
}

type StockWorld = Pick<LoadingWorld, "rows" | "positions" | "of">;

const placesWithin = ({ rows }: StockWorld, root: LocationId): ReadonlySet<LocationId | ""> => {
  const isWithin = (id: LocationId | undefined): boolean => {
    // Places of a loop that a merge made lie in none.
    const seen = new Set<LocationId>();
    for (let at = id; at !== undefined && !seen.has(at); at = rows.get(location, at)?.parent) {
      if (at === root) return true;
      seen.add(at);
    }
    return false;
  };
  return new Set([...rows.all(location).keys(), root].filter(isWithin));
};

/** Of one product; the place itself first, then where most of it lies. */
const lyingOf = (
  { positions }: StockWorld,
  id: ProductId,
  places: ReadonlySet<LocationId | "">,
  root: LocationId,
): readonly LyingStock[] =>
  [...positions.bulkOf(id).byLocation]
    .flatMap(([place, quantity]) =>
      place !== "" && quantity > 0 && places.has(place) ? [{ product: id, location: place, quantity }] : [],
    )
    .sort((a, b) => Number(b.location === root) - Number(a.location === root) || b.quantity - a.quantity);

const rootOf = ({ of }: StockWorld, side: Side): LocationId => (side === "send" ? of.from : of.via);

/** Every quantity that could be loaded or unloaded now. */
export const lyingStock = (world: StockWorld, side: Side): readonly LyingStock[] => {
  const root = rootOf(world, side);
  const places = placesWithin(world, root);
  return world.positions.bulkProducts().flatMap((id) => lyingOf(world, id, places, root));
};

/** So many pieces, from one place after the other; undefined where there are fewer. */
const takenFrom = (lying: readonly LyingStock[], quantity: number): readonly MovedThing[] | undefined => {
  const things: MovedThing[] = [];
  let left = quantity;
  for (const each of lying) {
    const taken = Math.min(left, each.quantity);
    if (taken > 0) things.push({ product: each.product, quantity: taken, from: each.location });
    left -= taken;
  }
  return left > 0 ? undefined : things;
};

/** What a code means for this transfer now. `quantity` is for bulk stock. */
export const loadCode = (world: LoadingWorld, text: string, quantity: number, side: Side): Loading => {
  const code = text.trim();
  const [owner, second] = ownersOf(world.scan, code);
  if (owner === undefined) return { refused: { type: "unknownCode", code } };
  if (second !== undefined) return { refused: { type: "severalCodes", code } };
  if (owner.type === "product") {
    const kept = world.rows.get(product, owner.product);
    if (kept?.tracking === "assets") return { refused: { type: "eachHasCode", product: kept.name } };
    const root = rootOf(world, side);
    const lying = lyingOf(world, owner.product, placesWithin(world, root), root);
    const things = takenFrom(lying, quantity);
    if (things !== undefined) return { things, owner };
    return { refused: { type: "tooMany", there: lying.reduce((sum, each) => sum + each.quantity, 0) } };
  }
  const line = world.sheet.lines.find((each) => each.asset === owner.asset);
  const isDone = side === "send" ? line?.sent === 1 : line?.received === 1;
  if (isDone) return { refused: { type: "already", code } };
  if (world.positions.of(owner.asset).place.type !== "home") return { refused: { type: "notHome", code } };
  return { things: assetThings(world, owner.asset), owner };
};

/** What was sent and has not arrived, for the moment when all of it has. */
export const stillMissing = ({ sheet, positions }: LoadingWorld): readonly MovedThing[] =>
  sheet.different.flatMap(({ product: of, asset: id, sent, received }) => {
    if (received >= sent) return [];
    const after = id === undefined ? undefined : positions.of(id).after;
    return [{ product: of, asset: id, quantity: sent - received, after }];
  });
