/** A company on several simulated devices and a relay, everything quiet: the ground of scenarios and of single cases. */
import { handOverEntries } from "#relay/commands/rotate-key";
import { relaySigner } from "#relay/relay-key";
import { bytesKey } from "#shared/kernel/bytes";
import type { Signer } from "#shared/kernel/signature";
import { createVerifier } from "#shared/kernel/signature";
import type { CryptoDeps } from "#shared/protocol/envelope";
import { encodeCompanyLog, logPath } from "#shared/protocol/enrolment";
import type { HttpPort } from "#shared/replica/identity/types";
import type { Replica } from "#shared/replica/types";
import type { LogStore } from "#relay/storage/log-store";
import { nodeSha256, nodeVerifier } from "./keys";
import type { Seat, SimCompany } from "./sim-company";
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
  /** While set, nobody reads the membership log without a session. */
  isLogHidden: boolean;
  /** Answers requests to other addresses than that of the relay. */
  elsewhere: HttpPort;
  /** How often somebody asked to read it so. */
  logReadings: number;
  /** Another relay process with the same key; without batches, as after restoring the oldest backup. */
  replaceRelay(begin?: readonly Batch[]): Promise<VirtualRelay>;
  /** The operator gives the relay another key; answers the one that runs with it, and it. */
  rotateRelayKey(): Promise<{ readonly relay: VirtualRelay; readonly key: Signer }>;
}

/** Where tests plant a fault; nothing by default. */
export interface WorldSeams extends DeviceSeams {
  readonly relayStore?: (store: LogStore, time: VirtualTime) => LogStore;
  /** Of everybody but the founder, who is an owner and has device 0. */
  readonly seatOf?: (device: number) => Seat;
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
  const company = await makeSimCompany(founding, relayKey, count, start, crypto, seams.seatOf);
  let running: VirtualRelay | undefined;
  const http: HttpPort = async (request) => {
    const { url } = request;
    if (!url.startsWith("https://relay.example")) return world.elsewhere(request);
    world.logReadings += 1;
    const [found] = running?.isUp() === true && !world.isLogHidden ? running.disk.companies() : [];
    if (found === undefined || !url.endsWith(logPath(company.id))) return undefined;
    const [keyDoc, ...entries] = running?.disk.membership(found.company) ?? [];
    const body = encodeCompanyLog({ keyDocs: keyDoc === undefined ? [] : [keyDoc], entries });
    return { status: 200, body };
  };
  const ground = { time, network, crypto, relay: relayKey.publicKey, http, seams };
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
  const makeRelay = async (begin: readonly Batch[], key = relayKey): Promise<VirtualRelay> => {
    running = await createVirtualRelay(
      {
        ...{ time, network, chances: chancesOf(2) },
        crypto: relayCrypto === undefined ? crypto : relayCrypto(crypto),
        ...(documents === undefined ? {} : { documentLimits: documents }),
        ...(relayStore === undefined ? {} : { storeSeam: (store: LogStore) => relayStore(store, time) }),
      },
      key,
      company.create,
      begin,
    );
    return running;
  };
  const rotateRelayKey = async (): ReturnType<SimWorld["rotateRelayKey"]> => {
    const old = running;
    if (old === undefined) throw new Error("there is a relay");
    old.kill();
    const keys = { old: relayKey, next: relaySigner(founding.bytes(32)) };
    const [found] = old.disk.companies();
    const no = found?.company ?? 0;
    const log = old.disk.membership(no);
    const told = await handOverEntries(company.id, log, keys, { crypto, clock: time, random: founding });
    const batch = told.map((entry) => ({ type: "membership" as const, company: no, entry }));
    return { relay: await makeRelay([...old.journal(), batch], keys.next), key: keys.next };
  };
  const relay = await makeRelay([]);
  const world: SimWorld = {
    ...{ time, network, relay, relayKey, company, crypto, devices },
    isLogHidden: false,
    elsewhere: async () => undefined,
    logReadings: 0,
    replaceRelay: (begin = []) => makeRelay(begin),
    rotateRelayKey,
  };
  return world;
};

/** The replica of a device that runs. */
export const replicaOn = (device: Simulated | undefined): Replica => {
  const replica = device?.process()?.replica;
  if (replica === undefined) throw new Error(`${device?.name ?? "no device"} does not run`);
  return replica;
};
