import { afterEach, beforeEach, expect, test } from "vitest";
import { quotas } from "#shared/protocol/limits";
import { createOperationQuota } from "#relay/sync/quota";
import { verifyReceipt } from "#shared/protocol/receipts";
import { testCrypto } from "#tests/support/keys";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn } from "#tests/support/relay-company";
import { connectLive } from "#tests/support/relay-client";
import type { TestRelay } from "#tests/support/relay-process";
import { startTestRelay } from "#tests/support/relay-process";
import { createWriter } from "#tests/support/relay-writer";

let relay: TestRelay;
let company: TestCompany;

beforeEach(async () => {
  relay = await startTestRelay();
  company = await foundCompanyOn(relay.origin, relay.key);
});
afterEach(() => relay.close());

test("[RELAY-1] a push gets a receipt signed by the relay, and readers get the same bytes", async () => {
  const device = await connectLive(relay.origin, company.id, company.owner);
  const reader = await connectLive(relay.origin, company.id, company.owner);
  const writer = await createWriter(company.id, company.owner);
  const part = await writer.write(3);
  device.send({ t: "push", parts: [part] });
  const { receipt } = await device.next("receipt");
  expect(receipt).toMatchObject({
    doc: part.doc,
    actor: writer.actor,
    seq: 3,
    hash: writer.head(),
    serial: 1,
  });
  expect(await verifyReceipt(company.id, receipt, relay.key, testCrypto().verifier)).toBe(true);
  const got = await reader.next("chunks");
  expect(got.card?.payload).toEqual(writer.card.payload);
  expect(got.chunks).toEqual(part.chunks);
  expect(got.tips).toEqual([part.tip]);
  expect(got.receipts).toEqual([receipt]);
  expect(await reader.next("current")).toMatchObject({ serial: 1, logHash: receipt.logHash });
  expect(device.received.some(({ t }) => t === "chunks")).toBe(false);
});

test("[RELAY-2] a repeated push is a success: it answers the stored receipt and stores nothing", async () => {
  const device = await connectLive(relay.origin, company.id, company.owner);
  const writer = await createWriter(company.id, company.owner);
  const part = await writer.write(2);
  device.send({ t: "push", parts: [part] });
  const first = await device.next("receipt");
  device.send({ t: "push", parts: [part] });
  expect(await device.next("receipt")).toEqual(first);
  const again = await connectLive(relay.origin, company.id, company.owner);
  again.send({ t: "push", parts: [part] });
  expect(await again.next("receipt")).toEqual(first);
  expect(again.received.filter(({ t }) => t === "current").at(-1)).toMatchObject({ serial: 1 });
});

test("[RELAY-4] a change whose parents are unknown is answered with need and stored nowhere", async () => {
  const device = await connectLive(relay.origin, company.id, company.owner);
  const writer = await createWriter(company.id, company.owner);
  const first = await writer.write();
  const second = await writer.write();
  device.send({ t: "push", parts: [{ ...second, card: first.card }] });
  const [parent] = first.chunks;
  expect(await device.next("need")).toMatchObject({ doc: writer.doc, hashes: [parent?.hash] });
  device.send({ t: "push", parts: [first] });
  expect((await device.next("receipt")).receipt.serial).toBe(1);
});

test("[RELAY-5] a refusal concerns its document only and says which change is at fault", async () => {
  const device = await connectLive(relay.origin, company.id, company.owner);
  const good = await createWriter(company.id, company.owner);
  const bad = await createWriter(company.id, company.owner);
  const badPart = await bad.write();
  const forged = { ...badPart, tip: { ...badPart.tip, sig: new Uint8Array(64) } };
  device.send({ t: "push", parts: [forged, await good.write()] });
  expect(await device.next("refused")).toMatchObject({ doc: bad.doc, code: "sig", hash: bad.head() });
  expect((await device.next("receipt")).receipt.doc).toEqual(good.doc);
});

test("[RELAY-6] one thing has one document: a second card for it is refused", async () => {
  const device = await connectLive(relay.origin, company.id, company.owner);
  const thing = new Uint8Array(16).fill(7);
  const one = await createWriter(company.id, company.owner, { thing });
  const two = await createWriter(company.id, company.owner, { thing });
  device.send({ t: "push", parts: [await one.write()] });
  await device.next("receipt");
  device.send({ t: "push", parts: [await two.write()] });
  expect(await device.next("refused")).toMatchObject({ doc: two.doc, code: "gone", see: one.doc });
});

test("[RELAY-7] two writers of one document: each sees the other's changes in the order of the log", async () => {
  const one = await connectLive(relay.origin, company.id, company.owner);
  const two = await connectLive(relay.origin, company.id, company.owner);
  const first = await createWriter(company.id, company.owner);
  one.send({ t: "push", parts: [await first.write()] });
  await one.next("receipt");
  await two.next("chunks");
  const second = await createWriter(company.id, company.owner, { doc: first.doc });
  second.follow(first.head(), first.maxOp());
  const part = await second.write();
  two.send({ t: "push", parts: [part] });
  expect((await two.next("receipt")).receipt.serial).toBe(2);
  const seen = await one.next("chunks");
  expect(seen.card).toBeNull();
  expect(seen.chunks).toEqual(part.chunks);
});

test("[RELAY-8] more operations than a device may send in a burst are refused with the time to wait", () => {
  const quota = createOperationQuota({ now: () => 0 });
  expect(quota.take("device", quotas.creator, 1_000_000)).toBe(0);
  expect(quota.take("device", quotas.creator, 1_000)).toBe(600);
  expect(quota.take("other", quotas.other, 60_000)).toBe(0);
  expect(quota.take("other", quotas.other, 10_000)).toBe(60_000);
});
