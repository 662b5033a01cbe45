/** Serves the built app and the bench's own page on one origin, cached as by a relay. */
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json",
};

export interface BenchServer {
  readonly origin: string;
  readonly close: () => Promise<void>;
}

const readFirst = async (paths: readonly string[]): Promise<readonly [string, Uint8Array]> => {
  for (const path of paths) {
    try {
      return [path, await readFile(path)];
    } catch {
      // The next one then; the last is the page of the app, which is always there.
    }
  }
  throw new Error(`none of ${paths.join(", ")} can be read`);
};

export const serveBench = (appFolder: string, benchFolder: string, port = 0): Promise<BenchServer> => {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://localhost").pathname);
    const wanted = [join(appFolder, path), join(benchFolder, path), join(appFolder, "index.html")];
    void readFirst(wanted).then(([found, bytes]) => {
      const cache = path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
      response.writeHead(200, {
        "Content-Type": types[extname(found)] ?? "application/octet-stream",
        "Cache-Control": cache,
      });
      response.end(bytes);
    });
  });
  return new Promise((resolve) => {
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string") throw new Error("the server has no port");
      resolve({
        origin: `http://127.0.0.1:${String(address.port)}`,
        close: () =>
          new Promise((closed) => {
            server.closeAllConnections();
            server.close(() => closed());
          }),
      });
    });
  });
};
