/** One at a time over all tabs of this browser profile. */
export interface Turn {
  /** Settles when another may have it. */
  readonly end: () => Promise<void>;
}

/** Undefined while another tab has it. A tab that ends gives it back. */
export const takeTurn = (name: string): Promise<Turn | undefined> =>
  new Promise((resolve, reject) => {
    const over = navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      if (lock === null) return resolve(undefined);
      return new Promise<void>((end) =>
        resolve({
          end: async () => {
            end();
            await over;
          },
        }),
      );
    });
    over.catch(reject);
  });
