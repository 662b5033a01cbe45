/** Facts about a quantity that hold, and what each person counted on each device. */
import type { MemberId, ThingId } from "#shared/kernel/ids";
import type { ProductId } from "#shared/domain/inventory";
import type { EventId } from "#shared/domain/events";
import type { FactTime, LoggedMovement, Positions } from "#shared/domain/scanning";

export interface PersonCount<F extends LoggedMovement = LoggedMovement> {
  readonly by: MemberId;
  readonly log: ThingId;
  readonly quantity: number;
  readonly time: FactTime;
  readonly facts: readonly F[];
}

/** What was written about the product on the event and not taken back, oldest first. */
export const livingBulkFacts = (
  positions: Positions,
  product: ProductId,
  event: EventId,
): readonly LoggedMovement[] => livingOf(positions, product).filter((fact) => fact.event === event);

export type LivingBulk = (product: ProductId, event: EventId) => readonly LoggedMovement[];

/** The same for one look at many events: the history of a product is gone through once, not once for each event. */
export const createLivingBulk = (positions: Positions): LivingBulk => {
  const products = new Map<ProductId, ReadonlyMap<EventId | undefined, readonly LoggedMovement[]>>();
  return (product, event) => {
    const known = products.get(product) ?? byEvent(livingOf(positions, product));
    products.set(product, known);
    return known.get(event) ?? [];
  };
};

const byEvent = (facts: readonly LoggedMovement[]) => {
  const events = new Map<EventId | undefined, LoggedMovement[]>();
  for (const fact of facts) {
    const known = events.get(fact.event);
    if (known === undefined) events.set(fact.event, [fact]);
    else known.push(fact);
  }
  return events;
};

const livingOf = (positions: Positions, product: ProductId): readonly LoggedMovement[] => {
  const facts = positions.bulkFactsOf(product);
  const undone = new Set(facts.map((fact) => fact.undoes));
  return facts.filter(
    (fact) => fact.undoes === undefined && fact.removedAt === undefined && !undone.has(fact.id),
  );
};

/** In the order they began. */
export const countsByPerson = <F extends LoggedMovement>(
  positions: Positions,
  facts: readonly F[],
): readonly PersonCount<F>[] => {
  const counts = new Map<string, PersonCount<F>>();
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
