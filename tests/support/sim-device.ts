/** One simulated device: a disk that lasts, and a process of two tabs' worth of engine that can die at any moment. */
import type { Clock } from "#shared/kernel/clock";
import { ok } from "#shared/kernel/result";
import type { CryptoDeps } from "#shared/protocol/envelope";
import type { CompanyId, Key } from "#shared/protocol/wire-types";
import { textOfBytes } from "#shared/protocol/wire-types";
import type { HostMembership } from "#shared/replica/host/standing";
import type { SyncHost } from "#shared/replica/host/sync-host";
import { startSyncHost } from "#shared/replica/host/sync-host";
import type { Locks, ReplicaDeps } from "#shared/replica/ports";
import { openReplica } from "#shared/replica/replica";
import type { Replica } from "#shared/replica/types";
import { createLocalChannels } from "./local-channel";
import type { MemoryDisk, MemoryStore } from "./memory-store";
import { createDisk, openMemoryStore } from "./memory-store";
import type { SimCompany, SimDevice } from "./sim-company";
import type { VirtualNetwork } from "./virtual-network";
import type { Chances, VirtualTime } from "./virtual-time";

export interface SimProcess {
  readonly replica: Replica;
  readonly host: SyncHost;
  readonly store: MemoryStore;
}

export interface Simulated {
  readonly name: string;
  readonly disk: MemoryDisk;
  isOnline: boolean;
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
    relay: () => ({ origin: "https://relay.example", key: relay }),
    link: { connected: () => () => undefined, receive: async () => ok(null) },
  };
};

/** Locks of a profile with one process: free when the process before has died. */
const soleLocks: Locks = {
  whenFree: (_name, work) => {
    void work();
    return () => undefined;
  },
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
    ...{ name, disk, isOnline: true, skewMs: 0 },
    process: () => current,
    start: async () => {
      const mine = { isAlive: true };
      alive = mine;
      const store = openMemoryStore(disk, () => chances.in100(50));
      const sockets = network.portFor(device);
      breakConnections = () => sockets.breakAll();
      const clock: Clock = { now: () => time.now() + device.skewMs };
      const channels = createLocalChannels();
      const deps = (): ReplicaDeps => ({
        ...{ store, clock, random: chances, connect: sockets.connect, locks: soleLocks, signer: self.signer },
        ...crypto,
        channel: channels.join(),
        timers: { after: (delay, task) => time.after(delay, () => mine.isAlive && task()) },
      });
      const membership = everybody(company, world.relay);
      const host = startSyncHost(deps(), membership);
      const replica = await openReplica(deps(), { company: company.id, member: self.member }, membership);
      if (mine.isAlive) current = { replica, host, store };
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
