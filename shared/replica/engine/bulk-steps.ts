/** How many commands of a bulk run go together: as many as leave the page usable. */
import type { Clock } from "#shared/kernel/clock";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { BulkFailure, BulkProgress, Committed } from "../types";

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

/** Runs all of them under `change`, and stops where one fails; those started with it may be written all the same. */
export const runInBulk = async <A, V, P>(
  args: readonly A[],
  { change, clock }: { readonly change: string; readonly clock: Clock },
  onProgress: (progress: BulkProgress) => void,
  start: (one: A, part: number) => Promise<Result<Committed<V>, P>>,
): Promise<Result<Committed<readonly V[]>, BulkFailure<P>>> => {
  const values: V[] = [];
  let isChanged = false;
  for (let at = 0; at < args.length;) {
    const running = startBulkStep(args, at, clock, start);
    at += running.length;
    const failed: P[] = [];
    for (const result of await Promise.all(running)) {
      if (!result.ok) {
        failed.push(result.error);
        continue;
      }
      values.push(result.value.value);
      isChanged ||= result.value.change !== null;
    }
    const [problem] = failed;
    if (problem !== undefined)
      return err({ done: values.length, change: isChanged ? change : null, problem });
    onProgress({ done: values.length, total: args.length });
  }
  return ok({ value: values, change: isChanged ? change : null });
};
