/** From a code that was read to what is loaded or unloaded, or the reason why it is not. */
import { asset, product } from "#shared/domain/inventory";
import type { AssetId, LocationId } from "#shared/domain/inventory";
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

const lying = (
  { positions, of }: LoadingWorld,
  owner: CodeOwner & { type: "product" },
  side: Side,
): number => {
  const from: LocationId = side === "send" ? of.from : of.via;
  return positions.bulkOf(owner.product).byLocation.get(from) ?? 0;
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
    const there = lying(world, owner, side);
    if (quantity > there) return { refused: { type: "tooMany", there: Math.max(0, there) } };
    return { things: [{ product: owner.product, quantity }], owner };
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
