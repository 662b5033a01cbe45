/** A crew in a hall: the company's own relay and one in a flight case as real processes, devices over real sockets. */
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { ProductId } from "#shared/domain/inventory";
import { createProduct, editProduct, product } from "#shared/domain/inventory";
import { movement, recordMovements } from "#shared/domain/scanning";
import { addHallRelay, hallRelay, setUpCompany } from "#shared/domain/settings";
import { toBase64Url } from "#shared/kernel/bytes";
import { must } from "#shared/kernel/result";
import { packChunks } from "#shared/protocol/gate/pack";
import { textOfBytes } from "#shared/protocol/wire-types";
import { startAutomerge } from "#tests/support/automerge";
import type { BuiltRelay, RelayProcess } from "#tests/support/built-relay";
import { buildRelayFor, spawnRelay } from "#tests/support/built-relay";
import { operate } from "#tests/support/operator-command";
import type { RealCompany } from "#tests/support/real-devices";
import { foundRealCompany, isSynced, keyOfRelay } from "#tests/support/real-devices";
import { connectDevice, connectLive } from "#tests/support/relay-client";
import { fresh } from "#tests/support/relay-company";
import { temporaryFolder } from "#tests/support/relay-process";
import { createWriter } from "#tests/support/relay-writer";
import type { Simulated } from "#tests/support/sim-device";
import { replicaOn } from "#tests/support/sim-world";

let built: BuiltRelay;

beforeAll(async () => {
  await startAutomerge();
  built = await buildRelayFor("hall-processes");
}, 120_000);
afterAll(() => built.remove());

const running = new Set<RelayProcess>();
afterEach(async () => {
  for (const relay of running) await end(relay, "SIGTERM");
});

const end = async (relay: RelayProcess, signal: "SIGTERM" | "SIGKILL"): Promise<void> => {
  running.delete(relay);
  relay.kill(signal);
  await relay.ended;
};

interface Standing {
  relay: RelayProcess;
  readonly folder: string;
  readonly origin: string;
  /** Where it stood before, with what it had stored. */
  again(): Promise<void>;
}

const stand = async (settings: Record<string, string> = {}): Promise<Standing> => {
  const folder = await temporaryFolder();
  const start = async (port: string): Promise<RelayProcess> => {
    const relay = spawnRelay(built, folder, { ...settings, PORT: port });
    running.add(relay);
    await relay.started;
    return relay;
  };
  const relay = await start("0");
  const { origin, port } = await relay.started;
  const standing: Standing = {
    ...{ relay, folder, origin },
    again: async () => {
      standing.relay = await start(String(port));
    },
  };
  return standing;
};

const until = (what: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(what()).toBe(true), { timeout: 60_000, interval: 20 });

const make = async (device: Simulated, name: string): Promise<ProductId> =>
  must(await replicaOn(device).run(createProduct, { name })).value.product;

const nameOn = (device: Simulated, id: ProductId): string | undefined =>
  replicaOn(device).rows.get(product, id)?.name;

const hallOf = (device: Simulated) => replicaOn(device).sync.get().hall;

const scansOn = (device: Simulated): number => replicaOn(device).rows.all(movement).size;

/** A company at home with two devices, both of which know the box and reach it. */
const crew = async (seed: number): Promise<{ home: Standing; box: Standing } & RealCompany> => {
  const home = await stand();
  const box = await stand({ EVENTKIT_HALL: "on", EVENTKIT_ALLOWED_ORIGINS: home.origin });
  const founded = await foundRealCompany(home.origin, seed);
  const { devices } = founded;
  const [first] = devices;
  for (const device of devices) await device.start();
  must(await replicaOn(first).run(setUpCompany, { name: "Halle Events", categories: [] }));
  const key = textOfBytes(await keyOfRelay(box.origin));
  must(await replicaOn(first).run(addHallRelay, { name: "Case 1", address: box.origin, key }));
  await until(() => devices.every((device) => knowsBox(device) && isSynced(device)));
  await until(() => devices.every((device) => hallOf(device)?.connected === true));
  return { home, box, ...founded };
};

const knowsBox = (device: Simulated): boolean => replicaOn(device).rows.all(hallRelay).size === 1;

