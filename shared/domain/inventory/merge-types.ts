/**
 * Two records of one model, or of one piece, are one from a day on. The fact stands with the record that ended; nothing
 * else is rewritten: readers follow it. Removing the fact takes the two apart again.
 */
import type { Id, MemberId } from "#shared/kernel/ids";
import { defineRecord, idOf, instant } from "#shared/kernel/record";
import type { RecordOf } from "#shared/kernel/record";
import type { AssetId, ProductId } from "./types";

export type ProductMergeId = Id<"product-merge">;
export type AssetMergeId = Id<"asset-merge">;

export const productMerge = defineRecord<ProductMergeId>()("product-merge", {
  /** The record that ended, and the one that goes on. */
  product: idOf<ProductId>(),
  into: idOf<ProductId>(),
  at: instant(),
  by: idOf<MemberId>(),
});
export type ProductMerge = RecordOf<typeof productMerge>;

/** Both of one product; while they are not, the merge waits. */
export const assetMerge = defineRecord<AssetMergeId>()("asset-merge", {
  asset: idOf<AssetId>(),
  into: idOf<AssetId>(),
  at: instant(),
  by: idOf<MemberId>(),
});
export type AssetMerge = RecordOf<typeof assetMerge>;
