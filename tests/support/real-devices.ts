/** A company on a relay that is a process of its own, and its devices, which know that relay alone. */
import { must } from "#shared/kernel/result";
import { companiesPath, encodeCreateCompany, parseRelayInfo } from "#shared/protocol/enrolment";
import type { Key } from "#shared/protocol/wire-types";
import { testCrypto } from "./keys";
import { realHttp } from "./real-http";
import { networkOfPage, realTime } from "./real-network";
import type { SimCompany } from "./sim-company";
import { makeSimCompany } from "./sim-company";
import type { Simulated } from "./sim-device";
import { createSimDevice } from "./sim-device";
import { replicaOn } from "./sim-world";
import { createChances } from "./virtual-time";

export interface RealCompany {
  readonly company: SimCompany;
  readonly devices: readonly [Simulated, Simulated, ...Simulated[]];
}

/** What makes the same company and the same devices in every process. */
export interface RealGround {
  readonly origin: string;
  readonly seed: number;
  /** Devices. */
  readonly count: number;
  /** When it was founded, milliseconds UTC. */
  readonly at: number;
}

export const keyOfRelay = async (origin: string): Promise<Key> =>
  must(parseRelayInfo(await (await fetch(`${origin}/.well-known/eventkit`)).json())).relayKey;

/** Nothing is sent yet: the relay knows the company already, or is told of it. */
export const realCompany = async ({ origin, seed, count, at }: RealGround): Promise<RealCompany> => {
  const crypto = testCrypto();
  const relay = await keyOfRelay(origin);
  const company = await makeSimCompany(createChances(seed), { publicKey: relay }, count, at, crypto);
  const world = { time: realTime, network: networkOfPage(origin), crypto, relay, origin, http: realHttp };
  const [first, second, ...more] = company.devices.map((self, place) =>
    createSimDevice(
      `device ${place + 1}`,
      self,
      company,
      { ...world, chances: createChances(seed + 22 + place) },
      createChances(seed + 42 + place),
    ),
  );
  if (first === undefined || second === undefined) throw new Error("two devices");
  return { company, devices: [first, second, ...more] };
};

export const foundRealCompany = async (origin: string, seed: number): Promise<RealCompany> => {
  const founded = await realCompany({ origin, seed, count: 2, at: Date.now() });
  await createOn(origin, founded.company);
  return founded;
};

export const createOn = async (origin: string, { create }: SimCompany): Promise<void> => {
  const answer = await fetch(`${origin}${companiesPath}`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream", origin },
    body: new Uint8Array(encodeCreateCompany(create)),
  });
  if (answer.status !== 201) throw new Error(`not created: ${answer.status}`);
};

export const isSynced = (device: Simulated): boolean => {
  const { connected, pendingChanges } = replicaOn(device).sync.get();
  return connected && pendingChanges === 0;
};
