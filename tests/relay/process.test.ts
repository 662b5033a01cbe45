import { readFile, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { must } from "#shared/kernel/result";
import { parseRelayInfo } from "#shared/protocol/enrolment";
import type { BuiltRelay } from "#tests/support/built-relay";
import { buildRelayFor, spawnRelay } from "#tests/support/built-relay";
import { operate } from "#tests/support/operator-command";
import type { PostgresServer } from "#tests/support/postgres";
import { startPostgres } from "#tests/support/postgres";
import { foundCompanyOn } from "#tests/support/relay-company";
import { connectLive } from "#tests/support/relay-client";
import { temporaryFolder } from "#tests/support/relay-process";
import { createWriter } from "#tests/support/relay-writer";

let built: BuiltRelay;

beforeAll(async () => {
  built = await buildRelayFor("process");
}, 120_000);
afterAll(() => built.remove());

const relayKey = async (origin: string) =>
  must(parseRelayInfo(await (await fetch(`${origin}/.well-known/eventkit`)).json())).relayKey;

describe("[RELAY-100] a relay that cannot start says so in a sentence, fails, and damages nothing", () => {
  test("wrong settings, all of them at once", async () => {
    const { code, errors } = await spawnRelay(built, "", {
      PORT: "eighty",
      PUBLIC_ORIGIN: "kit.example.org/app",
      EVENTKIT_COMPANIES: "maybe",
      LOG_LEVEL: "loud",
    }).ended;
    expect(code).toBe(2);
    for (const name of ["PORT", "PUBLIC_ORIGIN", "EVENTKIT_COMPANIES", "LOG_LEVEL", "EVENTKIT_DATA"]) {
      expect(errors).toContain(`- ${name} `);
    }
  });

  test("settings that do not fit together", async () => {
    const folder = await temporaryFolder();
    const { code, errors } = await spawnRelay(built, folder, { EVENTKIT_COMPANIES: "token" }).ended;
    expect(code).toBe(2);
    expect(errors).toContain("- EVENTKIT_COMPANIES is token, so EVENTKIT_CREATION_TOKEN must say which.");
  });

  test("a port that is taken", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const address = other.address();
    const port = typeof address === "object" ? (address?.port ?? 0) : 0;
    const { code, errors } = await spawnRelay(built, await temporaryFolder(), { PORT: String(port) }).ended;
    other.close();
    expect(code).toBe(3);
    expect(errors).toContain(`port ${port} is already in use`);
    expect(errors).toContain(`PORT=${port + 1} npm start`);
  });

  test("a data folder it cannot write to", async () => {
    const folder = join(await temporaryFolder(), "file");
    await writeFile(folder, "not a folder");
    const { code, errors } = await spawnRelay(built, folder).ended;
    expect(code).toBe(4);
    expect(errors).toContain(`cannot write to the data folder ${folder}`);
    expect(await readFile(folder, "utf8")).toBe("not a folder");
  });

  test.runIf(process.platform === "linux")(
    "a data folder where the system lets nobody make one",
    async () => {
      const { code, errors } = await spawnRelay(built, "/proc/eventkit").ended;
      expect(code).toBe(4);
      expect(errors).toContain("cannot write to the data folder /proc/eventkit");
    },
  );

  test("a data folder another relay uses, until that one has ended, however it ended", async () => {
    const folder = await temporaryFolder();
    const first = spawnRelay(built, folder);
    await first.started;
    const { code, errors } = await spawnRelay(built, folder).ended;
    expect(code).toBe(4);
    expect(errors).toContain("another EventKit is using the data folder");
    first.kill("SIGKILL");
    await first.ended;
    const third = spawnRelay(built, folder);
    await third.started;
    third.kill("SIGTERM");
    expect((await third.ended).code).toBe(0);
  });

  test.each([
    [
      "garbage instead of a database",
      Buffer.from("this is not a database, it is a sentence about one".repeat(100)),
    ],
    ["a database with a damaged page", null],
  ])("%s", async (_what, garbage) => {
    const folder = await temporaryFolder();
    const path = join(folder, "relay.db");
    if (garbage === null) await damagedDatabase(folder, path);
    else await writeFile(path, garbage);
    const before = await readFile(path);
    const { code, errors } = await spawnRelay(built, folder).ended;
    expect(code).toBe(5);
    expect(errors).toContain(`database ${path} is damaged`);
    expect(await readFile(path)).toEqual(before);
  });

  test("a key of the wrong size", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "relay.key"), "short");
    const { code, errors } = await spawnRelay(built, folder).ended;
    expect(code).toBe(5);
    expect(errors).toContain("cannot read its key");
    expect(await readFile(join(folder, "relay.key"), "utf8")).toBe("short");
  });
});

/** Makes a real database with enough in it, then overwrites pages in its middle. */
const damagedDatabase = async (folder: string, path: string): Promise<void> => {
  const relay = spawnRelay(built, folder);
  const { origin } = await relay.started;
  const company = await foundCompanyOn(origin, await relayKey(origin));
  const device = await connectLive(origin, company.id, company.owner);
  for (let i = 0; i < 20; i++) {
    const writer = await createWriter(company.id, company.owner, { textBytes: 5_000 });
    device.send({ t: "push", parts: [await writer.write()] });
    await device.next("receipt");
  }
  relay.kill("SIGTERM");
  await relay.ended;
  const bytes = await readFile(path);
  bytes.fill(0xab, 4_096, 12 * 4_096);
  await writeFile(path, bytes);
};

