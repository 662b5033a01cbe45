/**
 * The ends of an asset's movements. Was one piece entered twice, each record has a chain of its own; they are told
 * together in the order things happened, and each chain keeps its own order, whatever the clocks said.
 */
import type { AssetId } from "#shared/domain/inventory";
import type { MovementId } from "./types";
import { chainOf } from "./chain";
import type { Chain, Fork } from "./chain";
import type { LoggedMovement, LoggedSettled } from "./facts";
import { recordOf } from "./facts";
import type { Whereabouts } from "./whereabouts";
import { whereaboutsAfter } from "./whereabouts";

type IsNewer = (a: LoggedMovement, b: LoggedMovement) => boolean;

export interface Ending {
  readonly last: LoggedMovement;
  readonly where: Whereabouts;
}

export interface Told {
  /** Newest first; more than one while devices disagree. */
  readonly ends: readonly Ending[];
  readonly forks: readonly Fork[];
  /** The end of the chain of the record itself: what its next movement follows. */
  readonly after: MovementId | undefined;
}

type Branch = readonly LoggedMovement[];

/** `isNewer` is total and depends on the facts alone. Decisions speak of movements of one chain; others ignore them. */
export const toldTogether = (
  asset: AssetId,
  facts: readonly LoggedMovement[],
  decisions: readonly LoggedSettled[],
  isNewer: IsNewer,
): Told => {
  const newestFirst = (a: Ending, b: Ending): number => (isNewer(a.last, b.last) ? -1 : 1);
  if (!isSeveral(facts)) {
    const chain = chainOf(facts, decisions);
    const ends = endingsOf(chain.branches).sort(newestFirst);
    const own = facts[0] === undefined || recordOf(facts[0]) === asset;
    return { ends, forks: chain.forks, after: own ? ends[0]?.last.id : undefined };
  }
  const chains = new Map([...byRecord(facts)].map(([record, own]) => [record, chainOf(own, decisions)]));
  const branches = [...chains.values()].map((chain) => sortedBranches(chain, isNewer));
  return {
    ends: endingsOf(storiesOf(branches, isNewer)),
    forks: [...chains.values()].flatMap((chain) => chain.forks),
    after: chains.has(asset) ? sortedBranches(chains.get(asset), isNewer)[0]?.at(-1)?.id : undefined,
  };
};

/** Whether they were written for more than one record. */
export const isSeveral = (facts: readonly LoggedMovement[]): boolean => {
  const [first, ...others] = facts;
  return first !== undefined && others.some((fact) => recordOf(fact) !== recordOf(first));
};

const byRecord = (facts: readonly LoggedMovement[]): ReadonlyMap<string, readonly LoggedMovement[]> => {
  const records = new Map<string, LoggedMovement[]>();
  for (const fact of facts) {
    const record = recordOf(fact) ?? "";
    const known = records.get(record);
    if (known === undefined) records.set(record, [fact]);
    else known.push(fact);
  }
  return new Map([...records].sort(([a], [b]) => (a < b ? -1 : 1)));
};

const endingsOf = (branches: readonly Branch[]): Ending[] =>
  branches.flatMap((branch) => {
    const last = branch.at(-1);
    return last === undefined ? [] : [{ last, where: whereaboutsAfter(branch) }];
  });

const sortedBranches = (chain: Chain | undefined, isNewer: IsNewer): readonly Branch[] =>
  [...(chain?.branches ?? [])].sort((a, b) => {
    const [left, right] = [a.at(-1), b.at(-1)];
    return left !== undefined && right !== undefined && isNewer(left, right) ? -1 : 1;
  });

/** What all records say first; then, for every other end of one of them, what it and the others say. */
const storiesOf = (chains: readonly (readonly Branch[])[], isNewer: IsNewer): readonly Branch[] => {
  const shown = chains.map(([newest]) => newest ?? []);
  const others = chains.flatMap(([, ...rest], at) => rest.map((branch) => shown.with(at, branch)));
  return [shown, ...others].map((told) => told.reduce((a, b) => interleaved(a, b, isNewer)));
};

/** Always the older of the two next movements; neither branch is turned round. */
const interleaved = (a: Branch, b: Branch, isNewer: IsNewer): Branch => {
  const told: LoggedMovement[] = [];
  let [i, j] = [0, 0];
  for (let left = a[i], right = b[j]; left !== undefined || right !== undefined; left = a[i], right = b[j]) {
    if (left !== undefined && (right === undefined || isNewer(right, left))) {
      told.push(left);
      i += 1;
    } else if (right !== undefined) {
      told.push(right);
      j += 1;
    }
  }
  return told;
};
