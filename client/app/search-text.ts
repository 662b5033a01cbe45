import { createEffect, createSignal, on, onCleanup, untrack } from "solid-js";
import type { Accessor } from "solid-js";
import { useApp } from "./app-context";

export interface SearchText {
  readonly text: Accessor<string>;
  /** Takes effect at once; the address follows when the person pauses. */
  readonly type: (text: string) => void;
  /** Takes effect at once; the caller writes the address itself. */
  readonly put: (text: string) => void;
  /** Writes the address now if that was still to come. Call when the person leaves the field. */
  readonly settle: () => void;
}

/** A pause in typing. */
const pauseMs = 400;

/**
 * The search text of a screen: kept in the address, so that a view can be sent and Back shows it again, but not read
 * from there with each key, because moving the router costs most of a frame.
 */
export const createSearchText = (inAddress: Accessor<string>, write: (text: string) => void): SearchText => {
  const { timers } = useApp();
  const [text, setText] = createSignal(untrack(inAddress));
  let written = untrack(text);
  let cancel: (() => void) | undefined;
  const drop = (): void => {
    cancel?.();
    cancel = undefined;
  };
  const settle = (): void => {
    if (cancel === undefined) return;
    drop();
    written = text();
    write(written);
  };
  // What this screen wrote itself comes back later than further keys: only the address of others counts.
  createEffect(
    on(
      inAddress,
      (now) => {
        if (now === written) return;
        drop();
        written = now;
        setText(now);
      },
      { defer: true },
    ),
  );
  onCleanup(drop);
  return {
    text,
    type: (next) => {
      setText(next);
      cancel?.();
      cancel = timers.after(pauseMs, settle);
    },
    put: (next) => {
      drop();
      written = next;
      setText(next);
    },
    settle,
  };
};
