/** Which products may stand in for one that is short. */
import { defineCommand, livingRecord } from "#shared/kernel/command";
import { thingOf } from "#shared/kernel/ids";
import type { NewRecord } from "#shared/kernel/record";
import { err, ok } from "#shared/kernel/result";
import { checkValues } from "./check-values";
import type { InventoryProblem } from "./errors";
import { lastOrder } from "./last-order";
import { livingProduct } from "./product-commands";
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
    const draft = drafts.open({ thing: thingOf(args.product) });
    const found = livingProduct(draft, args.product);
    if (!found.ok) return found;
    if (args.item === args.product) return err({ type: "ProductItself" });
    const others = draft.list(alternative).filter((record) => record.removedAt === undefined);
    if (others.some(({ item }) => item === args.item)) return err({ type: "ProductListed" });
    const values = { ...args, order: lastOrder(others, context) };
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
    const draft = drafts.open({ thing: thingOf(args.product) });
    const found = livingProduct(draft, args.product);
    if (!found.ok) return found;
    if (livingRecord(draft, alternative, args.alternative) === undefined)
      return err({ type: "AlternativeMissing" });
    draft.remove(alternative, args.alternative);
    return ok(null);
  },
});
