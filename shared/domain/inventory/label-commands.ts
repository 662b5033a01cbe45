/** The QR labels assets wear: given when they are printed, or claimed when a blank one was stuck on something. */
import { defineCommand, livingRecord } from "#shared/kernel/command";
import { thingOf } from "#shared/kernel/ids";
import { err, ok } from "#shared/kernel/result";
import { firstLabelTaken } from "./asset-commands";
import { checkValues } from "./check-values";
import type { InventoryProblem } from "./errors";
import { asset, code } from "./types";
import type { AssetId, CodeId, ProductId } from "./types";

const writeInventory = [{ verb: "write", on: "inventory" }] as const;

export interface AssignLabels {
  readonly product: ProductId;
  /** Label characters made by `protocol/label` for each asset that is to get one. */
  readonly labels: readonly { readonly asset: AssetId; readonly label: string }[];
}

/** Gives assets their QR label. One that has a label keeps it: a printed label stays valid. */
export const assignLabels = defineCommand<AssignLabels, { readonly assigned: number }, InventoryProblem>({
  name: "inventory.assignLabels",
  needs: writeInventory,
  documents: (args) => [{ thing: thingOf(args.product) }],
  run: (drafts, args) => {
    const draft = drafts.open({ thing: thingOf(args.product) });
    for (const { asset: id, label } of args.labels) {
      const found = livingRecord(draft, asset, id);
      if (found === undefined) return err({ type: "AssetMissing" });
      const checked = checkValues(asset, { label });
      if (!checked.ok) return checked;
    }
    let assigned = 0;
    for (const { asset: id, label } of args.labels) {
      if (draft.get(asset, id)?.label !== undefined) continue;
      draft.set(asset, id, { label });
      assigned++;
    }
    return ok({ assigned });
  },
});

export interface ClaimLabel {
  readonly product: ProductId;
  readonly asset: AssetId;
  /** The 26 characters of a label that was printed blank and nothing wears yet. */
  readonly label: string;
}

/**
 * A blank label is stuck on an asset. One that has a label answers to both from then on: what was printed stays valid,
 * and nobody has to find and scrape off the first one.
 */
export const claimLabel = defineCommand<ClaimLabel, null, InventoryProblem>({
  name: "inventory.claimLabel",
  needs: writeInventory,
  documents: (args) => [{ thing: thingOf(args.product) }],
  run: (drafts, args, context) => {
    const draft = drafts.open({ thing: thingOf(args.product) });
    const found = livingRecord(draft, asset, args.asset);
    if (found === undefined) return err({ type: "AssetMissing" });
    const checked = checkValues(asset, { label: args.label });
    if (!checked.ok) return checked;
    const taken = firstLabelTaken(draft, [args.label]);
    if (taken !== undefined) return err({ type: "LabelTaken", label: taken });
    if (found.label === undefined) draft.set(asset, args.asset, { label: args.label });
    else
      draft.create(code, context.newId<CodeId>(), {
        product: args.product,
        asset: args.asset,
        value: args.label,
      });
    return ok(null);
  },
});

export interface TakeLabelOff {
  readonly label: string;
  readonly from: readonly {
    readonly product: ProductId;
    readonly asset: AssetId;
    /** Labels devices gave it without knowing of each other: it keeps the others of them. */
    readonly disputed?: readonly string[];
  }[];
}

/** The labels a piece was given by devices that did not know of each other; none where they agree. */
export const disputedLabels = ({
  conflicts,
}: {
  readonly conflicts?: { readonly label?: readonly { readonly value: unknown }[] };
}): readonly string[] =>
  (conflicts?.label ?? []).flatMap(({ value }) => (typeof value === "string" ? value : []));

/** These assets do not wear the label any more: it fell off, or belongs to another one. */
export const takeLabelOff = defineCommand<TakeLabelOff, null, InventoryProblem>({
  name: "inventory.takeLabelOff",
  needs: writeInventory,
  documents: ({ from }) =>
    [...new Set(from.map(({ product }) => product))].map((product) => ({ thing: thingOf(product) })),
  run: (drafts, { label, from }, context) => {
    for (const { product, asset: id, disputed = [] } of from) {
      const draft = drafts.open({ thing: thingOf(product) });
      const found = draft.get(asset, id);
      if (found === undefined) return err({ type: "AssetMissing" });
      if (disputed.includes(label)) {
        // Written although it may be shown already: that settles what devices disagree about.
        const [kept, ...further] = new Set(
          [found.label, ...disputed].flatMap((one) => one ?? []).filter((one) => one !== label),
        );
        draft.set(asset, id, { label: kept ?? null });
        for (const value of further)
          draft.create(code, context.newId<CodeId>(), { product, asset: id, value });
      } else if (found.label === label) draft.set(asset, id, { label: null });
      for (const record of draft.list(code))
        if (record.removedAt === undefined && record.asset === id && record.value === label)
          draft.remove(code, record.id);
    }
    return ok(null);
  },
});
