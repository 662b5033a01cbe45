import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLog } from "#relay/observability/log";
import { createMetrics } from "#relay/observability/metrics";
import { systemClock, systemTimers } from "#relay/platform";
import { relaySigner } from "#relay/relay-key";
import { joinParts } from "#relay/sync/joined-push";
import { defaultRelayLimits } from "#relay/sync/relay-limits";
import type { RelaySync } from "#relay/sync/relay-sync";
import { createRelaySync } from "#relay/sync/relay-sync";
import type { FrameSocket } from "#relay/sync/socket";
import { openSignedRows } from "#relay/storage/signed-rows";
import { must } from "#shared/kernel/result";
import { makeHello } from "#shared/protocol/handshake";
import type { PushPart, RelayMsg } from "#shared/protocol/messages";
import { encodeClientMsg, parseRelayMsg } from "#shared/protocol/messages-codec";
import { emptyLogHash } from "#shared/protocol/receipts";
import { tags } from "#shared/protocol/tags";
import { testCrypto } from "#tests/support/keys";
import type { TestCompany } from "#tests/support/relay-company";
import { fresh, makeCompany } from "#tests/support/relay-company";
import { memoryStore } from "#tests/support/relay-process";
import type { DocumentWriter } from "#tests/support/relay-writer";
import { createWriter } from "#tests/support/relay-writer";

const origin = "http://localhost:8080";
let sync: RelaySync;
let company: TestCompany;
let writer: DocumentWriter;
let checkedTips = 0;

beforeEach(async () => {
  const crypto = testCrypto();
  const relay = relaySigner(randomBytes(32));
  checkedTips = 0;
  sync = await createRelaySync({
    store: memoryStore(),
    signedRows: openSignedRows(":memory:"),
    filesOf: async () => 0,
    relay,
    crypto: {
      ...crypto,
      verifier: {
        ...crypto.verifier,
        verify: (key, message, signature) => {
          if (tags.tip.every((byte, i) => message[i] === byte)) checkedTips += 1;
          return crypto.verifier.verify(key, message, signature);
        },
      },
    },
    clock: systemClock,
    timers: systemTimers,
    random: { bytes: fresh },
    limits: defaultRelayLimits,
    log: createLog("error", systemClock, (line) => console.error(line)),
    metrics: createMetrics(),
    isReachedAt: () => true,
  });
  company = await makeCompany(relay.publicKey);
  const created = await sync.createCompany({ keyDoc: company.keyDoc, entries: [company.genesis] });
  expect(created.type).toBe("created");
  writer = await createWriter(company.id, company.owner);
});
afterEach(() => sync.close());

interface Device {
  /** Every push a frame of its own, all in one read of the socket. */
  readonly push: (...pushes: readonly PushPart[]) => void;
  readonly received: readonly RelayMsg[];
  readonly next: <T extends RelayMsg["t"]>(type: T) => Promise<Extract<RelayMsg, { readonly t: T }>>;
}

const connect = async (): Promise<Device> => {
  const received: RelayMsg[] = [];
  const untaken: RelayMsg[] = [];
  let wake = (): void => undefined;
  const take = (frame: Uint8Array): void => {
    const message = must(parseRelayMsg(frame));
    received.push(message);
    untaken.push(message);
    wake();
  };
  const socket: FrameSocket = {
    send: take,
    sendShared: ({ payloads }, from, to) => payloads.slice(from, to).forEach(take),
    bufferedBytes: () => 0,
    drained: () => Promise.resolve(),
    close: (name) => expect.unreachable(name),
    pause: () => undefined,
    resume: () => undefined,
    isOpen: () => true,
    address: "127.0.0.1",
  };
  const events = sync.accept(socket);
  const next: Device["next"] = async (type) => {
    for (;;) {
      const at = untaken.findIndex(({ t }) => t === type);
      const [found] = at < 0 ? [] : untaken.splice(at, 1);
      if (found !== undefined && isOfType(found, type)) return found;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  const facts = { company: company.id, origin, checkpointId: null, serialSeen: 0, logHashSeen: emptyLogHash };
  const hello = await makeHello(await next("challenge"), facts, {
    signer: company.owner,
    random: { bytes: fresh },
    clock: systemClock,
  });
  events.onFrame(encodeClientMsg({ t: "hello", hello }));
  await next("welcome");
  events.onFrame(encodeClientMsg({ t: "since", serial: 0, logHash: emptyLogHash }));
  await next("current");
  return {
    received,
    next,
    push: (...pushes) => {
      for (const part of pushes) events.onFrame(encodeClientMsg({ t: "push", parts: [part] }));
    },
  };
};

const isOfType = <T extends RelayMsg["t"]>(
  message: RelayMsg,
  type: T,
): message is Extract<RelayMsg, { readonly t: T }> => message.t === type;

const writeThree = async (): Promise<readonly [PushPart, PushPart, PushPart]> => [
  await writer.write(),
  await writer.write(2),
  await writer.write(),
];

const forge = (part: PushPart): PushPart => ({ ...part, tip: { ...part.tip, sig: new Uint8Array(64) } });

test("[RELAY-35] pushes that waited together are one entry of the log under the newest signature, checked once", async () => {
  const device = await connect();
  const reader = await connect();
  const parts = await writeThree();
  device.push(...parts);
  expect((await device.next("receipt")).receipt).toMatchObject({ seq: 4, serial: 1, hash: writer.head() });
  const got = await reader.next("chunks");
  expect(got.chunks).toEqual(parts.flatMap(({ chunks }) => chunks));
  expect(got.tips).toEqual([parts[2].tip]);
  expect(checkedTips).toBe(1);
});

test("[RELAY-35] a bad push costs the good ones that waited with it nothing", async () => {
  const device = await connect();
  const [first, second, third] = await writeThree();
  device.push(first, second, forge(third));
  expect(await device.next("refused")).toMatchObject({ doc: writer.doc, code: "sig", hash: third.tip.hash });
  let last = (await device.next("receipt")).receipt;
  while (last.seq < 3) last = (await device.next("receipt")).receipt;
  expect(last).toMatchObject({ seq: 3, hash: second.tip.hash });
  device.push(third);
  expect((await device.next("receipt")).receipt).toMatchObject({ seq: 4, serial: last.serial + 1 });
});

test("[RELAY-35] a repetition that waits with new changes is covered by their receipt", async () => {
  const device = await connect();
  const [first, second, third] = await writeThree();
  device.push(first);
  await device.next("receipt");
  device.push(first, second, third);
  expect((await device.next("receipt")).receipt).toMatchObject({ seq: 4, serial: 2 });
  expect(device.received.filter(({ t }) => t === "receipt")).toHaveLength(2);
});

test("[RELAY-35] only parts that continue each other are joined", async () => {
  const [first, second, third] = await writeThree();
  const other = await (await createWriter(company.id, company.owner)).write();
  const joined = { ...second, card: first.card, chunks: [...first.chunks, ...second.chunks] };
  expect(joinParts([[first], [other], [second]])).toEqual([joined, other]);
  expect(joinParts([[second], [first]])).toEqual([second, first]);
  const elsewhere = { ...third, tip: { ...third.tip, actor: fresh(16) } };
  expect(joinParts([[second, elsewhere]])).toEqual([second, elsewhere]);
  const open = { ...second, tip: { ...second.tip, hash: fresh(32) } };
  expect(joinParts([[open], [third]])).toEqual([open, third]);
});
