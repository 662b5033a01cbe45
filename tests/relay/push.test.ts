import { afterEach, beforeEach, expect, test } from "vitest";
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
