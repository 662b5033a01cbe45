import { createSignal, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";

/** Follows a media query. */
export const createMedia = (query: string): Accessor<boolean> => {
  const list = window.matchMedia(query);
  const [matches, setMatches] = createSignal(list.matches);
  const follow = (event: MediaQueryListEvent): void => void setMatches(event.matches);
  list.addEventListener("change", follow);
  onCleanup(() => list.removeEventListener("change", follow));
  return matches;
};

/** Below 640 px: one column, cards instead of tables, the bar at the bottom. */
export const createIsPhone = (): Accessor<boolean> => createMedia("(max-width: 639px)");

/** Width of an element in CSS pixels, 0 until it is measured. */
export const createWidth = (element: Accessor<HTMLElement | undefined>): Accessor<number> => {
  const [width, setWidth] = createSignal(0);
  const observer = new ResizeObserver((entries) => {
    for (const entry of entries) setWidth(entry.contentRect.width);
  });
  queueMicrotask(() => {
    const target = element();
    if (target) observer.observe(target);
  });
  onCleanup(() => observer.disconnect());
  return width;
};

/** The root font size in pixels. `probe` is an element one rem wide: a change of the text size is then noticed. */
export const createRem = (probe: Accessor<HTMLElement | undefined>): Accessor<number> => {
  const width = createWidth(probe);
  return () => width() || Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
};
