/** Serves the app: its files, and its start page for every route that is the app's own. */
import type { Context, Hono } from "hono";
import type { HttpEnvironment } from "./environment";
import { appContentPolicy } from "./security-headers";
import type { Encoding, StaticFile, StaticFiles } from "./static-files";

const startPage = "/index.html";

export const serveApp = (app: Hono<HttpEnvironment>, files: StaticFiles): void => {
  app.get("*", async (context) => {
    const path = new URL(context.req.url).pathname;
    const file =
      files.find(path === "/" ? startPage : path) ?? (isAppRoute(path) ? files.find(startPage) : undefined);
    return file === undefined ? context.notFound() : answerFile(context, files, file);
  });
};

/** Routes have no dot in their last part; a missing file must not answer with a page. */
const isAppRoute = (path: string): boolean => !path.startsWith("/assets/") && !/\.[a-z0-9]+$/i.test(path);

const answerFile = async (
  context: Context<HttpEnvironment>,
  files: StaticFiles,
  file: StaticFile,
): Promise<Response> => {
  const encoding = chooseEncoding(context.req.header("Accept-Encoding") ?? "", file.encodings);
  // Encodings are different bytes, so each has its own tag; the comparison is weak as caches expect (RFC 9110, 8.8.3).
  const etag = `"${file.etag}${encoding === null ? "" : `-${encoding}`}"`;
  context.header("ETag", etag);
  context.header("Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (file.encodings.length > 0) context.header("Vary", "Accept-Encoding");
  if (matches(context.req.header("If-None-Match"), etag)) return context.body(null, 304);
  context.header("Content-Type", file.type);
  if (file.type.startsWith("text/html")) context.header("Content-Security-Policy", appContentPolicy);
  // A picture opened by itself is a document: nothing in it may run.
  if (file.type.startsWith("image/svg"))
    context.header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
  if (encoding !== null) context.header("Content-Encoding", encoding);
  const content = await files.read(file, encoding);
  return context.body(new Uint8Array(content));
};

const chooseEncoding = (accepted: string, offered: readonly Encoding[]): Encoding | null => {
  const acceptable = accepted
    .split(",")
    .map((part) => part.trim())
    .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
    .map((part) => part.split(";")[0]?.trim());
  return offered.find((encoding) => acceptable.includes(encoding)) ?? null;
};

const matches = (header: string | undefined, etag: string): boolean =>
  header !== undefined &&
  header.split(",").some((tag) => tag.trim() === "*" || tag.trim().replace(/^W\//, "") === etag);
