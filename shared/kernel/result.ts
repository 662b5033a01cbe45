/**
 * Expected failures are values, defects throw. A `Result` survives structuredClone, workers and the wire;
 * its error is a plain readonly object with a `type`.
 */
export type Result<T, E> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });
export const err = <const E>(error: E): Result<never, E> => ({ ok: false, error });

/** Throws when an invariant of our own code does not hold. Never for input. */
export function assert(condition: unknown, message: string): asserts condition {
  if (condition === false || condition === undefined || condition === null)
    throw new Error(`Invariant: ${message}`);
}

/** The end of an exhaustive switch. */
export const unreachable = (value: never): never => {
  throw new Error(`Unreachable: ${JSON.stringify(value)}`);
};

/** The value of a result that cannot have failed here; a failure is a defect. */
export const must = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(`Unexpected failure: ${JSON.stringify(result.error)}`);
  return result.value;
};
