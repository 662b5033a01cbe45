/** One company as a file between relays on PostgreSQL, and taken out of one: real processes, a real server. */
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { toBase64Url } from "#shared/kernel/bytes";
import { must } from "#shared/kernel/result";
import { blobPath, signBlobRequest } from "#shared/protocol/blob-request";
import { joinPath, joinsPath, parseRelayInfo } from "#shared/protocol/enrolment";
import { readJoin } from "#shared/protocol/membership/log-entry";
import { textOfBytes } from "#shared/protocol/wire-types";
import type { BuiltRelay, RelayProcess } from "#tests/support/built-relay";
import { buildRelayFor, spawnRelay } from "#tests/support/built-relay";
import { nodeSha256, testCrypto } from "#tests/support/keys";
import type { Ended } from "#tests/support/operator-command";
import { operate } from "#tests/support/operator-command";
import type { PostgresServer } from "#tests/support/postgres";
import { startPostgres } from "#tests/support/postgres";
import type { TestCompany } from "#tests/support/relay-company";
import {
  foundCompanyOn,
  fresh,
  freshSigner,
  makeInvitation,
  makeJoin,
  verdictOf,
} from "#tests/support/relay-company";
import { connectLive } from "#tests/support/relay-client";
import { temporaryFolder } from "#tests/support/relay-process";
import type { DocumentWriter } from "#tests/support/relay-writer";
import { createWriter } from "#tests/support/relay-writer";

let built: BuiltRelay;
let server: PostgresServer;

beforeAll(async () => {
  [built, server] = await Promise.all([buildRelayFor("company-postgres"), startPostgres()]);
}, 120_000);
afterAll(async () => {
  await server.remove();
  await built.remove();
});

const running = new Set<RelayProcess>();
afterEach(async () => {
  for (const relay of running) await stop(relay);
});

const stop = async (relay: RelayProcess): Promise<void> => {
  running.delete(relay);
  relay.kill("SIGTERM");
  await relay.ended;
};

/** A relay's folder and settings, whether it runs or not. */
interface Place {
  readonly folder: string;
  readonly settings: Readonly<Record<string, string>>;
}

interface Here extends Place {
  readonly relay: RelayProcess;
  readonly origin: string;
  readonly key: Uint8Array;
}

const newPlace = async (on: "PostgreSQL" | "SQLite"): Promise<Place> => ({
  folder: await temporaryFolder(),
  settings: on === "SQLite" ? {} : { EVENTKIT_DATABASE: await server.createDatabase() },
});

const start = async (place: Place): Promise<Here> => {
  const relay = spawnRelay(built, place.folder, place.settings);
  running.add(relay);
  const { origin } = await relay.started;
  const info = must(parseRelayInfo(await (await fetch(`${origin}/.well-known/eventkit`)).json()));
  return { ...place, relay, origin, key: info.relayKey };
};

const run = ({ folder, settings }: Place, ...words: readonly string[]): Promise<Ended> =>
  operate(built, folder, words, settings);

const photo = new Uint8Array(700_000).map((_, at) => (at * 31) & 0xff);

interface Filled {
  readonly company: TestCompany;
  readonly writer: DocumentWriter;
  /** Envelope of somebody's request to be let in. */
  readonly waiting: Uint8Array;
}

const askForPhoto = async (
  here: Here,
  { company, writer }: Pick<Filled, "company" | "writer">,
  method: "GET" | "PUT",
): Promise<Response> => {
  const hash = nodeSha256(photo);
  const authorization = await signBlobRequest(
    { company: company.id, aud: here.key, method, doc: writer.doc, hash },
    { signer: company.owner, random: { bytes: fresh }, clock: { now: () => Date.now() } },
  );
  const body = method === "PUT" ? { body: photo } : {};
  return fetch(here.origin + blobPath(writer.doc, hash), { method, headers: { authorization }, ...body });
};

/** Two documents with three changes, a photo, an invitation and somebody who asks to be let in by it. */
const fill = async (here: Here): Promise<Filled> => {
  const company = await foundCompanyOn(here.origin, here.key);
  const device = await connectLive(here.origin, company.id, company.owner);
  await device.next("mem");
  const writer = await createWriter(company.id, company.owner);
  const second = await createWriter(company.id, company.owner);
  for (const each of [writer, second, writer]) {
    device.send({ t: "push", parts: [await each.write()] });
    await device.next("receipt");
  }
  const { heads } = await verdictOf(here.origin, company.id);
  const invitation = await makeInvitation(company, heads);
  device.send({ t: "mem", entries: invitation.entries });
  for (let i = 0; i < invitation.entries.length; i++) await device.next("mem");
  await device.close();
  const { envelope } = await makeJoin(company.id, invitation.invite, freshSigner());
  const asked = await fetch(here.origin + joinsPath(company.id), { method: "POST", body: envelope.slice() });
  expect(asked.status).toBe(202);
  const filled = { company, writer, waiting: envelope };
  expect((await askForPhoto(here, filled, "PUT")).status).toBe(201);
  return filled;
};

/** All of it is there, and it can be worked on. */
const expectWhole = async (here: Here, filled: Filled, serial: number): Promise<void> => {
  const { company, writer, waiting } = filled;
  const device = await connectLive(here.origin, company.id, company.owner);
  expect(device.received.filter(({ t }) => t === "chunks")).not.toEqual([]);
  device.send({ t: "push", parts: [await writer.write()] });
  expect((await device.next("receipt")).receipt.serial).toBe(serial);
  await device.close();
  const answer = await askForPhoto(here, filled, "GET");
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(photo);
  const { id } = must(await readJoin(waiting, company.id, testCrypto()));
  expect(await (await fetch(here.origin + joinPath(company.id, id))).json()).toEqual({ state: "requested" });
  expect(await run(here, "verify")).toMatchObject({ code: 0, errors: "" });
};

