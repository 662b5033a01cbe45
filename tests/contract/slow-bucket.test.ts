/** A storage that answers when and as slowly as the test says. */
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createBlobBucket } from "#relay/storage/blob-bucket";
import type { BlobAddress, BlobStore } from "#relay/storage/blob-store";
import { isSignedBy } from "#tests/support/aws-signature";
import { temporaryFolder } from "#tests/support/relay-process";
import type { VirtualTime } from "#tests/support/virtual-time";
import { createVirtualTime } from "#tests/support/virtual-time";

const address: BlobAddress = { company: 1, doc: new Uint8Array(16), hash: new Uint8Array(32) };
const whole = new Uint8Array(300_000).map((_, at) => at & 0xff);
const part = (no: number): Uint8Array => whole.slice(no * 100_000, (no + 1) * 100_000);

const key = { accessKey: "key", secretKey: "secret", region: "us-east-1" };
let server: Server;
let asked: (request: IncomingMessage, response: ServerResponse) => void;
let time: VirtualTime;
let store: BlobStore;

beforeEach(async () => {
  server = createServer((request, response) => asked(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const bound = server.address();
  time = createVirtualTime(0);
  store = createBlobBucket(
    {
      endpoint: `http://127.0.0.1:${typeof bound === "object" ? bound?.port : ""}`,
      bucket: "files",
      prefix: "",
      ...key,
    },
    time,
  );
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** The next request that is not answered by itself; `HEAD` is, with the length of the file. */
const nextRequest = (): Promise<{ readonly request: IncomingMessage; readonly response: ServerResponse }> =>
  new Promise((resolve) => {
    asked = (request, response) => {
      if (request.method === "HEAD") response.writeHead(200, { "content-length": whole.length }).end();
      else resolve({ request, response });
    };
  });

const startReading = async () => {
  const begun = nextRequest();
  const found = await store.find(address);
  const opened = found?.read();
  const { response } = await begun;
  response.writeHead(200, { "content-length": whole.length });
  response.write(part(0));
  const reading = await opened;
  const parts: Uint8Array[] = [];
  const bytes = (): number => parts.reduce((sum, each) => sum + each.length, 0);
  /** Until that much has come. */
  const readTo = async (end: number): Promise<void> => {
    while (bytes() < end) {
      const next: unknown = reading?.read();
      if (next instanceof Uint8Array) parts.push(next);
      else if (reading !== undefined) await once(reading, "readable");
    }
  };
  return { response, readTo, content: () => new Uint8Array(Buffer.concat(parts)) };
};

test("[RELAY-232] a file that keeps coming may take all the time it takes", async () => {
  const { response, readTo, content } = await startReading();
  await readTo(100_000);
  for (const no of [1, 2]) {
    await time.advance(29_000);
    response.write(part(no));
    await readTo((no + 1) * 100_000);
  }
  response.end();
  expect(content()).toEqual(whole);
});

test("[RELAY-232] a storage that falls silent within a file is a failure after half a minute", async () => {
  const { readTo } = await startReading();
  await readTo(100_000);
  const more = expect(readTo(200_000)).rejects.toThrow("GET was not answered in time");
  await time.advance(30_000);
  await more;
});

test("[RELAY-232] so is one that does not begin to answer", async () => {
  asked = () => undefined;
  const found = expect(store.find(address)).rejects.toThrow("HEAD was not answered in time");
  await time.advance(30_000);
  await found;
});

test("[RELAY-232] a reader who pauses loses nothing", async () => {
  const { response, readTo, content } = await startReading();
  response.end(whole.slice(100_000));
  await time.advance(3_600_000);
  await readTo(whole.length);
  expect(content()).toEqual(whole);
});

test("[RELAY-232] a file on its way to the storage has time by its size", async () => {
  const path = join(await temporaryFolder(), "photo");
  await writeFile(path, new Uint8Array(6_400_000));
  const begun = nextRequest();
  const kept = store.keep(address, path);
  const { request, response } = await begun;
  await time.advance(120_000);
  await once(request.resume(), "end");
  response.end();
  await kept;

  await writeFile(path, new Uint8Array(6_400_000));
  const again = nextRequest();
  const failed = expect(store.keep(address, path)).rejects.toThrow("PUT was not answered in time");
  await again;
  await time.advance(130_000);
  await failed;
});

const hashOf = (no: number): string => no.toString(16).padStart(64, "0");

/** As in Amazon's description of ListObjectsV2. */
const listAnswer = (from: number, to: number, next?: string): string => {
  const entries = Array.from({ length: to - from }, (_, at) => {
    const name = `1/${"00".repeat(16)}/${hashOf(from + at)}`;
    return `<Contents><Key>${name}</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><Size>${from + at}</Size></Contents>`;
  });
  const token = next === undefined ? "" : `<NextContinuationToken>${next}</NextContinuationToken>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>files</Name><Prefix>1/</Prefix>
<KeyCount>${to - from}</KeyCount><MaxKeys>1000</MaxKeys>${token}<IsTruncated>${next !== undefined}</IsTruncated>${entries.join("")}</ListBucketResult>`;
};

test("[RELAY-220] a list of more than a thousand is asked for page by page, each with the sign the last one gave", async () => {
  const token = "1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=+";
  const requests: (string | null)[] = [];
  asked = ({ method = "", url = "", headers }, response) => {
    const query = new URL(url, "http://storage").searchParams;
    const page = query.get("continuation-token");
    requests.push(page);
    const isRight =
      isSignedBy({ method, url, headers }, key, Date.now()) &&
      query.get("list-type") === "2" &&
      query.get("prefix") === "1/" &&
      (page === null || page === token);
    const [from, to, next] = page === null ? ([0, 1_000, token] as const) : ([1_000, 1_204] as const);
    response.writeHead(isRight ? 200 : 403).end(isRight ? listAnswer(from, to, next) : "");
  };
  const found: string[] = [];
  for await (const { hash, bytes } of store.list(1))
    found.push(`${Buffer.from(hash).toString("hex")} ${bytes}`);
  expect(found).toEqual(Array.from({ length: 1_204 }, (_, no) => `${hashOf(no)} ${no}`));
  expect(requests).toEqual([null, token]);
});
