/** Answers about equipment, computed from records. They tolerate whatever a merge leaves: dangling ids, circles, duplicates. */
import { compareByOrder } from "#shared/kernel/order-key";
import type { Asset, AssetId, Location, LocationId } from "./types";

/** Names from the top of the tree down to the place. A dangling or circling parent ends the path. */
export const locationPath = (
  locations: ReadonlyMap<LocationId, Location>,
  id: LocationId,
): readonly string[] => {
  const names: string[] = [];
  const seen = new Set<LocationId>();
  for (let at: LocationId | undefined = id; at !== undefined && !seen.has(at);) {
    seen.add(at);
    const found: Location | undefined = locations.get(at);
    if (found === undefined) break;
    names.unshift(found.name);
    at = found.parent;
  }
  return names;
};

export interface LocationNode {
  readonly location: Location;
  /** 0 at the top. */
  readonly depth: number;
  readonly path: readonly string[];
}

/** Every living place in the order of the tree. Places whose parent is gone or that circle stand at the top. */
export const locationTree = (locations: Iterable<Location>): readonly LocationNode[] => {
  const living = new Map<LocationId, Location>();
  for (const record of locations) if (record.removedAt === undefined) living.set(record.id, record);
  const children = new Map<LocationId | undefined, Location[]>();
  for (const record of living.values()) {
    const parent = record.parent !== undefined && living.has(record.parent) ? record.parent : undefined;
    children.set(parent, [...(children.get(parent) ?? []), record]);
  }
  const nodes: LocationNode[] = [];
  const seen = new Set<LocationId>();
  const walk = (record: Location, depth: number, above: readonly string[]): void => {
    if (seen.has(record.id)) return;
    seen.add(record.id);
    const path = [...above, record.name];
    nodes.push({ location: record, depth, path });
    for (const child of (children.get(record.id) ?? []).sort(compareByOrder)) walk(child, depth + 1, path);
  };
  for (const top of (children.get(undefined) ?? []).sort(compareByOrder)) walk(top, 0, []);
  for (const circling of [...living.values()].sort(compareByOrder)) walk(circling, 0, []);
  return nodes;
};

/** One written form for comparing codes: surrounding space and case do not count. */
export const codeKey = (value: string): string => value.trim().toUpperCase();

/**
 * Codes that no new piece may get: of what is in stock, and of a record that was merged into another one, because it
 * has its code still and is a piece of its own again when the two are taken apart.
 */
export const takenCodes = (
  assets: Iterable<Pick<Asset, "code" | "removedAt"> & { readonly mergedInto?: AssetId }>,
): readonly string[] =>
  Array.from(assets).flatMap(({ code, removedAt, mergedInto }) =>
    removedAt === undefined || mergedInto !== undefined ? [code] : [],
  );

/**
 * `count` codes that go on from the highest number used with the prefix: `LED-0113` is followed by `LED-0114`.
 * The width of the numbers follows what is there, three digits at least.
 */
export const nextCodes = (existing: Iterable<string>, prefix: string, count: number): readonly string[] => {
  let highest = 0;
  let width = 3;
  for (const value of existing) {
    if (!value.toUpperCase().startsWith(prefix.toUpperCase())) continue;
    const rest = value.slice(prefix.length);
    if (!/^\d{1,9}$/.test(rest)) continue;
    highest = Math.max(highest, Number(rest));
    width = Math.max(width, rest.length);
  }
  return Array.from(
    { length: count },
    (_, index) => prefix + String(highest + index + 1).padStart(width, "0"),
  );
};
