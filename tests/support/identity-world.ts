/** Devices with an identity each, one relay between them, and a clock moved by hand. */
import type { Timers } from "#shared/kernel/clock";
import type { Signer } from "#shared/kernel/signature";
import { signerFromSeed } from "#shared/kernel/signature";
import { textOfBytes } from "#shared/protocol/wire-types";
import { createIdentity } from "#shared/replica/identity/identity";
import type {
  DeviceKeys,
  DeviceKeyStore,
  Identity,
  IdentityDeps,
  IdentityStore,
  StoredCompany,
} from "#shared/replica/identity/types";
import { countingRandom, named, signerNamed, testCrypto } from "./keys";
import type { RelayAddresses, SmallRelay } from "./small-relay";
import { createSmallRelay } from "./small-relay";

export interface TestDevice {
  readonly identity: Identity;
  readonly deps: IdentityDeps;
  readonly keys: ReadonlyMap<string, DeviceKeys>;
  readonly stored: ReadonlyMap<string, StoredCompany>;
  /** The app closed and opened again: same keys and store, nothing else. */
  readonly reopen: () => Promise<TestDevice>;
}

export interface IdentityWorld {
  readonly relay: SmallRelay;
  readonly device: (name: string) => Promise<TestDevice>;
  /** Moves the clock and runs what falls due, until nothing is left to do at once. */
  readonly pass: (ms: number) => Promise<void>;
  now: number;
}

/** `addresses`: where the relay is reached, when that is not one address for everybody. */
export const createIdentityWorld = (addresses?: RelayAddresses): IdentityWorld => {
  const crypto = testCrypto();
  const due = new Set<{ readonly at: number; readonly task: () => void }>();
  const timers: Timers = {
    after: (delayMs, task) => {
      const timer = { at: world.now + delayMs, task };
      due.add(timer);
      return () => due.delete(timer);
    },
  };
  const world: IdentityWorld = {
    now: 1_767_225_600_000,
    relay: createSmallRelay(signerNamed("small relay"), crypto, () => world.now, addresses),
    device: (name) => openDevice(name, new Map(), new Map()),
    pass: async (ms) => {
      const end = world.now + ms;
      for (;;) {
        await quiet();
        const [next] = [...due].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        due.delete(next);
        world.now = Math.max(world.now, next.at);
        next.task();
      }
      world.now = end;
      await quiet();
    },
  };
  /** Lets every promise that can settle do so. */
  const quiet = async (): Promise<void> => {
    for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
    await world.relay.settle();
  };
  const openDevice = async (
    name: string,
    keys: Map<string, DeviceKeys>,
    stored: Map<string, StoredCompany>,
  ): Promise<TestDevice> => {
    const deps: IdentityDeps = {
      ...crypto,
      keys: memoryKeys(name, keys),
      store: memoryIdentities(stored),
      http: (request) => world.relay.http(request),
      clock: { now: () => world.now },
      timers,
      random: countingRandom(name),
    };
    const identity = await createIdentity(deps);
    return { identity, deps, keys, stored, reopen: () => openDevice(name, keys, stored) };
  };
  return world;
};

export const memoryKeys = (name: string, keys: Map<string, DeviceKeys>): DeviceKeyStore => ({
  create: async () => {
    const signer: Signer = signerFromSeed(named(`${name} key ${keys.size}`));
    const made = { signer, box: named(`${name} box ${keys.size}`), soft: false };
    keys.set(textOfBytes(signer.publicKey), made);
    return made;
  },
  open: async (device) => keys.get(textOfBytes(device)),
  remove: async (device) => void keys.delete(textOfBytes(device)),
});

export const memoryIdentities = (stored: Map<string, StoredCompany>): IdentityStore => ({
  load: async () => [...stored.values()],
  save: async (company) => void stored.set(textOfBytes(company.company), company),
  update: async (company, change) => {
    const record = stored.get(textOfBytes(company));
    if (record === undefined) return undefined;
    const changed = change(record);
    stored.set(textOfBytes(company), changed);
    return changed;
  },
  remove: async (company) => void stored.delete(textOfBytes(company)),
});
