/** One company as a file, and into another relay: real processes, real folders. */
import { mkdir, readFile, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { toBase64Url, toHex } from "#shared/kernel/bytes";
import { must } from "#shared/kernel/result";
import { readMove } from "#shared/protocol/company-move";
import { movedPath, parseRelayInfo } from "#shared/protocol/enrolment";
import type { BuiltRelay, RelayProcess } from "#tests/support/built-relay";
import { buildRelayFor, spawnRelay } from "#tests/support/built-relay";
import { nodeSha256, testCrypto } from "#tests/support/keys";
import { operate } from "#tests/support/operator-command";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn, verdictOf } from "#tests/support/relay-company";
import { connectDevice, connectLive } from "#tests/support/relay-client";
import { temporaryFolder } from "#tests/support/relay-process";
import type { DocumentWriter } from "#tests/support/relay-writer";
import { createWriter } from "#tests/support/relay-writer";

let built: BuiltRelay;

beforeAll(async () => {
  built = await buildRelayFor("company-move");
}, 120_000);
afterAll(() => built.remove());

const photo = new Uint8Array(3_000_000).map((_, at) => (at * 31) & 0xff);

interface Running {
  readonly folder: string;
  readonly relay: RelayProcess;
  readonly origin: string;
  readonly key: Uint8Array;
}

let running: Running[];
beforeEach(() => {
  running = [];
});
afterEach(async () => {
  for (const { relay } of running) await stop(relay);
});

const stop = async (relay: RelayProcess): Promise<void> => {
  relay.kill("SIGTERM");
  await relay.ended;
};

const start = async (folder?: string): Promise<Running> => {
  const at = folder ?? (await temporaryFolder());
  const relay = spawnRelay(built, at);
  const { origin } = await relay.started;
  const info = must(parseRelayInfo(await (await fetch(`${origin}/.well-known/eventkit`)).json()));
  const started = { folder: at, relay, origin, key: info.relayKey };
  running.push(started);
  return started;
};

/** A company with two documents, three changes and a file, and a neighbour that must not travel along. */
const fill = async (
  relay: Running,
): Promise<{
  readonly company: TestCompany;
  readonly writer: DocumentWriter;
  readonly neighbour: string;
}> => {
  const neighbour = await foundCompanyOn(relay.origin, relay.key);
  const company = await foundCompanyOn(relay.origin, relay.key);
  const device = await connectLive(relay.origin, company.id, company.owner);
  const writer = await createWriter(company.id, company.owner);
  const other = await createWriter(company.id, company.owner);
  for (const each of [writer, other, writer]) {
    device.send({ t: "push", parts: [await each.write()] });
    await device.next("receipt");
  }
  const files = join(relay.folder, "blobs", "2", toHex(writer.doc));
  await mkdir(files, { recursive: true });
  await writeFile(join(files, toHex(nodeSha256(photo))), photo);
  await writeFile(join(files, `${toHex(nodeSha256(photo))}.12.part`), "half of one");
  await device.close();
  return { company, writer, neighbour: toBase64Url(neighbour.id) };
};

