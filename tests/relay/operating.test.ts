/** The commands around a relay, run as an operator runs them: real processes on a real folder. */
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import Database from "libsql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toBase64Url } from "#shared/kernel/bytes";
import { must } from "#shared/kernel/result";
import { parseRelayInfo } from "#shared/protocol/enrolment";
import type { BuiltRelay, RelayProcess } from "#tests/support/built-relay";
import { buildRelayFor, spawnRelay } from "#tests/support/built-relay";
import { operate } from "#tests/support/operator-command";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn, fresh } from "#tests/support/relay-company";
import type { KeptRows } from "#relay/storage/signed-rows";
import { openSignedRows } from "#relay/storage/signed-rows";
import { connectLive } from "#tests/support/relay-client";
import { temporaryFolder } from "#tests/support/relay-process";
import { createWriter } from "#tests/support/relay-writer";

let built: BuiltRelay;

beforeAll(async () => {
  built = await buildRelayFor("operating");
}, 120_000);
afterAll(() => built.remove());

interface Filled {
  readonly folder: string;
  readonly relay: RelayProcess;
  readonly origin: string;
  readonly company: TestCompany;
}

/** Where the folder of a company has a file, and the name of one that is on its way. */
const photo = `${"a".repeat(32)}/${createHash("sha256").update("a photo").digest("hex")}`;
const upload = "c".repeat(64);

/** A running relay with one company of three documents, each pushed and receipted. */
const startFilled = async (): Promise<Filled> => {
  const folder = await temporaryFolder();
  const relay = spawnRelay(built, folder);
  const { origin } = await relay.started;
  const info = must(parseRelayInfo(await (await fetch(`${origin}/.well-known/eventkit`)).json()));
  const company = await foundCompanyOn(origin, info.relayKey);
  const device = await connectLive(origin, company.id, company.owner);
  for (let i = 0; i < 3; i++) {
    const writer = await createWriter(company.id, company.owner);
    device.send({ t: "push", parts: [await writer.write()] });
    await device.next("receipt");
  }
  await mkdir(join(folder, "blobs", "1", photo.slice(0, 32)), { recursive: true });
  await writeFile(join(folder, "blobs", "1", photo), "a photo");
  await writeFile(join(folder, "blobs", "1", photo.slice(0, 32), `${upload}.part`), "half a photo");
  return { folder, relay, origin, company };
};

/** Where every log begins. */
const until = { serial: 0, logHash: new Uint8Array(32) };

const stop = async (relay: RelayProcess): Promise<void> => {
  relay.kill("SIGTERM");
  await relay.ended;
};

const chunksSeen = async (origin: string, company: TestCompany): Promise<number> => {
  const device = await connectLive(origin, company.id, company.owner);
  const seen = new Set<string>();
  while (seen.size < 3) seen.add(toBase64Url((await device.next("chunks")).doc));
  return seen.size;
};

describe("[RELAY-150] help teaches, and a mistake in the words does nothing", () => {
  test("help names every command, help on one explains it", async () => {
    const all = await operate(built, "/nowhere", ["--help"]);
    expect(all.code).toBe(0);
    for (const name of ["start", "backup", "restore", "verify", "company list", "company quota", "doctor"]) {
      expect(all.output).toContain(`  ${name}`);
      const one = await operate(built, "/nowhere", [...name.split(" "), "--help"]);
      expect(one.code).toBe(0);
      expect(one.output).toContain(`npm run relay -- ${name}`);
    }
  });

  test.each([
    ["explode"],
    ["backup"],
    ["backup", "a", "b"],
    ["verify", "now"],
    ["restore", "--force"],
    ["company"],
    ["company", "remove"],
    ["company", "quota", "id", "--bytes", "much"],
  ])("%s %s", async (...words) => {
    const folder = join(await temporaryFolder(), "data");
    const { code, errors } = await operate(built, folder, words.filter(Boolean));
    expect(code).toBe(2);
    expect(errors).toMatch(/There is no command|npm run relay --|Commands about one company/);
    await expect(stat(folder)).rejects.toThrow("ENOENT");
  });
});

