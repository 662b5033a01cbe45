/** What the dashboard and the alert rules look at is there; readiness and doctor say what is wrong. */
import { readFileSync } from "node:fs";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { programVersion } from "#relay/version";
import type { TestRelay } from "#tests/support/relay-process";
import { memoryStore, startTestRelay } from "#tests/support/relay-process";

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

test("[RELAY-84] readiness fails while the store does not answer", async () => {
  const store = memoryStore();
  let isBroken = false;
  const broken = await startTestRelay({
    store: { ...store, ping: () => (isBroken ? Promise.reject(new Error("gone")) : store.ping()) },
  });
  expect((await fetch(`${broken.origin}/readyz`)).status).toBe(200);
  isBroken = true;
  const answer = await fetch(`${broken.origin}/readyz`);
  expect([answer.status, await answer.text()]).toEqual([503, "the store does not answer\n"]);
  expect((await fetch(`${broken.origin}/healthz`)).status).toBe(200);
  await broken.close();
});

test("the program's version is its package's", () => {
  expect(readText("package.json")).toContain(`"version": "${programVersion}"`);
});
