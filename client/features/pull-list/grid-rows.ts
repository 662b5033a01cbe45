/** Which rows of a long grid exist: those in view and a few around, plus the one the keyboard is on. */
import { createEffect, createMemo, createSignal, onCleanup, untrack } from "solid-js";
import type { Accessor } from "solid-js";
import { afterPaint } from "#client/platform/after-paint";

export interface GridRows {
  /** Indexes of rows to draw, ascending. */
  readonly visible: Accessor<readonly number[]>;
  readonly top: (index: number) => number;
  readonly height: Accessor<number>;
  /** Follows the real height of what hangs under a row, for as long as the caller lives. */
  readonly observe: (key: string, element: HTMLElement) => void;
  readonly reveal: (index: number) => void;
}

interface GridRowsProps {
  readonly scroller: Accessor<HTMLElement | undefined>;
  readonly keys: Accessor<readonly string[]>;
  readonly indexOf: (key: string) => number;
  readonly rowHeight: Accessor<number>;
  /** Row that must exist even when scrolled away: focus rests on it. */
  readonly pinned: Accessor<string | undefined>;
  /** Height of the head that stays on top of the rows. */
  readonly headHeight: number;
}

/** Rows drawn ahead on each side of those in view. */
const around = 8;

/** How far the element is scrolled and how much of it is seen. */
const createView = (scroller: Accessor<HTMLElement | undefined>) => {
  const [top, setTop] = createSignal(0);
  const [height, setHeight] = createSignal(900);
  createEffect(() => {
    const element = scroller();
    if (element === undefined) return;
    const onScroll = (): void => void setTop(element.scrollTop);
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    element.addEventListener("scroll", onScroll, { passive: true });
    observer.observe(element);
    onCleanup(() => {
      element.removeEventListener("scroll", onScroll);
      observer.disconnect();
    });
  });
  /** Known at once, not only when the browser says so in its next frame. */
  const scrollTo = (element: HTMLElement, y: number): void => {
    element.scrollTop = y;
    setTop(element.scrollTop);
  };
  return { top, height, scrollTo };
};

/** Where rows lie when some have something of their own height under them. */
const createPlaces = (props: GridRowsProps) => {
  const [extras, setExtras] = createSignal<ReadonlyMap<string, number>>(new Map());
  const grown = createMemo(() =>
    [...extras()]
      .map(([key, height]) => ({ index: props.indexOf(key), height }))
      .filter(({ index }) => index >= 0)
      .sort((a, b) => a.index - b.index),
  );
  const top = (index: number): number => {
    let y = index * props.rowHeight();
    for (const extra of grown()) {
      if (extra.index >= index) break;
      y += extra.height;
    }
    return y;
  };
  const indexAt = (y: number): number => {
    let rest = y;
    for (const extra of grown()) {
      const below = (extra.index + 1) * props.rowHeight();
      if (rest < below + extra.height) return Math.min(Math.floor(rest / props.rowHeight()), extra.index);
      rest -= extra.height;
    }
    return Math.floor(rest / props.rowHeight());
  };
  const setExtra = (key: string, extra: number | undefined): void => {
    if (extras().get(key) === extra) return;
    const next = new Map(extras());
    if (extra === undefined) next.delete(key);
    else next.set(key, extra);
    setExtras(next);
  };
  const observe = (key: string, element: HTMLElement): void => {
    const observer = new ResizeObserver(() => setExtra(key, element.offsetHeight));
    observer.observe(element);
    onCleanup(() => {
      observer.disconnect();
      setExtra(key, undefined);
    });
  };
  return { top, indexAt, observe };
};

interface Range {
  readonly first: number;
  readonly last: number;
}

/**
 * Which rows are drawn: those in view at once, those around them when the frame is out, so that a key that scrolls by
 * one row does not wait for a row nobody sees.
 */
const createDrawn = (inView: Accessor<Range>, last: Accessor<number>): Accessor<Range> => {
  const wide = (): Range => ({
    first: Math.max(0, inView().first - around),
    last: Math.min(last(), inView().last + around),
  });
  const [ahead, setAhead] = createSignal<Range>({ first: 0, last: -1 });
  createEffect(() => {
    const { first, last: end } = wide();
    const known = untrack(ahead);
    if (known.first !== first || known.last !== end)
      onCleanup(afterPaint(() => setAhead({ first, last: end })));
  });
  return () => {
    const { first, last: end } = inView();
    const known = ahead();
    const isAhead = known.first <= first && known.last >= Math.min(end, last());
    return { first: isAhead ? known.first : first, last: Math.min(last(), isAhead ? known.last : end) };
  };
};

export const createGridRows = (props: GridRowsProps): GridRows => {
  const view = createView(props.scroller);
  const { top, indexAt, observe } = createPlaces(props);
  const drawn = createDrawn(
    () => ({ first: Math.max(0, indexAt(view.top())), last: indexAt(view.top() + view.height()) }),
    () => props.keys().length - 1,
  );
  const visible = createMemo(
    () => {
      const { first, last } = drawn();
      const indexes = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
      const key = props.pinned();
      const pinned = key === undefined ? -1 : props.indexOf(key);
      if (pinned >= 0 && pinned < first) indexes.unshift(pinned);
      if (pinned > last) indexes.push(pinned);
      return indexes;
    },
    undefined,
    { equals: (a, b) => a.length === b.length && a.every((index, at) => index === b[at]) },
  );
  const reveal = (index: number): void => {
    const element = props.scroller();
    if (element === undefined || index < 0) return;
    const y = top(index);
    const bottom = y + props.rowHeight() + props.headHeight;
    if (y < element.scrollTop) view.scrollTo(element, y);
    else if (bottom > element.scrollTop + element.clientHeight)
      view.scrollTo(element, bottom - element.clientHeight);
  };
  return { visible, top, height: () => top(props.keys().length), observe, reveal };
};
