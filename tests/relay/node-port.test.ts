/** The port on which relays over one log reach each other, tried by somebody who is none of them. */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { systemClock } from "#relay/platform";
import { createNodeProof } from "#relay/http/node-proof";
import { relaySigner } from "#relay/relay-key";
import { must } from "#shared/kernel/result";
import { openPostgres } from "#relay/storage/open-postgres";
import type { PostgresServer } from "#tests/support/postgres";
import { startPostgres } from "#tests/support/postgres";
import type { TestRelay } from "#tests/support/relay-process";
import { startTestRelay } from "#tests/support/relay-process";

let server: PostgresServer;
let relay: TestRelay;
let address: string;
const key = relaySigner(randomBytes(32));

beforeAll(async () => {
  server = await startPostgres();
  const database = await server.createDatabase();
  const opened = must(
    await openPostgres(database, { isShared: true, leaseMs: 5_000, onLost: () => undefined }),
  );
  let told = "";
  const ownership = {
    ...opened.ownership,
    join: (at: string | null, events: Parameters<typeof opened.ownership.join>[1]) => {
      told = at ?? "";
      return opened.ownership.join(at, events);
    },
  };
  relay = await startTestRelay(
    { store: opened.store, ownership, key },
    {
      EVENTKIT_DATABASE: database,
      EVENTKIT_BLOBS: "blobs",
      EVENTKIT_NODE_ADDRESS: "http://127.0.0.1:0",
    },
  );
  address = told;
}, 60_000);
afterAll(async () => {
  await relay.close();
  await server.remove();
});

const client = { address: "192.0.2.1", encrypted: false, host: "kit.example.org" };
const path = "/.well-known/eventkit";

const ask = async (headers: Readonly<Record<string, string>>): Promise<number> =>
  (await fetch(`${address}${path}`, { headers })).status;

const openSocket = (headers: Readonly<Record<string, string>>): Promise<string> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`${address.replace("http", "ws")}/nodes/sync`, { headers });
    socket.on("open", () => {
      socket.terminate();
      resolve("open");
    });
    socket.on("unexpected-response", (_request, response) => resolve(String(response.statusCode)));
    socket.on("error", () => undefined);
  });

test("[NODE-10] without a proof nothing is answered, with one it is, once", async () => {
  const proof = await createNodeProof(key, systemClock);
  expect(await ask({})).toBe(403);
  const headers = proof.headers("GET", path, client);
  expect(await ask(headers)).toBe(200);
  expect(await ask(headers)).toBe(403);
  expect(await openSocket({})).toBe("403");
  expect(await openSocket(proof.headers("GET", "/nodes/sync", client))).toBe("open");
});

test("[NODE-10] a proof is for this key, this request, this client and this minute", async () => {
  const own = await createNodeProof(key, systemClock);
  const stranger = await createNodeProof(relaySigner(randomBytes(32)), systemClock);
  expect(await ask(stranger.headers("GET", path, client))).toBe(403);
  expect(await ask(own.headers("POST", path, client))).toBe(403);
  expect(await ask(own.headers("GET", "/other", client))).toBe(403);
  const other = JSON.stringify({ ...client, address: "192.0.2.2" });
  expect(await ask({ ...own.headers("GET", path, client), "x-eventkit-client": other })).toBe(403);
  const late = await createNodeProof(key, { now: () => systemClock.now() - 61_000 });
  expect(await ask(late.headers("GET", path, client))).toBe(403);
  expect(await ask({ "x-eventkit-node": "..", "x-eventkit-client": "{" })).toBe(403);
});

test("[NODE-10] the public port does not believe who says to speak for somebody", async () => {
  const proof = await createNodeProof(key, systemClock);
  const headers = proof.headers("GET", "/metrics", { ...client, address: "127.0.0.1" });
  expect((await fetch(`${relay.origin}/nodes/sync`, { headers })).status).not.toBe(101);
  const socket = new WebSocket(`${relay.origin.replace("http", "ws")}/nodes/sync`, {
    headers: proof.headers("GET", "/nodes/sync", client),
  });
  const status = await new Promise((resolve) => {
    socket.on("unexpected-response", (_request, response) => resolve(response.statusCode));
    socket.on("error", () => undefined);
  });
  expect(status).toBe(404);
});
