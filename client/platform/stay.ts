/** Work that a page must not be left in the middle of. */

let unfinished = 0;

const ask = (event: BeforeUnloadEvent): void => event.preventDefault();

/**
 * Settles as `work` does. Until then the browser asks before the page is closed or loaded anew: what is on the screen
 * may not be on the disk yet. In a worker nobody is asked.
 */
export const stayUntil = async <T>(work: Promise<T>): Promise<T> => {
  unfinished += 1;
  self.addEventListener("beforeunload", ask);
  try {
    return await work;
  } finally {
    unfinished -= 1;
    // Only while it is needed: a page that listens cannot be kept for going back to.
    if (unfinished === 0) self.removeEventListener("beforeunload", ask);
  }
};
