/**
 * Frames made to break a reader: random bytes, nests, lying lengths, messages of every kind with fields that do not
 * belong there, and honest messages with turned, cut, doubled and mixed bytes. Seeded: the same number, the same frame.
 */
import { encodeCanonical } from "#shared/kernel/canonical";
import type { Signer } from "#shared/kernel/signature";
import { encodeClientMsg } from "#shared/protocol/messages-codec";
import { emptyLogHash } from "#shared/protocol/receipts";
import { companyGateLimits } from "#shared/protocol/limits";
import type { SeededRandom } from "#tests/support/automerge-histories";
import { seededRandom } from "#tests/support/automerge-histories";
import { fresh } from "#tests/support/relay-company";
import type { TestCompany } from "#tests/support/relay-company";
import { createWriter } from "#tests/support/relay-writer";
import { poison } from "../../fixtures/poison/corpus";

export interface HostileFrames {
  readonly next: () => Uint8Array;
}

const kinds = [
  ...[
    "hello",
    "since",
    "rights",
    "prove",
    "start",
    "rows",
    "have",
    "push",
    "restore",
    "mem",
    "want",
    "ticket",
  ],
  ...["refuse-join", "discard", "welcome", "receipt", "chunks", "", "__proto__", "constructor", "toString"],
];
const fields = [
  ...[
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
    "places",
    "rows",
  ],
  ...["checkpoint", "room", "why", "card", "tip", "body", "sigs", "heads", "tips", "__proto__", "length"],
];

/** Honest messages to start from, some of them large, and every poisoned change in a push of its own. */
export const honestMessages = async (
  company: TestCompany,
  author: Signer,
): Promise<readonly Uint8Array[]> => {
  const writer = await createWriter(company.id, author);
  const poisoned = await createWriter(company.id, author);
  const part = await poisoned.write();
  const bad = poison()
    .filter(({ chunk }) => chunk.length <= companyGateLimits.chunk)
    .map(({ chunk }) => ({
      ...part,
      chunks: part.chunks.map((honest) => ({ ...honest, bytes: chunk })),
    }));
  const some = fresh(32);
  return [
    encodeClientMsg({ t: "push", parts: [await writer.write(3)] }),
    encodeClientMsg({
      t: "push",
      parts: [await writer.write(1), await (await createWriter(company.id, author)).write()],
    }),
    ...bad.map((one) => encodeClientMsg({ t: "push", parts: [one] })),
    encodeClientMsg({ t: "since", serial: 0, logHash: emptyLogHash }),
    encodeClientMsg({ t: "since", serial: 2 ** 52, logHash: some }),
    encodeClientMsg({ t: "rights", checkpoint: 1 }),
    encodeClientMsg({ t: "prove", places: [{ serial: 1, logHash: some }] }),
    encodeClientMsg({ t: "start" }),
    encodeClientMsg({ t: "want", doc: writer.doc, after: [writer.head()] }),
    encodeClientMsg({ t: "want", doc: fresh(16), after: Array.from({ length: 60 }, () => fresh(32)) }),
    encodeClientMsg({
      t: "have",
      docs: [{ doc: writer.doc, heads: [some], tips: [{ actor: writer.actor, seq: 1 }] }],
    }),
    encodeClientMsg({ t: "mem", entries: [company.genesis, fresh(80)] }),
    encodeClientMsg({ t: "ticket", room: fresh(16) }),
    encodeClientMsg({ t: "refuse-join", join: some }),
    encodeClientMsg({ t: "discard", doc: writer.doc, why: "so" }),
  ];
};

export const createHostileFrames = (seed: number, honest: readonly Uint8Array[]): HostileFrames => {
  const random = seededRandom(seed);
  return {
    next: () => {
      const roll = random.below(10);
      if (roll < 5) return mutated(honest, random);
      if (roll < 8) return structured(random);
      if (roll < 9) return bytes(random, random.below(400));
      return lying(random);
    },
  };
};

const bytes = ({ below }: SeededRandom, length: number): Uint8Array =>
  Uint8Array.from({ length }, () => below(256));

const pick = <T>({ below }: SeededRandom, list: readonly T[], fallback: T): T =>
  list[below(list.length)] ?? fallback;

const mutated = (honest: readonly Uint8Array[], random: SeededRandom): Uint8Array => {
  const message = pick(random, honest, new Uint8Array(0));
  const at = random.below(message.length);
  switch (random.below(6)) {
    case 0:
      return message;
    case 1:
      return message.slice(0, at);
    case 2:
      return Uint8Array.from(
        Buffer.concat([message.subarray(0, at), message.subarray(Math.max(0, at - 40))]),
      );
    case 3: {
      const other = pick(random, honest, message);
      return Uint8Array.from(
        Buffer.concat([message.subarray(0, at), other.subarray(random.below(other.length))]),
      );
    }
    default: {
      const turned = message.slice();
      for (let left = 1 + random.below(6); left > 0; left--) {
        const place = random.below(turned.length);
        turned[place] = (turned[place] ?? 0) ^ (1 << random.below(8));
      }
      return turned;
    }
  }
};

const structured = (random: SeededRandom): Uint8Array => {
  const filled = Array.from(
    { length: random.below(4) },
    () => [pick(random, fields, "doc"), value(random, 4)] as const,
  );
  const message = Object.fromEntries([["t", pick(random, kinds, "push")], ...filled]);
  return encoded(random.below(20) === 0 ? value(random, 4) : message);
};

/** Some values have no canonical form; a hostile device would send something else then. */
const encoded = (any: unknown): Uint8Array => {
  try {
    return encodeCanonical(any);
  } catch {
    return Uint8Array.of(0xa0);
  }
};

const value = (random: SeededRandom, depth: number): unknown => {
  switch (random.below(depth > 0 ? 9 : 6)) {
    case 0:
      return random.below(2 ** 31) - 2 ** 30;
    case 1:
      return pick(random, [0, -1, 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 32], 0);
    case 2:
      return bytes(random, pick(random, [0, 1, 8, 16, 32, 64, 80], 16));
    case 3:
      return pick(random, [...kinds, ...fields, "\u0000", "\u{1f4a9}".repeat(50)], "");
    case 4:
      return random.below(2) === 0;
    case 5:
      return null;
    case 6:
    case 7:
      return Array.from({ length: random.below(5) }, () => value(random, depth - 1));
    default:
      return Object.fromEntries(
        Array.from({ length: random.below(4) }, () => [
          pick(random, fields, "doc"),
          value(random, depth - 1),
        ]),
      );
  }
};

/** CBOR that promises more than there is, or goes deeper than anybody reads. */
const lying = (random: SeededRandom): Uint8Array => {
  switch (random.below(5)) {
    case 0:
      return new Uint8Array(1 + random.below(1_500)).fill(
        pick(random, [0x81, 0xa1, 0x9f, 0xbf, 0xc1, 0xd8], 0x81),
      );
    case 1:
      return Uint8Array.of(pick(random, [0x5b, 0x7b, 0x9b, 0xbb], 0x5b), ...bytes(random, 8), 0);
    case 2:
      return Uint8Array.of(
        0xa1,
        0x61,
        0x74,
        pick(random, [0x7a, 0x5a, 0x9a, 0xba], 0x7a),
        0x7f,
        0xff,
        0xff,
        0xff,
      );
    case 3:
      return Uint8Array.of(pick(random, [0xf6, 0xf7, 0xf9, 0xfb, 0xff, 0x00, 0x01, 0xe0, 0x1c], 0xf6));
    default:
      return new Uint8Array(random.below(6_000));
  }
};
