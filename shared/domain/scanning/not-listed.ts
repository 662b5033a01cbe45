/** What is not on the list: the scans behind it, and whether it changed. */
import type { EventId } from "#shared/domain/events";
import type { NotListed } from "./event-counts";
import type { LoggedMovement } from "./facts";
import { isGone, isUndo } from "./facts";
import type { Positions } from "./positions";

/** Scans that put these pieces on the event and were not taken back, oldest first. */
export const scansOfNotListed = (
  positions: Positions,
  event: EventId,
  { product, assets, lines }: NotListed,
): readonly LoggedMovement[] => {
  const pieces = assets.flatMap((asset) => placing(positions.factsOf(asset), event).slice(-1));
  const bulk = placing(positions.bulkFactsOf(product), event).filter(({ line }) => lines.includes(line));
  const time = (fact: LoggedMovement): number => positions.timeOf(fact).at;
  return [...pieces, ...bulk].sort((a, b) => time(a) - time(b) || (a.id < b.id ? -1 : 1));
};

const placing = (facts: readonly LoggedMovement[], event: EventId): readonly LoggedMovement[] => {
  const undone = new Set(facts.map(({ undoes }) => undoes));
  return facts.filter(
    (fact) =>
      fact.event === event &&
      (fact.kind === "out" || fact.kind === "packed") &&
      !isUndo(fact) &&
      !isGone(fact) &&
      !undone.has(fact.id),
  );
};

/** An edit of the list makes the counts anew; what is not on it is nearly always the same. */
export const sameNotListed = (a: readonly NotListed[], b: readonly NotListed[]): boolean =>
  a.length === b.length &&
  a.every((one, at) => {
    const other = b[at];
    return (
      other !== undefined &&
      one.product === other.product &&
      statuses.every((status) => one.counts[status] === other.counts[status]) &&
      isSame(one.assets, other.assets) &&
      isSame(one.lines, other.lines)
    );
  });

const statuses = ["packed", "out", "back", "lost"] as const;

const isSame = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((one, at) => one === b[at]);
