import { afterEach, beforeEach, expect, test } from "vitest";
import { emptyLogHash } from "#shared/protocol/receipts";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn, fresh } from "#tests/support/relay-company";
import type { DeviceClient } from "#tests/support/relay-client";
import { connectDevice, connectLive } from "#tests/support/relay-client";
import type { TestRelay } from "#tests/support/relay-process";
import { startTestRelay } from "#tests/support/relay-process";
import type { DocumentWriter } from "#tests/support/relay-writer";
import { createWriter } from "#tests/support/relay-writer";

let relay: TestRelay;
let company: TestCompany;
let device: DeviceClient;
let writer: DocumentWriter;

beforeEach(async () => {
  relay = await startTestRelay();
  company = await foundCompanyOn(relay.origin, relay.key);
  device = await connectLive(relay.origin, company.id, company.owner);
  writer = await createWriter(company.id, company.owner);
});
afterEach(() => relay.close());

const push = async (count: number) => {
  const part = await writer.write(count);
  device.send({ t: "push", parts: [part] });
  const { receipt } = await device.next("receipt");
  return { part, receipt };
};

const reconnect = () => {
  const { checkpointId } = device.welcome;
  return connectDevice(relay.origin, company.id, company.owner, { checkpointId });
};

test("[RELAY-20] a device that resumes gets what is newer than its place, with tip and receipt, and nothing else", async () => {
  const first = await push(2);
  const second = await push(3);
  const back = await reconnect();
  back.send({ t: "since", serial: first.receipt.serial, logHash: first.receipt.logHash });
  expect(await back.next("coming")).toMatchObject({ docs: 1, chunks: 3 });
  const got = await back.next("chunks");
  expect(got.chunks).toEqual(second.part.chunks);
  expect(got.card).toBeNull();
  expect(got.tips).toEqual([second.part.tip]);
  expect(got.receipts).toEqual([second.receipt]);
  expect(await back.next("current")).toMatchObject({ serial: 2, logHash: second.receipt.logHash });
});

test("[RELAY-21] nothing changed: one message each way after the handshake", async () => {
  const { receipt } = await push(1);
  const back = await reconnect();
  back.send({ t: "since", serial: receipt.serial, logHash: receipt.logHash });
  await back.next("current");
  expect(back.received.map(({ t }) => t)).toEqual(["challenge", "welcome", "current"]);
});

test("[RELAY-22] a new device gets every card and every change", async () => {
  const { part } = await push(4);
  const other = await createWriter(company.id, company.owner);
  device.send({ t: "push", parts: [await other.write(2)] });
  await device.next("receipt");
  const back = await reconnect();
  back.send({ t: "since", serial: 0, logHash: emptyLogHash });
  expect(await back.next("coming")).toMatchObject({ docs: 2, chunks: 6 });
  const [one, two] = [await back.next("chunks"), await back.next("chunks")];
  expect(one.chunks).toEqual(part.chunks);
  expect(one.card?.payload).toEqual(writer.card.payload);
  expect(two.card?.payload).toEqual(other.card.payload);
});

test("[RELAY-23] a place that is not in this log is answered with place 0, and the device repairs", async () => {
  const { part } = await push(3);
  const back = await reconnect();
  back.send({ t: "since", serial: 1, logHash: fresh(32) });
  expect(await back.next("current")).toMatchObject({ serial: 0, logHash: emptyLogHash });
  const [first] = part.chunks;
  back.send({
    t: "have",
    docs: [
      {
        doc: part.doc,
        heads: first === undefined ? [] : [first.hash],
        tips: [{ actor: writer.actor, seq: 1 }],
      },
    ],
  });
  expect((await back.next("chunks")).chunks).toEqual(part.chunks.slice(1));
  expect(await back.next("current")).toMatchObject({ serial: 1 });
});

test("[RELAY-24] a repair names what the relay lacks and drops what it does not know", async () => {
  const { part } = await push(1);
  const back = await reconnect();
  const lost = fresh(32);
  const foreign = fresh(16);
  back.send({
    t: "have",
    docs: [
      { doc: part.doc, heads: [writer.head(), lost], tips: [] },
      { doc: foreign, heads: [fresh(32)], tips: [] },
    ],
  });
  expect(await back.next("need")).toMatchObject({ doc: part.doc, hashes: [lost] });
  expect(await back.next("drop")).toMatchObject({ doc: foreign });
  await back.next("current");
  expect(back.received.some(({ t }) => t === "chunks")).toBe(false);
});

test("[RELAY-25] a device may ask for one document, or for what it lacks of it", async () => {
  const { part } = await push(5);
  const back = await reconnect();
  back.send({ t: "want", doc: part.doc, after: [] });
  expect((await back.next("chunks")).chunks).toEqual(part.chunks);
  const middle = part.chunks[2];
  back.send({ t: "want", doc: part.doc, after: middle === undefined ? [] : [middle.hash] });
  expect((await back.next("chunks")).chunks).toEqual(part.chunks.slice(3));
  back.send({ t: "want", doc: fresh(16), after: [] });
  await back.next("drop");
});

test("[RELAY-26] after resuming, live changes follow without a gap", async () => {
  await push(1);
  const back = await reconnect();
  back.send({ t: "since", serial: 0, logHash: emptyLogHash });
  for (let i = 0; i < 30; i++) device.send({ t: "push", parts: [await writer.write(1)] });
  let seen = 0;
  while (seen < 31) seen += (await back.next("chunks")).chunks.length;
  const chunks = back.received.flatMap((message) => (message.t === "chunks" ? message.chunks : []));
  const distinct = new Set(chunks.map(({ hash }) => Buffer.from(hash).toString("hex")));
  expect(distinct.size).toBe(31);
});
