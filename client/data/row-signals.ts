/**
 * Signals over rows: one per record, per record type, and per record type in one document.
 * They exist only while something on screen reads them, and all that one batch changed fire together.
 */
import { batch, createSignal, onCleanup } from "solid-js";
import type { RowChange, Rows, Unsubscribe } from "#shared/replica/types";
import type { ThingId } from "#shared/kernel/ids";

interface Watched {
  readonly track: () => void;
  readonly fire: () => void;
  readers: number;
}

export interface RowSignals {
  /** Each makes the running computation depend on what it names, until that computation runs again or ends. */
  watchRow(type: string, id: string): void;
  watchType(type: string): void;
  watchTypeOf(type: string, thing: ThingId): void;
  /** Called with every batch of changes after rows are current, before signals fire. */
  onChanges(listener: (changes: readonly RowChange[]) => void): Unsubscribe;
}

/** Follows `rows` for ever: one per open replica. */
export const createRowSignals = (rows: Rows): RowSignals => {
  const watched = new Map<string, Watched>();
  const listeners = new Set<(changes: readonly RowChange[]) => void>();

  const watch = (key: string): void => {
    let entry = watched.get(key);
    if (entry === undefined) {
      const [track, fire] = createSignal(undefined, { equals: false });
      entry = { track, fire: () => fire(undefined), readers: 0 };
      watched.set(key, entry);
    }
    const held = entry;
    held.readers += 1;
    onCleanup(() => {
      held.readers -= 1;
      if (held.readers === 0 && watched.get(key) === held) watched.delete(key);
    });
    held.track();
  };

  rows.subscribe((changes) => {
    const keys = new Set<string>();
    for (const change of changes) {
      keys.add(rowKey(change.type, change.id));
      keys.add(typeKey(change.type));
      keys.add(typeOfKey(change.type, change.thing));
    }
    batch(() => {
      for (const listener of listeners) listener(changes);
      for (const key of keys) watched.get(key)?.fire();
    });
  });

  return {
    watchRow: (type, id) => watch(rowKey(type, id)),
    watchType: (type) => watch(typeKey(type)),
    watchTypeOf: (type, thing) => watch(typeOfKey(type, thing)),
    onChanges: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};

const rowKey = (type: string, id: string): string => `${type}:${id}`;
const typeKey = (type: string): string => type;
const typeOfKey = (type: string, thing: ThingId): string => `${type}@${thing}`;
