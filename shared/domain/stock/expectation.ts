/** What of an expected purchase arrived: added up from the facts that name it, never stored. */
import type { AssetId, TemporaryStock } from "#shared/domain/inventory";
import type { LoggedMovement, MovementId, Positions } from "#shared/domain/scanning";

/** What one device took in at once. */
export interface Arrival {
  /** The newest of its facts says when and by whom. */
  readonly last: LoggedMovement;
  readonly facts: readonly MovementId[];
  /** Pieces nobody else counted before; a piece entered twice and merged since is one. */
  readonly quantity: number;
  /** No piece went anywhere since, and none is another arrival's too: it can be taken back. */
  readonly isUntouched: boolean;
}

export interface Expectation {
  readonly arrived: number;
  readonly remaining: number;
  /** How many more arrived than were expected: devices that did not know of each other took in the same. */
  readonly surplus: number;
  /** Oldest first. */
  readonly arrivals: readonly Arrival[];
}

type Known = Pick<Positions, "arrivedOf" | "of">;

export const expectationOf = (
  { id, quantity }: Pick<TemporaryStock, "id" | "quantity">,
  positions: Known,
): Expectation => {
  const facts = positions.arrivedOf(id);
  const timesTold = new Map<AssetId, number>();
  for (const { asset } of facts)
    if (asset !== undefined) timesTold.set(asset, (timesTold.get(asset) ?? 0) + 1);
  const counted = new Set<AssetId>();
  const arrivals = takenInAtOnce(facts).map((told): Arrival => {
    let pieces = 0;
    for (const fact of told.facts) {
      if (fact.asset === undefined) pieces += fact.quantity;
      else if (!counted.has(fact.asset)) {
        pieces += 1;
        counted.add(fact.asset);
      }
    }
    const isUntouched = told.facts.every(
      ({ id: fact, asset }) =>
        asset === undefined || (timesTold.get(asset) === 1 && positions.of(asset).after === fact),
    );
    return { last: told.last, facts: told.facts.map((fact) => fact.id), quantity: pieces, isUntouched };
  });
  const arrived = arrivals.reduce((sum, each) => sum + each.quantity, 0);
  return {
    arrived,
    remaining: Math.max(0, quantity - arrived),
    surplus: Math.max(0, arrived - quantity),
    arrivals,
  };
};

interface Told {
  last: LoggedMovement;
  readonly facts: LoggedMovement[];
}

/** One command writes all its facts to one log at one moment. */
const takenInAtOnce = (facts: readonly LoggedMovement[]): readonly Told[] => {
  const told = new Map<string, Told>();
  for (const fact of facts) {
    const key = `${fact.thing} ${fact.at}`;
    const known = told.get(key);
    if (known === undefined) told.set(key, { last: fact, facts: [fact] });
    else {
      known.last = fact;
      known.facts.push(fact);
    }
  }
  return [...told.values()];
};
