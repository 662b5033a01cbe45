/** One time line of what was changed and where a piece was: entries of one change together, newest first. */
import type { FactTime, LoggedMovement } from "#shared/domain/scanning";
import type { AuditEntry } from "#shared/replica/types";

export interface ChangeMoment {
  readonly kind: "change";
  readonly id: string;
  readonly at: number;
  readonly isExact: boolean;
  readonly first: AuditEntry;
  /** Newest first, as they were written. */
  readonly entries: readonly AuditEntry[];
}

export interface MovementMoment {
  readonly kind: "movement";
  readonly id: string;
  readonly at: number;
  readonly isExact: boolean;
  readonly fact: LoggedMovement;
  /** Another movement took it back. */
  readonly isUndone: boolean;
}

export type Moment = ChangeMoment | MovementMoment;

export interface Movements {
  readonly facts: readonly LoggedMovement[];
  readonly timeOf: (fact: LoggedMovement) => FactTime;
}

export const momentsOf = (entries: readonly AuditEntry[], movements: Movements): readonly Moment[] => {
  const moments: Moment[] = [...changesOf(entries), ...movementsOf(movements)];
  // Sorting keeps the order of what has the same time.
  return moments.sort((a, b) => b.at - a.at);
};

/** Entries come newest first; those of one change need not stand together. */
const changesOf = (entries: readonly AuditEntry[]): readonly ChangeMoment[] => {
  const found = new Map<string, { readonly first: AuditEntry; readonly entries: AuditEntry[] }>();
  for (const entry of entries) {
    const key = `${entry.change} ${entry.isSigned}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { first: entry, entries: [entry] });
    else known.entries.push(entry);
  }
  return Array.from(found, ([id, { first, entries: all }]) => ({
    ...{ kind: "change" as const, id, first, entries: all },
    at: first.at,
    isExact: all.every(({ isExact }) => isExact),
  }));
};

const movementsOf = ({ facts, timeOf }: Movements): readonly MovementMoment[] => {
  const undone = new Set(facts.map((fact) => fact.undoes));
  return facts
    .filter((fact) => fact.undoes === undefined)
    .map((fact): MovementMoment => ({
      ...{ kind: "movement", id: fact.id, fact },
      ...timeOf(fact),
      isUndone: undone.has(fact.id),
    }))
    .reverse();
};
