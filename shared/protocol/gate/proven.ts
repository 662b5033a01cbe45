/**
 * What a tip leads to. A tip names one change; by the hashes in it, it vouches for the changes below and for no other
 * of the same number. So of changes taken in order only those count that end, actor by actor, in a change with a tip,
 * and build on nothing that does not count.
 */
import { bytesEqual, bytesKey } from "#shared/kernel/bytes";
import type { Tip } from "../tips";
import type { ParsedChange } from "./types";

/** Whether the tip names this change: its author may have signed the same hash under another number too. */
export const isTipOf = ({ hash, seq, actor }: Tip, change: ParsedChange): boolean =>
  change.seq === seq && bytesEqual(change.hash, hash) && bytesEqual(change.actor, actor);

/** The changes of one actor, without gaps; the first `kept` of them count. */
interface Line {
  readonly changes: ParsedChange[];
  kept: number;
}

/** Whether each change counts. `taken` is in good order; `tipped` holds the keys of changes that tips name. */
export const provenChanges = (
  taken: readonly ParsedChange[],
  tipped: ReadonlySet<string>,
): ((change: ParsedChange) => boolean) => {
  const lines = linesOf(taken);
  const isTipped = (change: ParsedChange | undefined): boolean =>
    change !== undefined && tipped.has(bytesKey(change.hash));
  const open = [...lines.values()].filter(({ changes }) => !isTipped(changes.at(-1)));
  if (open.length === 0) return () => true;
  const children = childrenOf(taken);
  const lost: ParsedChange[] = [];
  /** Of this line only what lies below `end` can count, up to the last tip there. */
  const cut = (line: Line, end: number): void => {
    let kept = Math.min(end, line.kept);
    while (kept > 0 && !isTipped(line.changes[kept - 1])) kept -= 1;
    lost.push(...line.changes.slice(kept, line.kept));
    line.kept = kept;
  };
  for (const line of open) cut(line, line.kept);
  for (let change = lost.pop(); change !== undefined; change = lost.pop()) {
    for (const child of children.get(bytesKey(change.hash)) ?? []) {
      const line = lines.get(bytesKey(child.actor));
      if (line !== undefined) cut(line, placeIn(line, child));
    }
  }
  return (change) => {
    const line = lines.get(bytesKey(change.actor));
    return line !== undefined && placeIn(line, change) < line.kept;
  };
};

const placeIn = ({ changes }: Line, { seq }: ParsedChange): number => seq - (changes[0]?.seq ?? seq);

const linesOf = (taken: readonly ParsedChange[]): ReadonlyMap<string, Line> => {
  const lines = new Map<string, Line>();
  for (const change of taken) {
    const actor = bytesKey(change.actor);
    const line = lines.get(actor) ?? { changes: [], kept: 0 };
    line.changes.push(change);
    line.kept += 1;
    lines.set(actor, line);
  }
  return lines;
};

const childrenOf = (taken: readonly ParsedChange[]): ReadonlyMap<string, readonly ParsedChange[]> => {
  const children = new Map<string, ParsedChange[]>();
  for (const change of taken) {
    for (const dep of change.deps) {
      const name = bytesKey(dep);
      const known = children.get(name);
      if (known === undefined) children.set(name, [change]);
      else known.push(change);
    }
  }
  return children;
};
