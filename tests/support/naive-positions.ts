/**
 * The fold of movements written a second time, as plainly as possible and without any index: what the product's
 * positions are compared with. Facts that do not hold are taken out of the chain one by one.
 */
import type { AssetId } from "#shared/domain/inventory";
import type { LoggedMovement, LoggedSettled, MovementId } from "#shared/domain/scanning";

export interface NaiveAsset {
  readonly ends: readonly MovementId[];
  readonly forks: readonly (readonly MovementId[])[];
  /** Of the newest end. */
  readonly place: string;
  readonly container: AssetId | undefined;
  readonly events: readonly string[];
}

export const naiveAsset = (
  asset: AssetId,
  movements: readonly LoggedMovement[],
  decisions: readonly LoggedSettled[],
): NaiveAsset => {
  const own = movements.filter((fact) => fact.asset === asset);
  const after = new Map<MovementId, MovementId | undefined>(own.map((fact) => [fact.id, fact.after]));
  for (const decision of inForce(decisions.filter((one) => one.asset === asset))) {
    if (after.has(decision.drops))
      contract(after, decision.drops, standsFor(decision.keeps, after, decisions));
  }
  const undone = new Set(own.map((fact) => fact.undoes));
  for (const fact of own) {
    if (fact.undoes !== undefined || undone.has(fact.id)) contract(after, fact.id, after.get(fact.id));
  }

  const living = own.filter((fact) => after.has(fact.id));
  const groups = new Map<MovementId | undefined, MovementId[]>();
  for (const fact of living)
    groups.set(after.get(fact.id), [...(groups.get(after.get(fact.id)) ?? []), fact.id]);
  const ends = living.filter((fact) => !groups.has(fact.id)).sort(newestFirst);
  const [shown] = ends;
  return {
    ends: ends.map((fact) => fact.id),
    forks: [...groups.values()].filter((group) => group.length > 1).map((group) => group.sort()),
    ...story(pathTo(shown, living, after)),
    events: eventsOf(ends.map((end) => pathTo(end, living, after))),
  };
};

const newestFirst = (a: LoggedMovement, b: LoggedMovement): number => b.at - a.at || (a.id < b.id ? 1 : -1);

/** Takes one fact out, if it is still there; those that followed it follow `instead`, itself what came before. */
const contract = (
  after: Map<MovementId, MovementId | undefined>,
  id: MovementId,
  instead: MovementId | undefined,
): void => {
  if (!after.has(id)) return;
  const before = after.get(id);
  after.delete(id);
  for (const [follower, followed] of after) {
    if (followed === id) after.set(follower, follower === instead ? before : instead);
  }
};

/** Decisions that nobody replaced and no other such decision contradicts, newest first. */
const inForce = (decisions: readonly LoggedSettled[]): readonly LoggedSettled[] => {
  const replaced = new Set(decisions.map((decision) => decision.replaces));
  const current = decisions.filter((decision) => !replaced.has(decision.id) && decision.isReopened !== true);
  return current
    .filter((one) => !current.some((other) => other.keeps === one.drops && other.drops === one.keeps))
    .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
};

/** A kept movement may have been dropped by another decision; then the one that was kept there. */
const standsFor = (
  id: MovementId,
  after: ReadonlyMap<MovementId, MovementId | undefined>,
  decisions: readonly LoggedSettled[],
): MovementId | undefined => {
  let current: MovementId | undefined = id;
  while (current !== undefined && !after.has(current)) {
    const gone: MovementId = current;
    current = inForce(decisions).find((decision) => decision.drops === gone)?.keeps;
  }
  return current;
};

const pathTo = (
  end: LoggedMovement | undefined,
  living: readonly LoggedMovement[],
  after: ReadonlyMap<MovementId, MovementId | undefined>,
): readonly LoggedMovement[] => {
  if (end === undefined) return [];
  const before = living.find((fact) => fact.id === after.get(end.id));
  return [...pathTo(before, living, after), end];
};

const story = (path: readonly LoggedMovement[]): Pick<NaiveAsset, "place" | "container"> => {
  let place = "home";
  let container: AssetId | undefined;
  for (const fact of path) {
    if (fact.kind === "out") [place, container] = [`out ${fact.event ?? ""}`, fact.inCase];
    if (fact.kind === "in") [place, container] = ["home", fact.inCase];
    if (fact.kind === "lost") [place, container] = ["lost", undefined];
    if (fact.kind === "found") [place, container] = ["home", undefined];
    if (fact.kind === "packed") container = fact.inCase;
    if (fact.kind === "unpacked") container = undefined;
  }
  return { place, container };
};

/** Event and status, newest end first; an event one end already told about is not told again. */
const eventsOf = (paths: readonly (readonly LoggedMovement[])[]): readonly string[] => {
  const told = new Map<string, string>();
  for (const path of paths) {
    const here = new Map<string, string>();
    for (const fact of path) {
      if (fact.kind === "lost")
        for (const [event, status] of here) if (status === "out") here.set(event, "lost");
      if (fact.kind === "packed" || fact.kind === "unpacked") {
        for (const [event, status] of here) if (status === "packed") here.delete(event);
        if (fact.kind === "packed" && fact.event !== undefined && here.get(fact.event) !== "out")
          here.set(fact.event, "packed");
      }
      if (fact.kind !== "in" && fact.kind !== "found" && fact.kind !== "out") continue;
      for (const [event, status] of here) {
        if (status === "packed" && fact.kind !== "out") here.delete(event);
        else if (status !== "packed" && !(fact.kind === "out" && event === fact.event))
          here.set(event, "back");
      }
      if (fact.kind === "out" && fact.event !== undefined) here.set(fact.event, "out");
    }
    for (const [event, status] of here) if (!told.has(event)) told.set(event, status);
  }
  return [...told].map(([event, status]) => `${event} ${status}`).sort();
};
