/** What costs a box of the little that a device gives it, and what does not. */
import { beforeAll, describe, expect, test } from "vitest";
import { createProduct } from "#shared/domain/inventory";
import type { RelayMsg } from "#shared/protocol/messages";
import { must } from "#shared/kernel/result";
import { textOfBytes } from "#shared/protocol/wire-types";
import { startAutomerge } from "#tests/support/automerge";
import type { HallWorld } from "#tests/support/hall-world";
import { createHallWorld } from "#tests/support/hall-world";
import type { Simulated } from "#tests/support/sim-device";
import { replicaOn } from "#tests/support/sim-world";

beforeAll(startAutomerge);

const inHall = { home: false, hall: true };
const share = { units: 100, perSecond: 0, waiting: 60_000, restMs: 15 * 60_000 };

const devicesOf = (it: HallWorld): readonly [Simulated, Simulated] => {
  const [a, b] = it.world.devices;
  if (a === undefined || b === undefined) throw new Error("two devices");
  return [a, b];
};

const makeProduct = async (it: HallWorld, device: Simulated, name: string): Promise<void> => {
  const running = replicaOn(device).run(createProduct, { name });
  await it.world.time.advance(5_000);
  must(await running);
};

/** What the box says from here on, in order. */
const listen = (it: HallWorld): RelayMsg[] => {
  const heard: RelayMsg[] = [];
  it.world.network.toDevice = (message) => {
    heard.push(message);
    return message;
  };
  return heard;
};

const resting = (it: HallWorld) => ({ connected: false, resting: [textOfBytes(it.boxKey.publicKey)] });

test("[MOB-06] a receipt says something once, and is charged when it comes again and again", async () => {
  const it = await createHallWorld(51, 2, { hallShare: share });
  const [a] = devicesOf(it);
  await it.move(a, inHall);
  const heard = listen(it);
  await makeProduct(it, a, "Lamp");
  const receipt = heard.find(({ t }) => t === "receipt");
  if (receipt === undefined) throw new Error("the box gives a receipt");
  let told = 0;
  a.process()?.channel.subscribe(({ t }) => (told += t === "kept-in-hall" ? 1 : 0));
  for (let sent = 0; sent < 200; sent++) it.world.network.inject(a, receipt);
  await it.world.time.advance(10_000);
  expect(told).toBe(0);
  expect(replicaOn(a).sync.get().hall).toMatchObject(resting(it));
});

describe("[MOB-06] a box that takes nothing", () => {
  /** Instead of taking an offer. */
  const answering = (it: HallWorld, answer: (doc: Uint8Array) => RelayMsg): { offers: number } => {
    const count = { offers: 0 };
    it.world.network.toRelay = (message, reply) => {
      if (message.t !== "restore") return message;
      count.offers += 1;
      reply(answer(message.doc));
      return undefined;
    };
    return count;
  };
  const refused = (doc: Uint8Array): RelayMsg => ({
    ...{ t: "refused", doc, hash: null, code: "quota", retryMs: 0, see: null },
  });
  const need = (doc: Uint8Array): RelayMsg => ({ t: "need", doc, hashes: [] });

  test("is offered a document again ever more seldom, however soon it wants it", async () => {
    const it = await createHallWorld(52, 2, { hallShare: share });
    const [a] = devicesOf(it);
    await it.move(a, inHall);
    const count = answering(it, refused);
    await makeProduct(it, a, "Lamp");
    await it.world.time.advance(10 * 60_000);
    expect(count.offers).toBeGreaterThan(3);
    expect(count.offers).toBeLessThan(20);
    it.world.network.toRelay = null;
    await it.world.time.advance(10 * 60_000);
    expect(replicaOn(a).sync.get()).toMatchObject({ hall: { connected: true, open: 0, resting: [] } });
  });

  test.each([
    ["refuses", refused],
    ["asks for more", need],
  ] as const)("and always %s, uses up its share", async (_how, answer) => {
    const it = await createHallWorld(53, 2, { hallShare: { ...share, units: 10 } });
    const [a] = devicesOf(it);
    await it.move(a, inHall);
    answering(it, answer);
    for (let at = 0; at < 12; at++) await makeProduct(it, a, `Lamp ${at}`);
    expect(replicaOn(a).sync.get().hall).toMatchObject(resting(it));
  });
});

test("[MOB-06] one good change does not pay for what comes along with it", async () => {
  const it = await createHallWorld(54, 2, { hallShare: { ...share, units: 600 } });
  const [a, b] = devicesOf(it);
  await it.move(a, inHall);
  await it.move(b, inHall);
  it.world.network.toDevice = (message, device) => {
    const [tip] = message.t === "chunks" && device === b ? message.tips : [];
    if (message.t !== "chunks" || tip === undefined) return message;
    return { ...message, tips: [...message.tips, ...Array.from({ length: 500 }, () => tip)] };
  };
  for (let at = 0; at < 3; at++) await makeProduct(it, a, `Lamp ${at}`);
  expect(replicaOn(b).sync.get().hall).toMatchObject(resting(it));
});

test("[MOB-06] repeating a whole job after every break is no fault of a box", async () => {
  const it = await createHallWorld(46, 2, { hallShare: share });
  const [a, b] = devicesOf(it);
  await it.move(a, inHall);
  await it.move(b, inHall);
  let repeated = 0;
  // The connection always breaks before the box has said everything.
  it.world.network.toDevice = (message, device) => {
    if (device === b && message.t === "chunks") repeated += 1;
    return device === b && message.t === "current" ? undefined : message;
  };
  for (let at = 0; at < 10; at++) await makeProduct(it, a, `Lamp ${at}`);
  for (let times = 0; times < 20; times++) await it.move(b, inHall);
  expect(repeated).toBeGreaterThan(200);
  expect(replicaOn(b).sync.get().hall).toMatchObject({ connected: true, resting: [], notAtHome: 10 });
});
