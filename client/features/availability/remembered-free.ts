import type { AvailabilityIndex, AvailabilityQuestion } from "#shared/domain/availability";
import type { ProductId } from "#shared/domain/inventory";

/** What is free of each product, asked again only of those that changed: a long list asks for hundreds of them. */
export const rememberedFree = (
  question: AvailabilityQuestion,
): ((index: AvailabilityIndex, product: ProductId) => number) => {
  const known = new Map<ProductId, { readonly revision: number; readonly free: number }>();
  return (index, product) => {
    const revision = index.revision(product);
    const before = known.get(product);
    if (before?.revision === revision) return before.free;
    const free = index.free(product, question);
    known.set(product, { revision, free });
    return free;
  };
};
