import { kitsFree } from "#shared/domain/availability";
import type { AvailabilityIndex, AvailabilityQuestion, KitsFree } from "#shared/domain/availability";
import type { KitBook, ProductId } from "#shared/domain/inventory";

/** How many of the kit can be made for the question, and what runs out first. */
export const kitsFreeFor = (
  kit: ProductId,
  book: KitBook,
  index: AvailabilityIndex,
  question: AvailabilityQuestion,
): KitsFree => kitsFree(book.explode(kit), (part) => index.free(part, question));
