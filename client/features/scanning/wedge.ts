/**
 * Keyboard-wedge and Bluetooth scanners type a code and press Enter, faster than anybody types. This tells their
 * bursts from a person's keys, wherever the focus is. Pure: fed with keys and their times.
 */

/** In a text field the usual gap between two keys of a scanner stays below this, of a person above. */
const fieldGapMs = 50;
/** Elsewhere nobody types for another purpose: slow Bluetooth scanners and patient people are heard too. */
const openGapMs = 180;
/** A single slow key in the middle (a busy machine, a Bluetooth hiccup) must not cut a code in two. */
const pauseMs = 300;
const shortestCode = 3;

export interface WedgeKey {
  readonly key: string;
  /** The event's own time stamp in ms: rendering delays must not break a burst. */
  readonly atMs: number;
  readonly hasModifier: boolean;
  /** A text field has the focus. */
  readonly isInField: boolean;
}

export type WedgeAnswer =
  /** A person's key, or the first of a burst: nobody can know yet. */
  | { readonly type: "pass" }
  /** Part of a burst: it must not press buttons or reach shortcuts. */
  | { readonly type: "hold" }
  | { readonly type: "code"; readonly code: string };

export interface Wedge {
  press(key: WedgeKey): WedgeAnswer;
}

export const createWedge = (): Wedge => {
  let keys = "";
  let gaps: number[] = [];
  let lastMs = Number.NEGATIVE_INFINITY;
  const startOver = (): void => {
    keys = "";
    gaps = [];
  };

  return {
    press: ({ key, atMs, hasModifier, isInField }) => {
      const gap = atMs - lastMs;
      const limitMs = isInField ? fieldGapMs : openGapMs;
      if (gap > pauseMs) startOver();
      if (key === "Enter" || key === "Tab") {
        const code = keys;
        const isBurst = code.length >= shortestCode && isFast(gaps, limitMs);
        startOver();
        return isBurst ? { type: "code", code } : { type: "pass" };
      }
      // Scanners press Shift for capitals as people do; it is part of the burst and no character.
      if (key === "Shift" || key === "CapsLock") return { type: "pass" };
      if (Array.from(key).length !== 1 || hasModifier) {
        startOver();
        return { type: "pass" };
      }
      if (keys !== "") gaps.push(gap);
      keys += key;
      lastMs = atMs;
      return keys.length > 1 && isFast(gaps, limitMs) ? { type: "hold" } : { type: "pass" };
    },
  };
};

/** By the median: one hiccup does not make a scanner a person, nor two quick letters a person a scanner. */
const isFast = (gaps: readonly number[], limitMs: number): boolean => {
  const sorted = [...gaps].sort((a, b) => a - b);
  return (sorted[Math.floor(sorted.length / 2)] ?? Number.POSITIVE_INFINITY) <= limitMs;
};
