/** Which products may stand in for one that is short. */
import { defineCommand, livingRecord } from "#shared/kernel/command";
import { thingOf } from "#shared/kernel/ids";
import type { NewRecord } from "#shared/kernel/record";
import { err, ok } from "#shared/kernel/result";
import { checkValues } from "./check-values";
import type { InventoryProblem } from "./errors";
import { placeAtEnd } from "./listed-product";
import { openProduct } from "./product-commands";
import { alternative } from "./types";
import type { AlternativeId, ProductId } from "./types";

const writeInventory = [{ verb: "write", on: "inventory" }] as const;

export const addAlternative = defineCommand<
  Omit<NewRecord<typeof alternative>, "order">,
  { readonly alternative: AlternativeId },
  InventoryProblem
>({
  name: "inventory.addAlternative",
  needs: writeInventory,
  documents: (args) => [{ thing: thingOf(args.product) }],
  run: (drafts, args, context) => {
    const opened = openProduct(drafts, args.product);
    if (!opened.ok) return opened;
    const draft = opened.value;
    const others = draft.list(alternative).filter((record) => record.removedAt === undefined);
    const order = placeAtEnd(others, args, context);
    if (!order.ok) return order;
    const values = { ...args, order: order.value };
    const checked = checkValues(alternative, values);
    if (!checked.ok) return checked;
    const id = context.newId<AlternativeId>();
    draft.create(alternative, id, values);
    return ok({ alternative: id });
  },
});

export const removeAlternative = defineCommand<
  { readonly product: ProductId; readonly alternative: AlternativeId },
  null,
  InventoryProblem
>({
  name: "inventory.removeAlternative",
  needs: writeInventory,
  documents: (args) => [{ thing: thingOf(args.product) }],
  run: (drafts, args) => {
    const opened = openProduct(drafts, args.product);
    if (!opened.ok) return opened;
    const draft = opened.value;
    if (livingRecord(draft, alternative, args.alternative) === undefined)
      return err({ type: "AlternativeMissing" });
    draft.remove(alternative, args.alternative);
    return ok(null);
  },
});
