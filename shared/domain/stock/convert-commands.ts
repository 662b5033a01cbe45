/**
 * From a quantity to pieces with codes of their own, and back. Facts say both sides of it, so that the sum stays what
 * it was and the history of the quantity and of every piece can be read on.
 */
import { defineCommand, livingRecord } from "#shared/kernel/command";
import type { CommandContext, Drafts } from "#shared/kernel/command";
import { thingOf } from "#shared/kernel/ids";
import { err, ok } from "#shared/kernel/result";
import { asset, createAssets, product } from "#shared/domain/inventory";
import type { AssetId, InventoryProblem, LocationId, ProductId, Tracking } from "#shared/domain/inventory";
import { movement } from "#shared/domain/scanning";
import type { MovementId } from "#shared/domain/scanning";
import { stockMovement } from "./stock-commands";
import type { StockChange } from "./stock-commands";

const own = { own: "movements" } as const;
const needs = [
  { verb: "write", on: "inventory" },
  { verb: "write", on: "movements" },
] as const;

type Side = Pick<Partial<Record<"asset", AssetId> & Record<"after", MovementId>>, "asset" | "after">;

const writeFact = (
  drafts: Drafts,
  kind: "received" | "retired",
  change: StockChange & Side,
  context: CommandContext,
): MovementId => {
  const values = { ...stockMovement(kind, change, "hand", context), reason: "converted" } as const;
  const { asset: piece, after } = change;
  const id = context.newId<MovementId>();
  drafts.open(own).create(movement, id, { ...values, asset: piece, after });
  return id;
};

export interface GiveCodes {
  readonly product: ProductId;
  /** Where the pieces lie; absent: no place named. */
  readonly location?: LocationId | undefined;
  /** One piece each. */
  readonly codes: readonly string[];
  /** How the product is counted from now on; absent: as before, some pieces stay a quantity. */
  readonly becomes?: Tracking | undefined;
}

/** Takes pieces out of a quantity and makes assets of them, at the same place. */
export const giveCodes = defineCommand<
  GiveCodes,
  { readonly assets: readonly AssetId[]; readonly movements: readonly MovementId[] },
  InventoryProblem
>({
  name: "stock.giveCodes",
  needs,
  documents: (args) => [{ thing: thingOf(args.product) }, own],
  run: (drafts, args, context) => {
    const draft = drafts.open({ thing: thingOf(args.product) });
    if (livingRecord(draft, product, args.product) === undefined) return err({ type: "ProductMissing" });
    if (args.codes.length === 0) return err({ type: "QuantityNotPositive" });
    const place = args.location === undefined ? {} : { home: args.location };
    const made = createAssets(
      draft,
      args.product,
      args.codes.map((code) => ({ code, ...place })),
      context,
    );
    if (!made.ok) return made;
    const { product: of, location } = args;
    const movements = [
      writeFact(drafts, "retired", { product: of, location, quantity: args.codes.length }, context),
      ...made.value.map((id) =>
        writeFact(drafts, "received", { product: of, location, quantity: 1, asset: id }, context),
      ),
    ];
    if (args.becomes !== undefined) draft.set(product, args.product, { tracking: args.becomes });
    return ok({ assets: made.value, movements });
  },
});

export interface CountAsBulk {
  readonly product: ProductId;
  /** Pieces in the house; those that are out stay what they are. */
  readonly assets: readonly {
    readonly asset: AssetId;
    readonly location: LocationId | undefined;
    readonly after: MovementId | undefined;
  }[];
  readonly becomes?: Tracking | undefined;
}

/** Counts pieces as part of a quantity from now on. Their codes and their history stay with them. */
export const countAsBulk = defineCommand<
  CountAsBulk,
  { readonly movements: readonly MovementId[] },
  InventoryProblem
>({
  name: "stock.countAsBulk",
  needs,
  documents: (args) => [{ thing: thingOf(args.product) }, own],
  run: (drafts, args, context) => {
    const draft = drafts.open({ thing: thingOf(args.product) });
    if (livingRecord(draft, product, args.product) === undefined) return err({ type: "ProductMissing" });
    if (args.assets.length === 0) return err({ type: "QuantityNotPositive" });
    if (args.assets.some((each) => livingRecord(draft, asset, each.asset) === undefined))
      return err({ type: "AssetMissing" });
    const byPlace = new Map<LocationId | undefined, number>();
    const movements = args.assets.map(({ asset: id, location, after }) => {
      const side = { asset: id, ...(after === undefined ? {} : { after }) };
      byPlace.set(location, (byPlace.get(location) ?? 0) + 1);
      return writeFact(drafts, "retired", { product: args.product, quantity: 1, ...side }, context);
    });
    for (const [location, quantity] of byPlace)
      movements.push(writeFact(drafts, "received", { product: args.product, location, quantity }, context));
    if (args.becomes !== undefined) draft.set(product, args.product, { tracking: args.becomes });
    return ok({ movements });
  },
});
