/** Files as screens and senders ask for them. */
import type { Id } from "#shared/kernel/ids";
import type { ContentHash, File } from "./types";

/** Of one owner, the newest last; removed ones left out. */
export const filesOf = <F extends File>(files: Iterable<F>, owner: Id<string>): readonly F[] =>
  [...files]
    .filter((each) => each.owner === owner && each.removedAt === undefined)
    .sort((a, b) => a.addedAt - b.addedAt || (a.id < b.id ? -1 : 1));

/** Every content the files name: the files themselves and their small pictures. */
export const contentsOf = (files: Iterable<Pick<File, "hash" | "preview">>): ReadonlySet<ContentHash> => {
  const found = new Set<ContentHash>();
  for (const { hash, preview } of files) {
    found.add(hash);
    if (preview !== undefined) found.add(preview);
  }
  return found;
};