describe("[RELAY-185] a company moves to another relay as one signed file", () => {
  test("with everything, in order of the same log, and the old relay lets go of it", async () => {
    const old = await start();
    const { company, writer, neighbour } = await fill(old);
    const id = toBase64Url(company.id);
    const next = await start();
    const file = join(await temporaryFolder(), "company.eventkit");
    const withoutStopping = await operate(built, old.folder, [
      "company",
      "export",
      id,
      file,
      "--to",
      next.origin,
    ]);
    expect(withoutStopping.code).toBe(4);
    await stop(old.relay);
    const written = await operate(built, old.folder, ["company", "export", id, file, "--to", next.origin]);
    expect(written).toMatchObject({ code: 0, errors: "" });
    expect(written.output).toContain("Wrote 3 changes and 1 files");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await stop(next.relay);
    const taken = await operate(built, next.folder, ["company", "import", file]);
    expect(taken).toMatchObject({ code: 0, errors: "" });
    expect(taken.output).toContain(`Took in ${id}: 3 changes and 1 files`);
    expect((await readdir(next.folder)).filter((name) => name.startsWith("import"))).toEqual([]);

    const again = await start(next.folder);
    expect((await verdictOf(again.origin, company.id)).confirmed?.sequencer).toEqual(next.key);
    const device = await connectLive(again.origin, company.id, company.owner);
    device.send({ t: "push", parts: [await writer.write()] });
    expect((await device.next("receipt")).receipt.serial).toBe(4);
    await device.close();
    const stored = join(again.folder, "blobs", "1", toHex(writer.doc), toHex(nodeSha256(photo)));
    expect(new Uint8Array(await readFile(stored))).toEqual(photo);
    expect((await operate(built, again.folder, ["verify"])).code).toBe(0);
    expect((await operate(built, again.folder, ["company", "list"])).output).not.toContain(neighbour);
    expect((await operate(built, again.folder, ["company", "import", file])).code).toBe(4);

    const left = await start(old.folder);
    const told = await fetch(`${left.origin}${movedPath(company.id)}`);
    const about = { company: company.id, relayKey: left.key };
    const move = must(await readMove(new Uint8Array(await told.arrayBuffer()), about, testCrypto()));
    expect(move.origin).toBe(next.origin);
    expect((await fetch(`${again.origin}${movedPath(company.id)}`)).status).toBe(404);
    await expect(connectDevice(left.origin, company.id, company.owner)).rejects.toThrow("unauthorized");
    const list = await operate(built, left.folder, ["company", "list"]);
    expect(list.output).toMatch(new RegExp(`${id}.* moved to ${next.origin}`));
    await stop(left.relay);
    const elsewhere = await start();
    const second = ["company", "export", id, `${file}.2`, "--to", elsewhere.origin];
    expect(await operate(built, old.folder, second)).toMatchObject({ code: 2 });
  });

  test("a file that is changed anywhere, breaks off or is for another relay takes nothing in", async () => {
    const old = await start();
    const { company } = await fill(old);
    const id = toBase64Url(company.id);
    const [next, stranger] = [await start(), await start()];
    const file = join(await temporaryFolder(), "company.eventkit");
    await stop(old.relay);
    await operate(built, old.folder, ["company", "export", id, file, "--to", next.origin]);
    for (const each of [next, stranger]) await stop(each.relay);
    const whole = await readFile(file);
    const damaged = `${file}.damaged`;
    const refusesToTake = async (bytes: Uint8Array): Promise<void> => {
      await writeFile(damaged, bytes);
      const taken = await operate(built, next.folder, ["company", "import", damaged]);
      expect([taken.code, taken.errors]).toEqual([6, expect.stringContaining("Nothing was taken in")]);
    };
    for (const at of [2, 40, 600, Math.floor(whole.length / 2), whole.length - 40, whole.length - 1]) {
      const changed = new Uint8Array(whole);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await refusesToTake(changed);
    }
    await refusesToTake(whole.subarray(0, whole.length - 100));
    await refusesToTake(Buffer.concat([whole, Buffer.alloc(5)]));
    const foreign = await operate(built, stranger.folder, ["company", "import", file]);
    expect([foreign.code, foreign.errors]).toEqual([
      6,
      expect.stringContaining("not exported for this relay"),
    ]);
    const list = await operate(built, next.folder, ["company", "list"]);
    expect(list.output).toContain("There is no company on this relay yet.");
    expect((await readdir(next.folder)).filter((name) => /^import|^blobs/.test(name))).toEqual([]);
  });
});

test("[RELAY-186] a copy is made beside a running relay, never over another file, and serves a restored one", async () => {
  const relay = await start();
  const { company } = await fill(relay);
  const id = toBase64Url(company.id);
  const file = join(await temporaryFolder(), "copy.eventkit");
  expect(await operate(built, relay.folder, ["company", "export", id, file])).toMatchObject({ code: 0 });
  const before = await readFile(file);
  expect(await operate(built, relay.folder, ["company", "export", id, file])).toMatchObject({ code: 4 });
  expect(await readFile(file)).toEqual(before);
  expect(await operate(built, relay.folder, ["company", "export", "nobody", `${file}.2`])).toMatchObject({
    code: 2,
  });
  await stop(relay.relay);
  await operate(built, relay.folder, ["company", "remove", id]);
  expect(await operate(built, relay.folder, ["company", "import", file])).toMatchObject({
    code: 0,
    errors: "",
  });
  const back = await start(relay.folder);
  const device = await connectLive(back.origin, company.id, company.owner);
  const seen = new Set<string>();
  while (seen.size < 2) seen.add(toBase64Url((await device.next("chunks")).doc));
  await device.close();
});
