/**
 * Memos for long lists. What reads a memo of Solid is looked through with every change above it, changed or not: with
 * fifty rows of ten cells on screen that costs more than the change itself.
 */
import { createComputed, createSignal, onCleanup, untrack } from "solid-js";
import type { Accessor } from "solid-js";

/** A memo whose readers hear nothing of it until it has become another value; inside a batch it is still the old one. */
export const createQuietMemo = <T>(make: () => T, same: (a: T, b: T) => boolean): Accessor<T> => {
  const [value, setValue] = createSignal(untrack(make), { equals: same });
  createComputed(() => {
    const next = make();
    setValue(() => next);
  });
  return value;
};

interface Followed<V> {
  value: V | undefined;
  readers: number;
  readonly track: () => void;
  readonly fire: () => void;
}

/** One entry of a map that is made anew with each change: who reads an entry hears only of that entry. */
export const createEntries = <K, V>(
  all: Accessor<ReadonlyMap<K, V>>,
  same: (a: V | undefined, b: V | undefined) => boolean,
): ((key: K) => V | undefined) => {
  const followed = new Map<K, Followed<V>>();
  createComputed(() => {
    const now = all();
    for (const [key, entry] of followed) {
      const next = now.get(key);
      if (same(entry.value, next)) continue;
      entry.value = next;
      entry.fire();
    }
  });
  const follow = (key: K): Followed<V> => {
    const known = followed.get(key);
    if (known !== undefined) return known;
    const [track, fire] = createSignal(undefined, { equals: false });
    const entry = { value: untrack(all).get(key), readers: 0, track, fire: () => fire(undefined) };
    followed.set(key, entry);
    return entry;
  };
  return (key) => {
    const entry = follow(key);
    entry.readers += 1;
    onCleanup(() => {
      entry.readers -= 1;
      if (entry.readers === 0 && followed.get(key) === entry) followed.delete(key);
    });
    entry.track();
    return entry.value;
  };
};
