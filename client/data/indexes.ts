/** Indexes over rows that a memo would rebuild too slowly: built once per company, then kept current change by change. */
import { createSignal, getOwner, onCleanup, runWithOwner, untrack } from "solid-js";
import type { Accessor } from "solid-js";
import type { RowChange, Rows } from "#shared/replica/types";
import type { AnyRecordType } from "#shared/kernel/record";
import type { RowSignals } from "./row-signals";
import { useData } from "./replica-context";

export type UseIndex = <J>(definition: IndexDefinition<J>) => J;

export interface IndexSource<I> {
  /** Changes of other types never reach `apply`. */
  readonly types: readonly AnyRecordType[];
  /** `use` gives another index of the same company, which is then always brought up to date before this one. */
  readonly build: (rows: Rows, use: UseIndex) => I;
  /** Brings the index up to date in place. Rows that were removed or vanished come as changes too. */
  readonly apply: (index: I, changes: readonly RowChange[], rows: Rows) => void;
}

interface Live<I> {
  readonly index: I;
  readonly listeners: Set<() => void>;
}

export interface IndexDefinition<I> {
  readonly liveFor: (rows: Rows, signals: RowSignals) => Live<I>;
}

/** Declare it once, at module level: every screen that uses the definition shares one index per company. */
export const defineIndex = <I>(source: IndexSource<I>): IndexDefinition<I> => {
  const names = new Set(source.types.map((type) => type.name));
  const companies = new WeakMap<RowSignals, Live<I>>();
  return {
    liveFor: (rows, signals) => {
      const known = companies.get(signals);
      if (known !== undefined) return known;
      const live: Live<I> = {
        index: source.build(rows, (definition) => definition.liveFor(rows, signals).index),
        listeners: new Set(),
      };
      signals.onChanges((changes) => {
        const mine = changes.filter((change) => names.has(change.type));
        if (mine.length === 0) return;
        source.apply(live.index, mine, rows);
        for (const listener of live.listeners) listener();
      });
      companies.set(signals, live);
      return live;
    },
  };
};

/**
 * The index; the accessor fires after each batch that changed it. It is built when first read, or in a quiet moment
 * after the screen stands, so that nothing on screen waits for an index it does not show.
 */
export const createIndex = <I>(definition: IndexDefinition<I>): Accessor<I> => {
  const { replica, signals } = useData();
  const [follow, fire] = createSignal(undefined, { equals: false });
  const tell = (): void => fire(undefined);
  let live: Live<I> | undefined;
  const reach = (): I => {
    live ??= untrack(() => definition.liveFor(replica.rows, signals));
    live.listeners.add(tell);
    return live.index;
  };
  const notNow = whenIdle(() => void reach());
  onCleanup(() => {
    notNow();
    live?.listeners.delete(tell);
  });
  return () => {
    follow();
    return reach();
  };
};

/**
 * `before` until the page had a quiet moment, then what `make` makes. For what stands beside the work, such as a count
 * in the navigation: the first screen does not wait for it.
 */
export const createWhenIdle = <T>(make: () => Accessor<T>, before: T): Accessor<T> => {
  const owner = getOwner();
  const [made, setMade] = createSignal<Accessor<T>>();
  onCleanup(
    whenIdle(() => {
      runWithOwner(owner, () => setMade(() => make()));
    }),
  );
  return () => {
    const value = made();
    return value === undefined ? before : value();
  };
};

/** A page is quiet for a moment before its first rows are there, while it waits for the size of their table. */
const firstRowsMs = 200;

/** Safari has no idle callbacks; there it is just that much later. */
const whenIdle = (task: () => void): (() => void) => {
  let cancel: () => void = () => undefined;
  const handle = setTimeout(() => {
    if (!("requestIdleCallback" in globalThis)) {
      task();
      return;
    }
    const idle = requestIdleCallback(task);
    cancel = () => cancelIdleCallback(idle);
  }, firstRowsMs);
  cancel = () => clearTimeout(handle);
  return () => cancel();
};
