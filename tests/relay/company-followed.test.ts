/** Devices of a company that moves to a relay of another name: real processes, real sockets. */
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { createProduct, product } from "#shared/domain/inventory";
import { toBase64Url } from "#shared/kernel/bytes";
import { must } from "#shared/kernel/result";
import { logPath, movedPath } from "#shared/protocol/enrolment";
import { startAutomerge } from "#tests/support/automerge";
import type { BuiltRelay, RelayProcess } from "#tests/support/built-relay";
import { buildRelayFor, spawnRelay } from "#tests/support/built-relay";
import { operate } from "#tests/support/operator-command";
import { foundRealCompany, isSynced } from "#tests/support/real-devices";
import { temporaryFolder } from "#tests/support/relay-process";
import type { Simulated } from "#tests/support/sim-device";
import { replicaOn } from "#tests/support/sim-world";

let built: BuiltRelay;

beforeAll(async () => {
  await startAutomerge();
  built = await buildRelayFor("company-followed");
}, 120_000);
afterAll(() => built.remove());

const running = new Set<RelayProcess>();
afterEach(async () => {
  for (const relay of running) await stop(relay);
});

const stop = async (relay: RelayProcess): Promise<void> => {
  running.delete(relay);
  relay.kill("SIGTERM");
  await relay.ended;
};

interface Here {
  readonly relay: RelayProcess;
  readonly folder: string;
  readonly origin: string;
  readonly port: number;
}

const startIn = async (folder: string, settings: Record<string, string> = {}): Promise<Here> => {
  const relay = spawnRelay(built, folder, settings);
  running.add(relay);
  return { relay, folder, ...(await relay.started) };
};

const until = (what: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(what()).toBe(true), { timeout: 60_000, interval: 20 });

const names = (device: Simulated): string =>
  [...replicaOn(device).rows.all(product).values()]
    .map(({ name }) => name)
    .sort()
    .join();

/** The operator's steps of docs/operate/backup.md; nobody's device is touched. */
const move = async (
  from: Here,
  to: Here,
  company: string,
): Promise<{ readonly old: Here; readonly file: string }> => {
  const file = join(await temporaryFolder(), "company.eventkit");
  await stop(from.relay);
  const words = ["company", "export", company, file, "--to", to.origin];
  expect(await operate(built, from.folder, words)).toMatchObject({ code: 0, errors: "" });
  await stop(to.relay);
  return { old: await startIn(from.folder, { PORT: String(from.port) }), file };
};

test(
  "[FED-06] devices follow a company to a relay of another name, whether they were open meanwhile or closed, and lose nothing",
  { timeout: 120_000 },
  async () => {
    const from = await startIn(await temporaryFolder());
    const to = await startIn(await temporaryFolder());
    const { company, devices } = await foundRealCompany(from.origin, 18);
    const [here, later] = devices;
    const id = toBase64Url(company.id);
    for (const device of devices) await device.start();
    must(await replicaOn(later).run(createProduct, { name: "Truss" }));
    await until(() => names(here) === "Truss" && devices.every(isSynced));
    later.kill();

    const { file } = await move(from, to, id);
    must(await replicaOn(here).run(createProduct, { name: "Lamp" }));
    // Where the company went, nobody answers yet: what is written waits on the device, and it goes on asking.
    await until(() => replicaOn(here).sync.get().pendingChanges > 0 && !replicaOn(here).sync.get().connected);
    expect(await operate(built, to.folder, ["company", "import", file])).toMatchObject({
      code: 0,
      errors: "",
    });
    const settings = { PORT: String(to.port), EVENTKIT_ALLOWED_ORIGINS: from.origin };
    const arrived = await startIn(to.folder, settings);
    await until(() => isSynced(here));
    await later.start();
    await until(() => names(later) === "Lamp,Truss" && isSynced(later));
    must(await replicaOn(later).run(createProduct, { name: "Cable" }));
    await until(() => names(here) === "Cable,Lamp,Truss" && devices.every(isSynced));

    // The next start needs the old relay no more.
    for (const device of devices) device.kill();
    for (const relay of running) if (relay !== arrived.relay) await stop(relay);
    for (const device of devices) await device.start();
    await until(() => devices.every(isSynced));
    expect(names(here)).toBe("Cable,Lamp,Truss");
    for (const device of devices) device.kill();
  },
);

test("[FED-06] a relay tells where a company went to pages it knows, and nothing of companies it has or never had", async () => {
  const from = await startIn(await temporaryFolder());
  const to = await startIn(await temporaryFolder());
  const { company } = await foundRealCompany(from.origin, 18);
  expect((await fetch(`${from.origin}${movedPath(company.id)}`)).status).toBe(404);
  const { old } = await move(from, to, toBase64Url(company.id));
  const ask = (path: string, origin: string): Promise<Response> =>
    fetch(`${old.origin}${path}`, { headers: { origin } });
  const told = await ask(movedPath(company.id), "https://evil.example");
  expect([told.status, told.headers.get("access-control-allow-origin")]).toEqual([200, null]);
  const known = old.origin.replace("localhost", "127.0.0.1");
  const allowed = await ask(movedPath(company.id), known);
  expect(allowed.headers.get("access-control-allow-origin")).toBe(known);
  expect((await ask(logPath(company.id), known)).status).toBe(404);
  expect((await ask(movedPath(new Uint8Array(32)), known)).status).toBe(404);
});
