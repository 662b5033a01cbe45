import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { encodeCanonical } from "#shared/kernel/canonical";
import { encodeClientMsg } from "#shared/protocol/messages-codec";
import { emptyLogHash } from "#shared/protocol/receipts";
import { defaultRelayLimits } from "#relay/sync/relay-limits";
import { seededRandom } from "#tests/support/automerge-histories";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn, fresh } from "#tests/support/relay-company";
import type { DeviceClient } from "#tests/support/relay-client";
import { connectLive, openRawClient } from "#tests/support/relay-client";
import type { TestRelay } from "#tests/support/relay-process";
import { startTestRelay } from "#tests/support/relay-process";
import { createWriter } from "#tests/support/relay-writer";

let relay: TestRelay;
let company: TestCompany;
let witness: DeviceClient;

beforeAll(async () => {
  relay = await startTestRelay({
    limits: { ...defaultRelayLimits, socketsPerDevice: 1_000, frameBurst: 100_000 },
  });
  company = await foundCompanyOn(relay.origin, relay.key);
  witness = await connectLive(relay.origin, company.id, company.owner);
});
afterAll(() => relay.close());

/** An honest device still works: its push is stored and it was never closed. */
const honestPush = async (): Promise<void> => {
  const writer = await createWriter(company.id, company.owner);
  witness.send({ t: "push", parts: [await writer.write()] });
  expect((await witness.next("receipt")).receipt.seq).toBe(1);
};

const structured = fc.anything({
  maxDepth: 4,
  withNullPrototype: true,
  values: [
    fc.constantFrom("push", "since", "have", "want", "mem", "hello", "ticket", "refuse-join"),
    fc.integer(),
    fc.uint8Array({ maxLength: 64 }),
    fc.constant(null),
  ],
  key: fc.constantFrom(
    "t",
    "parts",
    "doc",
    "docs",
    "serial",
    "logHash",
    "entries",
    "after",
    "hello",
    "join",
    "chunks",
  ),
});

const encodable = (value: unknown): Uint8Array => {
  try {
    return encodeCanonical(value);
  } catch {
    return encodeCanonical({ t: "push", parts: [] });
  }
};

const hostileFrame: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.uint8Array({ maxLength: 2_000 }),
  structured.map(encodable),
  fc.record({ t: fc.constantFrom("push", "since", "have", "want", "mem"), parts: structured }).map(encodable),
  fc.constant(Uint8Array.of(0xf6)),
  fc.integer({ min: 1, max: 1_500 }).map((depth) => new Uint8Array(depth).fill(0x81)),
);

test("[RELAY-70] hostile frames close their own socket with a code of the table and nothing else, before a session", async () => {
  await fc.assert(
    fc.asyncProperty(hostileFrame, async (frame) => {
      const client = await openRawClient(relay.origin);
      await client.next("challenge");
      client.sendBytes(frame);
      expect(["bad-frame", "no-hello", "too-large"]).toContain(await client.closed);
    }),
    { seed: 1, numRuns: 300 },
  );
  await honestPush();
});

test("[RELAY-71] the same inside a session", async () => {
  await fc.assert(
    fc.asyncProperty(hostileFrame, async (frame) => {
      const client = await connectLive(relay.origin, company.id, company.owner);
      client.sendBytes(frame);
      client.sendBytes(Uint8Array.of(0));
      expect(await client.closed).toBe("bad-frame");
    }),
    { seed: 2, numRuns: 200 },
  );
  await honestPush();
});

test("[RELAY-72] honest messages with turned, cut or doubled bytes never reach the log wrongly nor end the relay", async () => {
  const random = seededRandom(3);
  const writer = await createWriter(company.id, company.owner);
  const messages = [
    encodeClientMsg({ t: "push", parts: [await writer.write(3)] }),
    encodeClientMsg({ t: "since", serial: 0, logHash: emptyLogHash }),
    encodeClientMsg({ t: "want", doc: writer.doc, after: [writer.head()] }),
    encodeClientMsg({
      t: "have",
      docs: [{ doc: writer.doc, heads: [fresh(32)], tips: [{ actor: writer.actor, seq: 1 }] }],
    }),
    encodeClientMsg({ t: "mem", entries: [fresh(80)] }),
  ];
  for (let run = 0; run < 300; run++) {
    const message = messages[run % messages.length] ?? new Uint8Array(0);
    const hostile = mutate(message, random.below);
    const client = await connectLive(relay.origin, company.id, company.owner);
    client.sendBytes(hostile);
    client.sendBytes(Uint8Array.of(0));
    expect(await client.closed).toBe("bad-frame");
    expect(client.received.some(({ t }) => t === "receipt")).toBe(false);
  }
  await honestPush();
  expect(relay.lines.filter((line) => line.includes("frame.failed"))).toEqual([]);
});

const mutate = (message: Uint8Array, below: (limit: number) => number): Uint8Array => {
  const at = below(message.length);
  switch (below(3)) {
    case 0:
      return message.slice(0, at);
    case 1:
      return Uint8Array.from([...message.slice(0, at), ...message.slice(Math.max(0, at - 8))]);
    default:
      return Uint8Array.from(message, (byte, i) => (i === at ? byte ^ (1 << below(8)) : byte));
  }
};

test("[RELAY-73] text frames, single nulls and 16 MB of zeros are each refused", async () => {
  for (const [frame, name] of [
    ["hello", "bad-frame"],
    [Uint8Array.of(0x01), "bad-frame"],
    [Uint8Array.of(0xf6), "bad-frame"],
    [new Uint8Array(16 * 1024 * 1024), "bad-frame"],
    [new Uint8Array(17 * 1024 * 1024), "code 1009"],
  ] as const) {
    const client = await connectLive(relay.origin, company.id, company.owner);
    client.sendBytes(frame);
    expect(await client.closed).toBe(name);
  }
  await honestPush();
});
