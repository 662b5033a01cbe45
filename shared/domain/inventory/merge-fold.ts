/**
 * What merges amount to. Records that merges tie together are one group, and one of them goes on for all. The answer
 * depends on the set of merges alone: devices that merged the same two in opposite directions, or in chains, agree.
 */
import type { Ms } from "#shared/kernel/clock";
import { brand } from "#shared/kernel/brand";
import type { Id } from "#shared/kernel/ids";

export interface MergeFact {
  readonly from: Id<string>;
  readonly into: Id<string>;
  readonly at: Ms;
}

export interface Merges {
  readonly isEmpty: boolean;
  /** The record that goes on for this one; itself when it was not merged into another. */
  survivor<T extends Id<string>>(id: T): T;
  /** Every record of the group, the surviving one first; empty for a record nobody merged. */
  group(id: string): readonly string[];
  /** When a record ended; undefined for those that go on. */
  endedAt(id: string): Ms | undefined;
  /** Records that belong to a group. */
  members(): Iterable<string>;
}

interface Member {
  readonly survivor: string;
  readonly group: readonly string[];
  readonly endedAt: Ms | undefined;
}

/**
 * `standing` says of a record whether it is here and not removed, only here, or unknown. A merge into what is not here
 * waits for it.
 */
export const foldMerges = (
  facts: Iterable<MergeFact>,
  standing: (id: Id<string>) => "living" | "removed" | "unknown",
): Merges => {
  const known = [...facts].filter(
    ({ from, into }) => from !== into && standing(from) !== "unknown" && standing(into) !== "unknown",
  );
  const members = new Map<string, Member>();
  for (const group of groupsOf(known)) {
    const ways = known.filter(({ from }) => group.has(from));
    const ends = endsOf(group, ways);
    const living = ends.filter((id) => standing(brand(id)) === "living");
    const [survivor] = (living.length > 0 ? living : ends).sort();
    if (survivor === undefined) continue;
    const inOrder = [survivor, ...[...group].filter((id) => id !== survivor).sort()];
    for (const id of group) {
      const times = ways.filter(({ from, into }) => from === id || into === id).map(({ at }) => at);
      members.set(id, {
        survivor,
        group: inOrder,
        endedAt: id === survivor ? undefined : Math.min(...times),
      });
    }
  }
  return {
    isEmpty: members.size === 0,
    survivor: <T extends Id<string>>(id: T): T => brand<T>(members.get(id)?.survivor ?? id),
    group: (id) => members.get(id)?.group ?? [],
    endedAt: (id) => members.get(id)?.endedAt,
    members: () => members.keys(),
  };
};

const groupsOf = (facts: readonly MergeFact[]): ReadonlySet<Set<string>> => {
  const groupOf = new Map<string, Set<string>>();
  for (const { from, into } of facts) {
    const all = new Set([from, into, ...(groupOf.get(from) ?? []), ...(groupOf.get(into) ?? [])]);
    for (const id of all) groupOf.set(id, all);
  }
  return new Set(groupOf.values());
};

/** Records from which every way leads back: one that went into no other, or all of a circle. */
const endsOf = (group: ReadonlySet<string>, facts: readonly MergeFact[]): string[] => {
  const reach = (start: string): ReadonlySet<string> => {
    const found = new Set([start]);
    for (const id of found) for (const { from, into } of facts) if (from === id) found.add(into);
    return found;
  };
  const reached = new Map([...group].map((id) => [id, reach(id)] as const));
  return [...group].filter((id) =>
    [...(reached.get(id) ?? [])].every((other) => reached.get(other)?.has(id) === true),
  );
};

/**
 * The merges to take back so that a record and what hangs on it alone stand apart from the surviving one: those between
 * it and whatever the surviving one is tied to without it. Of a circle these are two.
 */
export const tiesBetween = <F extends Pick<MergeFact, "from" | "into">>(
  record: string,
  survivor: string,
  facts: readonly F[],
): readonly F[] => {
  const beyond = new Set<string>([survivor]);
  for (const id of beyond)
    for (const { from, into } of facts)
      if (from !== record && into !== record && (from === id || into === id)) beyond.add(from).add(into);
  return facts.filter(
    ({ from, into }) => (from === record && beyond.has(into)) || (into === record && beyond.has(from)),
  );
};

/** Nobody merged anything. */
export const noMerges: Merges = foldMerges([], () => "unknown");
