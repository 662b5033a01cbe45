/** Expected pieces are here: from now on they are stock like any other, and are expected no more. */
import { defineCommand, livingRecord } from "#shared/kernel/command";
import { thingOf } from "#shared/kernel/ids";
import { err, ok } from "#shared/kernel/result";
import { createAssets, product, temporaryStock } from "#shared/domain/inventory";
import type {
  AssetId,
  InventoryProblem,
  LocationId,
  ProductId,
  TemporaryStockId,
} from "#shared/domain/inventory";
import { movement } from "#shared/domain/scanning";
import type { MovementId } from "#shared/domain/scanning";
import { stockMovement } from "./stock-commands";

const own = { own: "movements" } as const;

export interface TakeInExpected {
  readonly product: ProductId;
  readonly stock: TemporaryStockId;
  /** How many came; what is left is expected on. */
  readonly quantity: number;
  /** Where they are put; absent: no place named. */
  readonly location?: LocationId | undefined;
  /** One for each piece where they get codes; absent: they are a quantity. */
  readonly codes?: readonly string[] | undefined;
}

/** In one command, so that nobody counts them twice or not at all in between. */
export const takeInExpected = defineCommand<
  TakeInExpected,
  { readonly assets: readonly AssetId[]; readonly movements: readonly MovementId[] },
  InventoryProblem
>({
  name: "stock.takeInExpected",
  needs: [
    { verb: "write", on: "inventory" },
    { verb: "write", on: "movements" },
  ],
  documents: (args) => [{ thing: thingOf(args.product) }, own],
  run: (drafts, { product: of, stock, quantity, location, codes }, context) => {
    const draft = drafts.open({ thing: thingOf(of) });
    if (livingRecord(draft, product, of) === undefined) return err({ type: "ProductMissing" });
    const expected = livingRecord(draft, temporaryStock, stock);
    // Borrowed pieces are never the company's own.
    if (expected === undefined || expected.kind !== "purchase") return err({ type: "TemporaryStockMissing" });
    if (quantity < 1 || quantity > expected.quantity || (codes !== undefined && codes.length !== quantity))
      return err({ type: "QuantityNotPositive" });
    const place = location === undefined ? {} : { home: location };
    const pieces = (codes ?? []).map((code) => ({ code, ...place }));
    const made = createAssets(draft, of, pieces, context);
    if (!made.ok) return made;
    const log = drafts.open(own);
    const receive = (change: { readonly quantity: number }, asset?: AssetId): MovementId => {
      const id = context.newId<MovementId>();
      log.create(movement, id, {
        ...stockMovement("received", { product: of, location, ...change }, "hand", context),
        ...(asset === undefined ? {} : { asset }),
      });
      return id;
    };
    const movements =
      codes === undefined ? [receive({ quantity })] : made.value.map((id) => receive({ quantity: 1 }, id));
    if (quantity === expected.quantity) draft.remove(temporaryStock, stock);
    else draft.set(temporaryStock, stock, { quantity: expected.quantity - quantity });
    return ok({ assets: made.value, movements });
  },
});
