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
  readonly devices: readonly [Simulated, Simulated];
}

export const keyOfRelay = async (origin: string): Promise<Key> =>
  must(parseRelayInfo(await (await fetch(`${origin}/.well-known/eventkit`)).json())).relayKey;

export const foundRealCompany = async (origin: string, seed: number): Promise<RealCompany> => {
  const crypto = testCrypto();
  const relay = await keyOfRelay(origin);
  const company = await makeSimCompany(createChances(seed), { publicKey: relay }, 2, Date.now(), crypto);
  const answer = await fetch(`${origin}${companiesPath}`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream", origin },
    body: new Uint8Array(encodeCreateCompany(company.create)),
  });
  if (answer.status !== 201) throw new Error(`not created: ${answer.status}`);
  const world = { time: realTime, network: networkOfPage(origin), crypto, relay, origin, http: realHttp };
  const [first, second] = company.devices.map((self, at) =>
    createSimDevice(
      `device ${at + 1}`,
      self,
      company,
      { ...world, chances: createChances(seed + 22 + at) },
      createChances(seed + 42 + at),
    ),
  );
  if (first === undefined || second === undefined) throw new Error("two devices");
  return { company, devices: [first, second] };
};

export const isSynced = (device: Simulated): boolean => {
  const { connected, pendingChanges } = replicaOn(device).sync.get();
  return connected && pendingChanges === 0;
};
