/**
 * Rows right after a change, before the sync host has written those of its document: each change leaves with its mark
 * what it made of them. Where these marks follow one another, rows are shown as they are without opening a document.
 */
import { projectionVersion } from "#shared/documents/projection";
import type { WrittenChange } from "#shared/documents/crdt";
import { encodeRows } from "../row-codec";
import type { AnyRow } from "../row-codec";
import type { StoredMade, StoredMark } from "../stored";
import type { Commit, CommitPart } from "./commit-queue";

/** What one of the part's changes leaves with its mark. The last one says what all of them made. */
export const madeBy = (commit: Commit, part: CommitPart, change: WrittenChange): StoredMade => {
  const isLast = change === part.changes.at(-1);
  return {
    actor: part.document.actor,
    ...{ seq: change.seq, deps: change.deps, time: Math.floor(commit.at / 1000) },
    ...{ command: commit.command, change: commit.change },
    keys: isLast ? part.keys : [],
    types: isLast ? textsOf(part) : {},
    unreadable: part.unreadable,
    projection: projectionVersion,
  };
};

const textsOf = ({ rows }: CommitPart): Readonly<Record<string, string>> => {
  const byType = new Map<string, AnyRow[]>();
  for (const { type, row } of rows) {
    if (row === undefined) continue;
    const known = byType.get(type);
    if (known === undefined) byType.set(type, [row]);
    else known.push(row);
  }
  return Object.fromEntries(Array.from(byType, ([type, some]) => [type, encodeRows(some)]));
};

/**
 * What these changes made, one after the other from a document of these heads. Undefined when they do not follow one
 * another, as after two tabs wrote at once, or when one of them does not say: then only the document knows.
 */
export const madeAfter = (
  heads: readonly string[],
  marks: readonly StoredMark[],
): readonly StoredMade[] | undefined => {
  const next = new Map(
    marks.flatMap((mark) => (mark.made === undefined ? [] : [[nameOf(mark.made.deps), mark]])),
  );
  const all: StoredMade[] = [];
  for (let mark = next.get(nameOf(heads)); mark?.made !== undefined; mark = next.get(mark.hash)) {
    if (mark.made.projection !== projectionVersion) return undefined;
    all.push(mark.made);
    if (all.length === marks.length) return all;
  }
  return undefined;
};

const nameOf = (heads: readonly string[]): string => [...heads].sort().join();
