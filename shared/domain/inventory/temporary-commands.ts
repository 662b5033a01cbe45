/** Stock for a time: purchases that are on their way, and what the company borrows. */
import { defineCommand, livingRecord } from "#shared/kernel/command";
import { thingOf } from "#shared/kernel/ids";
import type { NewRecord, RecordPatch } from "#shared/kernel/record";
import { err, ok } from "#shared/kernel/result";
import type { Result } from "#shared/kernel/result";
import { checkValues } from "./check-values";
import type { InventoryProblem } from "./errors";
import { openWithBody } from "./product-commands";
import { temporaryStock } from "./types";
import type { ProductId, TemporaryStock, TemporaryStockId } from "./types";

const needs = [{ verb: "write", on: "inventory" }] as const;

export type NewTemporaryStock = NewRecord<typeof temporaryStock>;
export type TemporaryStockPatch = Omit<RecordPatch<typeof temporaryStock>, "product">;

const checkDays = ({
  from,
  until,
}: Pick<TemporaryStock, "from" | "until">): Result<null, InventoryProblem> =>
  from !== undefined && until !== undefined && until < from ? err({ type: "DaysReversed" }) : ok(null);

export const addTemporaryStock = defineCommand<
  NewTemporaryStock,
  { readonly stock: TemporaryStockId },
  InventoryProblem
>({
  name: "inventory.addTemporaryStock",
  needs,
  documents: (args) => [{ thing: thingOf(args.product) }],
  run: (drafts, args, context) => {
    const opened = openWithBody(drafts, args.product);
    if (!opened.ok) return opened;
    const draft = opened.value;
    const checked = checkValues(temporaryStock, args);
    if (!checked.ok) return checked;
    const { from, until } = args;
    const days = checkDays({ ...(from && { from }), ...(until && { until }) });
    if (!days.ok) return days;
    const id = context.newId<TemporaryStockId>();
    draft.create(temporaryStock, id, args);
    return ok({ stock: id });
  },
});

interface OneStock {
  readonly product: ProductId;
  readonly stock: TemporaryStockId;
}

export const editTemporaryStock = defineCommand<
  OneStock & { readonly values: TemporaryStockPatch },
  null,
  InventoryProblem
>({
  name: "inventory.editTemporaryStock",
  needs,
  documents: (args) => [{ thing: thingOf(args.product) }],
  run: (drafts, args) => {
    const checked = checkValues(temporaryStock, args.values);
    if (!checked.ok) return checked;
    const draft = drafts.open({ thing: thingOf(args.product) });
    const found = livingRecord(draft, temporaryStock, args.stock);
    if (found === undefined) return err({ type: "TemporaryStockMissing" });
    const from = args.values.from === undefined ? found.from : args.values.from;
    const until = args.values.until === undefined ? found.until : args.values.until;
    const days = checkDays({ ...(from && { from }), ...(until && { until }) });
    if (!days.ok) return days;
    draft.set(temporaryStock, args.stock, args.values);
    return ok(null);
  },
});

/** It went back, or will not come. */
export const removeTemporaryStock = defineCommand<OneStock, null, InventoryProblem>({
  name: "inventory.removeTemporaryStock",
  needs,
  documents: (args) => [{ thing: thingOf(args.product) }],
  run: (drafts, args) => {
    const draft = drafts.open({ thing: thingOf(args.product) });
    if (livingRecord(draft, temporaryStock, args.stock) === undefined)
      return err({ type: "TemporaryStockMissing" });
    draft.remove(temporaryStock, args.stock);
    return ok(null);
  },
});
