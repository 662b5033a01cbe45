/**
 * An old page may ask for a part of the app that the server no longer has. Loading the page again fixes it, once:
 * a second failure within the same minute is a real one and goes on to the error screen.
 */
import type { Clock, Ms } from "#shared/kernel/clock";

export interface PreloadGuardDeps {
  readonly clock: Clock;
  /** Kept for this tab across reloads; `set` is false when nothing can be kept. */
  readonly memory: { readonly get: () => Ms | undefined; readonly set: (at: Ms) => boolean };
  readonly reload: () => void;
}

const onceWithinMs = 60_000;

/** True when the page is being loaded again and the failure need not be shown. */
export const reloadOnce = (deps: PreloadGuardDeps): boolean => {
  const now = deps.clock.now();
  const last = deps.memory.get();
  if (last !== undefined && now - last < onceWithinMs) return false;
  // What cannot be remembered would be tried for ever.
  if (!deps.memory.set(now)) return false;
  deps.reload();
  return true;
};
