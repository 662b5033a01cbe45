/** Merging two records of one model, and taking them apart again. Nothing is deleted and no reference is rewritten. */
import { defineCommand, livingRecord } from "#shared/kernel/command";
import { thingOf } from "#shared/kernel/ids";
import { err, ok } from "#shared/kernel/result";
import type { Result } from "#shared/kernel/result";
import { checkValues } from "./check-values";
import type { InventoryProblem } from "./errors";
import { productMerge } from "./merge-types";
import type { ProductMergeId } from "./merge-types";
import type { ProductPatch } from "./product-commands";
import { product } from "./types";
import type { Product, ProductId } from "./types";

/** Why two products cannot be one: their pieces would be counted twice, or a set would have a body. */
export type MergeHindrance = "same" | "counted-differently" | "kit";

export const whyNotMerged = (
  a: Pick<Product, "id" | "tracking" | "isKit">,
  b: Pick<Product, "id" | "tracking" | "isKit">,
): MergeHindrance | undefined => {
  if (a.id === b.id) return "same";
  if ((a.isKit === true) !== (b.isKit === true)) return "kit";
  return a.tracking === b.tracking ? undefined : "counted-differently";
};

export interface MergeProducts {
  /** Ends, with its history. */
  readonly product: ProductId;
  /** Goes on for both. */
  readonly into: ProductId;
  /** What the one that goes on takes over from the other. */
  readonly values: ProductPatch;
}

export type MergeProblem = InventoryProblem | { readonly type: "CannotMerge"; readonly why: MergeHindrance };

export const mergeProducts = defineCommand<MergeProducts, { readonly merge: ProductMergeId }, MergeProblem>({
  name: "inventory.mergeProducts",
  needs: [{ verb: "write", on: "inventory" }],
  documents: (args) => [{ thing: thingOf(args.product) }, { thing: thingOf(args.into) }],
  run: (drafts, args, context): Result<{ readonly merge: ProductMergeId }, MergeProblem> => {
    const checked = checkValues(product, args.values);
    if (!checked.ok) return checked;
    const ends = drafts.open({ thing: thingOf(args.product) });
    const goesOn = drafts.open({ thing: thingOf(args.into) });
    const one = livingRecord(ends, product, args.product);
    const other = livingRecord(goesOn, product, args.into);
    if (one === undefined || other === undefined) return err({ type: "ProductMissing" });
    const why = whyNotMerged(one, other);
    if (why !== undefined) return err({ type: "CannotMerge", why });
    goesOn.set(product, args.into, args.values);
    const id = context.newId<ProductMergeId>();
    const { now: at, member: by } = context;
    ends.create(productMerge, id, { product: args.product, into: args.into, at, by });
    return ok({ merge: id });
  },
});

export interface SeparateProducts {
  readonly product: ProductId;
  /** Merges that hold it to another, each with the product whose document it stands in. */
  readonly merges: readonly { readonly merge: ProductMergeId; readonly of: ProductId }[];
}

/** Takes back merges. What the surviving product took over stays with it. */
export const separateProducts = defineCommand<SeparateProducts, null, InventoryProblem>({
  name: "inventory.separateProducts",
  needs: [{ verb: "write", on: "inventory" }],
  documents: ({ merges }) => merges.map(({ of }) => ({ thing: thingOf(of) })),
  run: (drafts, { merges }) => {
    for (const { merge, of } of merges) {
      const draft = drafts.open({ thing: thingOf(of) });
      if (draft.get(productMerge, merge) === undefined) return err({ type: "ProductMissing" });
      draft.remove(productMerge, merge);
    }
    return ok(null);
  },
});
