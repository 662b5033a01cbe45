/**
 * Compresses the built client once, so that the relay never does it per request: `.br` and `.gz` beside each file
 * that gains by it. Results are kept by content hash; wasm, the slow part, is compressed again only when it changes.
 */
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const worthwhile = new Set([
  ".html",
  ".js",
  ".mjs",
  ".css",
  ".json",
  ".webmanifest",
  ".wasm",
  ".svg",
  ".txt",
]);
/** Below this a header costs more than the file saves. */
const minimumBytes = 600;
const largeBytes = 1_000_000;

const brotli = promisify(brotliCompress);
const gunzipable = promisify(gzip);

/** The strongest setting takes ten seconds on the largest file and gains a tenth; one below takes two. */
const brotliOf = (content) =>
  brotli(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: content.length > largeBytes ? 10 : constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  });

const methods = [
  [".br", brotliOf],
  [".gz", (content) => gunzipable(content, { level: constants.Z_BEST_COMPRESSION })],
];

export const compressFolder = async (folder, cache) => {
  mkdirSync(cache, { recursive: true });
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && worthwhile.has(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name));
  await Promise.all(files.map((file) => compressFile(file, cache)));
};

const compressFile = async (file, cache) => {
  const content = readFileSync(file);
  if (content.length < minimumBytes) return;
  const name = createHash("sha256").update(content).digest("hex");
  for (const [ending, compress] of methods) {
    const kept = join(cache, name + ending);
    if (!existsSync(kept)) writeFileSync(kept, await compress(content));
    copyFileSync(kept, file + ending);
  }
};
