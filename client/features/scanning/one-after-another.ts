/** Runs work in the order it came. What fails fails for its caller alone: the next one runs all the same. */
export const oneAfterAnother = (): ((work: () => Promise<void>) => Promise<void>) => {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
};
