/** What a session may use up: its time, its frames, its operations. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { companyGateLimits, frameLimits, quotas, times } from "#shared/protocol/limits";
import { emptyLogHash } from "#shared/protocol/receipts";
import type { DeviceClient } from "#tests/support/relay-client";
import { connectLive } from "#tests/support/relay-client";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn } from "#tests/support/relay-company";
import type { RelayPeople } from "#tests/support/relay-people";
import { createPeople } from "#tests/support/relay-people";
import type { TestRelay } from "#tests/support/relay-process";
import { startTestRelay } from "#tests/support/relay-process";
import type { DocumentWriter } from "#tests/support/relay-writer";
import { createWriter } from "#tests/support/relay-writer";
import type { VirtualTime } from "#tests/support/virtual-time";
import { createVirtualTime } from "#tests/support/virtual-time";

let time: VirtualTime;
let relay: TestRelay;
let company: TestCompany;
let owner: DeviceClient;
let people: RelayPeople;

beforeEach(async () => {
  time = createVirtualTime(Date.now());
  relay = await startTestRelay({ clock: time, timers: time });
  company = await foundCompanyOn(relay.origin, relay.key);
  owner = await connectLive(relay.origin, company.id, company.owner);
  people = createPeople(relay.origin, company, owner, time);
});
afterEach(() => relay.close());

test("[RELAY-225] a session ends after twelve hours, whatever it did last, and the device opens another", async () => {
  const writer = await createWriter(company.id, company.owner);
  await time.advance(times.sessionMs - 2_000);
  owner.send({ t: "push", parts: [await writer.write()] });
  await owner.next("receipt");
  await time.advance(3_000);
  expect(await owner.closed).toBe("session-expired");
  const again = await connectLive(relay.origin, company.id, company.owner);
  again.send({ t: "push", parts: [await writer.write()] });
  await again.next("receipt");
});

const operations = companyGateLimits.ops;

/** Pushes until a push is refused; answers how many were not, and what it takes to go on. */
const pushUntilRefused = async (client: DeviceClient, writer: DocumentWriter) => {
  const refused = client.next("refused");
  refused.catch(() => undefined);
  for (let taken = 0; ; taken++) {
    const part = await writer.write();
    client.send({ t: "push", parts: [part] });
    const receipt = client.next("receipt");
    receipt.catch(() => undefined);
    const answer = await Promise.race([receipt, refused]);
    if (answer.t === "refused") return { taken, part, code: answer.code, retryMs: answer.retryMs ?? 0 };
  }
};

test("[RELAY-8] who may begin no documents of the company has the small share of operations, and it grows back", async () => {
  const { device, member, client } = await people.employ("viewer");
  const own = { kind: "person", cls: "person", thing: member, scope: { member } } as const;
  const writer = await createWriter(company.id, device, { ...own, operations, textBytes: 1 });
  const refused = await pushUntilRefused(client, writer);
  expect(refused).toMatchObject({ taken: 7, code: "rate", retryMs: 24_000 });
  await time.advance(refused.retryMs - 1_000);
  client.send({ t: "push", parts: [refused.part] });
  expect(await client.next("refused")).toMatchObject({ code: "rate", retryMs: 1_000 });
  await time.advance(1_000);
  const again = await connectLive(relay.origin, company.id, device);
  again.send({ t: "push", parts: [refused.part] });
  await again.next("receipt");
});

test("[RELAY-8] who imports has the large one", async () => {
  const { device, client } = await people.employ("member");
  const writer = await createWriter(company.id, device, { operations, textBytes: 1 });
  const before = Math.floor(quotas.other.burstOps / operations);
  for (let pushed = 0; pushed < before + 2; pushed++) {
    client.send({ t: "push", parts: [await writer.write()] });
    await client.next("receipt");
  }
  expect(client.received.some(({ t }) => t === "refused")).toBe(false);
});

test("[RELAY-226] fifty frames a second are handled after four seconds' worth at once; what is faster waits and is not lost", async () => {
  expect(frameLimits.perSecond).toBe(50);
  const other = await connectLive(relay.origin, company.id, company.owner);
  const answers = (): number => owner.received.filter(({ t }) => t === "current").length;
  const ask = (client: DeviceClient): void => client.send({ t: "since", serial: 0, logHash: emptyLogHash });
  const sent = 4 * 50 + 3 * 50;
  // Its hello and the question with which it began.
  const before = { frames: 2, answers: answers() };
  for (let nth = 0; nth < sent; nth++) ask(owner);
  /** So many are answered, and no more although the relay answers others. */
  const answered = async (frames: number): Promise<void> => {
    while (answers() < before.answers + frames) await owner.next("current");
    for (let nth = 0; nth < 20; nth++) {
      ask(other);
      await other.next("current");
    }
    expect(answers()).toBe(before.answers + frames);
  };
  await answered(4 * 50 - before.frames);
  await time.advance(1_000);
  await answered(5 * 50 - before.frames);
  await time.advance(2_000);
  await answered(7 * 50 - before.frames);
  await time.advance(1_000);
  await answered(sent);
});
