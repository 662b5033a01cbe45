/**
 * Where the keyboard was when something was laid over the screen, and where it goes when that is closed. Kobalte gives
 * back to the trigger it knows; what is opened by a signal has none.
 */

/** No text fields: they would bring up the keyboard of a phone. */
const stops = "button:not(:disabled), a[href], summary, [tabindex='0']";
const layers = "[role=dialog], [role=alertdialog], [role=menu]";

interface Part {
  readonly element: Element;
  /** How many stops stood in it before the one that had the focus. */
  readonly before: number;
}

interface Spot {
  readonly had: HTMLElement;
  /** What it stood in, the nearest first. */
  readonly parts: readonly Part[];
}

interface FocusReturn {
  /** To be called when the layer comes, while the focus is still where it was. */
  readonly remember: (layer: HTMLElement) => void;
  readonly giveBack: (closing: Event) => void;
}

/** What a layer was opened from, also for what is opened in it and outlives it. */
const openedFrom = new WeakMap<Element, readonly Spot[]>();

const stopsIn = (part: Element): readonly HTMLElement[] => [...part.querySelectorAll<HTMLElement>(stops)];

const countBefore = (part: Element, had: HTMLElement): number =>
  stopsIn(part).filter((stop) => (stop.compareDocumentPosition(had) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0)
    .length;

const partsAround = (had: HTMLElement): readonly Part[] => {
  const parts: Part[] = [];
  for (let at = had.parentElement; at !== null && at !== document.body; at = at.parentElement) {
    parts.push({ element: at, before: countBefore(at, had) });
    if (at.matches(`main, ${layers}`)) break;
  }
  return parts;
};

const triggerOf = (layer: Element): Element | null =>
  layer.id === "" ? null : document.querySelector(`[aria-controls="${CSS.escape(layer.id)}"]`);

/** The spot itself, then the ones behind it: a menu goes away when one of its entries opens something. */
const spotsFrom = (had: Element | null): readonly Spot[] => {
  if (!(had instanceof HTMLElement) || had === document.body) return [];
  const layer = had.closest(layers);
  const behind = layer === null ? [] : (openedFrom.get(layer) ?? spotsFrom(triggerOf(layer)));
  return [{ had, parts: partsAround(had) }, ...behind];
};

const takes = (element: HTMLElement | undefined): boolean => {
  element?.focus({ preventScroll: true });
  return element !== undefined && document.activeElement === element;
};

/** The nearest part that remains: what took the place there, else what stands before it; a screen at its beginning. */
const takesInPart = ({ element, before }: Part): boolean => {
  if (!element.isConnected) return false;
  if (element instanceof HTMLElement && element.matches("main")) return takes(element);
  const there = stopsIn(element);
  return takes(there[Math.min(before, there.length - 1)]);
};

export const createFocusReturn = (): FocusReturn => {
  let shown: HTMLElement | undefined;
  const remember = (layer: HTMLElement): void => {
    shown = layer;
    openedFrom.set(layer, spotsFrom(document.activeElement));
  };
  const giveBack = (closing: Event): void => {
    const spots = (shown && openedFrom.get(shown)) ?? [];
    if (!closing.defaultPrevented)
      return void spots.some(({ had, parts }) => takes(had) || parts.some(takesInPart));
    // Something else has it already, and wanted it. What was opened in the moment of closing gives back in its stead.
    const next = document.activeElement?.closest(layers);
    if (next && openedFrom.get(next)?.length === 0) openedFrom.set(next, spots);
  };
  return { remember, giveBack };
};
