/**
 * The built client. Files are listed once at start; each has an entity tag over its content and the encodings the
 * build made beside it (`.br`, `.gz`). Names with a content hash are cached for ever, everything else is asked again
 * every time. Only listed files can be served, so no request path ever reaches the file system.
 */
import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";

export interface StaticFile {
  readonly path: string;
  readonly type: string;
  readonly etag: string;
  readonly immutable: boolean;
  readonly encodings: readonly Encoding[];
}

export type Encoding = "br" | "gzip";

export interface StaticFiles {
  /** By path in the URL, starting with a slash. */
  readonly find: (urlPath: string) => StaticFile | undefined;
  readonly read: (file: StaticFile, encoding: Encoding | null) => Promise<Uint8Array>;
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
  ".mp3": "audio/mpeg",
};

const endings: Readonly<Record<Encoding, string>> = { br: ".br", gzip: ".gz" };

/** An empty list when the folder is not there: a relay without the app still relays. */
export const listStaticFiles = async (folder: string): Promise<StaticFiles> => {
  const names = await namesIn(folder);
  const all = new Set(names);
  const files = new Map<string, StaticFile>();
  for (const name of names) {
    const type = types[extname(name)];
    if (type === undefined) continue;
    const digest = createHash("sha256")
      .update(await readFile(join(folder, name)))
      .digest("base64url");
    const path = `/${name.split(sep).join("/")}`;
    files.set(path, {
      path: join(folder, name),
      type,
      etag: digest.slice(0, 27),
      // Vite puts everything it names by content into this folder, and nothing else.
      immutable: path.startsWith("/assets/"),
      encodings: (["br", "gzip"] as const).filter((encoding) => all.has(name + endings[encoding])),
    });
  }
  return {
    find: (urlPath) => files.get(urlPath),
    read: (file, encoding) => readFile(encoding === null ? file.path : file.path + endings[encoding]),
  };
};

const namesIn = async (folder: string): Promise<readonly string[]> => {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT") return [];
    throw thrown;
  }
};
