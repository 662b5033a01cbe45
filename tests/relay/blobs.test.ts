import { readdir } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { BlobRequest } from "#shared/protocol/blob-request";
import { blobLimits, blobPath, signBlobRequest } from "#shared/protocol/blob-request";
import type { Signer } from "#shared/kernel/signature";
import { nodeSha256 } from "#tests/support/keys";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn, fresh, freshSigner } from "#tests/support/relay-company";
import { connectLive } from "#tests/support/relay-client";
import type { TestRelay } from "#tests/support/relay-process";
import { startTestRelay, temporaryFolder } from "#tests/support/relay-process";
import { createWriter } from "#tests/support/relay-writer";
import { putSlowly } from "#tests/support/slow-upload";

let relay: TestRelay;
let company: TestCompany;
let doc: Uint8Array;
let folder: string;

beforeEach(async () => {
  folder = join(await temporaryFolder(), "blobs");
  relay = await startTestRelay({ blobs: folder });
  company = await foundCompanyOn(relay.origin, relay.key);
  const device = await connectLive(relay.origin, company.id, company.owner);
  const writer = await createWriter(company.id, company.owner);
  device.send({ t: "push", parts: [await writer.write()] });
  await device.next("receipt");
  doc = writer.doc;
});
afterEach(() => relay.close());

const photo = new Uint8Array(200_000).map((_, i) => (i * 7) & 0xff);
const hash = nodeSha256(photo);

const sign = (
  method: BlobRequest["method"],
  patch: Partial<BlobRequest> = {},
  signer: Signer = company.owner,
  at = Date.now(),
) =>
  signBlobRequest(
    { company: company.id, aud: relay.key, method, doc, hash, ...patch },
    { signer, random: { bytes: fresh }, clock: { now: () => at } },
  );

const send = (
  method: string,
  authorization: string,
  body?: Uint8Array,
  path = blobPath(doc, hash),
  headers: Readonly<Record<string, string>> = {},
) =>
  fetch(`${relay.origin}${path}`, {
    method,
    headers: { authorization, ...headers },
    ...(body === undefined ? {} : { body: new Uint8Array(body) }),
  });

const storedFiles = async (): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

test("[RELAY-110] a file goes up once, comes down as it was, and is never shown as a page", async () => {
  expect((await send("PUT", await sign("PUT"), photo)).status).toBe(201);
  expect((await send("PUT", await sign("PUT"), photo)).status).toBe(200);
  const down = await send("GET", await sign("GET"));
  expect(new Uint8Array(await down.arrayBuffer())).toEqual(photo);
  expect(Object.fromEntries(down.headers)).toMatchObject({
    "content-type": "application/octet-stream",
    "content-disposition": "attachment",
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
  });
  const head = await send("HEAD", await sign("GET"));
  expect([head.status, head.headers.get("content-length")]).toEqual([200, "200000"]);
  expect((await storedFiles()).length).toBe(1);
});

/** Sends the second half of the photo when the relay has answered much else. */
const putHalves = async (headers: Readonly<Record<string, string>> = {}) =>
  putSlowly({
    url: `${relay.origin}${blobPath(doc, hash)}`,
    headers: { authorization: await sign("PUT"), ...headers },
    body: photo,
    meanwhile: async () => {
      for (let asked = 0; asked < 20; asked++) await send("HEAD", await sign("GET"));
    },
  });

test("[RELAY-110] a file that is there already is heard to its end, so that nobody's connection is cut while sending", async () => {
  expect((await send("PUT", await sign("PUT"), photo)).status).toBe(201);
  expect(await putHalves()).toEqual({ early: undefined, status: 200 });
  expect(await storedFiles()).toHaveLength(1);
});

test("[RELAY-110] a part that belongs elsewhere is heard to its end, so that the device learns where to go on", async () => {
  const elsewhere = { "upload-offset": "70000", "upload-length": String(70_000 + photo.length) };
  expect(await putHalves(elsewhere)).toEqual({ early: undefined, status: 409 });
  expect(await storedFiles()).toEqual([]);
});

test("[RELAY-111] content that is not what its name says is refused and leaves nothing", async () => {
  expect((await send("PUT", await sign("PUT"), photo.slice(1))).status).toBe(422);
  expect(await storedFiles()).toEqual([]);
  expect((await send("GET", await sign("GET"))).status).toBe(404);
});

test("[RELAY-112] a file over the limit is refused", async () => {
  const large = new Uint8Array(blobLimits.bytes + 1);
  const answer = await send("PUT", await sign("PUT"), large).then(
    ({ status }) => status,
    () => "connection closed",
  );
  expect([413, "connection closed"]).toContain(answer);
  expect(await storedFiles()).toEqual([]);
  const announced = await send("PUT", await sign("PUT"), photo, blobPath(doc, hash), {
    "upload-length": String(blobLimits.bytes + 1),
  });
  expect(announced.status).toBe(413);
});

test("[RELAY-113] a request proves itself for this relay, this file, this way, now and once", async () => {
  await send("PUT", await sign("PUT"), photo);
  const get = async (authorization: string): Promise<number> => (await send("GET", authorization)).status;
  expect(await get("")).toBe(403);
  expect(await get("EventKit nonsense")).toBe(403);
  expect(await get(await sign("PUT"))).toBe(403);
  expect(await get(await sign("GET", { aud: fresh(32) }))).toBe(403);
  expect(await get(await sign("GET", { hash: fresh(32) }))).toBe(403);
  expect(await get(await sign("GET", {}, freshSigner()))).toBe(403);
  expect(await get(await sign("GET", { company: fresh(32) }))).toBe(403);
  expect(await get(await sign("GET", {}, company.owner, Date.now() - 400_000))).toBe(403);
  const once = await sign("GET");
  expect(await get(once)).toBe(200);
  expect(await get(once)).toBe(403);
});

