/** How many kits can be made of what is free, and what there is too little of for one more. */
import type { ProductId } from "#shared/domain/inventory";

export interface KitsFree {
  /** Zero for a kit without parts. */
  readonly free: number;
  /** What runs out first; several when they run out together. In the order of `needs`. */
  readonly limiting: readonly ProductId[];
}

/** `needs`: pieces in one kit, as a kit taken apart has them. Of one thing in two kits each gets what the other leaves. */
export const kitsFree = (
  needs: ReadonlyMap<ProductId, number>,
  freeOf: (product: ProductId) => number,
): KitsFree => {
  let free = needs.size === 0 ? 0 : Infinity;
  let limiting: ProductId[] = [];
  for (const [product, count] of needs) {
    const enoughFor = Math.max(0, Math.floor(freeOf(product) / count));
    if (enoughFor < free) limiting = [];
    free = Math.min(free, enoughFor);
    if (enoughFor === free) limiting.push(product);
  }
  return { free, limiting };
};
