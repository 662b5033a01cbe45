/** Keeps the screen on while somebody scans. */
import type { Unsubscribe } from "#shared/replica/types";
import { pageVisible } from "./page";

/**
 * Holds the screen on until the returned function is called. The browser lets go whenever the page is hidden,
 * so the hold is taken again when it is shown. Where the device cannot do it, nothing happens.
 */
export const keepScreenOn = (): Unsubscribe => {
  if (!("wakeLock" in navigator)) return () => undefined;
  let wanted = true;
  let held: WakeLockSentinel | undefined;

  const take = async (): Promise<void> => {
    if (!pageVisible.get()) return;
    try {
      const sentinel = await navigator.wakeLock.request("screen");
      if (wanted) held = sentinel;
      else await sentinel.release();
    } catch {
      // Refused (battery saver): the screen goes dark as usual, which loses nothing.
    }
  };

  const stopFollowing = pageVisible.subscribe(() => void take());
  void take();
  return () => {
    wanted = false;
    stopFollowing();
    void held?.release();
  };
};
