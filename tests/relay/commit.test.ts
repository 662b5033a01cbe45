import { afterEach, beforeEach, expect, test } from "vitest";
import { emptyLogHash } from "#shared/protocol/receipts";
import type { HeldStore } from "#tests/support/held-store";
import { holdStore } from "#tests/support/held-store";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn, fresh } from "#tests/support/relay-company";
import type { DeviceClient } from "#tests/support/relay-client";
import { connectLive } from "#tests/support/relay-client";
import type { TestRelay } from "#tests/support/relay-process";
import { memoryStore, startTestRelay } from "#tests/support/relay-process";
import { createWriter } from "#tests/support/relay-writer";

let store: HeldStore;
let relay: TestRelay;
let company: TestCompany;

beforeEach(async () => {
  store = holdStore(memoryStore());
  relay = await startTestRelay({ store });
  company = await foundCompanyOn(relay.origin, relay.key);
});
afterEach(() => relay.close());

/** Settles when the relay has handled everything sent before. */
const handled = async (device: DeviceClient): Promise<void> => {
  device.send({ t: "want", doc: fresh(16), after: [] });
  await device.next("drop");
};

test("[RELAY-30] nobody hears of a change before it is on disk, neither its writer nor a reader", async () => {
  const device = await connectLive(relay.origin, company.id, company.owner);
  const reader = await connectLive(relay.origin, company.id, company.owner);
  const writer = await createWriter(company.id, company.owner);
  store.hold();
  device.send({ t: "push", parts: [await writer.write()] });
  await handled(device);
  await handled(reader);
  const late = await connectLive(relay.origin, company.id, company.owner);
  expect([...device.received, ...reader.received].some(({ t }) => t === "receipt" || t === "chunks")).toBe(
    false,
  );
  expect(late.received.some(({ t }) => t === "chunks")).toBe(false);
  store.release();
  await Promise.all([device.next("receipt"), reader.next("chunks"), late.next("chunks")]);
});

test("[RELAY-31] pushes that came while a batch was written make one batch with one receipt per actor", async () => {
  const device = await connectLive(relay.origin, company.id, company.owner);
  const writer = await createWriter(company.id, company.owner);
  const parts = [];
  for (let i = 0; i < 20; i++) parts.push(await writer.write());
  const before = store.batches();
  store.hold();
  const [first, ...others] = parts;
  device.send({ t: "push", parts: first === undefined ? [] : [first] });
  await handled(device);
  for (const part of others) device.send({ t: "push", parts: [part] });
  await handled(device);
  store.release();
  const receipts = [await device.next("receipt"), await device.next("receipt")];
  expect(receipts.map(({ receipt }) => receipt.seq)).toEqual([1, 20]);
  expect(store.batches() - before).toBe(2);
});

test("[RELAY-36] of a batch everybody gets the frames of what the others wrote, whole and in order", async () => {
  const [one, two, reader] = [
    await connectLive(relay.origin, company.id, company.owner),
    await connectLive(relay.origin, company.id, company.owner),
    await connectLive(relay.origin, company.id, company.owner),
  ];
  store.hold();
  const parts = [];
  // Short, medium and long frames have heads of different lengths.
  for (const [device, textBytes] of [
    [one, 21],
    [two, 400],
    [one, 70_000],
  ] as const) {
    const part = await (await createWriter(company.id, company.owner, { textBytes })).write();
    device.send({ t: "push", parts: [part] });
    await handled(device);
    parts.push(part.chunks);
  }
  store.release();
  const [first, second, third] = parts;
  const chunksOf = async (device: DeviceClient, count: number) => {
    const got = [];
    for (let i = 0; i < count; i++) got.push((await device.next("chunks")).chunks);
    await device.next("current");
    return got;
  };
  expect(await chunksOf(reader, 3)).toEqual([first, second, third]);
  expect(await chunksOf(one, 1)).toEqual([second]);
  expect(await chunksOf(two, 2)).toEqual([first, third]);
});

test("[RELAY-32] a repetition of what is still on its way to the disk is answered when it is there", async () => {
  const device = await connectLive(relay.origin, company.id, company.owner);
  const other = await connectLive(relay.origin, company.id, company.owner);
  const writer = await createWriter(company.id, company.owner);
  const part = await writer.write();
  store.hold();
  device.send({ t: "push", parts: [part] });
  other.send({ t: "push", parts: [part] });
  await handled(other);
  expect(other.received.some(({ t }) => t === "receipt")).toBe(false);
  store.release();
  expect(await other.next("receipt")).toEqual(await device.next("receipt"));
});

test("[RELAY-33] a full disk loses nothing that was receipted and lies about nothing: everybody starts again from the log", async () => {
  const device = await connectLive(relay.origin, company.id, company.owner);
  const writer = await createWriter(company.id, company.owner);
  const first = await writer.write();
  device.send({ t: "push", parts: [first] });
  await device.next("receipt");
  const second = await writer.write();
  store.failNext({ type: "StoreFull" });
  device.send({ t: "push", parts: [second] });
  expect(await device.closed).toBe("storage-failed");
  expect(device.received.filter(({ t }) => t === "receipt")).toHaveLength(1);

  const back = await connectLive(relay.origin, company.id, company.owner);
  const known = back.received.flatMap((message) => (message.t === "chunks" ? message.chunks : []));
  expect(known).toEqual(first.chunks);
  back.send({ t: "push", parts: [second] });
  expect((await back.next("receipt")).receipt).toMatchObject({ serial: 2, seq: 2 });
});

test("[NODE-4] when another relay has one company of a batch, only that one is sent away; the others' writes go on", async () => {
  const other = await foundCompanyOn(relay.origin, relay.key);
  const [lost, kept] = [
    await connectLive(relay.origin, company.id, company.owner),
    await connectLive(relay.origin, other.id, other.owner),
  ];
  const [first, second] = [
    await createWriter(company.id, company.owner),
    await createWriter(other.id, other.owner),
  ];
  store.hold();
  const before = store.batches();
  // One of them is on its way alone; what comes meanwhile is one batch.
  lost.send({ t: "push", parts: [await first.write()] });
  await handled(lost);
  expect(store.batches()).toBe(before + 1);
  lost.send({ t: "push", parts: [await first.write()] });
  kept.send({ t: "push", parts: [await second.write()] });
  await Promise.all([handled(lost), handled(kept)]);
  store.failNext({ type: "Fenced", companies: [1] });
  store.release();
  expect(await lost.closed).toBe("shutting-down");
  expect(lost.received.some(({ t }) => t === "receipt")).toBe(false);
  expect((await kept.next("receipt")).receipt).toMatchObject({ serial: 1, seq: 1 });
});

test("[RELAY-34] a failed disk while a company is created creates nothing", async () => {
  store.failNext({ type: "StoreFull" });
  await expect(foundCompanyOn(relay.origin, relay.key)).rejects.toThrow("503");
  const device = await connectLive(relay.origin, company.id, company.owner);
  expect(device.received.filter(({ t }) => t === "current").at(-1)).toMatchObject({
    serial: 0,
    logHash: emptyLogHash,
  });
});
