/** The release archive: unpacked somewhere else it runs, without npm and without this checkout. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { chmod, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packRelease } from "../../scripts/release.mjs";
import type { BuiltRelay } from "#tests/support/built-relay";
import { buildRelayFor } from "#tests/support/built-relay";
import { temporaryFolder } from "#tests/support/relay-process";

let built: BuiltRelay;
let home: string;
let installed: string;

beforeAll(async () => {
  built = await buildRelayFor("release");
  home = await temporaryFolder();
  const client = join(home, "client");
  await mkdir(client);
  await writeFile(join(client, "index.html"), "<!doctype html><title>the app</title>");
  const archive = packRelease({ relay: built.folder, client, out: join(home, "out") });
  await mkdir(join(home, "opt"));
  execFileSync("tar", ["-C", join(home, "opt"), "-xzf", archive]);
  const [name = ""] = await readdir(join(home, "opt"));
  installed = join(home, "opt", name);
}, 240_000);
afterAll(async () => {
  await built.remove();
  await rm(home, { recursive: true, force: true });
});

const environment = (data: string) => ({
  PATH: process.env["PATH"],
  ...{ HOST: "127.0.0.1", PORT: "0", EVENTKIT_DATA: data, EVENTKIT_MDNS: "off", EVENTKIT_TLS: "off" },
});

test("[RELAY-189] the archive runs where it was unpacked: app, health and commands", async () => {
  const data = join(home, "data");
  const relay = spawn(join(installed, "bin/eventkit"), [], {
    cwd: "/",
    env: environment(data),
    stdio: ["ignore", "ignore", "pipe"],
  });
  let errors = "";
  const port = await new Promise<string>((resolve, reject) => {
    relay.stderr.on("data", (text: Buffer) => {
      errors += text.toString();
      const found = /"event":"relay.started","port":(\d+)/.exec(errors)?.[1];
      if (found !== undefined) resolve(found);
    });
    relay.once("close", () => reject(new Error(errors)));
  });
  const origin = `http://localhost:${port}`;
  expect(await (await fetch(`${origin}/healthz`)).text()).toBe("ok\n");
  expect(await (await fetch(`${origin}/readyz`)).text()).toBe("ready\n");
  expect(await (await fetch(origin)).text()).toContain("the app");
  const run = (...words: readonly string[]) =>
    spawnSync(join(installed, "bin/eventkit"), words, { cwd: "/", env: environment(data), encoding: "utf8" });
  expect(run("backup", join(home, "backup"))).toMatchObject({ status: 0, stderr: "" });
  expect(run("help").stdout).toContain("company export");
  const ended = new Promise((resolve) => relay.once("close", resolve));
  relay.kill("SIGTERM");
  expect(await ended).toBe(0);
});

test("[RELAY-207] it is started so that the C library gives large buffers back, unless its operator says otherwise", async () => {
  const fake = join(home, "fake");
  await mkdir(fake);
  await writeFile(join(fake, "node"), '#!/bin/sh\necho "$MALLOC_MMAP_THRESHOLD_"\n');
  await chmod(join(fake, "node"), 0o755);
  const started = (settings: Record<string, string>): string =>
    spawnSync(join(installed, "bin/eventkit"), ["help"], {
      env: { PATH: `${fake}:${process.env["PATH"] ?? ""}`, ...settings },
      encoding: "utf8",
    }).stdout;
  expect(started({})).toBe("131072\n");
  expect(started({ MALLOC_MMAP_THRESHOLD_: "1048576" })).toBe("1048576\n");
});

test("[RELAY-189] it holds what runs and what an operator reads, and no package of the app or of the tests", async () => {
  const packages = await readdir(join(installed, "node_modules"));
  expect(packages).toEqual(expect.arrayContaining(["hono", "libsql", "ws", "pg", "valibot"]));
  expect(packages.filter((name) => /^(solid-js|vitest|vite|typescript|@automerge)$/.test(name))).toEqual([]);
  expect((await readdir(installed)).sort()).toEqual(
    ["LICENSE", "bin", "deploy", "dist", "docs", "node_modules", "package.json"].sort(),
  );
});
