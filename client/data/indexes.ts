/**
 * Indexes over rows that a memo would rebuild too slowly: built once per company, a little
 * at a time where nobody waits for them, then kept current change by change.
 */
import { createSignal, getOwner, onCleanup, runWithOwner, untrack } from "solid-js";
import type { Accessor } from "solid-js";
import type { RowChange, Rows } from "#shared/replica/types";
import type { AnyRecordType } from "#shared/kernel/record";
import { assert } from "#shared/kernel/result";
import type { RowSignals } from "./row-signals";
import { useData } from "./replica-context";
import { whenIdle } from "./when-idle";

export type UseIndex = <J>(definition: IndexDefinition<J>) => J;

/** Builds something with a `yield` wherever the page may be given time to breathe. */
export type Steps<I> = Generator<undefined, I, undefined>;

export interface IndexSource<I> {
  /** Changes of other types never reach `apply`. */
  readonly types: readonly AnyRecordType[];
  /**
   * `use` gives another index of the same company, which is then always brought up to date before this one; call it
   * before the first `yield`. Rows may change between steps: what changed comes to `apply` when all is built.
   */
  readonly build: (rows: Rows, use: UseIndex) => Steps<I>;
  /** Brings the index up to date in place. Rows that were removed or vanished come as changes too. */
  readonly apply: (index: I, changes: readonly RowChange[], rows: Rows) => void;
}

interface Live<I> {
  /** The finished index; builds what is missing of it at once. */
  readonly finish: () => I;
  /** Goes on building for so many milliseconds; true when nothing is left to build. */
  readonly buildFor: (ms: number) => boolean;
  readonly listeners: Set<() => void>;
}

export interface IndexDefinition<I> {
  readonly liveFor: (rows: Rows, signals: RowSignals) => Live<I>;
}

/** Declare it once, at module level: every screen that uses the definition shares one index per company. */
export const defineIndex = <I>(source: IndexSource<I>): IndexDefinition<I> => {
  const companies = new WeakMap<RowSignals, Live<I>>();
  return {
    liveFor: (rows, signals) => {
      const known = companies.get(signals);
      if (known !== undefined) return known;
      const live = startIndex(source, rows, signals);
      companies.set(signals, live);
      return live;
    },
  };
};

const startIndex = <I>(source: IndexSource<I>, rows: Rows, signals: RowSignals): Live<I> => {
  const names = new Set(source.types.map((type) => type.name));
  const listeners = new Set<() => void>();
  const begin = (): Steps<I> =>
    source.build(rows, (definition) => definition.liveFor(rows, signals).finish());
  let steps = begin();
  // The first step is taken here: the indexes it uses then hear of changes before this one.
  let state = steps.next();
  let waiting: RowChange[] = [];
  let renamings = rows.renamings;
  signals.onChanges((changes) => {
    const mine = changes.filter((change) => names.has(change.type));
    if (renamings !== rows.renamings) {
      renamings = rows.renamings;
      steps = begin();
      state = { done: false, value: undefined };
      waiting = [];
    } else if (mine.length === 0) return;
    else if (state.done === true) source.apply(state.value, mine, rows);
    else waiting.push(...mine);
    for (const listener of listeners) listener();
  });
  const buildUntil = (end: number): boolean => {
    while (state.done !== true) {
      if (performance.now() >= end) return false;
      state = steps.next();
      if (state.done === true && waiting.length > 0) source.apply(state.value, waiting, rows);
    }
    waiting = [];
    return true;
  };
  return {
    listeners,
    buildFor: (ms) => buildUntil(performance.now() + ms),
    finish: () => {
      buildUntil(Infinity);
      assert(state.done === true, "an index that was built to the end is there");
      return state.value;
    },
  };
};

/** The page is held up no longer than this at a time: half a frame. */
const sliceMs = 8;

/** Builds a little at a time from a quiet moment on, then calls `built`; the result ends it. */
const buildInQuiet = (live: () => Live<unknown>, built: () => void): (() => void) => {
  let cancel = whenIdle(() => go());
  const go = (): void => {
    if (untrack(live).buildFor(sliceMs)) return built();
    const handle = setTimeout(go);
    cancel = () => clearTimeout(handle);
  };
  return () => cancel();
};

const followIndex = <I>(definition: IndexDefinition<I>, built: () => void): Accessor<I> => {
  const { replica, signals } = useData();
  const [follow, fire] = createSignal(undefined, { equals: false });
  const tell = (): void => fire(undefined);
  let live: Live<I> | undefined;
  const reach = (): Live<I> => {
    live ??= untrack(() => definition.liveFor(replica.rows, signals));
    live.listeners.add(tell);
    return live;
  };
  const notNow = buildInQuiet(reach, built);
  onCleanup(() => {
    notNow();
    live?.listeners.delete(tell);
  });
  return () => {
    follow();
    return untrack(() => reach().finish());
  };
};

/**
 * The index; the accessor fires after each batch that changed it. It is built when first read, or in quiet moments
 * after the screen stands, so that nothing on screen waits for an index it does not show.
 */
export const createIndex = <I>(definition: IndexDefinition<I>): Accessor<I> =>
  followIndex(definition, () => undefined);

/** As `createIndex`, but never holds the page up: undefined until the index was built a little at a time. */
export const createIndexLater = <I>(definition: IndexDefinition<I>): Accessor<I | undefined> => {
  const [isBuilt, setBuilt] = createSignal(false);
  const index = followIndex(definition, () => setBuilt(true));
  return () => (isBuilt() ? index() : undefined);
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
