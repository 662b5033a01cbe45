/** Milliseconds since 1970-01-01 UTC, integer. */
export type Ms = number;

export interface Clock {
  /** Device time in milliseconds UTC. May jump. */
  readonly now: () => Ms;
}

/** Delayed work that tests and the simulator drive by hand. */
export interface Timers {
  /** Calls `task` once after `delayMs`; the returned function cancels it. */
  readonly after: (delayMs: number, task: () => void) => () => void;
}
