/**
 * What the command palette (Ctrl/Cmd-K) finds. A feature exports a `PaletteSource` from its index; navigation.tsx
 * lists the sources. A source is set up once per open company, below ReplicaProvider, so it may use createIndex,
 * createRows and the like; `find` must answer at once from memory and only with what really fits.
 */
import type { Component } from "solid-js";

export interface PaletteEntry {
  /** Unique within the source. */
  readonly id: string;
  readonly label: string;
  /** Context in a lighter ink: a maker, a date. */
  readonly note?: string | undefined;
  readonly icon?: Component | undefined;
  /** Opens an address … */
  readonly href?: string | undefined;
  /** … or does something. */
  readonly run?: (() => void) | undefined;
}

export interface PaletteGroup {
  /** Heading in the current language. */
  readonly title: string;
  readonly entries: readonly PaletteEntry[];
}

export interface PaletteFinder {
  /** At most `limit` entries for the typed text, best first. An empty text asks for nothing or for what is recent. */
  readonly find: (query: string, limit: number) => PaletteGroup;
}

/** Called while the frame is set up. */
export type PaletteSource = () => PaletteFinder;

/** Every word of the query begins a word of the text; for short lists. */
export const fitsWords = (query: string, text: string): boolean => {
  const words = text.toLocaleLowerCase().split(/[\s\-/·,.]+/);
  return query
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((wanted) => words.some((word) => word.startsWith(wanted)));
};
