/** A real relay put back from a real backup, while the author of what it lost is gone for ever. */
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { must } from "#shared/kernel/result";
import { createProduct, editProduct, product } from "#shared/domain/inventory";
import { companiesPath, encodeCreateCompany, parseRelayInfo } from "#shared/protocol/enrolment";
import { brand } from "#shared/kernel/brand";
import type { StoredLoss } from "#shared/replica/stored";
import { startAutomerge } from "#tests/support/automerge";
import type { BuiltRelay, RelayProcess } from "#tests/support/built-relay";
import { buildRelayFor, spawnRelay } from "#tests/support/built-relay";
import { testCrypto } from "#tests/support/keys";
import { operate } from "#tests/support/operator-command";
import { realNetwork, realTime } from "#tests/support/real-network";
import { temporaryFolder } from "#tests/support/relay-process";
import { makeSimCompany } from "#tests/support/sim-company";
import type { Simulated } from "#tests/support/sim-device";
import { createSimDevice } from "#tests/support/sim-device";
import { replicaOn } from "#tests/support/sim-world";
import { createChances } from "#tests/support/virtual-time";

let built: BuiltRelay;

beforeAll(async () => {
  await startAutomerge();
  built = await buildRelayFor("restored");
}, 120_000);
afterAll(() => built.remove());

const until = (what: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(what()).toBe(true), { timeout: 30_000, interval: 20 });

const names = (device: Simulated): readonly string[] =>
  [...replicaOn(device).rows.all(product).values()].map(({ name }) => name).sort();

const isSynced = (device: Simulated): boolean => {
  const { connected, pendingChanges } = replicaOn(device).sync.get();
  return connected && pendingChanges === 0;
};

/** Devices of one company that a running relay has just taken up. */
const devicesOn = async (origin: string): Promise<readonly Simulated[]> => {
  const crypto = testCrypto();
  const info = must(parseRelayInfo(await (await fetch(`${origin}/.well-known/eventkit`)).json()));
  const relay = { publicKey: info.relayKey };
  const company = await makeSimCompany(createChances(17), relay, 3, Date.now(), crypto);
  const answer = await fetch(`${origin}${companiesPath}`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream", origin },
    body: new Uint8Array(encodeCreateCompany(company.create)),
  });
  expect(answer.status).toBe(201);
  return company.devices.map((self, at) =>
    createSimDevice(
      `device ${at + 1}`,
      self,
      company,
      {
        ...{
          time: realTime,
          network: realNetwork,
          crypto,
          relay: info.relayKey,
          origin,
          http: async () => undefined,
        },
        chances: createChances(40 + at),
      },
      createChances(60 + at),
    ),
  );
};

/** Stops the relay and starts the backup in another folder, at the same address. */
const putBack = async (relay: RelayProcess, backup: string, port: number): Promise<RelayProcess> => {
  relay.kill("SIGKILL");
  await relay.ended;
  const folder = join(await temporaryFolder(), "data");
  expect(await operate(built, folder, ["restore", backup])).toMatchObject({ code: 0, errors: "" });
  const restored = spawnRelay(built, folder, { PORT: String(port) });
  await restored.started;
  return restored;
};

test(
  "[RELAY-45] a relay restored from a backup gets from one device what another, gone for ever, had written since",
  {
    timeout: 90_000,
  },
  async () => {
    const folder = await temporaryFolder();
    const relay = spawnRelay(built, folder);
    const { origin, port } = await relay.started;
    const [here, gone, later] = await devicesOn(origin);
    if (here === undefined || gone === undefined || later === undefined) throw new Error("three devices");
    await here.start();
    await gone.start();
    const old = must(await replicaOn(gone).run(createProduct, { name: "Truss" })).value.product;
    await until(() => names(here).includes("Truss") && isSynced(here) && isSynced(gone));
    const backup = join(await temporaryFolder(), "backup");
    expect(await operate(built, folder, ["backup", backup])).toMatchObject({ code: 0, errors: "" });

    must(await replicaOn(gone).run(editProduct, { product: old, values: { name: "Truss 2 m" } }));
    must(await replicaOn(gone).run(createProduct, { name: "Lamp" }));
    must(await replicaOn(here).run(createProduct, { name: "Cable" }));
    const all = ["Cable", "Lamp", "Truss 2 m"];
    await until(() => names(here).join() === all.join() && isSynced(here) && isSynced(gone));
    gone.kill();
    const marks: string[] = [];
    replicaOn(here).sync.subscribe(({ mark, pendingChanges }) => marks.push(`${mark} ${pendingChanges}`));
    const restored = await putBack(relay, backup, port);
    const losses = brand<ReadonlyMap<string, StoredLoss>>(here.disk.stores.get("losses"));
    await until(() => losses.size > 0 && [...losses.values()].every(({ has, seq }) => has === seq));
    await until(() => isSynced(here));

    // The mark said what was missing until it was there, and says that the relay cannot be relied on.
    expect(marks.some((mark) => /^attention [1-9]/.test(mark))).toBe(true);
    expect(marks.at(-1)).toBe("attention 0");
    // What the relay has now is what a device without anything gets from it.
    here.kill();
    await later.start();
    await until(() => names(later).join() === all.join() && isSynced(later));
    later.kill();
    restored.kill("SIGTERM");
    await restored.ended;
  },
);
