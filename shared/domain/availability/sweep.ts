import type { Ms } from "#shared/kernel/clock";
import type { Window } from "#shared/domain/events";
import type { FoundClaims } from "./claim-store";

/**
 * Walks through the window once and reports each stretch in which the sum of claims stays the same, without gaps.
 * A claim that ends when another begins does not overlap it.
 */
export const sweep = (
  claims: FoundClaims,
  window: Window,
  visit: (from: Ms, to: Ms, claimed: number) => void,
): void => {
  const byFrom = order(claims.from);
  const byTo = order(claims.to);
  let claimed = 0;
  let at = window.from;
  let ended = 0;
  for (let begun = 0; ;) {
    const begin = begun < byFrom.length ? (claims.from[byFrom[begun] ?? 0] ?? Infinity) : Infinity;
    const end = ended < byTo.length ? (claims.to[byTo[ended] ?? 0] ?? Infinity) : Infinity;
    const next = Math.min(begin, end, window.to);
    if (next > at) visit(at, next, claimed);
    at = Math.max(at, next);
    if (next >= window.to) return;
    if (end <= begin) claimed -= claims.quantity[byTo[ended++] ?? 0] ?? 0;
    else claimed += claims.quantity[byFrom[begun++] ?? 0] ?? 0;
  }
};

const order = (times: readonly Ms[]): readonly number[] =>
  times.map((_, index) => index).sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0));