test(
  "[MOB-06] with home stopped a crew works through the box, which is killed once; home comes back and confirms everything, also what a device brings whose author is away",
  { timeout: 180_000 },
  async () => {
    const { home, box, devices } = await crew(71);
    const [a, b] = devices;
    const truss = await make(a, "Truss");
    await until(() => nameOn(b, truss) === "Truss" && devices.every(isSynced));

    await end(home.relay, "SIGKILL");
    await until(() => devices.every((device) => !replicaOn(device).sync.get().connected));
    must(await replicaOn(a).run(editProduct, { product: truss, values: { name: "Truss 2 m" } }));
    await until(() => nameOn(b, truss) === "Truss 2 m");
    const lamp = await make(b, "Lamp");
    await until(() => nameOn(a, lamp) === "Lamp" && hallOf(b)?.open === 0);

    await end(box.relay, "SIGKILL");
    await until(() => devices.every((device) => hallOf(device)?.connected === false));
    must(
      await replicaOn(a).run(recordMovements, {
        facts: [{ kind: "out", product: lamp, quantity: 3 }],
        origin: "hand",
      }),
    );
    await box.again();
    await until(() => scansOn(b) === 1 && hallOf(a)?.open === 0);
    expect(hallOf(a)).toMatchObject({ connected: true, kept: 2, open: 0, notAtHome: 1 });

    // Its author is away when home comes back: the other one brings it.
    a.kill();
    await home.again();
    await until(() => isSynced(b) && hallOf(b)?.notAtHome === 0);
    await a.start();
    await until(() => isSynced(a) && hallOf(a)?.notAtHome === 0);
    await end(box.relay, "SIGTERM");
    for (const device of devices) {
      expect([nameOn(device, truss), nameOn(device, lamp), scansOn(device)]).toEqual([
        "Truss 2 m",
        "Lamp",
        1,
      ]);
      expect(replicaOn(device).rescues.get()).toEqual([]);
      expect(replicaOn(device).sync.get().problems).toEqual([]);
      device.kill();
    }
  },
);

test(
  "[MOB-06] a box from which the company was removed when it came home is a box again in the next hall, and nobody misses what it had",
  { timeout: 180_000 },
  async () => {
    const { home, box, company, devices } = await crew(73);
    const [a, b] = devices;
    await end(home.relay, "SIGKILL");
    await until(() => devices.every((device) => !replicaOn(device).sync.get().connected));
    const lamp = await make(a, "Lamp");
    await until(() => nameOn(b, lamp) === "Lamp");
    await home.again();
    await until(() => devices.every((device) => isSynced(device) && hallOf(device)?.notAtHome === 0));

    await end(box.relay, "SIGTERM");
    const removed = await operate(built, box.folder, ["company", "remove", toBase64Url(company.id)]);
    expect(removed).toMatchObject({ code: 0, errors: "" });
    await box.again();
    await until(() => devices.every((device) => hallOf(device)?.connected === true));
    await end(home.relay, "SIGKILL");
    await until(() => devices.every((device) => !replicaOn(device).sync.get().connected));
    must(await replicaOn(b).run(editProduct, { product: lamp, values: { name: "Lamp 750 W" } }));
    await until(() => nameOn(a, lamp) === "Lamp 750 W" && hallOf(b)?.open === 0);
    await home.again();
    await until(() => devices.every((device) => isSynced(device) && hallOf(device)?.notAtHome === 0));
    for (const device of devices) {
      expect(replicaOn(device).sync.get().problems).toEqual([]);
      device.kill();
    }
  },
);

test(
  "[MOB-06] a device that shows the hall one change and home another of the same number gets the one from home everywhere, and nothing else is touched",
  { timeout: 180_000 },
  async () => {
    const { home, box, company, devices } = await crew(75);
    const [a, b] = devices;
    const rogue = company.devices[1]?.signer;
    if (rogue === undefined) throw new Error("a member");
    b.kill();
    const nonce = fresh(8);
    const inHall = await createWriter(company.id, rogue, { nonce, text: "as shown in the hall" });
    const atHome = await createWriter(company.id, rogue, {
      nonce,
      doc: inHall.doc,
      text: "as shown at home",
    });
    const { card } = inHall;
    const { chunks, tip } = await inHall.write();

    await end(home.relay, "SIGKILL");
    await until(() => !replicaOn(a).sync.get().connected);
    const hall = await connectDevice(box.origin, company.id, rogue);
    hall.send({
      ...{ t: "restore", doc: inHall.doc, card, chunks: packChunks(chunks), tips: [tip], receipts: [] },
      more: false,
    });
    await until(() => hallOf(a)?.notAtHome === 1);
    a.kill();
    await hall.close();
    await end(box.relay, "SIGTERM");

    await home.again();
    const live = await connectLive(home.origin, company.id, rogue);
    live.send({ t: "push", parts: [{ ...(await atHome.write()), card }] });
    await live.next("receipt");
    await live.close();
    await b.start();
    const lamp = await make(b, "Lamp");
    await until(() => isSynced(b));

    await a.start();
    await until(() => isSynced(a) && hallOf(a)?.notAtHome === 0 && nameOn(a, lamp) === "Lamp");
    const rescued = replicaOn(a).rescues.get();
    expect(rescued.map(({ code }) => code)).toEqual(["hall-contradicted"]);
    expect(replicaOn(b).rescues.get()).toEqual([]);
    for (const device of devices) device.kill();
  },
);
