/** The PostgreSQL store against the contract of every store, and what only a server can do to it. */
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { must } from "#shared/kernel/result";
import type { LogStore } from "#relay/storage/log-store";
import { openPostgresLog } from "#relay/storage/postgres-log";
import type { PostgresServer } from "#tests/support/postgres";
import { startPostgres } from "#tests/support/postgres";
import { describeRelayStore } from "./relay-store";

let server: PostgresServer;

beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server.remove());

const openStore = async (url: string): Promise<LogStore> => must(await openPostgresLog(url, () => undefined));

describeRelayStore("PostgreSQL", async () => {
  const url = await server.createDatabase();
  const store = await openStore(url);
  return {
    store,
    reopen: async () => {
      await store.close();
      return openStore(url);
    },
  };
});

test("[STORE] of relays that start together on one database one gets it, and the next one when it is gone", async () => {
  const url = await server.createDatabase();
  const opened = await Promise.all(Array.from({ length: 4 }, () => openPostgresLog(url, () => undefined)));
  const stores = opened.flatMap((each) => (each.ok ? [each.value] : []));
  const refusals = opened.flatMap((each) => (each.ok ? [] : [each.error.type]));
  expect(stores).toHaveLength(1);
  expect(refusals).toEqual(["PostgresInUse", "PostgresInUse", "PostgresInUse"]);
  await stores[0]?.close();
  await (await openStore(url)).close();
});

test("[STORE] a database of a newer version is refused and left alone", async () => {
  const url = await server.createDatabase();
  await (await openStore(url)).close();
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query("INSERT INTO eventkit_schema VALUES (99)");
  await client.end();
  expect(await openPostgresLog(url, () => undefined)).toEqual({
    ok: false,
    error: { type: "PostgresTooNew", version: 99 },
  });
});

test("[STORE] an address where nothing answers is said, not waited for", async () => {
  const opened = await openPostgresLog("postgres://eventkit@127.0.0.1:1/none", () => undefined);
  expect(opened).toMatchObject({ ok: false, error: { type: "PostgresUnreachable" } });
});

test("[STORE] a server that dies fails the write; when it is back, exactly what was settled is there", async () => {
  const own = await startPostgres();
  try {
    const url = await own.createDatabase();
    const lost: Error[] = [];
    const store = must(await openPostgresLog(url, (problem) => lost.push(problem)));
    must(await store.append([{ type: "company", company: 1, id: new Uint8Array(32) }]));
    must(await store.append([{ type: "membership", company: 1, entry: Uint8Array.of(1) }]));
    await own.kill();
    const failed = await store.append([{ type: "membership", company: 1, entry: Uint8Array.of(2) }]);
    expect(failed).toMatchObject({ ok: false, error: { type: "StoreBroken" } });
    expect(lost).toHaveLength(1);
    await own.start();
    expect(await store.membership(1)).toEqual([Uint8Array.of(1)]);
    must(await store.append([{ type: "membership", company: 1, entry: Uint8Array.of(3) }]));
    expect(await store.membership(1)).toEqual([Uint8Array.of(1), Uint8Array.of(3)]);
    await store.close();
  } finally {
    await own.remove();
  }
}, 60_000);
