/** Files in a bucket of an S3-compatible storage. An object appears whole or not at all, which is what is asked of it. */
import { readFile, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { AwsClient } from "aws4fetch";
import { XMLParser } from "fast-xml-parser";
import * as v from "valibot";
import type { Timers } from "#shared/kernel/clock";
import type { BlobAddress, BlobStore, ListedBlob } from "./blob-store";
import { blobKey, hexOf, readBlobName, unreferencedEnding } from "./blob-store";
import { fetchPatiently } from "./patient-fetch";

export interface BucketPlace {
  /** Such as `https://s3.eu-central-1.amazonaws.com` or `http://minio.lan:9000`. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  /** Begins the name of every object; empty or ending with a slash. */
  readonly prefix: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

/** The storage answered with something else than what was asked for. */
export class BucketProblem extends Error {
  override readonly name = "BucketProblem";
}

/** How long the storage may take to begin an answer, and may be silent within one. */
const answerWithinMs = 30_000;
/** A file on its way there takes its time: half a megabit per second is a slow line between two servers. */
const slowestBytesPerMs = 64;

type Send = (method: string, path: string, body?: Uint8Array<ArrayBuffer>) => Promise<Response>;

/** Answers what is there and what is not; rejects for everything else. */
const createSend = (place: BucketPlace, timers: Timers): Send => {
  const client = new AwsClient({
    accessKeyId: place.accessKey,
    secretAccessKey: place.secretKey,
    region: place.region,
    service: "s3",
    retries: 3,
  });
  const top = `${place.endpoint.replace(/\/+$/, "")}/${place.bucket}`;
  return async (method, path, body) => {
    const request = { method, ...(body === undefined ? {} : { body }) };
    const answer = await fetchPatiently((signal) => client.fetch(`${top}${path}`, { ...request, signal }), {
      timers,
      beginMs: answerWithinMs + (body?.length ?? 0) / slowestBytesPerMs,
      silenceMs: answerWithinMs,
      problem: () => new BucketProblem(`${method} was not answered in time`),
    });
    if (answer.ok || answer.status === 404) return answer;
    await answer.body?.cancel();
    throw new BucketProblem(`${method} was answered with ${answer.status}`);
  };
};

export const createBlobBucket = (place: BucketPlace, timers: Timers): BlobStore => {
  const send = createSend(place, timers);
  const pathOf = (key: string): string => `/${place.prefix}${key}`;
  const put = async (key: string, body: Uint8Array<ArrayBuffer>): Promise<void> => {
    const answer = await send("PUT", pathOf(key), body);
    await answer.body?.cancel();
    if (!answer.ok) throw new BucketProblem("there is no such bucket");
  };
  const remove = async (key: string): Promise<void> => {
    const answer = await send("DELETE", pathOf(key));
    await answer.body?.cancel();
  };
  const markOf = (address: BlobAddress): string => blobKey(address) + unreferencedEnding;
  const names = (below: string): AsyncGenerator<ListedObject> => listObjects(send, place.prefix + below);

  return {
    find: async (address) => {
      const path = pathOf(blobKey(address));
      const answer = await send("HEAD", path);
      if (!answer.ok) return undefined;
      return {
        bytes: Number(answer.headers.get("content-length") ?? 0),
        read: async () => bodyOf(await send("GET", path)),
      };
    },
    keep: async (address, from) => {
      await put(blobKey(address), new Uint8Array(await readFile(from)));
      await rm(from, { force: true });
    },
    remove: async (address) => {
      await remove(blobKey(address));
      await remove(markOf(address));
    },
    list: async function* (company, doc): AsyncGenerator<ListedBlob> {
      const below = `${company}/`;
      const prefix = place.prefix + below;
      for await (const { key, bytes } of names(doc === undefined ? below : `${below}${hexOf(doc)}/`)) {
        const read = readBlobName(key.slice(prefix.length));
        if (read !== undefined) yield { ...read, bytes };
      }
    },
    removeAll: async (company) => {
      const keys: string[] = [];
      for await (const { key } of names(`${company}/`)) keys.push(key.slice(place.prefix.length));
      for (const key of keys) await remove(key);
    },
    unreferencedSince: async (address) => {
      const answer = await send("GET", pathOf(markOf(address)));
      const text = await answer.text();
      return answer.ok && /^\d{10,16}$/.test(text) ? Number(text) : undefined;
    },
    setUnreferenced: async (address, since) => {
      if (since === null) await remove(markOf(address));
      else await put(markOf(address), new TextEncoder().encode(String(since)));
    },
  };
};

const bodyOf = (answer: Response): Readable => {
  if (!answer.ok || answer.body === null) throw new BucketProblem("the file is not there any more");
  return Readable.from(readAll(answer.body));
};

async function* readAll(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}

interface ListedObject {
  readonly key: string;
  readonly bytes: number;
}

const xml = new XMLParser({ parseTagValue: false, isArray: (name) => name === "Contents" });

const listing = v.object({
  ListBucketResult: v.object({
    Contents: v.optional(v.array(v.object({ Key: v.string(), Size: v.string() })), []),
    IsTruncated: v.optional(v.string(), "false"),
    NextContinuationToken: v.optional(v.string()),
  }),
});

async function* listObjects(send: Send, prefix: string): AsyncGenerator<ListedObject> {
  let token: string | undefined;
  for (;;) {
    const query = new URLSearchParams({ "list-type": "2", prefix });
    if (token !== undefined) query.set("continuation-token", token);
    const answer = await send("GET", `/?${query.toString()}`);
    const parsed = v.safeParse(listing, answer.ok ? xml.parse(await answer.text()) : undefined);
    if (!parsed.success) throw new BucketProblem("the list of objects cannot be read");
    const { Contents, IsTruncated, NextContinuationToken } = parsed.output.ListBucketResult;
    for (const { Key, Size } of Contents) yield { key: Key, bytes: Number(Size) };
    if (IsTruncated !== "true" || NextContinuationToken === undefined) return;
    token = NextContinuationToken;
  }
}
