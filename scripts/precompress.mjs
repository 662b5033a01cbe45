/**
 * Vite plugin: writes `.br` and `.gz` beside every file of the build that gets smaller, so that the relay compresses
 * nothing while serving. The best quality takes seconds for the wasm file, which rarely changes: results are kept by content.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const compressible = new Set([".js", ".css", ".html", ".wasm", ".svg", ".json", ".webmanifest"]);
/** Below this a compressed copy saves nothing worth a file. */
const leastBytes = 1024;

const encodings = {
  br: (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gz: (bytes) => promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
};

export const precompress = ({ cacheFolder }) => {
  let folder = "";
  const compressed = async (bytes, ending) => {
    const kept = join(cacheFolder, `${createHash("sha256").update(bytes).digest("hex")}.${ending}`);
    if (existsSync(kept)) return readFileSync(kept);
    const result = await encodings[ending](bytes);
    writeFileSync(kept, result);
    return result;
  };
  return {
    name: "eventkit-precompress",
    apply: "build",
    enforce: "post",
    configResolved(config) {
      folder = config.build.outDir;
    },
    closeBundle: {
      order: "post",
      sequential: true,
      async handler() {
        mkdirSync(cacheFolder, { recursive: true });
        const files = readdirSync(folder, { recursive: true }).filter((name) =>
          compressible.has(extname(name)),
        );
        await Promise.all(
          files.flatMap((name) =>
            Object.keys(encodings).map(async (ending) => {
              const bytes = readFileSync(join(folder, name));
              if (bytes.length < leastBytes) return;
              const smaller = await compressed(bytes, ending);
              if (smaller.length < bytes.length) writeFileSync(join(folder, `${name}.${ending}`), smaller);
            }),
          ),
        );
      },
    },
  };
};