test("[RELAY-114] addresses are checked: no document, no file", async () => {
  const other = fresh(16);
  const authorization = await sign("PUT", { doc: other });
  expect((await send("PUT", authorization, photo, blobPath(other, hash))).status).toBe(403);
  expect((await send("PUT", await sign("PUT"), photo, "/blobs/..%2f..%2fx/y")).status).toBe(403);
  expect(await storedFiles()).toEqual([]);
});

const sendPart = async (from: number, to: number, total = photo.length): Promise<Response> =>
  send("PUT", await sign("PUT"), photo.slice(from, to), blobPath(doc, hash), {
    "upload-offset": String(from),
    "upload-length": String(total),
  });
const offsetNow = async (): Promise<string | null> =>
  (await send("HEAD", await sign("GET"))).headers.get("upload-offset");

test("[RELAY-115] a file goes up in parts, is asked how far it came, and is nowhere to be seen before it is whole", async () => {
  expect(await offsetNow()).toBe("0");
  const first = await sendPart(0, 60_000);
  expect([first.status, first.headers.get("upload-offset")]).toEqual([202, "60000"]);
  expect(await offsetNow()).toBe("60000");
  expect((await send("GET", await sign("GET"))).status).toBe(404);
  const wrong = await sendPart(100_000, 150_000);
  expect([wrong.status, wrong.headers.get("upload-offset")]).toEqual([409, "60000"]);
  expect((await sendPart(60_000, 150_000)).status).toBe(202);
  expect((await sendPart(150_000, photo.length)).status).toBe(201);
  const down = await send("GET", await sign("GET"));
  expect(new Uint8Array(await down.arrayBuffer())).toEqual(photo);
  expect(await storedFiles()).toHaveLength(1);
});

test("[RELAY-115] a connection that breaks in the middle loses nothing that had arrived", async () => {
  const request = httpRequest(`${relay.origin}${blobPath(doc, hash)}`, {
    method: "PUT",
    headers: { authorization: await sign("PUT"), "content-length": photo.length },
  });
  request.on("error", () => undefined);
  request.write(photo.slice(0, 120_000));
  await expect.poll(offsetNow, { timeout: 20_000 }).toBe("120000");
  request.destroy();
  await expect
    .poll(async () => (await sendPart(120_000, photo.length)).status, { timeout: 20_000 })
    .toBe(201);
  const down = await send("GET", await sign("GET"));
  expect(new Uint8Array(await down.arrayBuffer())).toEqual(photo);
});

test("[RELAY-115] a device that comes back takes over from its own upload that hangs", async () => {
  const hanging = httpRequest(`${relay.origin}${blobPath(doc, hash)}`, {
    method: "PUT",
    headers: { authorization: await sign("PUT"), "content-length": photo.length },
  });
  hanging.on("error", () => undefined);
  hanging.write(photo.slice(0, 50_000));
  await expect.poll(offsetNow, { timeout: 20_000 }).toBe("50000");
  expect((await sendPart(50_000, photo.length)).status).toBe(201);
  hanging.destroy();
  expect(await storedFiles()).toHaveLength(1);
});

test("[RELAY-116] the last part decides: what is not what its name says leaves nothing, and can come again", async () => {
  expect((await sendPart(0, 60_000)).status).toBe(202);
  const forged = await send("PUT", await sign("PUT"), photo.slice(0, 140_000), blobPath(doc, hash), {
    "upload-offset": "60000",
    "upload-length": "200000",
  });
  expect(forged.status).toBe(422);
  expect(await storedFiles()).toEqual([]);
  expect((await send("PUT", await sign("PUT"), photo)).status).toBe(201);
});

test("[RELAY-117] lengths that contradict each other are refused", async () => {
  const withHeaders = async (headers: Readonly<Record<string, string>>): Promise<number> =>
    (await send("PUT", await sign("PUT"), photo.slice(0, 10), blobPath(doc, hash), headers)).status;
  expect(await withHeaders({ "upload-offset": "-1" })).toBe(400);
  expect(await withHeaders({ "upload-offset": "1e9" })).toBe(400);
  expect(await withHeaders({ "upload-offset": "5", "upload-length": "10" })).toBe(400);
  expect(await storedFiles()).toEqual([]);
});

test("[RELAY-118] an app from another relay's address may ask, with its signature and nothing else", async () => {
  const ask = (origin: string): Promise<Response> =>
    fetch(`${relay.origin}${blobPath(doc, hash)}`, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "PUT" },
    });
  const known = relay.origin.replace("localhost", "127.0.0.1");
  const asked = await ask(known);
  expect(asked.status).toBe(204);
  expect(asked.headers.get("access-control-allow-origin")).toBe(known);
  expect(asked.headers.get("access-control-allow-credentials")).toBeNull();
  expect(asked.headers.get("access-control-allow-headers")).toContain("Upload-Offset");
  const foreign = await ask("https://elsewhere.example");
  expect(foreign.headers.get("access-control-allow-origin")).toBeNull();
});
