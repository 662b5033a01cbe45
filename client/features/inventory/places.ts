/** Names of places and categories for screens. */
import { createMemo } from "solid-js";
import type { Accessor } from "solid-js";
import { location, locationTree } from "#shared/domain/inventory";
import type { LocationId, LocationNode } from "#shared/domain/inventory";
import { category, categoryTree } from "#shared/domain/settings";
import type { CategoryId, CategoryNode } from "#shared/domain/settings";
import { createRows } from "#client/data";

export interface Places {
  readonly nodes: Accessor<readonly LocationNode[]>;
  /** "Hall A / Rack 3", or an empty text for no or an unknown place. */
  readonly path: (id: LocationId | undefined) => string;
}

export const createPlaces = (): Places => {
  const rows = createRows(location);
  const nodes = createMemo(() => locationTree(rows()));
  const paths = createMemo(() => new Map(nodes().map((node) => [node.location.id, node.path.join(" / ")])));
  return { nodes, path: (id) => (id === undefined ? "" : (paths().get(id) ?? "")) };
};

export interface Categories {
  readonly nodes: Accessor<readonly CategoryNode[]>;
  readonly path: (id: CategoryId | undefined) => string;
  /** Pictogram of the category, or of the nearest one above that has one. */
  readonly pictogram: (id: CategoryId | undefined) => string | undefined;
  /** The category and everything below it. */
  readonly within: (id: CategoryId) => ReadonlySet<CategoryId>;
}

export const createCategories = (): Categories => {
  const rows = createRows(category);
  const nodes = createMemo(() => categoryTree(rows()));
  const byId = createMemo(
    () => new Map<string, CategoryNode>(nodes().map((node) => [node.category.id, node])),
  );
  const pictogram = (id: CategoryId | undefined): string | undefined => {
    const seen = new Set<string>();
    for (let at: string | undefined = id; at !== undefined && !seen.has(at);) {
      seen.add(at);
      const found: CategoryNode | undefined = byId().get(at);
      if (found?.category.pictogram !== undefined) return found.category.pictogram;
      at = found?.category.parent;
    }
    return undefined;
  };
  return {
    nodes,
    pictogram,
    path: (id) => (id === undefined ? "" : (byId().get(id)?.path.join(" / ") ?? "")),
    within: (id) => {
      const all = nodes();
      const start = all.findIndex((node) => node.category.id === id);
      const depth = all[start]?.depth ?? 0;
      const end = all.findIndex((node, index) => index > start && node.depth <= depth);
      return new Set(
        all.slice(Math.max(0, start), end < 0 ? all.length : end).map((node) => node.category.id),
      );
    },
  };
};