describe("[RELAY-151] a backup of a running relay, restored elsewhere", () => {
  test("is whole, readable by its owner only, and the restored relay goes on with the company", async () => {
    const { folder, relay, company } = await startFilled();
    const backup = join(await temporaryFolder(), "new", "backup");
    const made = await operate(built, folder, ["backup", backup]);
    expect(made).toMatchObject({ code: 0, errors: "" });
    expect(made.output).toContain(`to ${backup}`);
    await stop(relay);
    expect((await stat(join(backup, "relay.key"))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(backup, `blobs/1/${photo}`), "utf8")).toBe("a photo");
    expect(await readdir(join(backup, `blobs/1/${photo.slice(0, 32)}`))).toEqual([photo.slice(33)]);

    const elsewhere = join(await temporaryFolder(), "data");
    const restored = await operate(built, elsewhere, ["restore", backup]);
    expect(restored).toMatchObject({ code: 0, errors: "" });
    const again = spawnRelay(built, elsewhere);
    const { origin } = await again.started;
    expect(await chunksSeen(origin, company)).toBe(3);
    await stop(again);
    expect((await operate(built, elsewhere, ["verify"])).code).toBe(0);
  });

  test("never overwrites: not a folder with something in it, not a data folder with a database", async () => {
    const { folder, relay } = await startFilled();
    await stop(relay);
    const occupied = await operate(built, folder, ["backup", folder]);
    expect(occupied.code).toBe(4);
    expect(occupied.errors).toContain("is not empty");
    const backup = join(await temporaryFolder(), "backup");
    await operate(built, folder, ["backup", backup]);
    const before = await readFile(join(folder, "relay.db"));
    const over = await operate(built, folder, ["restore", backup]);
    expect(over.code).toBe(4);
    expect(over.errors).toContain("holds a database already");
    expect(await readFile(join(folder, "relay.db"))).toEqual(before);
  });

  test("a backup with a changed, missing or invented file is refused by name, and nothing is written", async () => {
    const { folder, relay } = await startFilled();
    await stop(relay);
    const backup = join(await temporaryFolder(), "backup");
    await operate(built, folder, ["backup", backup]);
    await writeFile(join(backup, `blobs/1/${photo}`), "b photo");
    const target = join(await temporaryFolder(), "data");
    const changed = await operate(built, target, ["restore", backup]);
    expect(changed.code).toBe(6);
    expect(changed.errors).toContain(`blobs/1/${photo}`);
    await expect(stat(target)).rejects.toThrow("ENOENT");

    const list = join(backup, "backup.json");
    const manifest = await readFile(list, "utf8");
    await writeFile(list, manifest.replace(`blobs/1/${photo}`, "../../outside"));
    const escaping = await operate(built, target, ["restore", backup]);
    expect(escaping.code).toBe(6);
    expect(escaping.errors).toContain("not a finished backup");
    await writeFile(list, manifest.replace('"format": 1', '"format": 2'));
    expect((await operate(built, target, ["restore", backup])).errors).toContain("newer version");
    await expect(stat(target)).rejects.toThrow("ENOENT");
  });

  test("a running relay is not restored over", async () => {
    const { folder, relay } = await startFilled();
    const backup = join(await temporaryFolder(), "backup");
    await operate(built, folder, ["backup", backup]);
    const over = await operate(built, folder, ["restore", backup]);
    expect(over.code).toBe(4);
    expect(over.errors).toContain("a relay is running");
    await stop(relay);
  });
});

describe("[RELAY-152] verify reads everything and finds what is wrong", () => {
  test("a sound store, beside a running relay", async () => {
    const { folder, relay, company } = await startFilled();
    const { code, output } = await operate(built, folder, ["verify"]);
    await stop(relay);
    expect(code).toBe(0);
    expect(output).toContain(toBase64Url(company.id));
    expect(output).toContain("3 documents, 3 changes, 1 file: all is well");
  });

  test.each([
    [
      "a changed byte in a change",
      "UPDATE pushes SET body = CAST(substr(body, 1, length(body) - 1) || x'FE' AS BLOB)",
      /Document \S+: a change or its proof is not as it must be/,
    ],
    [
      "a push that cannot be read",
      "UPDATE pushes SET body = CAST(x'FF' || substr(body, 2) AS BLOB)",
      /push at serial 1 cannot be read/,
    ],
    ["a lost push", "DELETE FROM pushes WHERE key % 1099511627776 = 2", /Serial 2 is missing/],
    ["a lost receipt", "UPDATE pushes SET proof = NULL WHERE key % 1099511627776 = 3", /no tip and receipt/],
    ["a lost card", "DELETE FROM cards WHERE no = 1", /has no card/],
    ["a lost genesis", "DELETE FROM membership WHERE no = 2", /membership log/],
    [
      "a swapped running hash",
      "UPDATE pushes SET log_hash = zeroblob(32) WHERE key % 1099511627776 = 1",
      /running hash is wrong at serial 1/,
    ],
  ])("%s", async (_what, sql, expected) => {
    const { folder, relay } = await startFilled();
    await stop(relay);
    const database = new Database(join(folder, "relay.db"));
    expect(database.prepare(sql).run().changes).toBeGreaterThan(0);
    database.close();
    const { code, output } = await operate(built, folder, ["verify"]);
    expect(output).toMatch(expected);
    expect(code).toBe(7);
  });
});

