/** Whether something may go into a case. */
import type { AssetId, ProductId } from "#shared/domain/inventory";
import { normalCode } from "#shared/domain/scanning";
import type { CategoryId } from "#shared/domain/settings";
import { parseId } from "#shared/kernel/ids";
import type { CaseSource } from "./case-source";
import type { CaseBan } from "./types";

/** The first ban that stands against it. `code` is what the piece is known by; bulk has none. */
export const banAgainst = (
  source: CaseSource,
  container: AssetId,
  product: ProductId,
  code: string | undefined,
): CaseBan | undefined => {
  const bans = source.bans(container);
  if (bans.length === 0) return undefined;
  const categories = categoriesAbove(source, source.product(product)?.category);
  return bans.find(
    ({ category, prefix }) =>
      (category !== undefined && categories.has(category)) ||
      (prefix !== undefined && code !== undefined && normalCode(code).startsWith(normalCode(prefix))),
  );
};

/** A category and all above it; a merge may leave circles. */
const categoriesAbove = (source: CaseSource, category: CategoryId | undefined): ReadonlySet<CategoryId> => {
  const found = new Set<CategoryId>();
  for (let at = category; at !== undefined && !found.has(at);) {
    found.add(at);
    at = parseId<CategoryId>(source.category(at)?.parent);
  }
  return found;
};
