/** One at a time over all tabs of this browser profile. */
export interface Turn {
  readonly end: () => void;
}

/** Undefined while another tab has it. A tab that ends gives it back. */
export const takeTurn = (name: string): Promise<Turn | undefined> =>
  new Promise((resolve, reject) => {
    navigator.locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (lock === null) return resolve(undefined);
        return new Promise<void>((end) => resolve({ end }));
      })
      .catch(reject);
  });
