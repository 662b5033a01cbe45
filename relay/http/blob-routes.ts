/** Files of documents. Whoever may read the document may read its files; whoever may write it may add some. */
import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import type { Context, Hono } from "hono";
import { blobLimits, uploadHeaders } from "#shared/protocol/blob-request";
import type { Log } from "#relay/observability/log";
import { describeDefect } from "#relay/observability/log";
import type { BlobAddress } from "#relay/storage/blob-store";
import type { UploadProblem } from "#relay/storage/blob-uploads";
import type { Blobs } from "#relay/storage/open-blobs";
import type { Allowed, BlobAccessDeps } from "./blob-access";
import { blobRoute, createAuthorize, findBlob } from "./blob-access";
import { serveBlobReferences } from "./blob-references";
import type { HttpEnvironment } from "./environment";

export interface BlobDeps extends BlobAccessDeps {
  readonly blobs: Blobs;
  readonly log: Log;
  /** Whether pages of that origin may talk to this relay. */
  readonly allowsOrigin: (origin: string) => boolean;
}

type Call = Context<HttpEnvironment, typeof blobRoute>;

const putStatus: Readonly<Record<UploadProblem["type"], 400 | 409 | 413 | 422 | 507>> = {
  OffsetDiffers: 409,
  TooLarge: 413,
  HashDiffers: 422,
  Aborted: 400,
  DiskFailed: 507,
};

export const serveBlobs = (app: Hono<HttpEnvironment>, deps: BlobDeps): void => {
  const authorize = createAuthorize(deps);
  const { store, uploads } = deps.blobs;

  allowOtherOrigins(app, deps.allowsOrigin);
  serveBlobReferences(app, deps);

  app.put(blobRoute, async (context) => {
    const allowed = await authorize(context, "PUT");
    return allowed instanceof Response ? allowed : takePart(context, allowed, deps);
  });

  app.get(blobRoute, async (context) => {
    const allowed = await authorize(context, "GET");
    if (allowed instanceof Response) return allowed;
    const found = await findBlob(store, allowed.room, allowed.address);
    if (found === undefined) {
      context.header(uploadHeaders.offset, String(await uploads.offset(allowed.address)));
      return context.json({ code: "not-found", message: "file" }, 404);
    }
    context.header("Cache-Control", "private, max-age=31536000, immutable");
    context.header("Content-Type", "application/octet-stream");
    context.header("Content-Length", String(found.bytes));
    // Content is whatever somebody uploaded: never shown as a page of this origin.
    context.header("Content-Disposition", "attachment");
    context.header("Content-Security-Policy", "default-src 'none'; sandbox");
    if (context.req.method === "HEAD") return context.body(null);
    return context.body(Readable.toWeb(await found.read()));
  });
};

/**
 * The app may come from another relay's address: from those that may open a socket here, and from no other. What opens
 * a file is the device's signature, never a cookie.
 */
const allowOtherOrigins = (app: Hono<HttpEnvironment>, allowsOrigin: BlobDeps["allowsOrigin"]): void => {
  const isAllowed = (origin: string | undefined): boolean => origin !== undefined && allowsOrigin(origin);
  app.use("/blobs/*", async (context, next) => {
    context.header("Vary", "Origin");
    const origin = context.req.header("Origin");
    if (isAllowed(origin)) {
      context.header("Access-Control-Allow-Origin", origin);
      context.header("Access-Control-Expose-Headers", uploadHeaders.offset);
    }
    await next();
  });
  app.options("/blobs/*", (context) => {
    if (!isAllowed(context.req.header("Origin"))) return context.body(null, 204);
    context.header("Access-Control-Allow-Methods", "GET, HEAD, PUT, POST");
    context.header(
      "Access-Control-Allow-Headers",
      `Authorization, Content-Type, ${uploadHeaders.offset}, ${uploadHeaders.length}`,
    );
    context.header("Access-Control-Max-Age", "86400");
    return context.body(null, 204);
  });
};