test("[RELAY-153] company list says what the relay can know of each", async () => {
  const { folder, relay, company } = await startFilled();
  const { code, output } = await operate(built, folder, ["company", "list"]);
  await stop(relay);
  expect(code).toBe(0);
  const row = output.split("\n").find((line) => line.startsWith(toBase64Url(company.id)));
  expect(row?.trim().split(/\s+/).slice(1, 5)).toEqual(["1", "1", "3", "3"]);
  const none = await operate(built, await temporaryFolder(), ["company", "list"]);
  expect(none.code).toBe(4);
  expect(none.errors).toContain("there is no database");
});

test("[RELAY-184] company quota sets limits beside a running relay and shows what is used", async () => {
  const { folder, relay, company } = await startFilled();
  const id = toBase64Url(company.id);
  const before = await operate(built, folder, ["company", "quota", id]);
  expect(before).toMatchObject({ code: 0, errors: "" });
  expect(before.output).toMatch(/changes, counted +no limit, 3 used/);
  const limits = ["--bytes", "1.5MB", "--changes", "4", "--connections", "2"];
  const set = await operate(built, folder, ["company", "quota", id, ...limits]);
  expect(set.output).toMatch(/stored +at most 1.5 MB, [\d.]+ (bytes|kB) used/);
  // What has arrived of a file on its way takes room too.
  expect(set.output).toMatch(/files +no limit, 19 bytes used/);
  expect((await operate(built, folder, ["company", "quota", id.slice(1)])).code).toBe(2);
  // The relay reads the limits anew with the next company it opens; this one is open, so it starts again.
  await stop(relay);
  const again = spawnRelay(built, folder);
  const device = await connectLive((await again.started).origin, company.id, company.owner);
  expect((await device.next("space")).use).toMatchObject({
    changes: { used: 3, limit: 4 },
    connections: { used: 1, limit: 2 },
  });
  await stop(again);
});

describe("[RELAY-155] a company is removed for good", () => {
  test("nothing of it can be read from any file afterwards, and its neighbour goes on", async () => {
    const { folder, relay, origin, company } = await startFilled();
    const info = must(parseRelayInfo(await (await fetch(`${origin}/.well-known/eventkit`)).json()));
    const neighbour = await foundCompanyOn(origin, info.relayKey);
    const device = await connectLive(origin, neighbour.id, neighbour.owner);
    const writer = await createWriter(neighbour.id, neighbour.owner);
    device.send({ t: "push", parts: [await writer.write()] });
    await device.next("receipt");
    const id = toBase64Url(company.id);
    const running = await operate(built, folder, ["company", "remove", id]);
    expect(running.code).toBe(4);
    expect(running.errors).toContain("a relay");
    await stop(relay);
    const unknown = await operate(built, folder, ["company", "remove", id.slice(0, 20)]);
    expect(unknown.code).toBe(2);
    expect(unknown.errors).toContain("there is no company");

    const rows = openSignedRows(join(folder, "signed-rows.db"));
    rows.put(1, until, [{ doc: writer.doc, bytes: new Uint8Array(Buffer.from("shown before it is read")) }]);
    rows.close();
    const traces = [
      Buffer.from(company.owner.publicKey),
      Buffer.from("a photo"),
      Buffer.from("shown before"),
    ];
    const holders = async (): Promise<readonly string[]> => {
      const files = await readdir(folder, { recursive: true, withFileTypes: true });
      const holding: string[] = [];
      for (const file of files.filter((each) => each.isFile())) {
        const bytes = await readFile(join(file.parentPath, file.name));
        // What was written last may still lie in a file of writes to come.
        if (traces.some((trace) => bytes.includes(trace))) holding.push(file.name.replace(/-wal$/, ""));
      }
      return holding.sort();
    };
    expect(await holders()).toEqual([photo.slice(33), `${upload}.part`, "relay.db", "signed-rows.db"].sort());
    expect(await operate(built, folder, ["company", "remove", id])).toMatchObject({ code: 0, errors: "" });
    expect(await holders()).toEqual([]);
    const { output, code } = await operate(built, folder, ["verify"]);
    expect(code).toBe(0);
    expect(output).toContain(toBase64Url(neighbour.id));
    expect(output).not.toContain(id);
  });
});

