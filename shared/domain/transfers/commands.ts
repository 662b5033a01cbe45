import { defineCommand, livingRecord } from "#shared/kernel/command";
import { findBadValue } from "#shared/kernel/check-values";
import type { BadValue } from "#shared/kernel/check-values";
import { thingOf } from "#shared/kernel/ids";
import { err, ok } from "#shared/kernel/result";
import type { AssetId, LocationId, ProductId } from "#shared/domain/inventory";
import { movement } from "#shared/domain/scanning";
import type { MovementId } from "#shared/domain/scanning";
import { stockMovement } from "#shared/domain/stock";
import { transfer } from "./types";
import type { Transfer, TransferId, TransferState } from "./types";

const own = { own: "movements" } as const;

/** Why a command about a transfer did not run. Nothing was written. */
export type TransferProblem =
  | BadValue
  | { readonly type: "TransferMissing" }
  /** From, to and what it travels in are three places. */
  | { readonly type: "SamePlace" }
  | { readonly type: "NothingToMove" };

export interface StartTransfer {
  readonly name: string;
  readonly from: LocationId;
  readonly to: LocationId;
  readonly via: LocationId;
}

export const startTransfer = defineCommand<StartTransfer, TransferId, TransferProblem>({
  name: "transfers.start",
  needs: [{ verb: "create", on: "work" }],
  documents: () => [],
  run: (drafts, args, context) => {
    const values = { ...args, startedAt: context.now, by: context.member };
    const bad = findBadValue(transfer, values);
    if (bad !== undefined) return err(bad);
    if (new Set([args.from, args.to, args.via]).size < 3) return err({ type: "SamePlace" });
    const id = context.newId<TransferId>();
    drafts.create("transfer", thingOf(id)).create(transfer, id, values);
    return ok(id);
  },
});

export interface StepTransfer {
  readonly transfer: TransferId;
  readonly state: TransferState;
}

/** Says that it left, that it is unloaded, or opens it again. */
export const stepTransfer = defineCommand<StepTransfer, null, TransferProblem>({
  name: "transfers.step",
  needs: [{ verb: "write", on: "work" }],
  documents: (args) => [{ thing: thingOf(args.transfer) }],
  run: (drafts, args) => {
    const draft = drafts.open({ thing: thingOf(args.transfer) });
    if (livingRecord(draft, transfer, args.transfer) === undefined) return err({ type: "TransferMissing" });
    draft.set(transfer, args.transfer, { state: args.state });
    return ok(null);
  },
});

/** One asset, or a quantity of a product. */
export interface MovedThing {
  readonly product: ProductId;
  readonly asset?: AssetId | undefined;
  readonly quantity: number;
  /** Where a quantity lies, where that is a place within what the transfer starts from. */
  readonly from?: LocationId | undefined;
  /** Last movement of the asset this device knows. */
  readonly after?: MovementId | undefined;
}

export interface MoveThings {
  readonly transfer: Pick<Transfer, "id" | "from" | "to" | "via">;
  /** Into the vehicle, or out of it. */
  readonly side: "send" | "receive";
  readonly things: readonly MovedThing[];
}

/** Writes what was loaded or unloaded into this device's own log, all or none. */
export const moveThings = defineCommand<MoveThings, readonly MovementId[], TransferProblem>({
  name: "transfers.move",
  needs: [{ verb: "write", on: "movements" }],
  documents: () => [own],
  run: (drafts, { transfer: of, side, things }, context) => {
    if (things.length === 0) return err({ type: "NothingToMove" });
    const way = side === "send" ? { location: of.via, from: of.from } : { location: of.to, from: of.via };
    const facts = things.map(({ asset, product, quantity, from, after }) => ({
      ...stockMovement("transferred", { product, location: way.location, quantity }, "hand", context),
      ...{ from: from ?? way.from, asset, after, transfer: of.id },
    }));
    for (const values of facts) {
      const bad = values.quantity < 1 ? ({ type: "NothingToMove" } as const) : findBadValue(movement, values);
      if (bad !== undefined) return err(bad);
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
