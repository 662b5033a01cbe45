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
