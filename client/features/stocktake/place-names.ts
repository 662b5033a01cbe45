import { createMemo } from "solid-js";
import type { Accessor } from "solid-js";
import { location, locationTree } from "#shared/domain/inventory";
import type { LocationId, LocationNode } from "#shared/domain/inventory";
import { createRows } from "#client/data";

export interface PlaceNames {
  readonly nodes: readonly LocationNode[];
  /** "Hall A / Rack 3". */
  readonly path: (id: LocationId) => string;
}

export const createPlaceNames = (): Accessor<PlaceNames> => {
  const rows = createRows(location);
  return createMemo(() => {
    const nodes = locationTree(rows());
    const paths = new Map(nodes.map((node) => [node.location.id, node.path.join(" / ")]));
    return { nodes, path: (id) => paths.get(id) ?? "" };
  });
};
