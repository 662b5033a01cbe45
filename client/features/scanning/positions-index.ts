/** The folds over movements, kept current from rows: one per open company, shared by every screen. */
import type { RowChange, Rows } from "#shared/replica/types";
import type { FactBatch, Positions } from "#shared/domain/scanning";
import { clockFact, createPositions, movement, settled } from "#shared/domain/scanning";
import type {
  ClockFactId,
  LoggedClockFact,
  LoggedMovement,
  LoggedSettled,
  MovementId,
  SettledId,
} from "#shared/domain/scanning";
import { parseId } from "#shared/kernel/ids";
import { defineIndex } from "#client/data";

/** Where everything is. `createIndex(positionsIndex)` gives it to a component. */
export const positionsIndex = defineIndex<Positions>({
  types: [movement, settled, clockFact],
  // The fold in one step: it sorts all facts by time.
  build: function* (rows) {
    const positions = createPositions();
    yield;
    const movements = yield* rows.allInSteps(movement);
    const settlements = yield* rows.allInSteps(settled);
    const clocks = yield* rows.allInSteps(clockFact);
    positions.apply({
      movements: movements.values(),
      settlements: settlements.values(),
      clocks: clocks.values(),
    });
    return positions;
  },
  apply: (positions, changes, rows) => positions.apply(batchOf(changes, rows)),
});

const batchOf = (changes: readonly RowChange[], rows: Rows): FactBatch => {
  const movements: LoggedMovement[] = [];
  const settlements: LoggedSettled[] = [];
  const clocks: LoggedClockFact[] = [];
  const gone: (MovementId | SettledId | ClockFactId)[] = [];
  for (const change of changes) {
    // A changed row that is not there any more was taken off this device.
    if (change.type === movement.name) {
      const id = parseId<MovementId>(change.id);
      const row = id === undefined ? undefined : rows.get(movement, id);
      if (row !== undefined) movements.push(row);
      else if (id !== undefined) gone.push(id);
    } else if (change.type === settled.name) {
      const id = parseId<SettledId>(change.id);
      const row = id === undefined ? undefined : rows.get(settled, id);
      if (row !== undefined) settlements.push(row);
      else if (id !== undefined) gone.push(id);
    } else {
      const id = parseId<ClockFactId>(change.id);
      const row = id === undefined ? undefined : rows.get(clockFact, id);
      if (row !== undefined) clocks.push(row);
      else if (id !== undefined) gone.push(id);
    }
  }
  return { movements, settlements, clocks, gone };
};
