/** A tree of names (places, categories) found by path. New branches are named once and get their ids when applied. */
import { squeezeText } from "#shared/domain/inventory";

export interface PathIndex<T extends string> {
  add(id: T, name: string, parent: string | undefined): void;
  /** By the whole path, or by the last name alone where only one branch carries it. */
  find(path: readonly string[]): T | undefined;
  pathOf(id: string): readonly string[];
}

export const createPathIndex = <T extends string>(): PathIndex<T> => {
  const nodes = new Map<
    string,
    { readonly id: T; readonly name: string; readonly parent: string | undefined }
  >();
  const byName = new Map<string, T[]>();

  const pathOf = (id: string): readonly string[] => {
    const path: string[] = [];
    const seen = new Set<string>();
    for (let at: string | undefined = id; at !== undefined && !seen.has(at);) {
      seen.add(at);
      const node = nodes.get(at);
      if (node === undefined) break;
      path.unshift(node.name);
      at = node.parent;
    }
    return path;
  };

  return {
    add: (id, name, parent) => {
      nodes.set(id, { id, name, parent });
      const key = squeezeText(name);
      byName.set(key, [...(byName.get(key) ?? []), id]);
    },
    find: (path) => {
      const candidates = byName.get(squeezeText(path.at(-1) ?? "")) ?? [];
      const wanted = pathKey(path);
      const exact = candidates.find((id) => pathKey(pathOf(id)) === wanted);
      return exact ?? (path.length === 1 && candidates.length === 1 ? candidates[0] : undefined);
    },
    pathOf,
  };
};

/** Paths that differ only in spelling have the same key. */
export const pathKey = (path: readonly string[]): string => path.map(squeezeText).join("/");
