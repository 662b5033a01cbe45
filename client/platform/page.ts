/** What the page knows about itself: shown or hidden, with or without a network, how it was opened. */
import type { Observable, Unsubscribe } from "#shared/replica/types";

const observeEvents = <T>(target: EventTarget, events: readonly string[], read: () => T): Observable<T> => ({
  get: read,
  subscribe: (listener): Unsubscribe => {
    const tell = (): void => listener(read());
    for (const event of events) target.addEventListener(event, tell);
    return () => {
      for (const event of events) target.removeEventListener(event, tell);
    };
  },
});

/** True while the person can see the page. */
export const pageVisible: Observable<boolean> = observeEvents(
  document,
  ["visibilitychange"],
  () => document.visibilityState === "visible",
);

/** What the system believes. `true` promises nothing about reaching a relay; `false` is reliable. */
export const systemOnline: Observable<boolean> = observeEvents(
  window,
  ["online", "offline"],
  () => navigator.onLine,
);

/** Opened from the home screen or as an installed app, not in a browser tab. */
export const isInstalledApp = (): boolean =>
  matchMedia("(display-mode: standalone)").matches || matchMedia("(display-mode: fullscreen)").matches;

export const reloadPage = (): void => location.reload();

/** The browser's print dialog for what is on screen. */
export const printPage = (): void => window.print();

export interface BrowserNames {
  readonly browser: string;
  readonly system: string;
  /** Held in one hand: then the system says more than the browser. */
  readonly isPhone: boolean;
}

/** Browser and system in words people know; empty where unknown. Good enough to tell one's devices apart. */
export const browserNames = (agent = navigator.userAgent): BrowserNames => {
  const find = (names: readonly (readonly [RegExp, string])[]): string =>
    names.find(([pattern]) => pattern.test(agent))?.[1] ?? "";
  const browser = find([
    [/Edg\//, "Edge"],
    [/OPR\//, "Opera"],
    [/Firefox\/|FxiOS/, "Firefox"],
    [/Chrome\/|CriOS/, "Chrome"],
    [/Safari\//, "Safari"],
  ]);
  const system = find([
    [/iPhone/, "iPhone"],
    [/iPad/, "iPad"],
    [/Android/, "Android"],
    [/Windows/, "Windows"],
    [/Macintosh/, "Mac"],
    [/CrOS/, "ChromeOS"],
    [/Linux/, "Linux"],
  ]);
  return { browser, system, isPhone: /iPhone|Android.*Mobile/.test(agent) };
};
