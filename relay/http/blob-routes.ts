/** Files of documents. Whoever may read the document may read its files; whoever may write it may add some. */
import { Readable } from "node:stream";
import type { Context, Hono } from "hono";
import type { Clock } from "#shared/kernel/clock";
import { fromBase64Url } from "#shared/kernel/bytes";
import type { BlobRequest } from "#shared/protocol/blob-request";
import { blobLimits, verifyBlobRequest } from "#shared/protocol/blob-request";
import type { CryptoDeps } from "#shared/protocol/envelope";
import { createNonceCache } from "#shared/protocol/handshake";
import { mayRead, mayWrite } from "#shared/protocol/membership/grants";
import type { Key } from "#shared/protocol/wire-types";
import type { BlobAddress, BlobFolder, PutBlobProblem } from "#relay/storage/blob-folder";
import type { FileSpace } from "#relay/storage/file-space";
import type { RelaySync } from "#relay/sync/relay-sync";
import type { HttpEnvironment } from "./environment";
import type { OtherRelays } from "./other-relays";
import { answerElsewhere } from "./other-relays";

export interface BlobDeps {
  readonly sync: RelaySync;
  readonly blobs: BlobFolder;
  readonly space: FileSpace;
  readonly crypto: CryptoDeps;
  readonly clock: Clock;
  readonly relayKey: Key;
  readonly others: OtherRelays | null;
}

const route = "/blobs/:doc/:hash";

const putStatus: Readonly<Record<PutBlobProblem["type"], 400 | 413 | 422 | 507>> = {
  TooLarge: 413,
  HashDiffers: 422,
  Aborted: 400,
  DiskFailed: 507,
};

export const serveBlobs = (app: Hono<HttpEnvironment>, deps: BlobDeps): void => {
  const authorize = createAuthorize(deps);

  app.put(route, async (context) => {
    const address = await authorize(context, "PUT");
    if (address instanceof Response) return address;
    if (address === undefined) return context.json({ code: "forbidden", message: "request" }, 403);
    const length = context.req.header("Content-Length");
    const bytes = Number(length ?? 0);
    if (bytes > blobLimits.bytes) return context.json({ code: "too-large", message: "file" }, 413);
    if ((await deps.blobs.find(address)) !== undefined) return context.body(null, 200);
    const { company, limit } = address;
    if (limit !== null && length === undefined)
      return context.json({ code: "invalid", message: "length" }, 411);
    if (!(await deps.space.take(company, bytes, limit)))
      return context.json({ code: "over-quota", message: "files of the company" }, 507);
    const stored = await deps.blobs.put(address, context.env.incoming, blobLimits.bytes);
    if (stored.ok) return context.body(null, 201);
    deps.space.giveBack(company, bytes);
    return context.json({ code: stored.error.type, message: "file" }, putStatus[stored.error.type]);
  });

  app.get(route, async (context) => {
    const address = await authorize(context, "GET");
    if (address instanceof Response) return address;
    if (address === undefined) return context.json({ code: "forbidden", message: "request" }, 403);
    const found = await deps.blobs.find(address);
    if (found === undefined) return context.json({ code: "not-found", message: "file" }, 404);
    context.header("Cache-Control", "private, max-age=31536000, immutable");
    context.header("Content-Type", "application/octet-stream");
    context.header("Content-Length", String(found.bytes));
    // Content is whatever somebody uploaded: never shown as a page of this origin.
    context.header("Content-Disposition", "attachment");
    context.header("Content-Security-Policy", "default-src 'none'; sandbox");
    if (context.req.method === "HEAD") return context.body(null);
    return context.body(Readable.toWeb(found.read()));
  });
};

/** `limit`: bytes of all files of the company. */
type AllowedAddress = BlobAddress & { readonly limit: number | null };

/** The address of a file this request may touch in this way; undefined without saying why; or another relay's answer. */
const createAuthorize = ({ sync, crypto, clock, relayKey, others }: BlobDeps) => {
  const nonces = createNonceCache();
  return async (
    context: Context<HttpEnvironment, typeof route>,
    method: BlobRequest["method"],
  ): Promise<AllowedAddress | Response | undefined> => {
    const doc = fromBase64Url(context.req.param("doc"));
    const hash = fromBase64Url(context.req.param("hash"));
    if (doc?.length !== 16 || hash?.length !== 32) return undefined;
    const header = context.req.header("Authorization") ?? "";
    const now = clock.now();
    const verified = await verifyBlobRequest(header, { relayKey, method, doc, hash, now, nonces }, crypto);
    if (!verified.ok) return undefined;
    const { company, device } = verified.value;
    const place = await sync.place(company);
    if (place.type === "unknown") return undefined;
    if (place.type !== "here") return answerElsewhere(context, place, others);
    const { room } = place;
    const card = room.cards.find(doc)?.value;
    if (card === undefined) return undefined;
    const may = method === "PUT" ? mayWrite : mayRead;
    const { company: number } = room.company;
    const limit = room.space.quota().files;
    return may(room.membership.confirmed(), device, card, now)
      ? { company: number, doc, hash, limit }
      : undefined;
  };
};
