import { describe, expect, test } from "vitest";
import { encodeCanonical } from "#shared/kernel/canonical";
import { must } from "#shared/kernel/result";
import { closeCodeByNumber, closeCodes } from "#shared/protocol/close-codes";
import { emptyLogHash } from "#shared/protocol/receipts";
import { packChunks } from "#shared/protocol/gate/pack";
import type { ClientMsg, RelayMsg } from "#shared/protocol/messages";
import {
  encodeClientMsg,
  encodeRelayMsg,
  parseClientMsg,
  parseRelayMsg,
} from "#shared/protocol/messages-codec";
import { makeHello, makeChallenge } from "#shared/protocol/handshake";
import { seededRandom } from "#tests/support/automerge-histories";
import {
  cardBy,
  chunkOf,
  partOf,
  testCompany,
  testDoc,
  testNow,
  writerNamed,
} from "#tests/support/gate-world";
import { countingRandom, named, signerNamed } from "#tests/support/keys";
import { oneSet, writeChunk } from "#tests/support/chunk-writer";

const alice = writerNamed("Alice's phone");
const relayKey = signerNamed("relay").publicKey;
const clock = { now: () => testNow };
const random = countingRandom("messages");
const challenge = makeChallenge(relayKey, random, clock);
const facts = {
  company: testCompany,
  origin: "https://relay.test",
  checkpointId: null,
  serialSeen: 0,
  logHashSeen: emptyLogHash,
};
const hello = await makeHello(challenge, facts, { signer: alice.signer, random, clock });
const card = await cardBy(alice);
const change = writeChunk(oneSet(alice.actor));
const part = { ...(await partOf(alice, [change])), card };
const hash = named("hash");
const receipt = {
  doc: testDoc,
  actor: alice.actor,
  seq: 1,
  hash,
  checkpoint: 1,
  at: testNow,
  serial: 1,
  logHash: hash,
  sig: new Uint8Array(64),
};

const clientMessages: readonly ClientMsg[] = [
  { t: "hello", hello },
  { t: "since", serial: 0, logHash: emptyLogHash },
  { t: "rights", checkpoint: 3 },
  { t: "have", docs: [{ doc: testDoc, heads: [hash], tips: [{ actor: alice.actor, seq: 3 }] }] },
  { t: "push", parts: [part, { ...part, card: null }] },
  { t: "prove", places: [{ serial: 3, logHash: hash }] },
  {
    ...{ t: "restore", doc: testDoc, card, chunks: packChunks([chunkOf(change)]) },
    ...{ tips: [part.tip], receipts: [receipt], more: false },
  },
  { t: "mem", entries: [new Uint8Array(300)] },
  { t: "want", doc: testDoc, after: [] },
  { t: "ticket", room: testDoc },
  { t: "refuse-join", join: hash },
  { t: "discard", doc: testDoc, why: "counted anew" },
];

const relayMessages: readonly RelayMsg[] = [
  challenge,
  { t: "receipt", receipt },
  { t: "need", doc: testDoc, hashes: [hash] },
  { t: "refused", doc: testDoc, hash: null, code: "seq", retryMs: 1_000, see: testDoc },
  { t: "cards", cards: [card] },
  { t: "chunks", doc: testDoc, card, chunks: [chunkOf(change)], tips: [part.tip], receipts: [receipt] },
  { t: "contacts", devices: [{ device: relayKey, at: testNow }] },
  { t: "coming", docs: 1, chunks: 2, bytes: 3 },
  { t: "current", serial: 7, logHash: hash },
  { t: "unknown", serials: [3, 5] },
  { t: "drop", doc: testDoc, why: "rotated" },
  { t: "mem", entries: [] },
  { t: "refused-mem", entry: hash, code: "grant", why: "author" },
  { t: "ticket", room: testDoc, ticket: hash, rights: "rw", clientIds: [1, 2] },
  { t: "join", join: new Uint8Array(400) },
  { t: "join-closed", join: hash, state: "expired" },
  { t: "wipe", revokedAt: 4 },
  { t: "held", doc: testDoc, actor: alice.actor, seq: 3, until: testNow },
  { t: "held-ended", doc: testDoc, how: "discarded", by: hash, why: "counted anew" },
  { t: "leaver", revokedAt: 4, until: testNow },
  {
    t: "review",
    docs: [
      {
        ...{ doc: testDoc, card, device: hash, until: testNow, ended: null },
        pushes: [{ at: testNow, chunks: [chunkOf(change)], tip: part.tip }],
      },
      {
        ...{ doc: testDoc, card: null, device: hash, until: testNow, pushes: [] },
        ended: { by: hash, at: testNow, why: "" },
      },
    ],
  },
];

