/** Facts about a quantity that hold, and what each person counted on each device. */
import type { MemberId, ThingId } from "#shared/kernel/ids";
import type { ProductId } from "#shared/domain/inventory";
import type { EventId } from "#shared/domain/events";
import type { FactTime, LoggedMovement, Positions } from "#shared/domain/scanning";

export interface PersonCount {
  readonly by: MemberId;
  readonly log: ThingId;
  readonly quantity: number;
  readonly time: FactTime;
  readonly facts: readonly LoggedMovement[];
}

/** What was written about the product on the event and not taken back, oldest first. */
export const livingBulkFacts = (
  positions: Positions,
  product: ProductId,
  event: EventId,
): readonly LoggedMovement[] => {
  const facts = positions.bulkFactsOf(product);
  const undone = new Set(facts.map((fact) => fact.undoes));
  return facts.filter(
    (fact) =>
      fact.event === event &&
      fact.undoes === undefined &&
      fact.removedAt === undefined &&
      !undone.has(fact.id),
  );
};

/** In the order they began. */
export const countsByPerson = (
  positions: Positions,
  facts: readonly LoggedMovement[],
): readonly PersonCount[] => {
  const counts = new Map<string, PersonCount>();
  for (const fact of facts) {
    const key = `${fact.by}${fact.thing}`;
    const known = counts.get(key);
    counts.set(key, {
      by: fact.by,
      log: fact.thing,
      quantity: (known?.quantity ?? 0) + fact.quantity,
      time: known?.time ?? positions.timeOf(fact),
      facts: [...(known?.facts ?? []), fact],
    });
  }
  return [...counts.values()];
};
