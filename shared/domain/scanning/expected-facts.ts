/**
 * Which facts say that expected pieces arrived. What several devices took in adds up; what was taken back counts no
 * more, in whichever order the two are heard of.
 */
import type { TemporaryStockId } from "#shared/domain/inventory";
import type { MovementId } from "./types";
import type { LoggedMovement } from "./facts";
import { isGone, isUndo } from "./facts";

export interface ExpectedFacts {
  put(fact: LoggedMovement): void;
  drop(id: MovementId): void;
  /** Those that stand, in no order. */
  of(stock: TemporaryStockId): readonly LoggedMovement[];
}

export const createExpectedFacts = (): ExpectedFacts => {
  const byStock = new Map<TemporaryStockId, Map<MovementId, LoggedMovement>>();
  return {
    put: (fact) => {
      if (fact.expected === undefined) return;
      const known = byStock.get(fact.expected) ?? new Map<MovementId, LoggedMovement>();
      byStock.set(fact.expected, known.set(fact.id, fact));
    },
    drop: (id) => {
      for (const facts of byStock.values()) facts.delete(id);
    },
    of: (stock) => {
      const facts = [...(byStock.get(stock)?.values() ?? [])].filter((fact) => !isGone(fact));
      const undone = new Set(facts.map((fact) => fact.undoes));
      return facts.filter((fact) => !isUndo(fact) && !undone.has(fact.id));
    },
  };
};
