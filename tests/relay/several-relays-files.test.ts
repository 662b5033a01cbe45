/** Photos and files over several real relays on one real PostgreSQL: whichever a device reaches, and whichever dies. */
import type { ClientRequest } from "node:http";
import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { must } from "#shared/kernel/result";
import { blobPath, signBlobRequest } from "#shared/protocol/blob-request";
import { parseRelayInfo } from "#shared/protocol/enrolment";
import type { BucketServer } from "#tests/support/bucket-server";
import { startBucketServer } from "#tests/support/bucket-server";
import type { BuiltRelay } from "#tests/support/built-relay";
import { buildRelayFor } from "#tests/support/built-relay";
import { nodeSha256 } from "#tests/support/keys";
import { operate } from "#tests/support/operator-command";
import type { PostgresServer } from "#tests/support/postgres";
import { startPostgres } from "#tests/support/postgres";
import { connectLive } from "#tests/support/relay-client";
import { foundCompanyOn, fresh } from "#tests/support/relay-company";
import type { RelayNode, Relays } from "#tests/support/relay-nodes";
import { metric, ownerFirst, startRelays, until } from "#tests/support/relay-nodes";
import { createWriter } from "#tests/support/relay-writer";

let built: BuiltRelay;
let server: PostgresServer;
let bucket: BucketServer;

beforeAll(async () => {
  [built, server, bucket] = await Promise.all([
    buildRelayFor("several-relays-files"),
    startPostgres(),
    startBucketServer(),
  ]);
}, 120_000);
afterAll(async () => {
  await bucket.close();
  await server.remove();
  await built.remove();
});

/** Bytes of a photo, the first and the one behind the last. */
interface Part {
  readonly from: number;
  readonly to: number;
}

/** A device with one document, asking for files of it at whichever relay it is told. */
interface FileDevice {
  readonly put: (node: RelayNode, photo: Uint8Array, part?: Part) => Promise<Response>;
  readonly get: (node: RelayNode, photo: Uint8Array) => Promise<Response>;
  /** How much of it has arrived; undefined where that cannot be said now. */
  readonly arrived: (node: RelayNode, photo: Uint8Array) => Promise<number | undefined>;
  /** Begins to send all of it and stops after `bytes`, the connection standing open. */
  readonly begin: (node: RelayNode, photo: Uint8Array, bytes: number) => Promise<ClientRequest>;
}

const createFileDevice = async ({ balancer: { origin } }: Relays): Promise<FileDevice> => {
  const info = must(parseRelayInfo(await (await fetch(`${origin}/.well-known/eventkit`)).json()));
  const company = await foundCompanyOn(origin, info.relayKey);
  const socket = await connectLive(origin, company.id, company.owner);
  const writer = await createWriter(company.id, company.owner);
  socket.send({ t: "push", parts: [await writer.write()] });
  await socket.next("receipt");
  await socket.close();
  const address = async (node: RelayNode, method: "GET" | "PUT", photo: Uint8Array) => {
    const hash = nodeSha256(photo);
    const authorization = await signBlobRequest(
      { company: company.id, aud: info.relayKey, method, doc: writer.doc, hash },
      { signer: company.owner, random: { bytes: fresh }, clock: { now: () => Date.now() } },
    );
    return { url: `${node.origin()}${blobPath(writer.doc, hash)}`, authorization };
  };
  return {
    put: async (node, photo, { from, to } = { from: 0, to: photo.length }) => {
      const { url, authorization } = await address(node, "PUT", photo);
      const headers = { authorization, "upload-offset": `${from}`, "upload-length": `${photo.length}` };
      return fetch(url, { method: "PUT", headers, body: photo.slice(from, to) });
    },
    get: async (node, photo) => {
      const { url, authorization } = await address(node, "GET", photo);
      return fetch(url, { headers: { authorization } });
    },
    arrived: async (node, photo) => {
      const { url, authorization } = await address(node, "GET", photo);
      const answer = await fetch(url, { method: "HEAD", headers: { authorization } });
      const offset = answer.headers.get("upload-offset");
      return offset === null ? undefined : Number(offset);
    },
    begin: async (node, photo, bytes) => {
      const { url, authorization } = await address(node, "PUT", photo);
      const headers = { authorization, "content-length": photo.length };
      const request = httpRequest(url, { method: "PUT", headers });
      request.on("error", () => undefined);
      request.write(photo.slice(0, bytes));
      return request;
    },
  };
};

const photoOf = (seed: number, size = 400_000): Uint8Array =>
  new Uint8Array(size).map((_, at) => (at * 7 + (at >> 8) * seed) & 0xff);

const expectSame = async (answer: Response, photo: Uint8Array): Promise<void> => {
  expect(answer.status).toBe(200);
  expect(nodeSha256(new Uint8Array(await answer.arrayBuffer()))).toEqual(nodeSha256(photo));
};

/** Two relays, the company's first, and a device of it. */
const withRelays = async (
  seed: number,
  run: (
    given: { readonly owner: RelayNode; readonly other: RelayNode; readonly device: FileDevice } & Relays,
  ) => Promise<void>,
  files: Readonly<Record<string, string>> = {},
): Promise<void> => {
  // Nobody stands still here: one that dies is missed at once, and a slow machine is not taken for a dead relay.
  const relays = await startRelays(built, server, seed, { files, leaseSeconds: 15 });
  try {
    const device = await createFileDevice(relays);
    const [owner, other] = await ownerFirst(relays.nodes);
    await run({ ...relays, owner, other, device });
    const verified = await operate(built, owner.folder, ["verify"], relays.environment);
    expect(verified).toMatchObject({ code: 0, errors: "" });
  } finally {
    await relays.remove();
  }
};

