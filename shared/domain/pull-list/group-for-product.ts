/** Where a further line of a product belongs. */
import type { ProductId } from "#shared/domain/inventory";
import type { Section } from "./list-view";
import type { LineGroupId } from "./types";

/**
 * The group where the product stands already, else the one with most lines of products like it, else the last.
 * Null: in no group.
 */
export const groupForProduct = (
  sections: readonly Section[],
  product: ProductId,
  isAlike: (other: ProductId) => boolean,
): LineGroupId | null => {
  const fitting = (fits: (other: ProductId) => boolean) =>
    sections
      .map(({ group, lines }) => ({
        group,
        n: lines.filter((line) => line.product !== undefined && fits(line.product)).length,
      }))
      .filter(({ n }) => n > 0)
      .sort((a, b) => b.n - a.n)[0];
  const found = fitting((other) => other === product) ?? fitting(isAlike) ?? sections.at(-1);
  return found?.group?.id ?? null;
};
