/** One simulated device: a disk that lasts, and a process of one or more tabs that can die at any moment. */
import type { Clock } from "#shared/kernel/clock";
import type { Random } from "#shared/kernel/random";
import { assert } from "#shared/kernel/result";
import type { CryptoDeps } from "#shared/protocol/envelope";
import type { DocumentLimits } from "#shared/protocol/limits";
import type { Key } from "#shared/protocol/wire-types";
import { openCompanyRecords } from "#shared/replica/identity/company-records";
import { openMembership } from "#shared/replica/identity/membership";
import type {
  DeviceKeys,
  HttpPort,
  IdentityDeps,
  IdentityStore,
  Membership,
  StoredCompany,
} from "#shared/replica/identity/types";
import type { SyncHost } from "#shared/replica/host/sync-host";
import type { HallShare } from "#shared/replica/hall/hall-budget";
import { startSyncHost } from "#shared/replica/host/sync-host";
import { standingOf } from "#shared/replica/membership-standing";
import type { ByteStore, ReplicaDeps, TabChannel } from "#shared/replica/ports";
import { openReplica } from "#shared/replica/replica";
import type { Replica } from "#shared/replica/types";
import { createLocalChannels } from "./local-channel";
import { createLocalLocks } from "./local-locks";
import type { MemoryDisk, MemoryStore } from "./memory-store";
import { createDisk, cutPower, openMemoryStore } from "./memory-store";
import type { SimCompany, SimMember } from "./sim-company";
import type { NetworkEnd, VirtualNetwork } from "./virtual-network";
import type { Chances, VirtualTime } from "./virtual-time";

export interface SimProcess {
  /** The first tab. */
  readonly replica: Replica;
  readonly tabs: readonly Replica[];
  /** The first of them holds the lock; another takes over when it is stopped. */
  readonly hosts: readonly SyncHost[];
  readonly store: MemoryStore;
  /** For one more context beside the tabs and the hosts. */
  readonly channel: TabChannel;
  /** Who belongs to the company, as this device knows it. */
  readonly membership: Membership;
}

/** Between the engine and its platform: where tests plant a fault. */
export interface DeviceSeams {
  readonly store?: (store: ByteStore, device: string) => ByteStore;
  readonly channel?: (channel: TabChannel) => TabChannel;
  /** How large documents may become; those of the product by default. */
  readonly documentLimits?: DocumentLimits;
  /** What a relay in a hall may waste of a device's time; that of the product by default. */
  readonly hallShare?: HallShare;
}

export interface Simulated extends NetworkEnd {
  readonly name: string;
  readonly key: Key;
  readonly disk: MemoryDisk;
  /** How many tabs the next start opens, each with a worker that may be the host. */
  tabs: number;
  /** Device time minus true time. */
  skewMs: number;
  /** Called with every process that started. */
  onStarted: (process: SimProcess) => void;
  readonly process: () => SimProcess | undefined;
  /** Records of membership on its disk, in the order in which they came. */
  readonly membershipLog: () => readonly Uint8Array[];
  start(): Promise<void>;
  /** The process ends here and now, in the middle of whatever it does. */
  kill(): void;
  /** The power goes: what was not yet on the medium is lost too. */
  cutPower(): void;
}

export interface DeviceWorld {
  readonly time: Pick<VirtualTime, "now" | "after">;
  /** Of the platform: what happens to writes at hand when a process dies. */
  readonly chances: Chances;
  readonly network: Pick<VirtualNetwork, "portFor">;
  readonly crypto: CryptoDeps;
  readonly relay: Key;
  readonly origin?: string;
  /** What the relay answers without a session. */
  readonly http: HttpPort;
  readonly seams?: DeviceSeams;
}

const same = <T>(value: T): T => value;

