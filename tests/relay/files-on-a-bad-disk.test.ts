/**
 * Files on disks that do not take them, without anything of ours being replaced: what is under way is a link to a
 * device of the system whose writes or syncs fail, the system fails one sync, or it lets no file grow further.
 */
import { mkdir, open, readdir, symlink, writeFile } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { noQuota } from "#relay/storage/log-store";
import { must } from "#shared/kernel/result";
import { blobPath, signBlobRequest } from "#shared/protocol/blob-request";
import { parseRelayInfo } from "#shared/protocol/enrolment";
import type { Key } from "#shared/protocol/wire-types";
import type { RelayProcess } from "#tests/support/built-relay";
import { buildRelayFor, spawnRelay } from "#tests/support/built-relay";
import { nodeSha256 } from "#tests/support/keys";
import { connectLive } from "#tests/support/relay-client";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn, fresh } from "#tests/support/relay-company";
import type { TestRelay } from "#tests/support/relay-process";
import { memoryStore, startTestRelay, temporaryFolder } from "#tests/support/relay-process";
import { createWriter } from "#tests/support/relay-writer";

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/** What a device does with one file of a document it wrote. */
const createUploader = async (
  origin: string,
  key: Key,
  photo: Uint8Array,
  founded: () => Promise<void> = () => Promise.resolve(),
) => {
  const company: TestCompany = await foundCompanyOn(origin, key);
  await founded();
  const device = await connectLive(origin, company.id, company.owner);
  const { doc, write } = await createWriter(company.id, company.owner);
  device.send({ t: "push", parts: [await write()] });
  await device.next("receipt");
  const hash = nodeSha256(photo);
  const send = async (at: string, method: "PUT" | "GET", from = 0): Promise<Response> => {
    const authorization = await signBlobRequest(
      { company: company.id, aud: key, method, doc, hash },
      { signer: company.owner, random: { bytes: fresh }, clock: { now: () => Date.now() } },
    );
    const lengths = { "upload-offset": String(from), "upload-length": String(photo.length) };
    return fetch(`${at}${blobPath(doc, hash)}`, {
      method,
      headers: { authorization, ...(method === "PUT" ? lengths : {}) },
      ...(method === "PUT" ? { body: new Uint8Array(photo.slice(from)) } : {}),
    });
  };
  return { send, partial: join("1", hexOf(doc), `${hexOf(hash)}.part`) };
};

const offsetOf = (answer: Response): string | null => answer.headers.get("upload-offset");

describe("[RELAY-233] a part the disk does not take is said to be that, and the file comes whole afterwards", () => {
  const photo = new Uint8Array(200_000).map((_, at) => (at * 7) & 0xff);
  let relay: TestRelay;
  let folder: string;
  let uploader: Awaited<ReturnType<typeof createUploader>>;

  beforeEach(async () => {
    folder = join(await temporaryFolder(), "blobs");
    relay = await startTestRelay({ blobs: folder });
    uploader = await createUploader(relay.origin, relay.key, photo);
    await mkdir(dirname(dirname(join(folder, uploader.partial))), { recursive: true });
  });
  afterEach(() => relay.close());

  const expectWhole = async (): Promise<void> => {
    expect((await uploader.send(relay.origin, "PUT")).status).toBe(201);
    const down = await uploader.send(relay.origin, "GET");
    expect(new Uint8Array(await down.arrayBuffer())).toEqual(photo);
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    expect(files.filter((entry) => !entry.isDirectory())).toHaveLength(1);
  };

  for (const [what, device] of [
    ["writes fail", "/dev/full"],
    ["writes are taken and the sync fails", "/dev/null"],
  ] as const) {
    test(what, async () => {
      const path = join(folder, uploader.partial);
      await mkdir(dirname(path));
      await symlink(device, path);
      const refused = await uploader.send(relay.origin, "PUT");
      expect([refused.status, offsetOf(refused)]).toEqual([507, "0"]);
      expect(await refused.json()).toMatchObject({ code: "DiskFailed" });
      await expectWhole();
    });
  }

  test("its folder cannot be made", async () => {
    await writeFile(dirname(join(folder, uploader.partial)), "in the way");
    expect((await uploader.send(relay.origin, "PUT")).status).toBe(507);
  });
});

const isHandle = (value: object | null): value is FileHandle => value !== null && "sync" in value;

/** The next sync of this process is well, and the one after it fails. */
const failSecondSync = async (): Promise<void> => {
  const file = await open("/dev/null");
  const handles = Reflect.getPrototypeOf(file);
  await file.close();
  if (!isHandle(handles)) throw new Error("what is open can be synced");
  const syncs = vi.spyOn(handles, "sync");
  syncs.mockResolvedValueOnce(undefined).mockRejectedValueOnce(new Error("EIO: i/o error, fsync"));
  onTestFinished(() => syncs.mockRestore());
};

test("[RELAY-233] a file whose last sync fails is the disk's fault, takes no room, and comes whole afterwards", async () => {
  const photo = new Uint8Array(200_000).map((_, at) => (at * 5) & 0xff);
  const store = memoryStore();
  const relay = await startTestRelay({ store });
  onTestFinished(() => relay.close());
  const quota = { ...noQuota, files: 300_000 };
  const { send } = await createUploader(relay.origin, relay.key, photo, async () => {
    must(await store.append([{ type: "quota", company: 1, quota }]));
  });
  // Of what arrived, and before it takes its place.
  await failSecondSync();
  const refused = await send(relay.origin, "PUT");
  expect([refused.status, offsetOf(refused)]).toEqual([507, "0"]);
  expect(await refused.json()).toMatchObject({ code: "DiskFailed" });
  expect(relay.lines.join()).toContain("EIO: i/o error, fsync");
  expect((await send(relay.origin, "PUT")).status).toBe(201);
  const down = await send(relay.origin, "GET");
  expect(new Uint8Array(await down.arrayBuffer())).toEqual(photo);
});

const end = async ({ kill, ended }: RelayProcess): Promise<void> => {
  kill("SIGTERM");
  await ended;
};

test("[RELAY-233] a disk that fills up within a part keeps what it took, and the rest follows once there is room", async () => {
  const built = await buildRelayFor("files-on-a-bad-disk");
  onTestFinished(() => built.remove());
  const folder = await temporaryFolder();
  const room = 2 ** 20;
  const photo = new Uint8Array(room + 1_000).map((_, at) => (at * 11) & 0xff);

  const full = spawnRelay(built, folder, {}, room / 1_024);
  onTestFinished(() => end(full));
  const { origin } = await full.started;
  const info = must(parseRelayInfo(await (await fetch(`${origin}/.well-known/eventkit`)).json()));
  const { send } = await createUploader(origin, info.relayKey, photo);
  const refused = await send(origin, "PUT");
  expect([refused.status, offsetOf(refused)]).toEqual([507, String(room)]);
  await end(full);

  const roomy = spawnRelay(built, folder);
  onTestFinished(() => end(roomy));
  const again = await roomy.started;
  expect((await send(again.origin, "PUT", room)).status).toBe(201);
  const down = await send(again.origin, "GET");
  expect(new Uint8Array(await down.arrayBuffer())).toEqual(photo);
});