const tables = "companies membership cards joins held pushes quotas moves owners".split(" ");

/** Rows about any company, by table; those without any are left out. */
const rowsIn = async ({ settings }: Place): Promise<Readonly<Record<string, number>>> => {
  const client = new Client({ connectionString: settings["EVENTKIT_DATABASE"] });
  await client.connect();
  const found: Record<string, number> = {};
  for (const table of tables) {
    const { rowCount } = await client.query(`SELECT * FROM ${table}`);
    if ((rowCount ?? 0) > 0) found[table] = rowCount ?? 0;
  }
  await client.end();
  return found;
};

test("[RELAY-185] a company moves from one PostgreSQL to another with all it has, and is refused where it is already", async () => {
  const old = await start(await newPlace("PostgreSQL"));
  const next = await start(await newPlace("PostgreSQL"));
  const neighbour = await foundCompanyOn(next.origin, next.key);
  const filled = await fill(old);
  const id = toBase64Url(filled.company.id);
  const file = join(await temporaryFolder(), "company.eventkit");
  const move = ["company", "export", id, file, "--to", next.origin];
  expect((await run(old, ...move)).code).toBe(4);
  // Also where the command is given beside another data folder: the database itself is held.
  const beside = await run({ ...old, folder: await temporaryFolder() }, ...move);
  expect([beside.code, beside.errors]).toEqual([4, expect.stringContaining("a relay is running")]);
  await stop(old.relay);
  expect(await run(old, ...move)).toMatchObject({ code: 0, errors: "" });
  expect((await run(next, "company", "import", file)).code).toBe(4);
  await stop(next.relay);
  const taken = await run(next, "company", "import", file);
  expect(taken).toMatchObject({ code: 0, errors: "" });
  expect(taken.output).toContain(`Took in ${id}: 3 changes and 1 files`);
  const before = await rowsIn(next);
  const twice = await run(next, "company", "import", file);
  expect([twice.code, twice.errors]).toEqual([2, expect.stringContaining("has the company")]);
  expect(await rowsIn(next)).toEqual(before);

  const again = await start(next);
  await expectWhole(again, filled, 4);
  expect((await verdictOf(again.origin, neighbour.id)).confirmed).not.toBeNull();
  // Numbers go on behind the one that was taken in.
  const third = await foundCompanyOn(again.origin, again.key);
  expect((await verdictOf(again.origin, third.id)).confirmed).not.toBeNull();
  const left = await start(old);
  const list = await run(left, "company", "list");
  expect(list.output).toMatch(new RegExp(`${id}.* moved to ${next.origin}`));
}, 180_000);

test("[RELAY-155] a company is taken out of PostgreSQL to the last row, and its copy brings it back", async () => {
  const here = await start(await newPlace("PostgreSQL"));
  const filled = await fill(here);
  const id = toBase64Url(filled.company.id);
  const file = join(await temporaryFolder(), "copy.eventkit");
  const copied = await run(here, "company", "export", id, file);
  expect(copied).toMatchObject({ code: 0, errors: "" });
  expect((await run(here, "company", "remove", id)).code).toBe(4);
  await stop(here.relay);
  expect(await run(here, "company", "remove", id)).toMatchObject({ code: 0, errors: "" });
  expect(await rowsIn(here)).toEqual({});
  expect(await readdir(join(here.folder, "blobs"))).toEqual([]);
  expect((await run(here, "company", "remove", id)).code).toBe(2);
  expect(await run(here, "company", "import", file)).toMatchObject({ code: 0, errors: "" });
  await expectWhole(await start(here), filled, 4);
}, 180_000);

test.each(["PostgreSQL", "SQLite"] as const)(
  "[RELAY-185] on %s an import that broke off in the middle is nobody's: not of the next company that is made, nor in the way of the next try",
  async (on) => {
    const old = await start(await newPlace(on));
    const filled = await fill(old);
    const place = await newPlace(on);
    const next = await start(place);
    const file = join(await temporaryFolder(), "company.eventkit");
    await stop(old.relay);
    const id = toBase64Url(filled.company.id);
    const moved = await run(old, "company", "export", id, file, "--to", next.origin);
    expect(moved).toMatchObject({ code: 0, errors: "" });
    await stop(next.relay);
    const inTheWay = join(place.folder, "import.part");
    await mkdir(inTheWay);
    const broken = await run(place, "company", "import", file);
    expect([broken.code, broken.errors]).toEqual([4, expect.stringContaining("not taken in")]);
    await rm(inTheWay, { recursive: true });

    const between = await start(place);
    const made = await foundCompanyOn(between.origin, between.key);
    await stop(between.relay);
    expect(await run(place, "verify")).toMatchObject({ code: 0, errors: "" });
    expect(await run(place, "company", "import", file)).toMatchObject({ code: 0, errors: "" });
    const again = await start(place);
    const { confirmed } = await verdictOf(again.origin, made.id);
    expect([...(confirmed?.devices.keys() ?? [])]).toEqual([textOfBytes(made.owner.publicKey)]);
    await expectWhole(again, filled, 4);
  },
  180_000,
);