/** As a device does when a relay is not there or has nothing to say yet. */
const again = async (ask: () => Promise<Response>, status: number): Promise<Response> => {
  let answer: Response | undefined;
  await until(async () => {
    answer = await ask();
    expect(answer.status).toBe(status);
  });
  if (answer === undefined) throw new Error("it was asked");
  return answer;
};

test("[NODE-27] a photo sent to a relay that does not have the company is there at every relay", async () => {
  await withRelays(26, async ({ owner, other, device }) => {
    const photo = photoOf(1);
    expect((await device.put(other, photo)).status).toBe(201);
    for (const node of [owner, other]) {
      await expectSame(await device.get(node, photo), photo);
      expect((await device.put(node, photo)).status).toBe(200);
    }
    expect(await metric(other, 'eventkit_forwards_total{kind="request"}')).toBe(3);
    expect((await device.get(other, photoOf(2))).status).toBe(404);
  });
}, 120_000);

test("[NODE-27] parts that arrive at different relays make one photo", async () => {
  await withRelays(27, async ({ owner, other, device }) => {
    const photo = photoOf(4);
    expect((await device.put(other, photo, { from: 0, to: 100_000 })).status).toBe(202);
    expect(await device.arrived(owner, photo)).toBe(100_000);
    expect((await device.put(owner, photo, { from: 100_000, to: 250_000 })).status).toBe(202);
    const wrong = await device.put(other, photo, { from: 100_000, to: 250_000 });
    expect([wrong.status, wrong.headers.get("upload-offset")]).toEqual([409, "250000"]);
    expect((await device.put(other, photo, { from: 250_000, to: photo.length })).status).toBe(201);
    await expectSame(await device.get(owner, photo), photo);
  });
}, 120_000);

describe("[NODE-28] a relay dies in the middle of a photo, which goes on where it was", () => {
  test("the one that has the company", async () => {
    await withRelays(28, async ({ owner, other, device }) => {
      const photo = photoOf(5);
      expect((await device.put(other, photo, { from: 0, to: 100_000 })).status).toBe(202);
      const second = photoOf(6);
      const hanging = await device.begin(other, second, 150_000);
      await until(async () => expect(await device.arrived(other, second)).toBe(150_000));
      const told = new Promise<number>((resolve) => {
        hanging.on("response", ({ statusCode = 0 }) => resolve(statusCode));
        hanging.on("close", () => resolve(0));
      });
      await owner.end("SIGKILL");
      // Not taken: told to come again, or cut off.
      expect([0, 503]).toContain(await told);
      await until(async () => expect(await device.arrived(other, photo)).toBe(100_000));
      expect((await device.put(other, photo, { from: 100_000, to: photo.length })).status).toBe(201);
      expect(await device.arrived(other, second)).toBe(150_000);
      expect((await device.put(other, second, { from: 150_000, to: second.length })).status).toBe(201);
      await owner.start();
      for (const each of [photo, second])
        for (const node of [owner, other]) await expectSame(await device.get(node, each), each);
    });
  }, 120_000);

  test("the one that passes it on", async () => {
    await withRelays(29, async ({ owner, other, device }) => {
      const photo = photoOf(7);
      const hanging = await device.begin(other, photo, 150_000);
      await until(async () => expect(await device.arrived(owner, photo)).toBe(150_000));
      const cut = new Promise<void>((resolve) => hanging.on("close", resolve));
      await other.end("SIGKILL");
      await cut;
      await again(() => device.put(owner, photo, { from: 150_000, to: photo.length }), 201);
      await other.start();
      await expectSame(await device.get(other, photo), photo);
    });
  }, 120_000);

  test("while the photo is read: what comes is the whole photo or breaks off, and it is there afterwards", async () => {
    await withRelays(30, async ({ owner, other, device }) => {
      // More than the sockets and pipes on its way hold.
      const photo = photoOf(8, 48_000_000);
      expect((await device.put(other, photo)).status).toBe(201);
      const answer = await device.get(other, photo);
      expect(answer.status).toBe(200);
      const reader = answer.body?.getReader();
      expect((await reader?.read())?.done).toBe(false);
      await owner.end("SIGKILL");
      const rest = async (): Promise<void> => {
        while ((await reader?.read())?.done === false);
      };
      await expect(rest()).rejects.toThrow("terminated");
      await expectSame(await again(() => device.get(other, photo), 200), photo);
      await owner.start();
    });
  }, 120_000);
});

test("[NODE-29] files in a bucket: parts lie with the relay that has the company, and a photo begins anew where that one dies", async () => {
  const { place } = bucket;
  const files = {
    EVENTKIT_BLOBS: "",
    EVENTKIT_BLOBS_S3_ENDPOINT: place.endpoint,
    EVENTKIT_BLOBS_S3_BUCKET: place.bucket,
    EVENTKIT_BLOBS_S3_KEY: place.accessKey,
    EVENTKIT_BLOBS_S3_SECRET: place.secretKey,
    EVENTKIT_BLOBS_S3_PREFIX: "several/",
  };
  await withRelays(
    31,
    async ({ owner, other, device }) => {
      const photo = photoOf(9);
      expect((await device.put(other, photo, { from: 0, to: 100_000 })).status).toBe(202);
      expect((await device.put(owner, photo, { from: 100_000, to: 200_000 })).status).toBe(202);
      await owner.end("SIGKILL");
      await until(async () => expect(await device.arrived(other, photo)).toBe(0));
      const on = await device.put(other, photo, { from: 200_000, to: photo.length });
      expect([on.status, on.headers.get("upload-offset")]).toEqual([409, "0"]);
      expect((await device.put(other, photo)).status).toBe(201);
      await owner.start();
      for (const node of [owner, other]) await expectSame(await device.get(node, photo), photo);
    },
    files,
  );
}, 120_000);