test("[RELAY-188] the first start shows the operator's token once and keeps it for its owner alone", async () => {
  const folder = await temporaryFolder();
  const first = spawnRelay(built, folder);
  await first.started;
  first.kill("SIGTERM");
  const { output, errors } = await first.ended;
  const token = (await readFile(join(folder, "operator.token"), "utf8")).trim();
  expect(token.length).toBeGreaterThanOrEqual(32);
  expect(output).toContain(token);
  expect(errors).not.toContain(token);
  expect((await stat(join(folder, "operator.token"))).mode & 0o777).toBe(0o600);
  const second = spawnRelay(built, folder);
  await second.started;
  second.kill("SIGTERM");
  expect((await second.ended).output).not.toContain(token);
});

test("[RELAY-101] the key is readable by its owner only, and so is the folder", async () => {
  const folder = join(await temporaryFolder(), "new", "data");
  const relay = spawnRelay(built, folder);
  await relay.started;
  relay.kill("SIGTERM");
  await relay.ended;
  expect((await stat(join(folder, "relay.key"))).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

test("[RELAY-102] SIGTERM: what was pushed is stored, sockets are told to come back, the process ends with 0", async () => {
  const folder = await temporaryFolder();
  const relay = spawnRelay(built, folder);
  const { origin } = await relay.started;
  const key = await relayKey(origin);
  const company = await foundCompanyOn(origin, key);
  const device = await connectLive(origin, company.id, company.owner);
  const writer = await createWriter(company.id, company.owner);
  device.send({ t: "push", parts: [await writer.write()] });
  await device.next("receipt");
  relay.kill("SIGTERM");
  expect(await device.closed).toBe("shutting-down");
  expect((await relay.ended).code).toBe(0);

  const again = spawnRelay(built, folder);
  const restarted = await again.started;
  expect(await relayKey(restarted.origin)).toEqual(key);
  const back = await connectLive(restarted.origin, company.id, company.owner);
  expect((await back.next("chunks")).chunks).toHaveLength(1);
  again.kill("SIGTERM");
  expect((await again.ended).code).toBe(0);
});

test("[RELAY-103] the log holds no payloads, keys or fragments", async () => {
  const folder = await temporaryFolder();
  const relay = spawnRelay(built, folder, { LOG_LEVEL: "debug" });
  const { origin } = await relay.started;
  const company = await foundCompanyOn(origin, await relayKey(origin));
  const device = await connectLive(origin, company.id, company.owner);
  const writer = await createWriter(company.id, company.owner);
  device.send({ t: "push", parts: [await writer.write()] });
  await device.next("receipt");
  await fetch(`${origin}/A/PLANTEDLABEL?q=planted-secret`);
  relay.kill("SIGTERM");
  const { errors, output } = await relay.ended;
  const planted = [
    "Robe MegaPointe",
    "PLANTEDLABEL",
    "planted-secret",
    Buffer.from(company.id).toString("base64url"),
  ];
  for (const secret of planted) expect(errors + output).not.toContain(secret);
});

describe("[RELAY-130] the log in PostgreSQL", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server.remove());

  test("kill -9, start again: what had a receipt is there, and verify finds nothing wrong", async () => {
    const folder = await temporaryFolder();
    const environment = { EVENTKIT_DATABASE: await server.createDatabase() };
    const relay = spawnRelay(built, folder, environment);
    const { origin } = await relay.started;
    const company = await foundCompanyOn(origin, await relayKey(origin));
    const device = await connectLive(origin, company.id, company.owner);
    const writer = await createWriter(company.id, company.owner);
    device.send({ t: "push", parts: [await writer.write()] });
    await device.next("receipt");
    const second = await spawnRelay(built, await temporaryFolder(), environment).ended;
    expect(second.code).toBe(5);
    expect(second.errors).toContain("another relay is using the PostgreSQL database");
    relay.kill("SIGKILL");
    await relay.ended;

    const again = spawnRelay(built, folder, environment);
    const restarted = await again.started;
    const back = await connectLive(restarted.origin, company.id, company.owner);
    expect((await back.next("chunks")).chunks).toHaveLength(1);
    const verified = await operate(built, folder, ["verify"], environment);
    expect(verified).toMatchObject({ code: 0, errors: "" });
    expect(verified.output).toContain("1 documents, 1 changes: all is well");
    const backup = await operate(built, folder, ["backup", join(folder, "copy")], environment);
    expect(backup.code).toBe(4);
    expect(backup.errors).toContain("pg_dump");
    again.kill("SIGTERM");
    expect((await again.ended).code).toBe(0);
  });

  test("an address where nothing answers", async () => {
    const { code, errors } = await spawnRelay(built, await temporaryFolder(), {
      EVENTKIT_DATABASE: "postgres://eventkit:hidden-password@127.0.0.1:1/none",
    }).ended;
    expect(code).toBe(5);
    expect(errors).toContain("EVENTKIT_DATABASE cannot be used");
    expect(errors).not.toContain("hidden-password");
  });
});
