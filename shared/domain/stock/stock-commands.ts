/**
 * Quantities of bulk stock. They are never stored: each change is a movement in this device's own log, and what
 * there is follows by adding up, so that two people counting apart never overwrite each other.
 */
import { defineCommand } from "#shared/kernel/command";
import type { CommandContext } from "#shared/kernel/command";
import { factNow } from "#shared/kernel/fact";
import type { NewRecord } from "#shared/kernel/record";
import { err, ok } from "#shared/kernel/result";
import { checkValues } from "#shared/domain/inventory";
import type { InventoryProblem, LocationId, ProductId } from "#shared/domain/inventory";
import { movement } from "#shared/domain/scanning";
import type { MovementId, MovementKind, MovementOrigin, MovementReason } from "#shared/domain/scanning";
import type { ReportKind } from "./report-kinds";

const own = { own: "movements" } as const;
const writeMovements = [{ verb: "write", on: "movements" }] as const;

export interface StockChange {
  readonly product: ProductId;
  /** Absent: somewhere in the company. */
  readonly location?: LocationId | undefined;
  readonly quantity: number;
}

/** The fact behind a change of bulk stock. */
export const stockMovement = (
  kind: MovementKind & ("counted" | "received" | "transferred" | ReportKind),
  change: StockChange,
  origin: MovementOrigin,
  context: CommandContext,
): NewRecord<typeof movement> => ({
  kind,
  ...factNow(context),
  product: change.product,
  quantity: change.quantity,
  ...(change.location === undefined ? {} : { location: change.location }),
  origin,
});

export interface CountStock {
  readonly product: ProductId;
  readonly location?: LocationId | undefined;
  /** What was counted, and what the screen showed: the fact is the difference. */
  readonly counted: number;
  readonly shown: number;
  /** Miscounted, unless the person says otherwise. */
  readonly reason?: MovementReason | undefined;
}

/** Value is null when the count agreed and nothing had to be written. */
export const countStock = defineCommand<
  CountStock,
  { readonly movement: MovementId | null },
  InventoryProblem
>({
  name: "stock.count",
  needs: writeMovements,
  documents: () => [own],
  run: (drafts, args, context) => {
    if (args.counted < 0) return err({ type: "ValueRefused", field: "quantity" });
    if (args.counted === args.shown) return ok({ movement: null });
    const { reason = "miscounted" } = args;
    const change = { ...args, quantity: args.counted - args.shown };
    const values = { ...stockMovement("counted", change, "hand", context), reason };
    const checked = checkValues(movement, values);
    if (!checked.ok) return checked;
    const id = context.newId<MovementId>();
    drafts.open(own).create(movement, id, values);
    return ok({ movement: id });
  },
});

/** New pieces arrived. */
export const receiveStock = defineCommand<StockChange, { readonly movement: MovementId }, InventoryProblem>({
  name: "stock.receive",
  needs: writeMovements,
  documents: () => [own],
  run: (drafts, args, context) => {
    if (args.quantity <= 0) return err({ type: "QuantityNotPositive" });
    const values = stockMovement("received", args, "hand", context);
    const checked = checkValues(movement, values);
    if (!checked.ok) return checked;
    const id = context.newId<MovementId>();
    drafts.open(own).create(movement, id, values);
    return ok({ movement: id });
  },
});
