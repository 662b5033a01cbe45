/** What came through the hall, when a disk fails just then or home says otherwise: nothing of it is left behind. */
import { beforeAll, describe, expect, test } from "vitest";
import { createProduct, editProduct, product } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import type { Signer } from "#shared/kernel/signature";
import { err, must } from "#shared/kernel/result";
import type { PushPart } from "#shared/protocol/messages";
import type { Receipt } from "#shared/protocol/receipts";
import { emptyLogHash, makeReceipt } from "#shared/protocol/receipts";
import type { ByteStore } from "#shared/replica/ports";
import { startAutomerge } from "#tests/support/automerge";
import type { HallWorld } from "#tests/support/hall-world";
import { createHallWorld } from "#tests/support/hall-world";
import { fresh } from "#tests/support/relay-company";
import { createWriter } from "#tests/support/relay-writer";
import type { Simulated } from "#tests/support/sim-device";
import { replicaOn } from "#tests/support/sim-world";

beforeAll(startAutomerge);

const inHall = { home: false, hall: true };
const atHome = { home: true, hall: false };

const devicesOf = (it: HallWorld): readonly [Simulated, Simulated] => {
  const [a, b] = it.world.devices;
  if (a === undefined || b === undefined) throw new Error("two devices");
  return [a, b];
};

const nameOn = (device: Simulated, id: ProductId): string | undefined =>
  replicaOn(device).rows.get(product, id)?.name;

const restart = async (it: HallWorld, device: Simulated): Promise<void> => {
  device.kill();
  await device.start();
  await it.world.time.advance(60_000);
};

/** Entries of the layer on the device's disk. */
const layerOf = ({ disk }: Simulated): readonly string[] =>
  (["hall", "hallTips"] as const).flatMap((store) => [...(disk.stores.get(store)?.keys() ?? [])]);

describe("[MOB-06] a write that fails while a device comes home", () => {
  /** The write with that number behind `arm` fails on the second device. */
  const createFault = (no: number) => {
    let left = Infinity;
    const seam = (store: ByteStore, device: string): ByteStore => ({
      ...store,
      transact: async (writes, durability) => {
        if (device === "device 2") left -= 1;
        return left === 0
          ? err({ type: "StoreFailed", why: "io", message: "broken" })
          : store.transact(writes, durability);
      },
    });
    return { seam, arm: () => (left = no) };
  };

  test.each([1, 2, 3, 4, 5, 6, 7, 8])("number %i", async (no) => {
    const fault = createFault(no);
    const it = await createHallWorld(60 + no, 2, { store: fault.seam });
    const [a, b] = devicesOf(it);
    await it.move(a, inHall);
    await it.move(b, inHall);
    const making = replicaOn(a).run(createProduct, { name: "Lamp" });
    await it.world.time.advance(5_000);
    const lamp = must(await making).value.product;
    void replicaOn(a).run(editProduct, { product: lamp, values: { name: "Lamp 750 W" } });
    await it.world.time.advance(5_000);
    expect(nameOn(b, lamp)).toBe("Lamp 750 W");
    await it.move(a, atHome);
    await it.world.time.advance(30_000);
    void replicaOn(a).run(editProduct, { product: lamp, values: { name: "Lamp 1 kW" } });
    await it.world.time.advance(5_000);
    fault.arm();
    await it.move(b, atHome);
    await it.world.time.advance(120_000);
    expect(replicaOn(b).sync.get()).toMatchObject({ connected: true, hall: { notAtHome: 0 } });
    expect(nameOn(b, lamp)).toBe("Lamp 1 kW");
    expect(layerOf(b)).toEqual([]);
    await restart(it, b);
    expect(replicaOn(b).sync.get()).toMatchObject({ mark: "synced", hall: { notAtHome: 0 } });
    expect(nameOn(b, lamp)).toBe("Lamp 1 kW");
  });
});

describe("[MOB-06] home contradicts the hall", () => {
  const signerOf = (it: HallWorld, at: number): Signer => {
    const signer = it.world.company.devices[at]?.signer;
    if (signer === undefined) throw new Error("a device of the company");
    return signer;
  };

  test("and nothing of the layer is left, also where part of it had just been confirmed", async () => {
    const it = await createHallWorld(80, 2);
    const [, b] = devicesOf(it);
    const { network, company, relayKey, time } = it.world;
    const author = signerOf(it, 0);
    const first = await createWriter(company.id, author);
    const begun = await first.write();
    const nonce = fresh(8);
    /** What the author shows the hall, and what home: two changes of one number. */
    const [hall, home] = await Promise.all(
      ["hall", "home"].map(async (text) => {
        const writer = await createWriter(company.id, author, { doc: first.doc, nonce, text });
        writer.follow(first.head(), first.maxOp());
        return writer.write();
      }),
    );
    if (hall === undefined || home === undefined) throw new Error("two changes");
    const receiptFor = ({ tip: { actor, seq, hash } }: PushPart): Promise<Receipt> =>
      makeReceipt(
        company.id,
        {
          ...{ doc: first.doc, actor, seq, hash, checkpoint: 1 },
          ...{ at: time.now(), serial: 1, logHash: emptyLogHash },
        },
        relayKey,
      );
    const message = (parts: readonly PushPart[], receipts: readonly Receipt[]) =>
      ({
        t: "chunks",
        ...{ doc: first.doc, card: first.card, receipts },
        chunks: parts.flatMap(({ chunks }) => chunks),
        tips: parts.map(({ tip }) => tip),
      }) as const;
    await it.move(b, inHall);
    network.inject(b, message([begun, hall], []));
    await time.advance(5_000);
    expect(replicaOn(b).sync.get().hall).toMatchObject({ notAtHome: 2 });
    expect(layerOf(b)).toHaveLength(4);
    // Home has the other one already.
    network.toRelay = (sent) => (sent.t === "restore" ? undefined : sent);
    await it.move(b, atHome);
    // What comes from here on is stored together.
    network.inject(b, { t: "coming", docs: 2, chunks: 2, bytes: 500 });
    network.inject(b, message([begun], [await receiptFor(begun)]));
    network.inject(b, message([home], [await receiptFor(home)]));
    await time.advance(60_000);
    expect(layerOf(b)).toEqual([]);
    await restart(it, b);
    expect(replicaOn(b).sync.get().hall).toMatchObject({ notAtHome: 0 });
    expect(
      replicaOn(b)
        .rescues.get()
        .map(({ code }) => code),
    ).toEqual(["hall-contradicted"]);
  });
});
