export { clockFact, movement, movementKinds, movementOrigins, settled } from "./types";
export type { ClockFact, ClockFactId, Movement, MovementId, MovementKind, MovementOrigin, Settled, SettledId } from "./types";
