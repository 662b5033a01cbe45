/** What is said of a log in PostgreSQL, by doctor, to the operator and in the numbers: a real server, a real relay. */
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeFindings, examine } from "#relay/commands/doctor";
import type { BuiltRelay } from "#tests/support/built-relay";
import { buildRelayFor, spawnRelay } from "#tests/support/built-relay";
import type { PostgresServer } from "#tests/support/postgres";
import { startPostgres } from "#tests/support/postgres";
import { temporaryFolder, testConfig } from "#tests/support/relay-process";

let built: BuiltRelay;
let server: PostgresServer;

beforeAll(async () => {
  [built, server] = await Promise.all([buildRelayFor("doctor-postgres"), startPostgres()]);
}, 120_000);
afterAll(async () => {
  await server.remove();
  await built.remove();
});

const ask = async (folder: string, database: string, now = Date.now()): Promise<string> =>
  describeFindings(await examine(testConfig(folder, { EVENTKIT_DATABASE: database }), { now: () => now }));

test("[RELAY-229] doctor looks at the server where the log lies, not at a file nobody uses", async () => {
  const folder = await temporaryFolder();
  const database = await server.createDatabase();
  expect(await ask(folder, database)).toMatch(
    /attention +database +PostgreSQL [\d.]+.* answers; the first start makes/,
  );
  const relay = spawnRelay(built, folder, { EVENTKIT_DATABASE: database });
  await relay.started;
  const words = await ask(folder, database);
  expect(words).toMatch(/ok +database +PostgreSQL [\d.]+.* answers, format \d+\. "verify" reads all of it\./);
  expect(words).toMatch(/ok +backup +PostgreSQL keeps its own/);
  expect(words).toMatch(/ok +clock +20/);
  relay.kill("SIGTERM");
  await relay.ended;

  expect(await ask(folder, database, Date.now() + 3_600_000)).toMatch(
    /PROBLEM +clock +This machine and the database server differ by 60 minutes/,
  );
  const client = new Client({ connectionString: database });
  await client.connect();
  await client.query("INSERT INTO eventkit_schema VALUES (999)");
  await client.end();
  expect(await ask(folder, database)).toMatch(/PROBLEM +database +.*format 999/);
  const nowhere = database.replace(/\/[^/]+$/, "/not-there");
  expect(await ask(folder, nowhere)).toMatch(/PROBLEM +database +.*cannot be used/);
});

test("[RELAY-229] nobody is told to make a backup that the command for it refuses to make", async () => {
  const token = "a token of the operator's";
  const relay = spawnRelay(built, await temporaryFolder(), {
    EVENTKIT_DATABASE: await server.createDatabase(),
    EVENTKIT_OPERATOR_TOKEN: token,
  });
  const { origin } = await relay.started;
  const entered = await fetch(`${origin}/operator`, {
    method: "POST",
    body: new URLSearchParams({ token }),
    headers: { origin },
    redirect: "manual",
  });
  const cookie = (entered.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  const page = await (await fetch(`${origin}/operator`, { headers: { cookie } })).text();
  expect(page).toContain("by PostgreSQL&#39;s own means");
  expect(page).not.toContain("No backup was ever made.");
  const numbers = await (await fetch(`${origin}/metrics`)).text();
  expect(numbers).toContain("eventkit_database_bytes");
  expect(numbers).not.toContain("eventkit_last_backup_seconds");
  relay.kill("SIGTERM");
  await relay.ended;
});
