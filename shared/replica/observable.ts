import type { Observable } from "./types";

export interface Source<T> extends Observable<T> {
  /** Listeners run when the value is another one. */
  set(value: T): void;
}

export const createSource = <T>(initial: T): Source<T> => {
  let current = initial;
  const listeners = new Set<(value: T) => void>();
  return {
    get: () => current,
    set: (value) => {
      if (Object.is(value, current)) return;
      current = value;
      for (const listener of [...listeners]) listener(value);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};
