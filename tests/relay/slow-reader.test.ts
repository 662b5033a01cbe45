import { afterEach, beforeEach, expect, test } from "vitest";
import { defaultRelayLimits } from "#relay/sync/relay-limits";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn } from "#tests/support/relay-company";
import { connectLive } from "#tests/support/relay-client";
import type { TestRelay } from "#tests/support/relay-process";
import { startTestRelay } from "#tests/support/relay-process";
import { createWriter } from "#tests/support/relay-writer";

const budget = 256 * 1024;
const textBytes = 100_000;
const pushes = 150;
let relay: TestRelay;
let company: TestCompany;

beforeEach(async () => {
  relay = await startTestRelay({
    limits: { ...defaultRelayLimits, socketBudgetBytes: budget, frameBurst: 2 * pushes },
  });
  company = await foundCompanyOn(relay.origin, relay.key);
});
afterEach(() => relay.close());

const bufferedBytes = async (): Promise<number> => {
  const text = await (await fetch(`${relay.origin}/metrics`)).text();
  return Number(/^eventkit_socket_buffered_bytes (\d+)$/m.exec(text)?.[1]);
};

test("[RELAY-40] a reader that does not read holds up nobody, costs a bounded buffer, and gets everything later", async () => {
  const device = await connectLive(relay.origin, company.id, company.owner);
  const quick = await connectLive(relay.origin, company.id, company.owner);
  const slow = await connectLive(relay.origin, company.id, company.owner);
  const writer = await createWriter(company.id, company.owner, { textBytes });
  slow.socket.pause();
  let mostBuffered = 0;
  for (let i = 0; i < pushes; i++) {
    device.send({ t: "push", parts: [await writer.write()] });
    await device.next("receipt");
    if (i % 20 === 0) mostBuffered = Math.max(mostBuffered, await bufferedBytes());
  }
  const countOf = (client: typeof quick): number =>
    client.received.reduce((sum, message) => sum + (message.t === "chunks" ? message.chunks.length : 0), 0);
  while (countOf(quick) < pushes) await quick.next("chunks");
  expect(countOf(slow)).toBeLessThan(pushes);
  // 15 MB were written; what waits in the relay is the budget and the one page that crossed it.
  expect(mostBuffered).toBeLessThan(budget + 1024 * 1024);
  slow.socket.resume();
  while (countOf(slow) < pushes) await slow.next("chunks");
  const hashes = slow.received.flatMap((message) => (message.t === "chunks" ? message.chunks : []));
  expect(new Set(hashes.map(({ hash }) => Buffer.from(hash).toString("hex"))).size).toBe(pushes);
});
