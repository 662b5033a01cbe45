/** How many commands of a bulk run go together: as many as leave the page usable. */
import type { Clock } from "#shared/kernel/clock";

/** At most so many commands of a bulk run share a transaction. */
const bulkStep = 50;
/** A bulk run holds the thread no longer than this at a time: less than a frame, so that the page stays usable. */
const bulkSliceMs = 12;

/**
 * Starts the commands from `at` on, until they have taken long enough. Each runs while it is started where its
 * documents are open. The first of all goes alone: it opens what all of them write to, and commands that wait for a
 * document run in one go when it is there.
 */
export const startBulkStep = <A, T>(
  args: readonly A[],
  at: number,
  clock: Clock,
  start: (one: A, part: number) => Promise<T>,
): readonly Promise<T>[] => {
  const begun = clock.now();
  const running: Promise<T>[] = [];
  for (const one of args.slice(at, at + (at === 0 ? 1 : bulkStep))) {
    running.push(start(one, at + running.length));
    if (clock.now() - begun >= bulkSliceMs) break;
  }
  return running;
};
