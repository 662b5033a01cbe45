/**
 * Keyboard-wedge and Bluetooth scanners type a code and press Enter, faster than anybody types. This tells their
 * bursts from a person's keys, wherever the focus is. Pure: fed with keys and their times.
 */

/** Above this between two keys it is a person. Slow Bluetooth scanners stay below; fast typists rarely get there. */
const burstGapMs = 45;
const shortestCode = 3;

export interface WedgeKey {
  readonly key: string;
  /** The event's own time stamp in ms: rendering delays must not break a burst. */
  readonly atMs: number;
  readonly hasModifier: boolean;
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
  let lastMs = Number.NEGATIVE_INFINITY;

  return {
    press: ({ key, atMs, hasModifier }) => {
      const isFast = atMs - lastMs <= burstGapMs;
      if (key === "Enter" || key === "Tab") {
        const code = keys;
        const isBurst = isFast && code.length >= shortestCode;
        keys = "";
        lastMs = Number.NEGATIVE_INFINITY;
        return isBurst ? { type: "code", code } : { type: "pass" };
      }
      // Scanners press Shift for capitals as people do; it is part of the burst and no character.
      if (key === "Shift" || key === "CapsLock") return { type: "pass" };
      if (Array.from(key).length !== 1 || hasModifier) {
        keys = "";
        return { type: "pass" };
      }
      keys = isFast ? keys + key : key;
      lastMs = atMs;
      return keys.length > 1 ? { type: "hold" } : { type: "pass" };
    },
  };
};
