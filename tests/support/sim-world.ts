/** A company on several simulated devices and a relay, everything quiet: the ground of scenarios and of single cases. */
import { relaySigner } from "#relay/relay-key";
import { bytesKey } from "#shared/kernel/bytes";
import type { Signer } from "#shared/kernel/signature";
import { createVerifier } from "#shared/kernel/signature";
import type { CryptoDeps } from "#shared/protocol/envelope";
import type { Rank } from "#shared/protocol/membership/types";
import type { Replica } from "#shared/replica/types";
import type { LogStore } from "#relay/storage/log-store";
import { nodeSha256, nodeVerifier } from "./keys";
import type { SimCompany } from "./sim-company";
import { makeSimCompany } from "./sim-company";
import type { DeviceSeams, Simulated } from "./sim-device";
import { createSimDevice } from "./sim-device";
import type { VirtualNetwork } from "./virtual-network";
import { createNetwork } from "./virtual-network";
import type { Batch, VirtualRelay } from "./virtual-relay";
import { createVirtualRelay } from "./virtual-relay";
import type { Chances, VirtualTime } from "./virtual-time";
import { createChances, createVirtualTime } from "./virtual-time";

export const quiet = { lossPercent: 0, repeatPercent: 0, delayMs: 40 };

export interface SimWorld {
  readonly time: VirtualTime;
  readonly network: VirtualNetwork;
  readonly relay: VirtualRelay;
  /** The relay's key, for those who play a relay that lies. */
  readonly relayKey: Signer;
  readonly company: SimCompany;
  readonly crypto: CryptoDeps;
  readonly devices: readonly Simulated[];
  /** Another relay process with the same key; without batches, as after restoring the oldest backup. */
  replaceRelay(begin?: readonly Batch[]): Promise<VirtualRelay>;
}

/** Where tests plant a fault; nothing by default. */
export interface WorldSeams extends DeviceSeams {
  readonly relayStore?: (store: LogStore, time: VirtualTime) => LogStore;
  /** Of everybody but the founder, who is an owner. */
  readonly rank?: Rank;
  readonly relayCrypto?: (crypto: CryptoDeps) => CryptoDeps;
}

const start = Date.UTC(2026, 5, 1, 6);

/** A signature is checked once however many devices look at it. */
const rememberingCrypto = (): CryptoDeps => {
  const known = new Map<string, boolean>();
  return {
    sha256: nodeSha256,
    verifier: createVerifier((key, message, signature) => {
      const name = `${bytesKey(signature)}${bytesKey(key)}${bytesKey(nodeSha256(message))}`;
      const verdict = known.get(name) ?? nodeVerifier(key, message, signature);
      known.set(name, verdict);
      return verdict;
    }),
  };
};

/**
 * Devices are made but not started. Everybody draws from a source of their own, so that leaving something out of a
 * run changes as little of the rest as possible.
 */
export const createSimWorld = async (
  seed: number,
  count: number,
  seams: WorldSeams = {},
): Promise<SimWorld> => {
  const chancesOf = (stream: number): Chances => createChances(seed * 64 + stream);
  const time = createVirtualTime(start);
  const network = createNetwork(time, chancesOf(1), quiet);
  const crypto = rememberingCrypto();
  const founding = chancesOf(0);
  const relayKey = relaySigner(founding.bytes(32));
  const company = await makeSimCompany(founding, relayKey, count, start, crypto, seams.rank);
  const ground = { time, network, crypto, relay: relayKey.publicKey, seams };
  const devices = company.devices.map((self, at) =>
    createSimDevice(
      `device ${at + 1}`,
      self,
      company,
      { ...ground, chances: chancesOf(8 + at) },
      chancesOf(32 + at),
    ),
  );
  const { relayStore, relayCrypto, documentLimits: documents } = seams;
  const makeRelay = (begin: readonly Batch[]): Promise<VirtualRelay> =>
    createVirtualRelay(
      {
        ...{ time, network, chances: chancesOf(2) },
        crypto: relayCrypto === undefined ? crypto : relayCrypto(crypto),
        ...(documents === undefined ? {} : { documentLimits: documents }),
        ...(relayStore === undefined ? {} : { storeSeam: (store: LogStore) => relayStore(store, time) }),
      },
      relayKey,
      company.create,
      begin,
    );
  const relay = await makeRelay([]);
  return {
    ...{ time, network, relay, relayKey, company, crypto, devices },
    replaceRelay: (begin = []) => makeRelay(begin),
  };
};

/** The replica of a device that runs. */
export const replicaOn = (device: Simulated | undefined): Replica => {
  const replica = device?.process()?.replica;
  if (replica === undefined) throw new Error(`${device?.name ?? "no device"} does not run`);
  return replica;
};
