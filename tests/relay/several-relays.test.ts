/** Real relays over one real PostgreSQL, real replicas that reach any of them, and everything that can go wrong. */
import { Client } from "pg";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { brand } from "#shared/kernel/brand";
import { must } from "#shared/kernel/result";
import { createProduct, product } from "#shared/domain/inventory";
import { companiesPath, parseRelayInfo } from "#shared/protocol/enrolment";
import { textOfBytes } from "#shared/protocol/wire-types";
import type { StoredLoss } from "#shared/replica/stored";
import { startAutomerge } from "#tests/support/automerge";
import type { BuiltRelay } from "#tests/support/built-relay";
import { buildRelayFor, spawnRelay } from "#tests/support/built-relay";
import { operate } from "#tests/support/operator-command";
import type { PostgresServer } from "#tests/support/postgres";
import { startPostgres } from "#tests/support/postgres";
import { connectLive } from "#tests/support/relay-client";
import type { NodeDevices, RelayNode, Relays } from "#tests/support/relay-nodes";
import { foundDevices, metric, ownerFirst, startRelays, until } from "#tests/support/relay-nodes";
import { temporaryFolder } from "#tests/support/relay-process";
import type { Simulated } from "#tests/support/sim-device";
import { replicaOn } from "#tests/support/sim-world";
import type { Chances } from "#tests/support/virtual-time";
import { createChances } from "#tests/support/virtual-time";

let built: BuiltRelay;
let server: PostgresServer;

beforeAll(async () => {
  await startAutomerge();
  [built, server] = await Promise.all([buildRelayFor("several-relays"), startPostgres()]);
}, 120_000);
afterAll(async () => {
  await server.remove();
  await built.remove();
});

/** `EVENTKIT_NODE_KILLS=100 npx vitest run --project node tests/relay/several-relays` for a night. */
const kills = Number(process.env["EVENTKIT_NODE_KILLS"] ?? 6);

const names = (device: Simulated): readonly string[] =>
  [...replicaOn(device).rows.all(product).values()].map(({ name }) => name).sort();

const write = async (device: Simulated, name: string): Promise<void> => {
  must(await replicaOn(device).run(createProduct, { name }));
};

const isSynced = (device: Simulated): boolean => {
  const { connected, pendingChanges } = replicaOn(device).sync.get();
  return connected && pendingChanges === 0;
};

/** Every device shows exactly these and has receipts for everything; none has a receipt the relays do not know. */
const expectAlike = async (devices: readonly Simulated[], written: readonly string[]): Promise<void> => {
  const all = [...written].sort();
  for (const device of devices) {
    await until(() => {
      expect(isSynced(device)).toBe(true);
      expect(names(device)).toEqual(all);
    });
    const losses = brand<ReadonlyMap<string, StoredLoss>>(device.disk.stores.get("losses") ?? new Map());
    expect([...losses.values()]).toEqual([]);
  }
};

/** Read from the beginning through any relay, every change is there once; and all that is stored proves itself. */
const expectSoundLog = async (
  { nodes, environment, balancer }: Relays,
  { company }: NodeDevices,
): Promise<void> => {
  const [owner] = company.devices;
  if (owner === undefined) throw new Error("a company has an owner");
  const reader = await connectLive(balancer.origin, company.id, owner.signer);
  const hashes = reader.received.flatMap((message) =>
    message.t === "chunks" ? message.chunks.map(({ hash }) => textOfBytes(hash)) : [],
  );
  await reader.close();
  expect(new Set(hashes).size).toBe(hashes.length);
  const folder = nodes[0]?.folder ?? "";
  expect(await operate(built, folder, ["verify"], environment)).toMatchObject({ code: 0, errors: "" });
};

const chosen = (nodes: readonly RelayNode[], chances: Chances): RelayNode => {
  const node = nodes[chances.below(nodes.length)];
  if (node === undefined) throw new Error("there are relays");
  return node;
};

/** Until a device speaks through each of them. */
const spread = async (nodes: readonly RelayNode[], devices: readonly Simulated[]): Promise<void> => {
  const sockets = async (): Promise<readonly number[]> =>
    Promise.all(nodes.map((node) => metric(node, "eventkit_sockets")));
  for (;;) {
    await until(() => expect(devices.every(isSynced)).toBe(true));
    if ((await sockets()).every((count) => count > 0)) return;
    for (const device of devices) {
      device.kill();
      await device.start();
    }
  }
};

test(
  "[NODE-20] kill -9 of either relay under load, again and again: nothing receipted is lost, nothing is there twice",
  async () => {
    const chances = createChances(20);
    const relays = await startRelays(built, server, 20);
    try {
      const all = await foundDevices(relays, 4, 20);
      const written: string[] = [];
      for (const device of all.devices) await device.start();
      for (let round = 0; round < kills; round++) {
        const victim = chosen(relays.nodes, chances);
        const killAfter = 3 + chances.below(12);
        let ended: Promise<unknown> = Promise.resolve();
        for (let i = 0; i < 20; i++) {
          const device = all.devices[chances.below(all.devices.length)];
          if (device === undefined) continue;
          const name = `product ${round} ${i}`;
          await write(device, name);
          written.push(name);
          if (i === killAfter) ended = victim.end("SIGKILL");
        }
        await ended;
        await victim.start();
        await until(() => expect(all.devices.some(isSynced)).toBe(true));
      }
      await expectAlike(all.devices, written);
      await expectSoundLog(relays, all);
      for (const device of all.devices) device.kill();
    } finally {
      await relays.remove();
    }
  },
  180_000 + 15_000 * kills,
);

