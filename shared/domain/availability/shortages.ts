/** Which lines of a list cannot be covered. Lines of one product share what is free, in the order they stand. A kit is
 * covered when its parts are: it is not among them. */
import type { ProductId } from "#shared/domain/inventory";

export interface LineCover {
  /** What stays free of the product for the whole list, before any of its lines took from it. */
  readonly free: number;
  readonly short: number;
}

export const coverLines = <Id extends string>(
  linesInOrder: readonly {
    readonly id: Id;
    readonly product?: ProductId | undefined;
    readonly quantity: number;
    readonly isKit?: boolean | undefined;
  }[],
  freeOf: (product: ProductId) => number,
): ReadonlyMap<Id, LineCover> => {
  const covers = new Map<Id, LineCover>();
  const left = new Map<ProductId, { readonly free: number; rest: number }>();
  for (const { id, product, quantity, isKit } of linesInOrder) {
    if (product === undefined || isKit === true) continue;
    let of = left.get(product);
    if (of === undefined) {
      const free = freeOf(product);
      left.set(product, (of = { free, rest: Math.max(0, free) }));
    }
    const taken = Math.min(quantity, of.rest);
    of.rest -= taken;
    covers.set(id, { free: of.free, short: quantity - taken });
  }
  return covers;
};
