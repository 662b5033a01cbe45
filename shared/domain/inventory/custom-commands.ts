/** Values of the fields a company adds to its products and assets. */
import { defineCommand, livingRecord } from "#shared/kernel/command";
import { thingOf } from "#shared/kernel/ids";
import { err, ok } from "#shared/kernel/result";
import { readCustomValue } from "#shared/domain/settings";
import type { CustomField } from "#shared/domain/settings";
import { checkValues } from "./check-values";
import type { InventoryProblem } from "./errors";
import { openProduct } from "./product-commands";
import { asset, customValue } from "./types";
import type { AssetId, CustomValueId, ProductId } from "./types";

export interface SetCustomValue {
  readonly product: ProductId;
  /** Absent: the product itself. */
  readonly asset?: AssetId | undefined;
  /** The field as this device knows it; its kind says what may stand in it. */
  readonly field: Pick<CustomField, "id" | "kind" | "choices">;
  /** As typed; an empty text clears it. */
  readonly value: string;
}

/** Two devices may each have written a first value: whoever writes next settles it, one value is left. */
export const setCustomValue = defineCommand<SetCustomValue, null, InventoryProblem>({
  name: "inventory.setCustomValue",
  needs: [{ verb: "write", on: "inventory" }],
  documents: (args) => [{ thing: thingOf(args.product) }],
  run: (drafts, args, context) => {
    const opened = openProduct(drafts, args.product);
    if (!opened.ok) return opened;
    const draft = opened.value;
    if (args.asset !== undefined && livingRecord(draft, asset, args.asset) === undefined)
      return err({ type: "AssetMissing" });
    const isCleared = args.value.trim() === "";
    const value = isCleared ? "" : readCustomValue(args.field, args.value);
    const checked = checkValues(customValue, isCleared ? {} : { value });
    if (value === undefined || !checked.ok) return err({ type: "ValueRefused", field: args.field.id });
    const [first, ...others] = draft
      .list(customValue)
      .filter(
        (each) => each.removedAt === undefined && each.field === args.field.id && each.asset === args.asset,
      )
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const other of isCleared && first !== undefined ? [first, ...others] : others)
      draft.remove(customValue, other.id);
    if (isCleared) return ok(null);
    const of = { product: args.product, asset: args.asset, field: args.field.id, value };
    if (first === undefined) draft.create(customValue, context.newId<CustomValueId>(), of);
    else draft.set(customValue, first.id, { value });
    return ok(null);
  },
});
