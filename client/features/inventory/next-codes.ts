/** Codes for new pieces of a product. */
import { asset, nextCodes, takenCodes } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import { createIndex, useReplica } from "#client/data";
import { prefixOf } from "./code-prefix";
import { assetListIndex } from "./stock-index";

export interface NextCodes {
  /** How codes of the product begin, or would. */
  readonly prefixFor: (product: ProductId, name: string) => string;
  /** They go on from the highest one there is now: what reads it learns of codes that others give meanwhile. */
  readonly next: (prefix: string, count: number) => readonly string[];
}

export const createNextCodes = (): NextCodes => {
  const { rows } = useReplica();
  const list = createIndex(assetListIndex);
  return {
    prefixFor: (product, name) => {
      const [first] = list().of(product);
      const known = first === undefined ? undefined : rows.get(asset, first)?.code;
      return known?.replace(/\d+$/, "") ?? prefixOf(name);
    },
    next: (prefix, count) => {
      list();
      return nextCodes(takenCodes(rows.all(asset).values()), prefix, count);
    },
  };
};
