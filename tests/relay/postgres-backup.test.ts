/** A relay on PostgreSQL copied and put back by the words of the page for operators, and by nothing else. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { chmod, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { must } from "#shared/kernel/result";
import { blobPath, signBlobRequest } from "#shared/protocol/blob-request";
import { parseRelayInfo } from "#shared/protocol/enrolment";
import type { BuiltRelay } from "#tests/support/built-relay";
import { buildRelayFor, spawnRelay } from "#tests/support/built-relay";
import { nodeSha256 } from "#tests/support/keys";
import type { PostgresServer } from "#tests/support/postgres";
import { startPostgres } from "#tests/support/postgres";
import { connectLive } from "#tests/support/relay-client";
import { foundCompanyOn, fresh } from "#tests/support/relay-company";
import { temporaryFolder } from "#tests/support/relay-process";
import { createWriter } from "#tests/support/relay-writer";

const page = readFileSync(new URL("../../docs/operate/backup.md", import.meta.url), "utf8");
const [backupSteps = "", restoreSteps = ""] = [
  ...(page.split("## With PostgreSQL")[1]?.split("\n## ")[0] ?? "").matchAll(/```sh\n([^`]*)```/g),
].map(([, words]) => words ?? "");

let built: BuiltRelay;
let server: PostgresServer;
beforeAll(async () => {
  [built, server] = await Promise.all([buildRelayFor("postgres-backup"), startPostgres()]);
}, 120_000);
afterAll(async () => {
  await server.remove();
  await built.remove();
});

interface Machine {
  readonly data: string;
  readonly backups: string;
  readonly database: string;
}

/** Runs what stands on the page, with the folders of the test in place of the system's. */
const follow = async (steps: string, { data, backups, database }: Machine): Promise<void> => {
  const programs = await temporaryFolder();
  const eventkit = join(programs, "eventkit");
  await writeFile(eventkit, `#!/bin/sh\nexec ${process.execPath} ${join(built.folder, "main.js")} "$@"\n`);
  await chmod(eventkit, 0o700);
  const words = steps.replaceAll("/var/lib/eventkit", data).replaceAll("/var/backups/eventkit", backups);
  const child = spawn("sh", ["-e", "-u", "-c", words], {
    env: {
      PATH: `${programs}:${process.env["PATH"] ?? ""}`,
      EVENTKIT_DATABASE: database,
      EVENTKIT_TLS: "off",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const from of [child.stdout, child.stderr])
    from.on("data", (part: Buffer) => (said += part.toString()));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  expect(code, said).toBe(0);
};

const start = async ({ data, database }: Machine) => {
  const relay = spawnRelay(built, data, { EVENTKIT_DATABASE: database });
  const { origin } = await relay.started;
  const { relayKey } = must(parseRelayInfo(await (await fetch(`${origin}/.well-known/eventkit`)).json()));
  const stop = async (): Promise<void> => {
    relay.kill("SIGTERM");
    await relay.ended;
  };
  return { origin, relayKey, stop };
};

const newMachine = async (backups: string): Promise<Machine> => ({
  data: join(await temporaryFolder(), "data"),
  backups,
  database: await server.createDatabase(),
});

test("[RELAY-234] the page's steps for PostgreSQL bring a relay back on another machine, with photos, and work goes on", async () => {
  const backups = await temporaryFolder();
  const old = await newMachine(backups);
  await mkdir(old.data);
  const before = await start(old);
  const company = await foundCompanyOn(before.origin, before.relayKey);
  const writer = await createWriter(company.id, company.owner);
  const device = await connectLive(before.origin, company.id, company.owner);
  for (let pushed = 0; pushed < 3; pushed++) {
    device.send({ t: "push", parts: [await writer.write()] });
    await device.next("receipt");
  }
  const photo = new Uint8Array(700_000).map((_, at) => (at * 31) & 0xff);
  const hash = nodeSha256(photo);
  const askForPhoto = async (origin: string, method: "PUT" | "GET"): Promise<Response> => {
    const authorization = await signBlobRequest(
      { company: company.id, aud: before.relayKey, method, doc: writer.doc, hash },
      { signer: company.owner, random: { bytes: fresh }, clock: { now: () => Date.now() } },
    );
    const body = method === "PUT" ? { body: photo.slice() } : {};
    return fetch(`${origin}${blobPath(writer.doc, hash)}`, { method, headers: { authorization }, ...body });
  };
  expect((await askForPhoto(before.origin, "PUT")).status).toBe(201);

  await follow(backupSteps, old);
  await device.close();
  await before.stop();
  expect((await readdir(join(backups, "today"))).sort()).toEqual(["data", "log.dump"]);

  const other = await newMachine(backups);
  await follow(restoreSteps, other);
  const after = await start(other);
  expect(after.relayKey).toEqual(before.relayKey);
  const again = await connectLive(after.origin, company.id, company.owner);
  expect(again.received.filter(({ t }) => t === "chunks")).not.toEqual([]);
  again.send({ t: "push", parts: [await writer.write()] });
  expect((await again.next("receipt")).receipt.serial).toBe(4);
  await again.close();
  const down = await askForPhoto(after.origin, "GET");
  expect(new Uint8Array(await down.arrayBuffer())).toEqual(photo);
  await after.stop();
});
