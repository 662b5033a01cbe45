/** Several relays as processes over one PostgreSQL behind a balancer, and devices that reach any of them. */
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, vi } from "vitest";
import { must } from "#shared/kernel/result";
import { companiesPath, encodeCreateCompany, parseRelayInfo } from "#shared/protocol/enrolment";
import type { Balancer } from "./balancer";
import { startBalancer } from "./balancer";
import type { BuiltRelay, RelayProcess } from "./built-relay";
import { spawnRelay } from "./built-relay";
import { testCrypto } from "./keys";
import type { PostgresServer } from "./postgres";
import { realNetwork, realTime } from "./real-network";
import { temporaryFolder } from "./relay-process";
import type { SimCompany } from "./sim-company";
import { makeSimCompany } from "./sim-company";
import type { Simulated } from "./sim-device";
import { createSimDevice } from "./sim-device";
import { createChances } from "./virtual-time";

export interface Ended {
  readonly code: number | null;
  readonly errors: string;
}

export interface RelayNode {
  readonly folder: string;
  /** The one that runs, or ran last. */
  readonly process: () => RelayProcess;
  readonly origin: () => string;
  /** Starts it and lets the balancer send connections to it. */
  readonly start: () => Promise<void>;
  /** Ends it by a signal; the balancer sends nothing more to it. Answers how it ended. */
  readonly end: (signal: NodeJS.Signals) => Promise<Ended>;
  /** The same for one that ends by itself. */
  readonly ended: () => Promise<Ended>;
}

export interface Relays {
  readonly nodes: readonly RelayNode[];
  readonly balancer: Balancer;
  readonly database: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly remove: () => Promise<void>;
}

/**
 * Starts `count` relays, the first one before the others so that they can have its key. `files`: settings for where
 * files lie, where that is not one folder of all.
 */
export const startRelays = async (
  built: BuiltRelay,
  server: PostgresServer,
  seed: number,
  {
    count = 2,
    leaseSeconds = 5,
    files = {},
  }: {
    readonly count?: number;
    readonly leaseSeconds?: number;
    readonly files?: Readonly<Record<string, string>>;
  } = {},
): Promise<Relays> => {
  const balancer = await startBalancer(createChances(seed));
  const database = await server.createDatabase();
  const environment = {
    EVENTKIT_DATABASE: database,
    EVENTKIT_BLOBS: join(await temporaryFolder(), "blobs"),
    EVENTKIT_NODE_ADDRESS: "http://127.0.0.1:0",
    EVENTKIT_NODE_LEASE: String(leaseSeconds),
    PUBLIC_ORIGIN: balancer.origin,
    ...files,
  };
  const nodes: RelayNode[] = [];
  for (let i = 0; i < count; i++) {
    const node = createNode(built, await temporaryFolder(), environment, balancer);
    const [first] = nodes;
    if (first !== undefined) await copyFile(join(first.folder, "relay.key"), join(node.folder, "relay.key"));
    await node.start();
    nodes.push(node);
  }
  return {
    ...{ nodes, balancer, database, environment },
    remove: async () => {
      for (const node of nodes) {
        node.process().kill("SIGCONT");
        await node.end("SIGKILL");
      }
      await balancer.close();
    },
  };
};

const createNode = (
  built: BuiltRelay,
  folder: string,
  environment: Readonly<Record<string, string>>,
  balancer: Balancer,
): RelayNode => {
  let running: RelayProcess | undefined;
  let at = { port: 0, origin: "" };
  const process = (): RelayProcess => {
    if (running === undefined) throw new Error("the relay was never started");
    return running;
  };
  const ended = (): Promise<Ended> => {
    balancer.targets.delete(at.port);
    return process().ended;
  };
  return {
    folder,
    process,
    origin: () => at.origin,
    start: async () => {
      running = spawnRelay(built, folder, environment);
      at = await running.started;
      balancer.targets.add(at.port);
    },
    end: (signal) => {
      process().kill(signal);
      return ended();
    },
    ended,
  };
};

export interface NodeDevices {
  readonly company: SimCompany;
  readonly devices: readonly Simulated[];
}

/** A company with devices that know nothing but the balancer's address. They are made but not started. */
export const foundDevices = async (
  { balancer }: Relays,
  count: number,
  seed: number,
): Promise<NodeDevices> => {
  const crypto = testCrypto();
  const { origin } = balancer;
  const info = must(parseRelayInfo(await (await fetch(`${origin}/.well-known/eventkit`)).json()));
  const company = await makeSimCompany(
    createChances(seed),
    { publicKey: info.relayKey },
    count,
    Date.now(),
    crypto,
  );
  const answer = await fetch(`${origin}${companiesPath}`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream", origin },
    body: new Uint8Array(encodeCreateCompany(company.create)),
  });
  if (answer.status !== 201) throw new Error(`the company was not made: ${answer.status}`);
  const devices = company.devices.map((self, at) =>
    createSimDevice(
      `device ${at + 1}`,
      self,
      company,
      {
        ...{ time: realTime, network: realNetwork, crypto, origin, relay: info.relayKey },
        ...{ http: async () => undefined, chances: createChances(seed * 64 + at) },
      },
      createChances(seed * 64 + 32 + at),
    ),
  );
  return { company, devices };
};

export const until = (what: () => void | Promise<void>, timeout = 60_000): Promise<void> =>
  vi.waitFor(what, { timeout, interval: 20 });

/** A count of that relay; 0 where it does not say. */
export const metric = async (node: RelayNode, name: string): Promise<number> => {
  const text = await (await fetch(`${node.origin()}/metrics`)).text();
  return Number(new RegExp(`^${name.replace(/[{}"]/g, "\\$&")} (\\S+)$`, "m").exec(text)?.[1] ?? 0);
};

/** The relay that has the company, and another. */
export const ownerFirst = async (nodes: readonly RelayNode[]): Promise<readonly [RelayNode, RelayNode]> => {
  const [a, b] = nodes;
  if (a === undefined || b === undefined) throw new Error("two relays");
  const owned = (): Promise<readonly number[]> =>
    Promise.all([a, b].map((node) => metric(node, "eventkit_companies_owned")));
  await until(async () => expect((await owned()).includes(1)).toBe(true));
  return (await owned())[0] === 1 ? [a, b] : [b, a];
};