test("[RELAY-155] what another relay over the same log removed is gone from here with the next start", async () => {
  const { folder, relay } = await startFilled();
  await stop(relay);
  const path = join(folder, "signed-rows.db");
  const rows = openSignedRows(path);
  const entry = (text: string): KeptRows => ({ doc: fresh(16), bytes: new Uint8Array(Buffer.from(text)) });
  const here = entry("of a company that is here");
  rows.put(1, until, [here]);
  rows.put(7, until, [entry("of one that is not")]);
  rows.close();
  const again = spawnRelay(built, folder);
  await again.started;
  await stop(again);
  for (const end of ["", "-wal"])
    expect((await readFile(`${path}${end}`).catch(() => Buffer.of())).includes("one that is not")).toBe(
      false,
    );
  const kept = openSignedRows(path);
  expect(kept.get(1, here.doc)).toEqual(here.bytes);
  kept.close();
});

describe("[RELAY-154] doctor says what it found and what to do", () => {
  test("a healthy relay, reached through its public origin", async () => {
    const { folder, relay, origin } = await startFilled();
    const { code, output } = await operate(built, folder, ["doctor"], {
      PUBLIC_ORIGIN: origin,
    });
    await stop(relay);
    expect(output).toContain(`A relay is running on ${folder}`);
    expect(output).toContain(`${origin} leads here`);
    expect(output).toContain("Sockets come through");
    expect(output).not.toContain("PROBLEM");
    expect(code).toBe(0);
  });

  test("another relay behind the public origin, a key others can read, a damaged database", async () => {
    const { relay, origin } = await startFilled();
    const folder = await temporaryFolder();
    await writeFile(join(folder, "relay.key"), new Uint8Array(32), { mode: 0o644 });
    await writeFile(join(folder, "relay.db"), "not a database".repeat(500));
    const { code, output } = await operate(built, folder, ["doctor"], { PUBLIC_ORIGIN: origin });
    await stop(relay);
    expect(output).toMatch(/PROBLEM +public origin +Something else answers/);
    expect(output).toMatch(/PROBLEM +relay key +Others on this machine can read it/);
    expect(output).toMatch(/PROBLEM +database +.*is damaged/);
    expect(code).toBe(7);
  });

  test("a name nobody knows, a certificate nobody trusts, plain http to the world, a proxy nobody believes", async () => {
    const folder = await temporaryFolder();
    const ask = async (settings: Readonly<Record<string, string>>): Promise<string> =>
      (await operate(built, folder, ["doctor"], settings)).output;
    expect(await ask({ PUBLIC_ORIGIN: "https://kit.invalid" })).toMatch(
      /PROBLEM +public origin +https:\/\/kit.invalid: (the name is not known|it does not answer)/,
    );
    expect(await ask({ PUBLIC_ORIGIN: "http://localhost:9" })).toMatch(
      /PROBLEM +public origin +http:\/\/localhost:9: (nothing listens there|it does not answer)/,
    );
    const own = spawnRelay(built, folder, { EVENTKIT_TLS: "local" });
    const { port } = await own.started;
    expect(await ask({ PUBLIC_ORIGIN: `https://localhost:${port}` })).toMatch(
      /PROBLEM +public origin +https:\/\/localhost:\d+: its certificate is not trusted here/,
    );
    const behind = await ask({ PUBLIC_ORIGIN: `http://localhost:${port}` });
    expect(behind).toMatch(/attention +proxy +No proxy is trusted.*EVENTKIT_TRUSTED_PROXIES/);
    const believed = { PUBLIC_ORIGIN: `http://localhost:${port}`, EVENTKIT_TRUSTED_PROXIES: "127.0.0.1" };
    expect(await ask(believed)).toMatch(/ok +proxy +Headers of 127.0.0.1 are believed/);
    await stop(own);
  });

  test("the last backup, and that there was none", async () => {
    const { folder, relay } = await startFilled();
    expect((await operate(built, folder, ["doctor"])).output).toMatch(/attention +backup +None was made/);
    await operate(built, folder, ["backup", join(await temporaryFolder(), "backup")]);
    expect((await operate(built, folder, ["doctor"])).output).toMatch(/ok +backup +The last one was made 20/);
    await stop(relay);
    await writeFile(join(folder, "last-backup.json"), JSON.stringify({ at: 1_700_000_000_000, bytes: 5 }));
    const late = (await operate(built, folder, ["doctor"])).output;
    expect(late).toMatch(/attention +backup +.*days ago: does its timer still run/);
    expect(late).toMatch(/ok +versions +EventKit \d/);
    expect(late).toMatch(/attention +address +This relay does not answer at port/);
  });

  test("nothing there yet is no problem", async () => {
    const { code, output } = await operate(built, join(await temporaryFolder(), "new"), ["doctor"]);
    expect(output).toContain("is not there yet; the first start makes it");
    expect(code).toBe(0);
  });
});
