/** Photos and files in a backup, wherever the relay keeps them, and put back elsewhere: real processes, a real bucket. */
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { must } from "#shared/kernel/result";
import { blobPath, signBlobRequest } from "#shared/protocol/blob-request";
import { parseRelayInfo } from "#shared/protocol/enrolment";
import { systemTimers } from "#relay/platform";
import { createBlobBucket } from "#relay/storage/blob-bucket";
import type { BucketServer } from "#tests/support/bucket-server";
import { startBucketServer } from "#tests/support/bucket-server";
import type { BuiltRelay, RelayProcess } from "#tests/support/built-relay";
import { buildRelayFor, spawnRelay } from "#tests/support/built-relay";
import { nodeSha256 } from "#tests/support/keys";
import type { Ended } from "#tests/support/operator-command";
import { operate } from "#tests/support/operator-command";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn, fresh } from "#tests/support/relay-company";
import { connectLive } from "#tests/support/relay-client";
import { temporaryFolder } from "#tests/support/relay-process";
import { createWriter } from "#tests/support/relay-writer";

let built: BuiltRelay;
let bucket: BucketServer;

beforeAll(async () => {
  built = await buildRelayFor("backup-files");
}, 120_000);
afterAll(() => built.remove());
beforeEach(async () => {
  bucket = await startBucketServer();
});

const running = new Set<RelayProcess>();
afterEach(async () => {
  for (const relay of running) await stop(relay);
  await bucket.close();
});

const stop = async (relay: RelayProcess): Promise<void> => {
  running.delete(relay);
  relay.kill("SIGTERM");
  await relay.ended;
};

type Settings = Readonly<Record<string, string>>;

/** `prefix` tells one relay's bucket from another's. */
const inBucket = (prefix: string): Settings => ({
  EVENTKIT_BLOBS_S3_ENDPOINT: bucket.place.endpoint,
  EVENTKIT_BLOBS_S3_BUCKET: bucket.place.bucket,
  EVENTKIT_BLOBS_S3_KEY: bucket.place.accessKey,
  EVENTKIT_BLOBS_S3_SECRET: bucket.place.secretKey,
  EVENTKIT_BLOBS_S3_PREFIX: prefix,
});

interface Place {
  readonly folder: string;
  readonly settings: Settings;
}

interface Here extends Place {
  readonly relay: RelayProcess;
  readonly origin: string;
  readonly key: Uint8Array;
}

