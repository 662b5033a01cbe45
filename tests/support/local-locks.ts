/** Web Locks within one process. */
import type { Locks } from "#shared/replica/ports";

export const createLocalLocks = (): Locks => {
  const tails = new Map<string, Promise<void>>();
  return {
    whenFree: (name, work) => {
      let isGivenUp = false;
      const before = tails.get(name) ?? Promise.resolve();
      tails.set(
        name,
        before.then(() => (isGivenUp ? undefined : work())),
      );
      return () => {
        isGivenUp = true;
      };
    },
  };
};
