/** Tasks one after the other: what awaits inside a task cannot be overtaken by the next. */
export interface Lane {
  readonly run: <T>(task: () => Promise<T>) => Promise<T>;
}

export const createLane = (): Lane => {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run: (task) => {
      const done = last.then(task);
      // A failed task is its caller's to handle; the lane goes on.
      last = done.catch(() => undefined);
      return done;
    },
  };
};
