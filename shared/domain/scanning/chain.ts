/**
 * The movements of one asset as a chain by `after`, whatever order they arrived in.
 *
 * Guarantees: the result depends only on the set of facts. Facts that were taken back, removed, or decided against
 * leave the chain and hand their followers on: to what came before them, or to the fact that was kept instead.
 * Two movements that then follow the same one are a fork: devices that did not know of each other disagree.
 * Loops, which no honest device writes, are cut at their smallest id.
 */
import type { MovementId } from "./types";
import type { LoggedMovement, LoggedSettled } from "./facts";
import { isGone, isUndo } from "./facts";

/** Movements that each follow the same one (or nothing): they cannot all be true. */
export interface Fork {
  /** What they follow; null at the beginning of an asset's life. */
  readonly after: MovementId | null;
  readonly members: readonly LoggedMovement[];
}

export interface Chain {
  /** One per loose end, each from its first movement to its last. More than one while a fork is open. */
  readonly branches: readonly (readonly LoggedMovement[])[];
  readonly forks: readonly Fork[];
}

const noChain: Chain = { branches: [], forks: [] };

export const chainOf = (facts: readonly LoggedMovement[], decisions: readonly LoggedSettled[]): Chain => {
  const [first, second] = facts;
  if (first === undefined) return noChain;
  if (second === undefined)
    return isUndo(first) || isGone(first) ? noChain : { branches: [[first]], forks: [] };

  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  const undone = new Set(facts.filter((fact) => !isGone(fact)).map((fact) => fact.undoes));
  const holds = (fact: LoggedMovement): boolean => !isUndo(fact) && !isGone(fact) && !undone.has(fact.id);
  const instead = redirects(decisions, byId);
  const living = facts.filter((fact) => holds(fact) && !instead.has(fact.id));
  const parents = cutLoops(new Map(living.map((fact) => [fact.id, parentOf(fact, byId, holds, instead)])));
  return branchesOf(living, parents);
};

/** What the fact follows once everything that does not hold has been skipped. Unknown ids stay: their fact may come. */
const parentOf = (
  fact: LoggedMovement,
  byId: ReadonlyMap<MovementId, LoggedMovement>,
  holds: (fact: LoggedMovement) => boolean,
  instead: ReadonlyMap<MovementId, MovementId>,
): MovementId | null => {
  const seen = new Set<MovementId>([fact.id]);
  let id = fact.after;
  while (id !== undefined) {
    if (seen.has(id)) return null;
    seen.add(id);
    const before = byId.get(id);
    if (before === undefined) return id;
    const kept = instead.get(id);
    if (kept !== undefined && !seen.has(kept)) id = kept;
    else if (kept === undefined && holds(before)) return id;
    else id = before.after;
  }
  return null;
};

/** Which movement stands in for a dropped one. Decisions about the same two that disagree decide nothing. */
const redirects = (
  decisions: readonly LoggedSettled[],
  byId: ReadonlyMap<MovementId, LoggedMovement>,
): ReadonlyMap<MovementId, MovementId> => {
  const instead = new Map<MovementId, MovementId>();
  for (const decision of standingDecisions(decisions)) {
    if (instead.has(decision.drops) || !byId.has(decision.keeps) || !byId.has(decision.drops)) continue;
    let end = decision.keeps;
    for (let next = instead.get(end); next !== undefined; next = instead.get(end)) end = next;
    if (end !== decision.drops) instead.set(decision.drops, decision.keeps);
  }
  return instead;
};

/** Decisions in force, newest first: not replaced, not reopened, and not contradicted by another such decision. */
export const standingDecisions = (decisions: readonly LoggedSettled[]): readonly LoggedSettled[] => {
  const live = currentDecisions(decisions);
  const answers = new Map<string, Set<MovementId>>();
  for (const decision of live) {
    const pair = pairKey(decision);
    answers.set(pair, (answers.get(pair) ?? new Set()).add(decision.keeps));
  }
  return live.filter((decision) => answers.get(pairKey(decision))?.size === 1);
};

/** Decisions nobody replaced, contradicting ones included, newest first. */
export const currentDecisions = (decisions: readonly LoggedSettled[]): readonly LoggedSettled[] => {
  if (decisions.length === 0) return decisions;
  const said = decisions.filter((decision) => decision.removedAt === undefined);
  const replaced = new Set(said.map((decision) => decision.replaces));
  return said
    .filter(
      (decision) =>
        !replaced.has(decision.id) && decision.isReopened !== true && decision.keeps !== decision.drops,
    )
    .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
};

const pairKey = (decision: LoggedSettled): string =>
  decision.keeps < decision.drops
    ? `${decision.keeps}${decision.drops}`
    : `${decision.drops}${decision.keeps}`;

const cutLoops = (parents: Map<MovementId, MovementId | null>): Map<MovementId, MovementId | null> => {
  const done = new Set<MovementId>();
  for (const start of parents.keys()) {
    const path: MovementId[] = [];
    const onPath = new Set<MovementId>();
    let id: MovementId | null | undefined = start;
    while (id !== null && id !== undefined && !done.has(id) && !onPath.has(id)) {
      path.push(id);
      onPath.add(id);
      id = parents.get(id);
    }
    if (id !== null && id !== undefined && onPath.has(id)) {
      const loop = path.slice(path.indexOf(id));
      const smallest = loop.reduce((a, b) => (a < b ? a : b));
      parents.set(smallest, null);
    }
    for (const seen of path) done.add(seen);
  }
  return parents;
};

const branchesOf = (
  living: readonly LoggedMovement[],
  parents: ReadonlyMap<MovementId, MovementId | null>,
): Chain => {
  const alive = new Map(living.map((fact) => [fact.id, fact]));
  const followers = new Map<MovementId | null, LoggedMovement[]>();
  for (const fact of living) {
    const parent = parents.get(fact.id) ?? null;
    const siblings = followers.get(parent);
    if (siblings === undefined) followers.set(parent, [fact]);
    else siblings.push(fact);
  }
  const forks: Fork[] = [];
  for (const [after, members] of followers) {
    if (members.length > 1) forks.push({ after, members: members.sort((a, b) => (a.id < b.id ? -1 : 1)) });
  }
  const branches = living
    .filter((fact) => !followers.has(fact.id))
    .map((end) => {
      const branch: LoggedMovement[] = [];
      let fact: LoggedMovement | undefined = end;
      while (fact !== undefined) {
        branch.push(fact);
        const parent: MovementId | null = parents.get(fact.id) ?? null;
        fact = parent === null ? undefined : alive.get(parent);
      }
      return branch.reverse();
    });
  return { branches, forks: forks.sort((a, b) => ((a.after ?? "") < (b.after ?? "") ? -1 : 1)) };
};
