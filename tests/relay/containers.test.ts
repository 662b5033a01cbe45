/**
 * Dockerfile, compose files and units without a container engine: what they name is there, settings are the relay's,
 * nothing runs as root, and the image's commands run as an unprivileged user on a tree it cannot write.
 */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { chmod, copyFile, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { BlockList, isIP } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { check } from "prettier";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packRelease } from "../../scripts/release.mjs";
import type { BuiltRelay } from "#tests/support/built-relay";
import { buildRelayFor } from "#tests/support/built-relay";
import { temporaryFolder } from "#tests/support/relay-process";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const matches = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, found]) => found ?? "");

const settings = new Set(matches(read("relay/config.ts"), /^ {2}([A-Z][A-Z0-9_]+): setting\(/gm));
/** Instructions with their continued lines put together. */
const dockerfile = read("Dockerfile")
  .replace(/^#.*\n/gm, "")
  .replace(/\\\n\s*/g, "");
const instructions = (name: string): readonly string[] =>
  matches(dockerfile, new RegExp(`^${name} (.*)$`, "gm"));
const wordsIn = (json: string): readonly string[] => v.parse(v.array(v.string()), JSON.parse(json));
const composeFiles = ["deploy/compose/caddy.yaml", "deploy/compose/postgres.yaml"];

describe("[RELAY-209] the image", () => {
  test("is made of what is there and of nothing else", () => {
    const allowed = new Set(matches(read(".dockerignore"), /^!(.*)$/gm));
    const sources = instructions("COPY")
      .filter((words) => !words.includes("--from="))
      .flatMap((words) => words.split(" ").slice(0, -1));
    expect(sources.length).toBeGreaterThan(10);
    for (const source of sources) {
      expect(existsSync(join(root, source)), source).toBe(true);
      expect(allowed.has(source) || allowed.has(dirname(source)), source).toBe(true);
    }
    // What the release packs and what tells whether the build is fresh is all among it.
    const needed = [
      ...matches(read("scripts/release.mjs"), /for \(const each of \[(.*)\]\)/g),
      read("scripts/build.mjs"),
    ];
    const named = matches(
      needed.join("\n"),
      /"((?:[\w.-]+\/)*[\w.-]+\.(?:ts|json)|client|relay|shared|scripts|deploy|docs\/operate|LICENSE)"/g,
    );
    // What a build makes may lie there already.
    const written = named.filter((each) => !each.startsWith("dist/") && existsSync(join(root, each)));
    for (const source of written) expect(sources).toContain(source);
  });

  test("has settings of the relay, runs as somebody without rights and keeps data in a volume only", () => {
    const variables = matches(instructions("ENV").join(" "), /\b([A-Z][A-Z0-9_]+)=/g);
    expect(variables.filter((name) => !settings.has(name) && name !== "PATH" && name !== "NODE_ENV")).toEqual(
      [],
    );
    expect(instructions("USER")).toEqual(["node"]);
    expect(dockerfile.lastIndexOf("\nUSER ")).toBeGreaterThan(dockerfile.lastIndexOf("\nFROM "));
    expect(instructions("VOLUME")).toEqual(["/var/lib/eventkit"]);
    expect(dockerfile).toContain("EVENTKIT_DATA=/var/lib/eventkit");
    expect(dockerfile).not.toMatch(/^ADD |curl|wget|sudo/m);
    expect(instructions("FROM").every((words) => words.startsWith("${NODE}"))).toBe(true);
  });
});

test("[RELAY-209] Caddy's address, which the relay believes, is none that is given out by itself", () => {
  const text = read("deploy/compose/caddy.yaml");
  const fixed = /ipv4_address: ([\d.]+)/.exec(text)?.[1] ?? "";
  const [network = "", bits = ""] = (/ip_range: ([\d./]+)/.exec(text)?.[1] ?? "").split("/");
  expect(isIP(fixed)).toBe(4);
  expect(text).toContain(`EVENTKIT_TRUSTED_PROXIES: ${fixed}\n`);
  const givenOut = new BlockList();
  givenOut.addSubnet(network, Number(bits));
  expect(givenOut.check(fixed)).toBe(false);
});

describe.each(composeFiles)("[RELAY-209] %s", (path) => {
  const text = read(path);

  test("can be read, and names settings of the relay and files that are there", async () => {
    expect(await check(text, { parser: "yaml", printWidth: 110 })).toBe(true);
    const relay = /^ {2}relay:\n((?: {4}.*\n|\n)*)/m.exec(text)?.[1] ?? "";
    const variables = matches(relay, /^ {6}([A-Z][A-Z0-9_]+):/gm);
    expect(variables.length).toBeGreaterThan(0);
    expect(variables.filter((name) => !settings.has(name))).toEqual([]);
    for (const file of matches(text, /^ +- (\.\/[^:]+):/gm))
      expect(existsSync(join(root, dirname(path), file)), file).toBe(true);
    expect(text).not.toMatch(/privileged|docker\.sock|network_mode: host|user: root/);
    // Secrets come from whoever starts it.
    expect(matches(text, /(?:PASSWORD|TOKEN): (?!\$\{)(\S+)/g)).toEqual([]);
  });
});

test("[RELAY-209] the container of the relay cannot write, gain rights or be reached past the proxy", () => {
  const text = read("deploy/compose/caddy.yaml");
  const relay = /^ {2}relay:\n((?: {4}.*\n|\n)*)/m.exec(text)?.[1] ?? "";
  for (const line of ["read_only: true", "cap_drop: [ALL]", 'security_opt: ["no-new-privileges:true"]'])
    expect(relay).toContain(line);
  expect(relay).not.toContain("ports:");
  const trusted = /EVENTKIT_TRUSTED_PROXIES: (\S+)/.exec(relay)?.[1];
  expect(text).toContain(`ipv4_address: ${trusted ?? "none"}`);
});

test("[RELAY-209] every setting of the relay stands in the instructions, and the example file has only such", () => {
  const pages = readdirSync(join(root, "docs/operate")).filter((name) => name.endsWith(".md"));
  const text = pages.map((name) => read(`docs/operate/${name}`)).join("\n");
  const documented = new Set(matches(text, /`([A-Z][A-Z0-9_]+)`/g));
  expect([...settings].filter((name) => !documented.has(name))).toEqual([]);
  const example = matches(read("deploy/eventkit.env"), /^([A-Z][A-Z0-9_]+)=/gm);
  expect(example.filter((name) => !settings.has(name))).toEqual([]);
});

const isRoot = process.getuid?.() === 0;
const hasAnalyze = spawnSync("systemd-analyze", ["--version"]).status === 0;

describe.runIf(hasAnalyze)("[RELAY-209] the units", () => {
  test.each(["eventkit.service", "eventkit-backup.service"])(
    "%s is sound and exposed to little",
    async (name) => {
      const folder = await temporaryFolder();
      // The programs are not installed here; what they may do is what is looked at.
      const unit = read(`deploy/${name}`).replace(/^(ExecStart(?:Post)?)=.*$/gm, "$1=/bin/true");
      await writeFile(join(folder, name), unit);
      await copyFile(join(root, "deploy/eventkit-backup.timer"), join(folder, "eventkit-backup.timer"));
      const sound = spawnSync("systemd-analyze", ["verify", join(folder, name)], { encoding: "utf8" });
      expect(sound.stderr).toBe("");
      expect(sound.status).toBe(0);
      const words = ["security", "--offline=yes", "--no-pager", "--threshold=20", join(folder, name)];
      const exposed = spawnSync("systemd-analyze", words, { encoding: "utf8" });
      expect(exposed.stdout).toContain("Overall exposure level");
      expect(exposed.status).toBe(0);
    },
  );
});

describe.runIf(isRoot)("[RELAY-209] as the image runs it", () => {
  let built: BuiltRelay;
  let home: string;
  let installed: string;
  const nobody = "65534";

  beforeAll(async () => {
    built = await buildRelayFor("containers");
    home = await temporaryFolder();
    const client = join(home, "client");
    await mkdir(client);
    await writeFile(join(client, "index.html"), "<!doctype html><title>the app</title>");
    const archive = packRelease({ relay: built.folder, client, out: join(home, "out") });
    installed = join(home, "opt");
    await mkdir(installed);
    execFileSync("tar", ["-C", installed, "-xzf", archive, "--strip-components=1"]);
    execFileSync("chmod", ["-R", "a+rX,a-w", installed]);
    await chmod(home, 0o755);
    await mkdir(join(home, "data"), { mode: 0o700 });
    execFileSync("chown", [nobody, join(home, "data")]);
  }, 240_000);
  afterAll(async () => {
    await built.remove();
    await rm(home, { recursive: true, force: true });
  });

  /** The words as the user nobody, with nothing in the environment but what the image sets. */
  const asNobody = (
    words: readonly string[],
    variables: Readonly<Record<string, string>>,
  ): [string, string[]] => [
    "setpriv",
    [
      ...[`--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups"],
      ...["env", "-i", `PATH=${join(installed, "bin")}:${process.env["PATH"] ?? ""}`],
      ...Object.entries(variables).map(([name, value]) => `${name}=${value}`),
      ...words,
    ],
  ];
  const entry = (): readonly string[] => wordsIn(instructions("ENTRYPOINT")[0] ?? "[]");
  const health = (): readonly string[] =>
    wordsIn(/CMD (\[.*\])/.exec(instructions("HEALTHCHECK")[0] ?? "")?.[1] ?? "[]");

  test("it starts, is healthy, serves the app, takes commands and stops; it has written into its volume alone", async () => {
    const variables = {
      ...{ NODE_ENV: "production", PORT: "0", EVENTKIT_DATA: join(home, "data") },
      ...{ EVENTKIT_TLS: "off", EVENTKIT_MDNS: "off" },
    };
    const [command, words] = asNobody([...entry(), "start"], variables);
    const relay = spawn(command, words, { cwd: "/", stdio: ["ignore", "ignore", "pipe"] });
    let errors = "";
    const port = await new Promise<string>((resolve, reject) => {
      relay.stderr.on("data", (text: Buffer) => {
        errors += text.toString();
        const found = /"event":"relay.started","port":(\d+)/.exec(errors)?.[1];
        if (found !== undefined) resolve(found);
      });
      relay.once("close", () => reject(new Error(errors)));
    });
    const run = (what: readonly string[], more: Readonly<Record<string, string>> = {}) => {
      const [program, rest] = asNobody(what, { ...variables, ...more });
      return spawnSync(program, rest, { cwd: "/", encoding: "utf8" });
    };
    expect(await (await fetch(`http://localhost:${port}`)).text()).toContain("the app");
    expect(run(health(), { PORT: port })).toMatchObject({ status: 0, stderr: "" });
    expect(run([...entry(), "company", "list"])).toMatchObject({ status: 0, stderr: "" });
    expect(run(["touch", join(installed, "here")]).status).not.toBe(0);
    expect(await readdir(join(home, "data"))).toContain("relay.db");
    const ended = new Promise((resolve) => relay.once("close", resolve));
    relay.kill("SIGTERM");
    expect(await ended).toBe(0);
    expect(errors).not.toContain('"level":"error"');
    expect(run(health(), { PORT: port }).status).toBe(1);
  });
});