/** A push with so many changes in each part. */
const push = (...amounts: readonly number[]): ClientMsg => ({
  t: "push",
  parts: amounts.map((amount) => ({
    ...part,
    card: null,
    chunks: Array.from({ length: amount }, () => chunkOf(change)),
  })),
});

describe("frames", () => {
  test.each(clientMessages.map((message) => [message.t, message] as const))(
    "[MSG-1] %s of a device survives the wire",
    (_, message) => {
      expect(must(parseClientMsg(encodeClientMsg(message)))).toEqual(message);
    },
  );

  test.each(relayMessages.map((message) => [message.t, message] as const))(
    "[MSG-2] %s of the relay survives the wire",
    (_, message) => {
      expect(must(parseRelayMsg(encodeRelayMsg(message)))).toEqual(message);
    },
  );

  test.each([
    ["nothing", null],
    ["an unknown type", { t: "shout" }],
    ["no type", { serial: 1 }],
    ["a hash too short", { t: "since", serial: 1, logHash: new Uint8Array(31) }],
    ["a negative serial", { t: "since", serial: -1, logHash: hash }],
    ["text for bytes", { t: "want", doc: "document", after: [] }],
    ["a push of nothing", { t: "push", parts: [] }],
    ["a part without chunks", { t: "push", parts: [{ ...part, card: null, chunks: [] }] }],
    [
      "a tip without nonce",
      { t: "push", parts: [{ ...part, card: null, tip: { ...part.tip, nonce: new Uint8Array(7) } }] },
    ],
    [
      "an envelope with unsorted signatures",
      {
        t: "hello",
        hello: [
          hello.payload,
          [
            [hash, new Uint8Array(64)],
            [new Uint8Array(32), new Uint8Array(64)],
          ],
        ],
      },
    ],
    ["an envelope without signatures", { t: "hello", hello: [hello.payload, []] }],
  ])("[MSG-3] %s is refused", (_, value) => {
    expect(parseClientMsg(encodeCanonical(value))).toEqual({ ok: false, error: { type: "FrameMalformed" } });
  });

  test("[MSG-4] 500 changes in one frame are the limit, over all parts together", () => {
    expect(parseClientMsg(encodeClientMsg(push(250, 250))).ok).toBe(true);
    expect(parseClientMsg(encodeClientMsg(push(250, 251))).ok).toBe(false);
    expect(parseClientMsg(encodeClientMsg(push(501))).ok).toBe(false);
  });

  test("[MSG-8] what was read of a device's frame does not change when the frame does, small or large", () => {
    for (const changes of [1, 50]) {
      const frame = encodeClientMsg(push(1, changes));
      const read = must(parseClientMsg(frame));
      const before = structuredClone(read);
      frame.fill(0);
      expect(read).toEqual(before);
    }
  });

  test("[MSG-5] a frame too large is refused before it is read", () => {
    expect(parseClientMsg(new Uint8Array(16 * 1024 * 1024 + 1))).toEqual({
      ok: false,
      error: { type: "FrameTooLarge" },
    });
  });

  test("[MSG-6] mutated frames never throw", () => {
    const pick = seededRandom(6);
    const frames = [...clientMessages.map(encodeClientMsg), ...relayMessages.map(encodeRelayMsg)];
    let refused = 0;
    for (let round = 0; round < 20_000; round++) {
      const bytes = [...(frames[pick.below(frames.length)] ?? [])];
      for (let i = 1 + pick.below(3); i > 0; i--) {
        const at = pick.below(bytes.length);
        if (pick.below(3) === 0) bytes.splice(at, pick.below(4));
        else bytes[at] = pick.below(256);
      }
      const frame = Uint8Array.from(bytes);
      if (!parseClientMsg(frame).ok && !parseRelayMsg(frame).ok) refused += 1;
    }
    expect(refused).toBeGreaterThan(5_000);
  });
});

describe("close codes", () => {
  test("[MSG-7] every number stands once and is ours or WebSocket's own", () => {
    const numbers = Object.values(closeCodes).map(({ code }) => code);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.every((code) => code === 1001 || (code >= 4000 && code < 5000))).toBe(true);
    for (const [name, entry] of Object.entries(closeCodes))
      expect(closeCodeByNumber(entry.code)?.name).toBe(name);
    expect(closeCodeByNumber(1006)).toBeUndefined();
  });
});
