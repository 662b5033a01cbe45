/** A page is quiet for a moment before its first rows are there, while it waits for the size of their table. */
const firstRowsMs = 200;
const latestMs = 1_000;

/** Calls `task` in a quiet moment of the page; the result calls it off. Safari has none: there it is just that much later. */
export const whenIdle = (task: () => void): (() => void) => {
  let cancel: () => void = () => undefined;
  const handle = setTimeout(() => {
    if (!("requestIdleCallback" in globalThis)) {
      task();
      return;
    }
    // An animation on a slow device may leave no idle moment at all.
    const idle = requestIdleCallback(task, { timeout: latestMs });
    cancel = () => cancelIdleCallback(idle);
  }, firstRowsMs);
  cancel = () => clearTimeout(handle);
  return () => cancel();
};