/** A count in a header; the fallback where there is none, undefined where it is no count. */
const countIn = (context: Call, name: string, fallback: number): number | undefined => {
  const text = context.req.header(name);
  if (text === undefined) return fallback;
  return /^\d{1,12}$/.test(text) ? Number(text) : undefined;
};

/** What this request brings of a file; a refusal where that is not said or too much. */
const readPart = (
  context: Call,
): { readonly offset: number; readonly total: number; readonly bytes: number } | Response => {
  if (context.req.header("Content-Length") === undefined)
    return context.json({ code: "invalid", message: "length" }, 411);
  const bytes = countIn(context, "Content-Length", 0);
  const offset = countIn(context, uploadHeaders.offset, 0);
  const total = bytes === undefined ? undefined : countIn(context, uploadHeaders.length, bytes);
  if (bytes === undefined || offset === undefined || total === undefined || offset + bytes > total)
    return context.json({ code: "invalid", message: "length" }, 400);
  if (total > blobLimits.bytes)
    return context.json({ code: "too-large", message: `at most ${blobLimits.bytes} bytes` }, 413);
  return { offset, total, bytes };
};

const takePart = async (
  context: Call,
  { address, room, limit }: Allowed,
  deps: Pick<BlobDeps, "blobs" | "log">,
): Promise<Response> => {
  const { store, uploads, space } = deps.blobs;
  const part = readPart(context);
  if (part instanceof Response) return part;
  if ((await findBlob(store, room, address)) !== undefined) {
    await hearOut(context.env.incoming);
    return context.body(null, 200);
  }
  const { company } = address;
  if (!(await space.take(company, part.bytes, limit))) {
    await hearOut(context.env.incoming);
    return context.json({ code: "over-quota", message: "files of the company" }, 507);
  }
  const taken = await uploads.append(address, { ...part, content: context.env.incoming });
  const kept = taken.ok ? taken.value.offset : keptAfter(taken.error, part.offset);
  space.giveBack(company, part.offset + part.bytes - kept);
  if (!taken.ok) {
    if (taken.error.type !== "Aborted") await hearOut(context.env.incoming);
    if ("offset" in taken.error) context.header(uploadHeaders.offset, String(taken.error.offset));
    return context.json({ code: taken.error.type, message: "file" }, putStatus[taken.error.type]);
  }
  context.header(uploadHeaders.offset, String(taken.value.offset));
  if (taken.value.whole === null) return context.body(null, 202);
  if (await keepWhole(address, { path: taken.value.whole, bytes: kept }, deps))
    return context.body(null, 201);
  context.header(uploadHeaders.offset, String(await uploads.offset(address)));
  return context.json({ code: "DiskFailed", message: "file" }, putStatus.DiskFailed);
};

/** False when the disk failed on the way to its place and what had arrived is gone: it takes no room any more. */
const keepWhole = async (
  address: BlobAddress,
  whole: { readonly path: string; readonly bytes: number },
  { blobs: { store, uploads, space }, log }: Pick<BlobDeps, "blobs" | "log">,
): Promise<boolean> => {
  try {
    await store.keep(address, whole.path);
    return true;
  } catch (thrown) {
    const left = await uploads.offset(address);
    // It is still there, or has come to its place all the same: the next request goes on with it.
    if (left === whole.bytes || (await store.find(address)) !== undefined) throw thrown;
    space.giveBack(address.company, whole.bytes - left);
    log.error("files.lost", { problem: describeDefect(thrown) });
    return false;
  }
};

/** An answer before the end would have the connection cut while the other side still sends, and be lost with it. */
const hearOut = async (incoming: IncomingMessage): Promise<void> => {
  try {
    await finished(incoming.resume());
  } catch {
    // Whoever hung up does not wait for an answer.
  }
};

/** Bytes of the file that stay on disk. */
const keptAfter = (problem: UploadProblem, offset: number): number => {
  if (problem.type === "HashDiffers") return 0;
  return problem.type === "Aborted" || problem.type === "DiskFailed" ? problem.offset : offset;
};
