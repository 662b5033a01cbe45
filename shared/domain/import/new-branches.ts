/** Branches of a tree that an import adds: each path is made once, parents before children. */
import type { PathIndex } from "./path-index";
import { pathKey } from "./path-index";

export interface NewBranch<T> {
  readonly id: T;
  readonly name: string;
  readonly parent?: T;
}

export interface NewBranches<T> {
  /** The known branch, or a new one. The path has at least one name. */
  idOf(path: readonly string[]): T;
  made(): readonly NewBranch<T>[];
}

export const createNewBranches = <T extends string>(known: PathIndex<T>, makeId: () => T): NewBranches<T> => {
  const made: NewBranch<T>[] = [];
  const ids = new Map<string, T>();
  const idOf = (path: readonly string[]): T => {
    const found = known.find(path) ?? ids.get(pathKey(path));
    if (found !== undefined) return found;
    const above = path.slice(0, -1);
    const parent = above.length === 0 ? undefined : idOf(above);
    const id = makeId();
    made.push({ id, name: path.at(-1) ?? "", ...(parent === undefined ? {} : { parent }) });
    ids.set(pathKey(path), id);
    return id;
  };
  return { idOf, made: () => made };
};
