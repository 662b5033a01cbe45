/** The category tree, read from rows. */
import { compareByOrder } from "#shared/kernel/order-key";
import type { Category, CategoryId } from "./types";

export interface CategoryNode {
  readonly category: Category;
  /** 0 for a department. */
  readonly depth: number;
  /** Names from the department down to this one. */
  readonly path: readonly string[];
}

/**
 * Categories in the order of the tree. Removed ones are left out; those whose parent is gone, or which a merge put
 * into a circle, appear at the top level, so that none is ever lost from sight.
 */
export const categoryTree = (categories: readonly Category[]): readonly CategoryNode[] => {
  const living = categories.filter((each) => each.removedAt === undefined).sort(compareByOrder);
  const byParent = new Map<string, Category[]>();
  const known = new Set<string>(living.map((each) => each.id));
  for (const each of living) {
    const parent = each.parent !== undefined && known.has(each.parent) ? each.parent : "";
    byParent.set(parent, [...(byParent.get(parent) ?? []), each]);
  }
  const nodes: CategoryNode[] = [];
  const seen = new Set<CategoryId>();
  const walk = (each: Category, depth: number, above: readonly string[]): void => {
    if (seen.has(each.id)) return;
    seen.add(each.id);
    const path = [...above, each.name];
    nodes.push({ category: each, depth, path });
    for (const child of byParent.get(each.id) ?? []) walk(child, depth + 1, path);
  };
  for (const each of byParent.get("") ?? []) walk(each, 0, []);
  for (const each of living) walk(each, 0, []);
  return nodes;
};

/** Colour for the next person: the one fewest people have. */
export const nextPersonColour = (taken: readonly number[]): number => {
  const counts = [1, 2, 3, 4].map((colour) => ({
    colour,
    n: taken.filter((each) => each === colour).length,
  }));
  return counts.reduce((best, each) => (each.n < best.n ? each : best)).colour;
};
