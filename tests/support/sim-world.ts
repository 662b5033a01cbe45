/** A company on several simulated devices and a relay, everything quiet: the ground of scenarios and of single cases. */
import { relaySigner } from "#relay/relay-key";
import type { Replica } from "#shared/replica/types";
import { testCrypto } from "./keys";
import type { SimCompany } from "./sim-company";
import { makeSimCompany } from "./sim-company";
import type { Simulated } from "./sim-device";
import { createSimDevice } from "./sim-device";
import type { VirtualNetwork } from "./virtual-network";
import { createNetwork } from "./virtual-network";
import type { VirtualRelay } from "./virtual-relay";
import { createVirtualRelay } from "./virtual-relay";
import type { Chances, VirtualTime } from "./virtual-time";
import { createChances, createVirtualTime } from "./virtual-time";

export const quiet = { lossPercent: 0, repeatPercent: 0, delayMs: 40 };

export interface SimWorld {
  readonly chances: Chances;
  readonly company: SimCompany;
  readonly time: VirtualTime;
  readonly network: VirtualNetwork;
  readonly relay: VirtualRelay;
  readonly devices: readonly Simulated[];
  /** Another relay process with the same key and an empty disk, as after restoring the oldest backup. */
  replaceRelay(): Promise<VirtualRelay>;
}

const start = Date.UTC(2026, 5, 1, 6);

/** Devices are made but not started. */
export const createSimWorld = async (seed: number, count: number): Promise<SimWorld> => {
  const chances = createChances(seed);
  const time = createVirtualTime(start);
  const network = createNetwork(time, chances, quiet);
  const crypto = testCrypto();
  const key = relaySigner(chances.bytes(32));
  const company = await makeSimCompany(chances, key, count, start, crypto);
  const world = { time, chances, network, crypto, relay: key.publicKey };
  const devices = company.devices.map((self, at) =>
    createSimDevice(`device ${at + 1}`, self, company, world),
  );
  const relay = await createVirtualRelay(world, key, company.create);
  return {
    ...{ chances, company, time, network, relay, devices },
    replaceRelay: () => createVirtualRelay(world, key, company.create),
  };
};

/** The replica of a device that runs. */
export const replicaOn = (device: Simulated | undefined): Replica => {
  const replica = device?.process()?.replica;
  if (replica === undefined) throw new Error(`${device?.name ?? "no device"} does not run`);
  return replica;
};
