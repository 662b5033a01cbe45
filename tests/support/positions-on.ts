import { createPositions, movement, settled } from "#shared/domain/scanning";
import type { Positions } from "#shared/domain/scanning";
import type { Replica } from "#shared/replica/types";

/** Where things are as far as this device knows. */
export const positionsOn = ({ rows }: Pick<Replica, "rows">): Positions => {
  const positions = createPositions();
  positions.apply({ movements: rows.all(movement).values(), settlements: rows.all(settled).values() });
  return positions;
};
