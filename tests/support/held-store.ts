/** A store whose writes wait until the test lets them through, or fail once: the disk in the hands of the test. */
import type { Result } from "#shared/kernel/result";
import { err } from "#shared/kernel/result";
import type { LogStore, StoreProblem } from "#relay/storage/log-store";

export interface HeldStore extends LogStore {
  /** Writes wait from now on. */
  readonly hold: () => void;
  /** Lets everything through that waits, and what comes. */
  readonly release: () => void;
  /** The next write fails. */
  readonly failNext: (problem: StoreProblem) => void;
  /** Batches that were handed in. */
  readonly batches: () => number;
}

export const holdStore = (store: LogStore): HeldStore => {
  let gate: Promise<void> = Promise.resolve();
  let open = (): void => undefined;
  let failure: StoreProblem | null = null;
  let batches = 0;
  return {
    ...store,
    append: async (batch): Promise<Result<void, StoreProblem>> => {
      batches += 1;
      await gate;
      if (failure === null) return store.append(batch);
      const problem = failure;
      failure = null;
      return err(problem);
    },
    hold: () => {
      gate = new Promise((resolve) => (open = resolve));
    },
    release: () => open(),
    failNext: (problem) => {
      failure = problem;
    },
    batches: () => batches,
  };
};
