/**
 * Expected pieces are here: from now on they are stock like any other, and are expected no more. Nothing is written to
 * what was expected: the facts name it, so that what devices take in apart adds up.
 */
import { defineCommand, livingRecord } from "#shared/kernel/command";
import { thingOf } from "#shared/kernel/ids";
import { err, ok } from "#shared/kernel/result";
import { asset, createAssets, product, removeEveryRecordOf, temporaryStock } from "#shared/domain/inventory";
import type {
  AssetId,
  InventoryProblem,
  LocationId,
  ProductId,
  TemporaryStockId,
} from "#shared/domain/inventory";
import { movement, takeBackFacts } from "#shared/domain/scanning";
import type { MovementId, UndoMovements } from "#shared/domain/scanning";
import { stockMovement } from "./stock-commands";

const own = { own: "movements" } as const;
const needs = [
  { verb: "write", on: "inventory" },
  { verb: "write", on: "movements" },
] as const;

export interface TakeInExpected {
  readonly product: ProductId;
  readonly stock: TemporaryStockId;
  /** How many came; what is left is expected on. */
  readonly quantity: number;
  /** How many of them arrived before, as far as this device knows: other devices say so in logs of their own. */
  readonly arrived: number;
  /** Where they are put; absent: no place named. */
  readonly location?: LocationId | undefined;
  /** One for each piece where they get codes; absent: they are a quantity. */
  readonly codes?: readonly string[] | undefined;
}

/**
 * In one command, so that nobody counts them twice or not at all in between. Devices that do not know of each other may
 * both take in the same: then more arrived than was expected, which `expectationOf` tells.
 */
export const takeInExpected = defineCommand<
  TakeInExpected,
  { readonly assets: readonly AssetId[]; readonly movements: readonly MovementId[] },
  InventoryProblem
>({
  name: "stock.takeInExpected",
  needs,
  documents: (args) => [{ thing: thingOf(args.product) }, own],
  run: (drafts, { product: of, stock, quantity, arrived, location, codes }, context) => {
    const draft = drafts.open({ thing: thingOf(of) });
    if (livingRecord(draft, product, of) === undefined) return err({ type: "ProductMissing" });
    const expected = livingRecord(draft, temporaryStock, stock);
    // Borrowed pieces are never the company's own.
    if (expected === undefined || expected.kind !== "purchase") return err({ type: "TemporaryStockMissing" });
    const remaining = expected.quantity - arrived;
    if (remaining < 1) return err({ type: "TemporaryStockMissing" });
    if (quantity < 1 || quantity > remaining || (codes !== undefined && codes.length !== quantity))
      return err({ type: "QuantityNotPositive" });
    const place = location === undefined ? {} : { home: location };
    const pieces = (codes ?? []).map((code) => ({ code, ...place }));
    const made = createAssets(draft, of, pieces, context);
    if (!made.ok) return made;
    const log = drafts.open(own);
    const receive = (change: { readonly quantity: number }, piece?: AssetId): MovementId => {
      const id = context.newId<MovementId>();
      log.create(movement, id, {
        ...stockMovement("received", { product: of, location, ...change }, "hand", context),
        expected: stock,
        ...(piece === undefined ? {} : { asset: piece }),
      });
      return id;
    };
    const movements =
      codes === undefined ? [receive({ quantity })] : made.value.map((id) => receive({ quantity: 1 }, id));
    return ok({ assets: made.value, movements });
  },
});

export interface TakeBackArrival extends UndoMovements {
  readonly product: ProductId;
}

/** They did not arrive after all: facts and pieces of that arrival go in one command, and they are expected again. */
export const takeBackArrival = defineCommand<TakeBackArrival, readonly MovementId[], InventoryProblem>({
  name: "stock.takeBackArrival",
  needs,
  documents: (args) => [{ thing: thingOf(args.product) }, own],
  run: (drafts, { product: of, undone }, context) => {
    const draft = drafts.open({ thing: thingOf(of) });
    const arrivals = undone.filter(({ fact }) => fact.expected !== undefined && fact.undoes === undefined);
    if (arrivals.length === 0) return err({ type: "TemporaryStockMissing" });
    const pieces = arrivals.flatMap(({ fact }) => fact.asset ?? []);
    if (pieces.some((id) => draft.get(asset, id) === undefined)) return err({ type: "AssetMissing" });
    removeEveryRecordOf(draft, pieces);
    return ok(takeBackFacts(drafts.open(own), arrivals, context));
  },
});
