/** One simulated device: a disk that lasts, and a process of two tabs' worth of engine that can die at any moment. */
import type { Clock } from "#shared/kernel/clock";
import { ok } from "#shared/kernel/result";
import type { CryptoDeps } from "#shared/protocol/envelope";
import type { CompanyId, Key } from "#shared/protocol/wire-types";
import { textOfBytes } from "#shared/protocol/wire-types";
import type { HostMembership } from "#shared/replica/host/standing";
import type { SyncHost } from "#shared/replica/host/sync-host";
import { startSyncHost } from "#shared/replica/host/sync-host";
import type { ReplicaDeps } from "#shared/replica/ports";
import { openReplica } from "#shared/replica/replica";
import type { Replica } from "#shared/replica/types";
import { createLocalChannels } from "./local-channel";
import { createLocalLocks } from "./local-locks";
import type { MemoryDisk, MemoryStore } from "./memory-store";
import { createDisk, openMemoryStore } from "./memory-store";
import type { SimCompany, SimDevice } from "./sim-company";
import type { VirtualNetwork } from "./virtual-network";
import type { Chances, VirtualTime } from "./virtual-time";

export interface SimProcess {
  /** The first tab. */
  readonly replica: Replica;
  readonly tabs: readonly Replica[];
  /** The first of them holds the lock; another takes over when it is stopped. */
  readonly hosts: readonly SyncHost[];
  readonly store: MemoryStore;
}

export interface Simulated {
  readonly name: string;
  readonly disk: MemoryDisk;
  isOnline: boolean;
  /** How many tabs the next start opens, each with a worker that may be the host. */
  tabs: number;
  /** Device time minus true time. */
  skewMs: number;
  readonly process: () => SimProcess | undefined;
  start(): Promise<void>;
  /** The process ends here and now, in the middle of whatever it does. */
  kill(): void;
}

const everybody = (company: SimCompany, relay: Key): HostMembership => {
  const members = new Map(
    company.devices.map(({ signer, member }) => [textOfBytes(signer.publicKey), member]),
  );
  return {
    company: company.id,
    checkpoint: () => 1,
    may: () => true,
    memberOf: (device) => members.get(device) ?? null,
    deviceAt: (device) => members.has(textOfBytes(device)),
    mayWrite: (device) => members.has(textOfBytes(device)),
    relayKeysAt: () => [relay],
    isAdopted: () => false,
    relay: () => ({ origin: "https://relay.example", key: relay }),
    link: { connected: () => () => undefined, receive: async () => ok(null) },
  };
};

export const createSimDevice = (
  name: string,
  self: SimDevice,
  company: SimCompany & { readonly id: CompanyId },
  world: {
    readonly time: VirtualTime;
    readonly chances: Chances;
    readonly network: VirtualNetwork;
    readonly crypto: CryptoDeps;
    readonly relay: Key;
  },
): Simulated => {
  const { time, chances, network, crypto } = world;
  const disk = createDisk();
  let alive: { isAlive: boolean } | undefined;
  let current: SimProcess | undefined;
  let breakConnections = (): void => undefined;
  const device: Simulated = {
    ...{ name, disk, isOnline: true, skewMs: 0, tabs: 1 },
    process: () => current,
    start: async () => {
      const mine = { isAlive: true };
      alive = mine;
      const store = openMemoryStore(disk, () => chances.in100(50));
      const sockets = network.portFor(device);
      breakConnections = () => sockets.breakAll();
      const clock: Clock = { now: () => time.now() + device.skewMs };
      const channels = createLocalChannels();
      const locks = createLocalLocks();
      const deps = (): ReplicaDeps => ({
        ...{ store, clock, random: chances, connect: sockets.connect, locks, signer: self.signer },
        ...crypto,
        channel: channels.join(),
        timers: { after: (delay, task) => time.after(delay, () => mine.isAlive && task()) },
      });
      const membership = everybody(company, world.relay);
      const identity = { company: company.id, member: self.member };
      const hosts: SyncHost[] = [];
      const tabs: Replica[] = [];
      for (let tab = 0; tab < device.tabs; tab++) {
        hosts.push(startSyncHost(deps(), membership));
        tabs.push(await openReplica(deps(), identity, membership));
      }
      const [replica] = tabs;
      if (mine.isAlive && replica !== undefined) current = { replica, tabs, hosts, store };
    },
    kill: () => {
      if (alive !== undefined) alive.isAlive = false;
      current?.store.crash();
      current = undefined;
      breakConnections();
    },
  };
  return device;
};