test("[NODE-21] a rolling restart: each relay ends in good order, its devices go on elsewhere", async () => {
  const relays = await startRelays(built, server, 21);
  try {
    const all = await foundDevices(relays, 3, 21);
    const written: string[] = [];
    const [first] = all.devices;
    if (first === undefined) throw new Error("three devices");
    for (const device of all.devices) await device.start();
    for (const node of relays.nodes) {
      await write(first, `before ${written.length}`);
      const ended = node.end("SIGTERM");
      await write(first, `while ${written.length}`);
      written.push(`before ${written.length}`, `while ${written.length}`);
      expect((await ended).code).toBe(0);
      await expectAlike(all.devices, written);
      await node.start();
    }
    await expectSoundLog(relays, all);
    for (const device of all.devices) device.kill();
  } finally {
    await relays.remove();
  }
}, 120_000);

test("[NODE-22] a relay that was paused past its lease finds its company taken: it says so, writes nothing, its devices go on", async () => {
  const relays = await startRelays(built, server, 22, { leaseSeconds: 1 });
  try {
    const all = await foundDevices(relays, 4, 22);
    for (const device of all.devices) await device.start();
    await spread(relays.nodes, all.devices);
    const [owner, other] = await ownerFirst(relays.nodes);
    const written: string[] = [];
    for (const [i, device] of all.devices.entries()) {
      await write(device, `before ${i}`);
      written.push(`before ${i}`);
    }
    await expectAlike(all.devices, written);
    owner.process().kill("SIGSTOP");
    // Those that speak through the other one lead to the paused one: they are cut off and come back.
    for (const [i, device] of all.devices.entries()) {
      await write(device, `paused ${i}`);
      written.push(`paused ${i}`);
    }
    await until(async () => expect(await metric(other, "eventkit_companies_owned")).toBe(1));
    await until(() => expect(all.devices.some(isSynced)).toBe(true));
    owner.process().kill("SIGCONT");
    await expectAlike(all.devices, written);
    await until(async () => {
      const lost = await Promise.all(
        ["taken", "fenced"].map((why) => metric(owner, `eventkit_companies_lost_total{why="${why}"}`)),
      );
      expect(lost.reduce((sum, count) => sum + count, 0)).toBe(1);
    });
    expect(await metric(owner, "eventkit_companies_owned")).toBe(0);
    await expectSoundLog(relays, all);
    for (const device of all.devices) device.kill();
    expect((await owner.end("SIGTERM")).errors).toContain('"event":"company.moved"');
  } finally {
    await relays.remove();
  }
}, 120_000);

test("[NODE-23] the connection that holds and listens is cut: that relay ends, the other goes on, nothing is lost", async () => {
  const relays = await startRelays(built, server, 23);
  try {
    const all = await foundDevices(relays, 3, 23);
    for (const device of all.devices) await device.start();
    const [first] = all.devices;
    if (first === undefined) throw new Error("three devices");
    await write(first, "before");
    await expectAlike(all.devices, ["before"]);
    const [owner] = await ownerFirst(relays.nodes);
    const admin = new Client({ connectionString: relays.database });
    await admin.connect();
    await admin.query(
      `SELECT pg_terminate_backend(l.pid) FROM pg_locks AS l JOIN owners AS o ON l.objid::bigint = o.node
       WHERE l.locktype = 'advisory' AND l.mode = 'ExclusiveLock' AND l.objsubid = 2`,
    );
    await admin.end();
    await write(first, "after");
    const { code, errors } = await owner.ended();
    expect(code).toBe(1);
    expect(errors).toContain('"event":"relay.ended"');
    await expectAlike(all.devices, ["before", "after"]);
    await owner.start();
    await expectSoundLog(relays, all);
    for (const device of all.devices) device.kill();
  } finally {
    await relays.remove();
  }
}, 120_000);

test("[NODE-24] requests about a company are answered the same by every relay", async () => {
  const relays = await startRelays(built, server, 24);
  try {
    const { company } = await foundDevices(relays, 1, 24);
    const [owner, other] = await ownerFirst(relays.nodes);
    const log = `${companiesPath}/${textOfBytes(company.id)}/log`;
    const [here, there] = await Promise.all(
      [owner, other].map(async (node) => {
        const answer = await fetch(`${node.origin()}${log}`);
        return [answer.status, new Uint8Array(await answer.arrayBuffer())] as const;
      }),
    );
    expect(here?.[0]).toBe(200);
    expect(there).toEqual(here);
    expect(await metric(other, 'eventkit_forwards_total{kind="request"}')).toBe(1);
    const unknown = `${companiesPath}/${textOfBytes(new Uint8Array(32))}/log`;
    expect((await fetch(`${other.origin()}${unknown}`)).status).toBe(404);
    expect((await fetch(`${other.origin()}/readyz`)).status).toBe(200);
  } finally {
    await relays.remove();
  }
}, 60_000);

test("[NODE-25] a relay with another key over the same database does not start", async () => {
  const relays = await startRelays(built, server, 25, { count: 1 });
  try {
    const folder = await temporaryFolder();
    const { code, errors } = await spawnRelay(built, folder, relays.environment).ended;
    expect(code).toBe(5);
    expect(errors).toContain("know a relay with another key");
    const [first] = relays.nodes;
    await copyFile(join(first?.folder ?? "", "relay.key"), join(folder, "relay.key"));
    const again = spawnRelay(built, folder, relays.environment);
    const { origin } = await again.started;
    const key = async (at: string) =>
      must(parseRelayInfo(await (await fetch(`${at}/.well-known/eventkit`)).json())).relayKey;
    expect(await key(origin)).toEqual(await key(relays.balancer.origin));
    again.kill("SIGTERM");
    expect((await again.ended).code).toBe(0);
  } finally {
    await relays.remove();
  }
}, 60_000);
