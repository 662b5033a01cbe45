/**
 * Reporting what became of equipment: lost, found again, sold, written off, taken out of use. Each is a fact in this
 * device's own log; the piece, its history and its codes stay, and what is free follows from the facts.
 */
import { defineCommand } from "#shared/kernel/command";
import type { CommandContext, Permission } from "#shared/kernel/command";
import { err, ok } from "#shared/kernel/result";
import { checkValues } from "#shared/domain/inventory";
import type { AssetId, InventoryProblem, LocationId, ProductId } from "#shared/domain/inventory";
import { movement } from "#shared/domain/scanning";
import type { MovementId, MovementReason } from "#shared/domain/scanning";
import { bulkReasons, reportReasons } from "./report-kinds";
import type { BulkReason, ReportKind } from "./report-kinds";
import { stockMovement } from "./stock-commands";

const own = { own: "movements" } as const;

/** Whoever scans may say that a piece is lost or found; taking it off stock is for those who keep the stock. */
const needsFor = (kind: ReportKind): readonly Permission[] => [
  { verb: "write", on: "movements" },
  ...(kind === "retired" ? [{ verb: "write", on: "inventory" } as const] : []),
];

export interface ReportAssets {
  readonly kind: ReportKind;
  readonly reason: MovementReason;
  readonly assets: readonly {
    readonly asset: AssetId;
    readonly product: ProductId;
    /** Its last movement this device knows. */
    readonly after: MovementId | undefined;
  }[];
  /** Where it was found. */
  readonly location?: LocationId | undefined;
  readonly note?: string | undefined;
}

export const reportAssets = defineCommand<ReportAssets, readonly MovementId[], InventoryProblem>({
  name: "stock.reportAssets",
  needs: (args) => needsFor(args.kind),
  documents: () => [own],
  run: (drafts, args, context) => {
    if (!reportReasons[args.kind].some((reason) => reason === args.reason))
      return err({ type: "ValueRefused", field: "reason" });
    const facts = args.assets.map(({ asset, product, after }) => ({
      ...stockMovement(args.kind, { product, location: args.location, quantity: 1 }, "hand", context),
      asset,
      after,
      reason: args.reason,
      note: args.note,
    }));
    for (const values of facts) {
      const checked = checkValues(movement, values);
      if (!checked.ok) return checked;
    }
    const log = drafts.open(own);
    return ok(
      facts.map((values) => {
        const id = context.newId<MovementId>();
        log.create(movement, id, values);
        return id;
      }),
    );
  },
});

export interface ReportStock {
  readonly product: ProductId;
  readonly location?: LocationId | undefined;
  readonly quantity: number;
  readonly reason: BulkReason;
  readonly note?: string | undefined;
}

const factOf = (args: ReportStock, context: CommandContext) => ({
  ...stockMovement(bulkReasons[args.reason], args, "hand", context),
  reason: args.reason,
  note: args.note,
});

/** Pieces of bulk stock that are not there any more. */
export const reportStock = defineCommand<ReportStock, { readonly movement: MovementId }, InventoryProblem>({
  name: "stock.reportStock",
  needs: ({ reason }) => needsFor(bulkReasons[reason]),
  documents: () => [own],
  run: (drafts, args, context) => {
    if (args.quantity <= 0) return err({ type: "QuantityNotPositive" });
    const values = factOf(args, context);
    const checked = checkValues(movement, values);
    if (!checked.ok) return checked;
    const id = context.newId<MovementId>();
    drafts.open(own).create(movement, id, values);
    return ok({ movement: id });
  },
});
