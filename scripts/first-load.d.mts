import type { Plugin } from "vite";

/** Bytes allowed for the first load, compressed, without wasm. */
export declare const firstLoadBudget: number;
/** Vite plugin that writes the names of the files of the first load to `listFile`. */
export declare const firstLoad: (listFile: string) => Plugin;
/** Compressed bytes of each file of the first load, largest first. */
export declare const firstLoadSizes: (
  appFolder: string,
  listFile: string,
) => readonly { readonly file: string; readonly bytes: number }[];
/** Throws, naming the largest files, when the first load exceeds `budget` bytes. */
export declare const checkFirstLoad: (appFolder: string, listFile: string, budget?: number) => void;
