/** A company whose devices stand in a hall: its own relay, a relay in the hall, and who reaches which of them. */
import { relaySigner } from "#relay/relay-key";
import { bytes32FromText, textOfBytes } from "#shared/protocol/wire-types";
import { acquaintPath, parseCompanyLog, proofsPath } from "#shared/protocol/enrolment";
import { signRelayProof } from "#shared/protocol/relay-proof";
import type { Signer } from "#shared/kernel/signature";
import { addHallRelay, setUpCompany } from "#shared/domain/settings";
import { must } from "#shared/kernel/result";
import type { Simulated } from "./sim-device";
import type { SimWorld, WorldSeams } from "./sim-world";
import { createSimWorld, replicaOn } from "./sim-world";
import type { HttpPort } from "#shared/replica/identity/types";
import type { NetworkEnd, VirtualNetwork } from "./virtual-network";
import type { VirtualRelay } from "./virtual-relay";
import { createVirtualRelay } from "./virtual-relay";
import { createChances } from "./virtual-time";

export const hallOrigin = "https://case-1.example:8787";

export interface HallWorld {
  readonly world: SimWorld;
  readonly box: VirtualRelay;
  readonly boxKey: Signer;
  /** Devices that reach the company's own relay, and those that reach the one in the hall. */
  readonly home: Set<Simulated>;
  readonly hall: Set<Simulated>;
  /** Changes whom a device reaches; what stands breaks. */
  move(device: Simulated, reach: { readonly home: boolean; readonly hall: boolean }): Promise<void>;
}

/** A relay in a hall of that world, which everybody for whom `isIn` holds reaches at its address. */
export const placeBox = async (
  seed: number,
  { time, network, crypto, company }: SimWorld,
  isIn: (device: NetworkEnd, place: "home" | "hall") => boolean,
): Promise<{
  readonly box: VirtualRelay;
  readonly boxKey: Signer;
  readonly http: HttpPort;
  /** What its devices meet; for tests that stand in between. */
  readonly lines: Pick<VirtualNetwork, "relay" | "breakAll">;
}> => {
  const boxKey = relaySigner(createChances(seed * 64 + 50).bytes(32));
  const lines: Pick<VirtualNetwork, "relay" | "breakAll"> = {
    relay: undefined,
    breakAll: () => network.breakAll(),
  };
  const box = await createVirtualRelay(
    { time, chances: createChances(seed * 64 + 51), network: lines, crypto },
    boxKey,
    null,
  );
  network.relayFor = (device, origin) => {
    if (origin === hallOrigin) return isIn(device, "hall") ? lines.relay : undefined;
    return isIn(device, "home") ? network.relay : undefined;
  };
  const http: HttpPort = async ({ url, body }) => {
    const { origin, pathname } = new URL(url);
    const nonce = bytes32FromText(pathname.slice(proofsPath.length + 1));
    if (origin !== hallOrigin || !box.isUp()) return undefined;
    if (pathname.startsWith(proofsPath) && nonce !== undefined)
      return { status: 200, body: await signRelayProof({ nonce, origin, at: time.now() }, boxKey) };
    const log = pathname === acquaintPath(company.id) && body !== null ? parseCompanyLog(body) : undefined;
    if (log === undefined) return undefined;
    const known = log.ok ? await box.acquaint?.(company.id, log.value) : "invalid";
    return known === undefined
      ? undefined
      : { status: known === "known" ? 204 : 400, body: new Uint8Array() };
  };
  return { box, boxKey, http, lines };
};

/** Everybody runs, reaches both relays, and knows the one in the hall. */
export const createHallWorld = async (
  seed: number,
  count: number,
  seams?: WorldSeams,
): Promise<HallWorld> => {
  const world = await createSimWorld(seed, count, seams);
  const { time, network, devices } = world;
  const home = new Set(devices);
  const hall = new Set(devices);
  const { box, boxKey, http } = await placeBox(seed, world, (end, place) =>
    [...(place === "home" ? home : hall)].some((device) => device === end),
  );
  world.elsewhere = http;
  for (const device of devices) await device.start();
  await time.advance(3_000);
  const begun = replicaOn(devices[0]).run(setUpCompany, { name: "Halle Events", categories: [] });
  await time.advance(3_000);
  must(await begun);
  const named = replicaOn(devices[0]).run(addHallRelay, {
    name: "Case 1",
    address: hallOrigin,
    key: textOfBytes(boxKey.publicKey),
  });
  await time.advance(10_000);
  must(await named);
  return {
    ...{ world, box, boxKey, home, hall },
    move: async (device, reach) => {
      if (reach.home) home.add(device);
      else home.delete(device);
      if (reach.hall) hall.add(device);
      else hall.delete(device);
      network.breakAll();
      await time.advance(10_000);
    },
  };
};
