/** The PostgreSQL store against the contract of every store, and what only a server can do to it. */
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { must, ok } from "#shared/kernel/result";
import type { LogStore } from "#relay/storage/log-store";
import { openPostgres } from "#relay/storage/open-postgres";
import { readPostgresLog } from "#relay/storage/postgres-log";
import type { OpenPostgresProblem } from "#relay/storage/open-postgres";
import type { Result } from "#shared/kernel/result";
import type { PostgresServer } from "#tests/support/postgres";
import { startPostgres } from "#tests/support/postgres";
import { describeRelayStore } from "./relay-store";

let server: PostgresServer;

beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server.remove());

/** For a relay that lets nobody else in. */
const openAlone = async (
  url: string,
  onLost: (problem: Error) => void = () => undefined,
): Promise<Result<LogStore, OpenPostgresProblem>> => {
  const opened = await openPostgres(url, { isShared: false, leaseMs: 5_000, onLost });
  return opened.ok ? ok(opened.value.store) : opened;
};
const openStore = async (url: string): Promise<LogStore> => must(await openAlone(url));

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
  const opened = await Promise.all(Array.from({ length: 4 }, () => openAlone(url)));
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
  expect(await openAlone(url)).toEqual({
    ok: false,
    error: { type: "PostgresTooNew", version: 99 },
  });
});

test("[STORE] a relay alone may bring what is in a company before the company, as when it is taken in from a file", async () => {
  const url = await server.createDatabase();
  const store = await openStore(url);
  const entry = { type: "membership", company: 9, entry: Uint8Array.of(1) } as const;
  must(await store.append([entry]));
  must(await store.append([entry, { type: "company", company: 9, id: new Uint8Array(32) }]));
  must(await store.append([entry]));
  expect(await store.membership(9)).toHaveLength(3);
  await store.close();
});

test("[STORE] beside a running relay only what the operator allows a company can be written", async () => {
  const url = await server.createDatabase();
  const store = await openStore(url);
  must(await store.append([{ type: "company", company: 1, id: new Uint8Array(32) }]));
  const beside = readPostgresLog(url);
  const quota = { bytes: 5, changes: null, files: null, connections: null };
  must(await beside.append([{ type: "quota", company: 1, quota }]));
  expect(await store.quota(1)).toEqual(quota);
  expect(await beside.append([{ type: "membership", company: 1, entry: Uint8Array.of(1) }])).toEqual({
    ok: false,
    error: { type: "Fenced", companies: [1] },
  });
  await beside.close();
  await store.close();
});

test("[STORE] an address where nothing answers is said, not waited for", async () => {
  const opened = await openAlone("postgres://eventkit@127.0.0.1:1/none");
  expect(opened).toMatchObject({ ok: false, error: { type: "PostgresUnreachable" } });
});

test("[STORE] a server that dies fails the write; when it is back, exactly what was settled is there", async () => {
  const own = await startPostgres();
  try {
    const url = await own.createDatabase();
    const lost: Error[] = [];
    const store = must(await openAlone(url, (problem) => lost.push(problem)));
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