const newPlace = async (settings: Settings): Promise<Place> => ({
  folder: join(await temporaryFolder(), "data"),
  settings,
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

const photo = new Uint8Array(300_000).map((_, at) => (at * 13) & 0xff);

interface Filled {
  readonly company: TestCompany;
  readonly doc: Uint8Array;
}

const ask = async (here: Here, { company, doc }: Filled, method: "GET" | "PUT"): Promise<Response> => {
  const hash = nodeSha256(photo);
  const authorization = await signBlobRequest(
    { company: company.id, aud: here.key, method, doc, hash },
    { signer: company.owner, random: { bytes: fresh }, clock: { now: () => Date.now() } },
  );
  const body = method === "PUT" ? { body: photo } : {};
  return fetch(here.origin + blobPath(doc, hash), { method, headers: { authorization }, ...body });
};

/** A company with a document and a photo of it. */
const fill = async (here: Here): Promise<Filled> => {
  const company = await foundCompanyOn(here.origin, here.key);
  const device = await connectLive(here.origin, company.id, company.owner);
  const writer = await createWriter(company.id, company.owner);
  device.send({ t: "push", parts: [await writer.write()] });
  await device.next("receipt");
  await device.close();
  const filled = { company, doc: writer.doc };
  expect((await ask(here, filled, "PUT")).status).toBe(201);
  return filled;
};

const expectPhoto = async (place: Place, filled: Filled): Promise<void> => {
  const here = await start(place);
  const answer = await ask(here, filled, "GET");
  expect(answer.status).toBe(200);
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(photo);
  await stop(here.relay);
};

test("[RELAY-224] a backup says what it left in the bucket; put back elsewhere, whatever is missing there is named", async () => {
  const here = await start(await newPlace(inBucket("old/")));
  const filled = await fill(here);
  const backup = join(await temporaryFolder(), "backup");
  const made = await run(here, "backup", backup);
  expect(made).toMatchObject({ code: 0, errors: "" });
  expect(made.output).toContain("1 photo or file in the bucket, 300.0 kB");
  expect(await readdir(backup)).toEqual(["backup.json", "relay.db", "relay.key"]);
  await stop(here.relay);

  const same = await newPlace(here.settings);
  expect(await run(same, "restore", backup)).toMatchObject({ code: 0, errors: "" });
  const sound = await run(same, "verify", "--backup", backup);
  expect(sound).toMatchObject({ code: 0, errors: "" });
  expect(sound.output).toContain("Everything that was stored at the time of the backup is there.");
  await expectPhoto(same, filled);

  const elsewhere = await newPlace(inBucket("new/"));
  const restored = await run(elsewhere, "restore", backup);
  const name = Buffer.from(nodeSha256(photo)).toString("hex");
  expect([restored.code, restored.output]).toEqual([7, expect.stringContaining(name)]);
  expect((await run(elsewhere, "verify")).code).toBe(0);
  const lacking = await run(elsewhere, "verify", "--backup", backup);
  expect([lacking.code, lacking.output]).toEqual([7, expect.stringContaining(name)]);
  // From the operator's copy of the bucket.
  const path = join(await temporaryFolder(), "copied");
  await writeFile(path, photo);
  const there = createBlobBucket({ ...bucket.place, prefix: "new/" }, systemTimers);
  await there.keep({ company: 1, doc: filled.doc, hash: nodeSha256(photo) }, path);
  expect((await run(elsewhere, "verify", "--backup", backup)).code).toBe(0);
  await expectPhoto(elsewhere, filled);
}, 180_000);

test("[RELAY-224] where the bucket does not answer the backup is whole all the same, and says what it does not know", async () => {
  const here = await start(await newPlace(inBucket("")));
  await fill(here);
  await stop(here.relay);
  const backup = join(await temporaryFolder(), "backup");
  const wrong = { ...here.settings, EVENTKIT_BLOBS_S3_KEY: "stranger" };
  const made = await run({ ...here, settings: wrong }, "backup", backup);
  expect([made.code, made.output]).toEqual([
    7,
    expect.stringContaining("did not answer (GET was answered with 403)"),
  ]);
  const elsewhere = await newPlace(wrong);
  expect(await run(elsewhere, "restore", backup)).toMatchObject({ code: 0, errors: "" });
}, 180_000);

test("[RELAY-224] files of a folder are in the backup, and go into the bucket of a relay that has one", async () => {
  const here = await start(await newPlace({}));
  const filled = await fill(here);
  const backup = join(await temporaryFolder(), "backup");
  expect(await run(here, "backup", backup)).toMatchObject({ code: 0, errors: "" });
  expect((await readdir(backup)).sort()).toEqual(["backup.json", "blobs", "relay.db", "relay.key"]);
  await stop(here.relay);
  const unreachable = await newPlace({ ...inBucket("put-back/"), EVENTKIT_BLOBS_S3_KEY: "stranger" });
  const failed = await run(unreachable, "restore", backup);
  expect([failed.code, failed.errors]).toEqual([4, expect.stringContaining("answered with 403")]);
  expect(await readdir(unreachable.folder)).not.toContain("relay.db");
  for (const settings of [inBucket("put-back/"), {}]) {
    const place = await newPlace(settings);
    expect(await run(place, "restore", backup)).toMatchObject({ code: 0, errors: "" });
    expect((await run(place, "verify", "--backup", backup)).code).toBe(0);
    await expectPhoto(place, filled);
  }
}, 180_000);
