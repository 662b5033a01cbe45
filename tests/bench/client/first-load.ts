/** What a first visit fetches before the app stands: the page, its scripts and its styles, compressed as the relay sends them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";

/** Bytes, without the wasm, which comes beside them. */
export const firstLoadBytes = (appFolder: string): number => {
  const page = readFileSync(join(appFolder, "index.html"), "utf8");
  const linked = [...page.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g)].map(([, path]) => path ?? "");
  return ["/index.html", ...new Set(linked)]
    .map((path) => brotliCompressSync(readFileSync(join(appFolder, path))).length)
    .reduce((sum, size) => sum + size, 0);
};
