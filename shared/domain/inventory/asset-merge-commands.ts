/** Merging two records of one piece, and taking them apart again. Nothing is deleted and no reference is rewritten. */
import { defineCommand, livingRecord } from "#shared/kernel/command";
import { thingOf } from "#shared/kernel/ids";
import type { ThingId } from "#shared/kernel/ids";
import { err, ok } from "#shared/kernel/result";
import type { Result } from "#shared/kernel/result";
import type { AssetPatch } from "./asset-commands";
import { checkValues } from "./check-values";
import type { InventoryProblem } from "./errors";
import { assetMerge } from "./merge-types";
import type { AssetMergeId } from "./merge-types";
import { asset } from "./types";
import type { Asset, AssetId, ProductId } from "./types";

/** Why two records cannot be one piece, by what the records themselves say. */
export type PieceHindrance = "same" | "other-product" | "case";

export const whyPiecesStayApart = (
  a: Pick<Asset, "id" | "product" | "isCase">,
  b: Pick<Asset, "id" | "product" | "isCase">,
): PieceHindrance | undefined => {
  if (a.id === b.id) return "same";
  if (a.product !== b.product) return "other-product";
  return a.isCase === b.isCase ? undefined : "case";
};

export interface MergeAssets {
  /** Of both. */
  readonly product: ProductId;
  /** Ends, with its history. */
  readonly asset: AssetId;
  /** Goes on for both. */
  readonly into: AssetId;
  /** What the one that goes on takes over from the other. */
  readonly values: AssetPatch;
}

export type AssetMergeProblem =
  InventoryProblem | { readonly type: "CannotMerge"; readonly why: PieceHindrance };

export const mergeAssets = defineCommand<MergeAssets, { readonly merge: AssetMergeId }, AssetMergeProblem>({
  name: "inventory.mergeAssets",
  needs: [{ verb: "write", on: "inventory" }],
  documents: (args) => [{ thing: thingOf(args.product) }],
  run: (drafts, args, context): Result<{ readonly merge: AssetMergeId }, AssetMergeProblem> => {
    const checked = checkValues(asset, args.values);
    if (!checked.ok) return checked;
    const draft = drafts.open({ thing: thingOf(args.product) });
    const ends = livingRecord(draft, asset, args.asset);
    const goesOn = livingRecord(draft, asset, args.into);
    if (ends === undefined || goesOn === undefined) return err({ type: "AssetMissing" });
    const why = whyPiecesStayApart(ends, goesOn);
    if (why !== undefined) return err({ type: "CannotMerge", why });
    draft.set(asset, args.into, args.values);
    const id = context.newId<AssetMergeId>();
    const { now: at, member: by } = context;
    draft.create(assetMerge, id, { asset: args.asset, into: args.into, at, by });
    return ok({ merge: id });
  },
});

export interface SeparateAssets {
  /** Merges that hold a piece to another, each with the document it stands in. */
  readonly merges: readonly { readonly merge: AssetMergeId; readonly thing: ThingId }[];
}

/** Takes back merges. What the surviving one took over stays with it. */
export const separateAssets = defineCommand<SeparateAssets, null, InventoryProblem>({
  name: "inventory.separateAssets",
  needs: [{ verb: "write", on: "inventory" }],
  documents: ({ merges }) => merges.map(({ thing }) => ({ thing })),
  run: (drafts, { merges }) => {
    for (const { merge, thing } of merges) {
      const draft = drafts.open({ thing });
      if (draft.get(assetMerge, merge) === undefined) return err({ type: "AssetMissing" });
      draft.remove(assetMerge, merge);
    }
    return ok(null);
  },
});
