import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listStaticFiles } from "#relay/http/static-files";
import type { TestRelay } from "#tests/support/relay-process";
import { startTestRelay, temporaryFolder } from "#tests/support/relay-process";
import { request } from "node:http";

let relay: TestRelay;
const script = "console.log('EventKit');".repeat(50);

beforeAll(async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "index.html"), "<!doctype html><title>EventKit</title>");
  await writeFile(join(folder, "sw.js"), "self.skipWaiting;");
  await writeFile(join(folder, "assets", "index-a1b2c3.js"), script);
  await writeFile(join(folder, "assets", "index-a1b2c3.js.br"), brotliCompressSync(script));
  await writeFile(join(folder, "assets", "index-a1b2c3.js.gz"), gzipSync(script));
  await writeFile(join(folder, "secret.key"), "secret");
  relay = await startTestRelay(
    { files: await listStaticFiles(folder) },
    { PUBLIC_ORIGIN: "https://kit.example.org" },
  );
});
afterAll(() => relay.close());

/** As on the wire: nothing decodes the body, and the path is sent as given. */
const rawGet = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port: relay.port, path, method, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) }),
      );
    });
    sent.on("error", reject);
    sent.end();
  });

describe("[RELAY-80] files of the app", () => {
  test("hashed names are cached for ever, pages and the worker are asked again every time", async () => {
    const caching = async (path: string): Promise<unknown> => (await rawGet(path)).headers["cache-control"];
    expect(await caching("/assets/index-a1b2c3.js")).toBe("public, max-age=31536000, immutable");
    expect(await caching("/")).toBe("no-cache");
    expect(await caching("/sw.js")).toBe("no-cache");
  });

  test("compressed as the browser accepts it, each form with its own tag", async () => {
    const br = await rawGet("/assets/index-a1b2c3.js", { "accept-encoding": "gzip, br" });
    expect(br.headers).toMatchObject({ "content-encoding": "br", vary: "Accept-Encoding" });
    expect(brotliDecompressSync(br.body).toString()).toBe(script);
    const gzip = await rawGet("/assets/index-a1b2c3.js", { "accept-encoding": "gzip, br;q=0" });
    expect(gzip.headers["content-encoding"]).toBe("gzip");
    const plain = await rawGet("/assets/index-a1b2c3.js");
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(plain.body.toString()).toBe(script);
    expect(new Set([br, gzip, plain].map(({ headers }) => headers["etag"])).size).toBe(3);
  });

  test("an unchanged file is not sent again", async () => {
    const { headers } = await rawGet("/");
    const again = await rawGet("/", { "if-none-match": String(headers["etag"]) });
    expect([again.status, again.body.length]).toEqual([304, 0]);
    expect((await rawGet("/", { "if-none-match": '"other"' })).status).toBe(200);
  });

  test("routes of the app get its page, missing files do not", async () => {
    for (const route of ["/events/0123", "/stock", "/j"]) {
      const answer = await rawGet(route);
      expect([answer.status, answer.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
    }
    for (const missing of ["/assets/gone-123.js", "/missing.png", "/assets/nothing"]) {
      expect((await rawGet(missing)).status).toBe(404);
    }
  });

  test("nothing beside the list is served, whatever the path", async () => {
    for (const path of [
      "/secret.key",
      "/../package.json",
      "/assets/../secret.key",
      "/%2e%2e/package.json",
      "/..%2fsecret.key",
      "//etc/passwd",
      "/assets/index-a1b2c3.js.br",
    ]) {
      const { body } = await rawGet(path);
      expect(body.toString()).not.toContain("secret");
      expect(body.toString()).not.toContain("eventkit");
    }
  });

  test("HEAD answers without a body", async () => {
    const { status, body, headers } = await rawGet("/", {}, "HEAD");
    expect([status, body.length, typeof headers["etag"]]).toEqual([200, 0, "string"]);
  });
});

test("[RELAY-81] pages carry a policy without inline code or eval, and every answer the protective headers", async () => {
  const { headers } = await rawGet("/events");
  const policy = String(headers["content-security-policy"]);
  expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
  expect(policy).toContain("connect-src 'self' https: wss:");
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy).not.toMatch(/'unsafe-(inline|eval)'/);
  for (const path of ["/", "/assets/index-a1b2c3.js", "/api/v1/nothing", "/A/ABC", "/healthz"]) {
    const { headers: own } = await rawGet(path);
    expect(own).toMatchObject({ "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" });
    expect(own["permissions-policy"]).toContain("camera=(self)");
  }
});

test("[RELAY-82] only the public name is pinned to https", async () => {
  const pinned = async (host: string): Promise<unknown> =>
    (await rawGet("/", { host })).headers["strict-transport-security"];
  expect(await pinned("kit.example.org")).toBe("max-age=31536000");
  expect(await pinned("localhost:8787")).toBeUndefined();
});

test("[SCN-17] [CAS-08] a label opens a page without the app, also as a phone's camera opens it from a case label", async () => {
  const english = { "accept-language": "en" };
  const own = await rawGet("/A/MD3APWDD008J4CT4ANK7F24S62", english);
  const ofCase = await rawGet("/A/MD3APWDD008J4CT4ANK7F24S62/K7Q2", english);
  for (const answer of [own, ofCase]) {
    expect(answer.status).toBe(200);
    expect(answer.headers["content-type"]).toContain("text/html");
  }
  const page = own.body.toString();
  expect(ofCase.body.toString()).toBe(page);
  // What a finder needs: whose it is not, what to do, and the way in for those who work here.
  expect(page).toContain("<h1");
  expect(page).toMatch(/<a class="action" href="\/">/);
  expect(page).not.toContain("MD3APWDD008J4CT4ANK7F24S62");
});

test("[RELAY-83] every label answers the same page, in the reader's language, and is limited per address", async () => {
  const german = { "accept-language": "de-DE,de;q=0.9,en;q=0.5" };
  const one = await rawGet("/A/MD3APWDD008J4CT4ANK7F24S62", german);
  const two = await rawGet("/a/nonsense", german);
  expect(one.status).toBe(200);
  expect(one.body.toString()).toBe(two.body.toString());
  expect(one.body.toString()).toContain('<html lang="de">');
  expect(one.body.toString()).toContain('name="robots" content="noindex"');
  expect(one.body.toString()).not.toContain("<script");
  expect((await rawGet("/A/X", { "accept-language": "fr" })).body.toString()).toContain('<html lang="en">');
  const statuses = [];
  for (let i = 0; i < 70; i++) statuses.push((await rawGet(`/A/${i}`)).status);
  expect(statuses.at(0)).toBe(200);
  expect(statuses.at(-1)).toBe(429);
});

test("[RELAY-84] health, readiness and numbers", async () => {
  expect((await rawGet("/healthz")).body.toString()).toBe("ok\n");
  expect((await rawGet("/readyz")).body.toString()).toBe("ready\n");
  expect((await rawGet("/metrics")).body.toString()).toContain("eventkit_changes_total 0");
  const guarded = await startTestRelay({}, { EVENTKIT_METRICS_TOKEN: "0123456789abcdef" });
  const status = async (headers: Record<string, string>): Promise<number> =>
    (await fetch(`${guarded.origin}/metrics`, { headers })).status;
  expect(await status({})).toBe(403);
  expect(await status({ authorization: "Bearer 0123456789abcdef" })).toBe(200);
  await guarded.close();
});
