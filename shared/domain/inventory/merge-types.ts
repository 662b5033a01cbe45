/**
 * Two records of one model are one from a day on. The fact stands beside the record that ended; nothing else is
 * rewritten: readers follow it. Removing the fact takes the two apart again.
 */
import type { Id, MemberId } from "#shared/kernel/ids";
import { defineRecord, idOf, instant } from "#shared/kernel/record";
import type { RecordOf } from "#shared/kernel/record";
import type { ProductId } from "./types";

export type ProductMergeId = Id<"product-merge">;

export const productMerge = defineRecord<ProductMergeId>()("product-merge", {
  /** The record that ended, and the one that goes on. */
  product: idOf<ProductId>(),
  into: idOf<ProductId>(),
  at: instant(),
  by: idOf<MemberId>(),
});
export type ProductMerge = RecordOf<typeof productMerge>;
