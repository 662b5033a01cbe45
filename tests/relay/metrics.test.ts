/** What the dashboard and the alert rules look at is there; readiness and doctor say what is wrong. */
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createInlineStore } from "#relay/storage/inline-store";
import type { LogStore } from "#relay/storage/log-store";
import { openDatabase } from "#relay/storage/open-database";
import { createSqliteLog } from "#relay/storage/sqlite-log";
import { programVersion } from "#relay/version";
import { must } from "#shared/kernel/result";
import type { TestRelay } from "#tests/support/relay-process";
import { memoryStore, startTestRelay, temporaryFolder } from "#tests/support/relay-process";

/** What Grafana's import looks at (dashboard JSON model). */
const dashboardSchema = v.object({
  title: v.string(),
  uid: v.string(),
  panels: v.pipe(
    v.array(
      v.object({
        id: v.number(),
        title: v.string(),
        gridPos: v.object({ x: v.number(), y: v.number(), w: v.number(), h: v.number() }),
        targets: v.pipe(v.array(v.object({ expr: v.string() })), v.minLength(1)),
      }),
    ),
    v.minLength(4),
  ),
});

let relay: TestRelay;

beforeAll(async () => {
  relay = await startTestRelay();
});
afterAll(() => relay.close());

const readText = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

const expressions = {
  "the alert rules": readText("docs/operate/alerts.yml")
    .split("\n")
    .filter((line) => line.trim().startsWith("expr:")),
  "the dashboard": [...readText("docs/operate/grafana-dashboard.json").matchAll(/"expr": "(.*)"/g)].map(
    ([, expression]) => expression ?? "",
  ),
};

describe("[BKG-12] [RELAY-187] every number is in /metrics of a relay", () => {
  test.each(Object.entries(expressions))("%s", async (_, found) => {
    const text = await (await fetch(`${relay.origin}/metrics`)).text();
    const known = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
    const named = found
      .flatMap((expression) => [...expression.matchAll(/\b(?:eventkit|process|nodejs)_[a-z0-9_]+/g)])
      .map(([name]) => name.replace(/_(bucket|sum|count)$/, ""));
    expect(named.length).toBeGreaterThan(8);
    expect([...new Set(named)].filter((name) => !known.has(name))).toEqual([]);
  });

  test("they have values", async () => {
    const text = await (await fetch(`${relay.origin}/metrics`)).text();
    expect(text).toContain(`eventkit_info{version="${programVersion}"} 1`);
    expect(text).toMatch(/^eventkit_disk_free_bytes [1-9]\d+/m);
    expect(text).toMatch(/^eventkit_companies 0$/m);
    expect(text).toMatch(/^eventkit_last_backup_seconds 0$/m);
  });
});

test("[BKG-12] the dashboard can be imported as it is: a title, an address of its own, panels that each ask for something and lie beside each other", () => {
  const dashboard: unknown = JSON.parse(readText("docs/operate/grafana-dashboard.json"));
  const { title, uid, panels } = v.parse(dashboardSchema, dashboard);
  expect([title, uid]).not.toContain("");
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, at) => `${x + (at % w)}/${y + Math.floor(at / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
  expect(Math.max(...panels.map(({ gridPos }) => gridPos.x + gridPos.w))).toBeLessThanOrEqual(24);
});

/** Asks at once, and again when the relay looks at its store anew. */
const readinessBefore = async (store: LogStore, breakStore: () => void): Promise<void> => {
  let later = 0;
  const relay = await startTestRelay({ store, clock: { now: () => Date.now() + later } });
  expect((await fetch(`${relay.origin}/readyz`)).status).toBe(200);
  breakStore();
  later = 1_000;
  const answer = await fetch(`${relay.origin}/readyz`);
  expect([answer.status, await answer.text()]).toEqual([503, "the store does not answer\n"]);
  expect((await fetch(`${relay.origin}/healthz`)).status).toBe(200);
  await relay.close();
};

test("[RELAY-84] readiness fails while the store does not answer", async () => {
  const store = memoryStore();
  let isBroken = false;
  const breaking: LogStore = {
    ...store,
    ping: () => (isBroken ? Promise.reject(new Error("gone")) : store.ping()),
  };
  await readinessBefore(breaking, () => (isBroken = true));
});

test("[RELAY-84] readiness fails while nothing can be written, although all can still be read", async () => {
  const database = must(openDatabase(join(await temporaryFolder(), "relay.db")));
  await readinessBefore(createInlineStore(createSqliteLog(database)), () =>
    database.exec("PRAGMA query_only = ON"),
  );
});

test("[RELAY-84] readiness is a write that reached the disk, one in a second however many ask", async () => {
  const path = join(await temporaryFolder(), "relay.db");
  let now = 0;
  const relay = await startTestRelay({ store: memoryStore(path), clock: { now: () => now } });
  const written = (): number => statSync(`${path}-wal`).size;
  /** A page and what stands in front of it. */
  const oneWrite = 4_096 + 24;
  const askThrice = async (): Promise<void> => {
    for (let asked = 0; asked < 3; asked++) expect((await fetch(`${relay.origin}/readyz`)).status).toBe(200);
  };
  const before = written();
  await askThrice();
  const once = written();
  expect(once - before).toBe(oneWrite);
  now = 1_000;
  await askThrice();
  expect(written() - once).toBe(oneWrite);
  await relay.close();
});

test("the program's version is its package's", () => {
  expect(readText("package.json")).toContain(`"version": "${programVersion}"`);
});