export const createSimDevice = (
  name: string,
  self: SimMember,
  company: SimCompany,
  world: DeviceWorld,
  random: Random,
): Simulated => {
  const { time, chances, network, crypto, seams = {} } = world;
  const disk = createDisk();
  const { identities, membershipLog } = identityDisk(self, company, world);
  const keys: DeviceKeys = { signer: self.signer, box: new Uint8Array(32), soft: false };
  let alive: { isAlive: boolean } | undefined;
  let current: SimProcess | undefined;
  let breakConnections = (): void => undefined;
  const device: Simulated = {
    ...{ name, disk, key: self.signer.publicKey, isOnline: true, skewMs: 0, tabs: 1 },
    onStarted: () => undefined,
    process: () => current,
    membershipLog,
    start: async () => {
      const mine = { isAlive: true };
      alive = mine;
      const store = openMemoryStore(disk, () => chances.in100(50));
      const sockets = network.portFor(device);
      breakConnections = () => sockets.breakAll();
      const clock: Clock = { now: () => time.now() + device.skewMs };
      const timers: ReplicaDeps["timers"] = {
        after: (delay, task) => time.after(delay, () => mine.isAlive && task()),
      };
      const platform = { clock, timers, random, ...crypto };
      const http: HttpPort = async (request) => (device.isOnline ? world.http(request) : undefined);
      const membership = await membershipOf(self, identities, keys, { ...platform, http });
      const standing = standingOf(membership, clock);
      const channels = createLocalChannels();
      const locks = createLocalLocks();
      const deps = (): ReplicaDeps => ({
        ...platform,
        store: seams.store?.(store, name) ?? store,
        ...{ connect: sockets.connect, locks, signer: self.signer },
        channel: (seams.channel ?? same)(channels.join()),
      });
      const identity = { company: company.id, member: self.member };
      const hosts: SyncHost[] = [];
      const tabs: Replica[] = [];
      for (let tab = 0; tab < device.tabs; tab++) {
        hosts.push(startSyncHost(deps(), standing, seams.documentLimits, seams.hallShare));
        tabs.push(await openReplica(deps(), identity, standing));
      }
      const [replica] = tabs;
      if (!mine.isAlive || replica === undefined) return;
      current = { replica, tabs, hosts, store, channel: channels.join(), membership };
      device.onStarted(current);
    },
    kill: () => {
      if (alive !== undefined) alive.isAlive = false;
      current?.store.crash();
      current = undefined;
      breakConnections();
    },
    cutPower: () => {
      device.kill();
      cutPower(disk, chances.below(4));
    },
  };
  return device;
};

const identityDisk = (
  self: SimMember,
  company: SimCompany,
  { relay, origin = "https://relay.example" }: DeviceWorld,
): { readonly identities: IdentityStore; readonly membershipLog: () => readonly Uint8Array[] } => {
  let stored: StoredCompany = {
    company: company.id,
    device: self.signer.publicKey,
    member: self.member,
    stage: "active",
    relay: { origin, key: relay },
    log: [company.create.keyDoc, ...company.create.entries],
    paperSeed: null,
    join: null,
  };
  const identities: IdentityStore = {
    load: async () => [stored],
    save: async (changed) => {
      stored = changed;
    },
    update: async (_company, change) => (stored = change(stored)),
    remove: async () => undefined,
  };
  return { identities, membershipLog: () => stored.log };
};

type Platform = Omit<IdentityDeps, "store" | "keys">;

const membershipOf = async (
  self: SimMember,
  store: IdentityStore,
  device: DeviceKeys,
  platform: Platform,
): Promise<Membership> => {
  const deps: IdentityDeps = {
    ...platform,
    store,
    keys: {
      create: async () => device,
      open: async () => device,
      remove: async () => undefined,
    },
  };
  const [record] = await store.load();
  const opened =
    record === undefined
      ? undefined
      : await openMembership(deps, await openCompanyRecords(store), record, device);
  assert(opened !== undefined, `the log of member ${self.member} proves itself`);
  return opened;
};
