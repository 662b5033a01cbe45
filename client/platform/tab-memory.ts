/** A number remembered by this tab across reloads, and by no other tab. */
export interface TabMemory {
  readonly get: () => number | undefined;
  /** False when the browser refuses to remember anything. */
  readonly set: (value: number) => boolean;
}

export const tabMemory = (name: string): TabMemory => {
  const key = `eventkit.${name}`;
  return {
    get: () => {
      try {
        const stored = sessionStorage.getItem(key);
        return stored === null ? undefined : Number(stored);
      } catch {
        return undefined;
      }
    },
    set: (value) => {
      try {
        sessionStorage.setItem(key, String(value));
        return true;
      } catch {
        return false;
      }
    },
  };
};
