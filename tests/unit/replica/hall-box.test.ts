/** What a box may do with a device: nothing before it has proved its key, and only so much for nothing afterwards. */
import { beforeAll, describe, expect, test } from "vitest";
import { relaySigner } from "#relay/relay-key";
import { createProduct, product } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import { acquaintPath, proofsPath } from "#shared/protocol/enrolment";
import type { RelayMsg } from "#shared/protocol/messages";
import { signRelayProof } from "#shared/protocol/relay-proof";
import { bytes32FromText, textOfBytes } from "#shared/protocol/wire-types";
import type { Signer } from "#shared/kernel/signature";
import { must } from "#shared/kernel/result";
import { startAutomerge } from "#tests/support/automerge";
import type { HallWorld } from "#tests/support/hall-world";
import { createHallWorld, hallOrigin } from "#tests/support/hall-world";
import type { RelayPort } from "#tests/support/virtual-network";
import { createWriter } from "#tests/support/relay-writer";
import type { Simulated } from "#tests/support/sim-device";
import { replicaOn } from "#tests/support/sim-world";

beforeAll(startAutomerge);

const inHall = { home: false, hall: true };
const everywhere = { home: true, hall: true };

const devicesOf = (it: HallWorld): readonly [Simulated, Simulated] => {
  const [a, b] = it.world.devices;
  if (a === undefined || b === undefined) throw new Error("two devices");
  return [a, b];
};

const makeProduct = async (it: HallWorld, device: Simulated, name: string): Promise<ProductId> => {
  const running = replicaOn(device).run(createProduct, { name });
  await it.world.time.advance(5_000);
  return must(await running).value.product;
};

describe("[MOB-06] a box that does not know the company", () => {
  /** The box has lost its disk; `answer` is what stands at its address and says who it is. */
  const meet = async (seed: number, answer: (nonce: Uint8Array, boxKey: Signer) => Promise<Uint8Array>) => {
    const it = await createHallWorld(seed, 2);
    const [a] = devicesOf(it);
    const honest = it.world.elsewhere;
    const shown: string[] = [];
    it.world.elsewhere = async (request) => {
      const { pathname } = new URL(request.url);
      if (pathname === acquaintPath(it.world.company.id)) shown.push(request.url);
      const nonce = bytes32FromText(pathname.slice(proofsPath.length + 1));
      if (!pathname.startsWith(proofsPath) || nonce === undefined) return honest(request);
      return { status: 200, body: await answer(nonce, it.boxKey) };
    };
    it.box.kill();
    it.box.restore(0);
    await it.box.start();
    await it.move(a, inHall);
    await it.world.time.advance(60_000);
    return { a, shown, boxKey: it.boxKey };
  };

  test("is shown its log once it has proved its key", async () => {
    const { shown, a } = await meet(41, (nonce, boxKey) =>
      signRelayProof({ nonce, origin: hallOrigin, at: 0 }, boxKey),
    );
    expect(shown.length).toBeGreaterThan(0);
    expect(replicaOn(a).sync.get().hall).toMatchObject({ connected: true });
  });

  test.each([
    ["signs with another key", { key: relaySigner(new Uint8Array(32).fill(9)) }],
    ["passes on what another box signed for its own address", { origin: "https://case-2.example" }],
    ["repeats an old answer", { nonce: new Uint8Array(32) }],
  ] as const)("is shown nothing when it %s", async (_how, wrong) => {
    const { shown, a, boxKey } = await meet(42, (nonce, boxKey) =>
      signRelayProof(
        {
          nonce: "nonce" in wrong ? wrong.nonce : nonce,
          origin: "origin" in wrong ? wrong.origin : hallOrigin,
          at: 0,
        },
        "key" in wrong ? wrong.key : boxKey,
      ),
    );
    expect(shown).toEqual([]);
    expect(replicaOn(a).sync.get()).toMatchObject({
      problems: [],
      hall: { connected: false, unproven: [textOfBytes(boxKey.publicKey)] },
    });
  });

  test("is named where its address is none of its own, until it is", async () => {
    const it = await createHallWorld(44, 2);
    const [a] = devicesOf(it);
    const { network, time } = it.world;
    const honest = network.relayFor;
    const box = textOfBytes(it.boxKey.publicKey);
    network.relayFor = (device, origin) => (origin === hallOrigin ? foreign : honest(device, origin));
    await it.move(a, everywhere);
    await time.advance(60_000);
    expect(replicaOn(a).sync.get()).toMatchObject({ problems: [], hall: { reached: [], unproven: [box] } });
    network.relayFor = honest;
    await time.advance(60_000);
    expect(replicaOn(a).sync.get().hall).toMatchObject({ reached: [box], unproven: [] });
  });
});

/** A relay that does not know the address it is reached at. */
const foreign: RelayPort = (socket) => {
  socket.close("wrong-origin");
  return { onFrame: () => undefined, onClose: () => undefined };
};

test("[MOB-06] what a box brings of the membership log reaches every tab", async () => {
  const it = await createHallWorld(43, 4);
  const [owner, away, , gone] = it.world.devices;
  if (owner === undefined || away === undefined || gone === undefined) throw new Error("four devices");
  await it.move(away, inHall);
  const heard: string[] = [];
  away.process()?.channel.subscribe(({ t }) => heard.push(t));
  const revoked = owner.process()?.membership.revokeDevice(textOfBytes(gone.key), "lost");
  await it.world.time.advance(10_000);
  expect((await revoked)?.ok).toBe(true);
  await it.move(owner, everywhere);
  await it.move(away, inHall);
  await it.world.time.advance(20_000);
  expect(away.process()?.membership.state().devices.get(textOfBytes(gone.key))?.revoked).not.toBeNull();
  expect(heard).toContain("record-changed");
});

describe("[MOB-06] a box that sends without end", () => {
  /** Good to look at, and for nothing: changes and tips of a device that nobody knows. */
  const junk = async (it: HallWorld, tips: number): Promise<RelayMsg> => {
    const stranger = relaySigner(new Uint8Array(32).fill(7));
    const writer = await createWriter(it.world.company.id, stranger);
    const { doc, chunks, tip } = await writer.write();
    const many = Array.from({ length: tips }, () => tip);
    return { t: "chunks", doc, card: writer.card, chunks, tips: many, receipts: [] };
  };

  test("is let go of, said to be, and spoken with again later, while home goes on", async () => {
    const it = await createHallWorld(44, 2);
    const [a, b] = devicesOf(it);
    const box = textOfBytes(it.boxKey.publicKey);
    await it.move(a, inHall);
    const bad = await junk(it, 500);
    for (let sent = 0; sent < 60; sent++) {
      it.world.network.inject(a, bad);
      await it.world.time.advance(100);
    }
    expect(replicaOn(a).sync.get()).toMatchObject({
      problems: [],
      hall: { connected: false, resting: [box], reached: [] },
    });
    expect(replicaOn(b).sync.get().hall).toMatchObject({ connected: true, resting: [] });
    await it.move(a, everywhere);
    await makeProduct(it, b, "Lamp");
    await it.world.time.advance(10_000);
    expect([...replicaOn(a).rows.all(product).values()].map(({ name }) => name)).toContain("Lamp");
    expect(replicaOn(a).sync.get().hall).toMatchObject({ connected: false, resting: [box] });
    await it.world.time.advance(20 * 60_000);
    expect(replicaOn(a).sync.get().hall).toMatchObject({ connected: true, resting: [] });
  });

  test("is let go of too when it begins while the device is busy with its welcome", async () => {
    const it = await createHallWorld(47, 2);
    const [a] = devicesOf(it);
    const { network, time } = it.world;
    const box = textOfBytes(it.boxKey.publicKey);
    const bad = await junk(it, 500);
    const toDevice = network.toDevice;
    network.toDevice = (message, device) => {
      if (message.t === "welcome" && device === a) {
        network.toDevice = toDevice;
        // Welcome and flood arrive in one piece.
        a.isStalled = true;
        time.after(0, () => {
          for (let sent = 0; sent < 130; sent++) network.inject(a, bad);
        });
        time.after(1_000, () => {
          a.isStalled = false;
        });
      }
      return message;
    };
    await it.move(a, inHall);
    expect(replicaOn(a).sync.get().hall).toMatchObject({ connected: false, resting: [box] });
    await time.advance(20 * 60_000);
    expect(replicaOn(a).sync.get().hall).toMatchObject({ connected: true, resting: [] });
  });
});
